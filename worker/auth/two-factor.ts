import { APIError, createAuthEndpoint, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { BetterAuthPlugin } from 'better-auth/types'
import {
  TRUSTED_DEVICE_SECONDS,
  TWO_FACTOR_CHALLENGE_SECONDS,
  TWO_FACTOR_LOCK_SECONDS,
} from '../../contracts/session.ts'

/** Ways in that prove one thing: the password, the mailbox, an account elsewhere. A passkey proves two and is not among them. */
const ONE_FACTOR_PATHS: readonly (string | undefined)[] = [
  '/sign-in/email',
  '/magic-link/verify',
  '/callback/:id',
]
/** The library accepts a code one step early and one late, so this is longer than any code works. */
const WRONG_CODES_MAX = 10
const CODE_SPENT_SECONDS = 180

/**
 * The library's second factor. By itself it is asked for after a password only; here it is after every way in that proves one
 * thing, so that a sign-in link or a provider is no way past it.
 */
export function secondFactor() {
  const plugin = twoFactor({
    issuer: 'Orrery',
    // Who may change it is decided at the edge: by password, or by a recent sign-in where there is none.
    allowPasswordless: true,
    twoFactorCookieMaxAge: TWO_FACTOR_CHALLENGE_SECONDS,
    trustDeviceMaxAge: TRUSTED_DEVICE_SECONDS,
    accountLockout: { maxFailedAttempts: WRONG_CODES_MAX, durationSeconds: TWO_FACTOR_LOCK_SECONDS },
    backupCodeOptions: { storeBackupCodes: 'encrypted' },
  })
  const after = plugin.hooks.after.map((hook) => ({
    ...hook,
    matcher: ({ path }: { path?: string | undefined }) => ONE_FACTOR_PATHS.includes(path),
  }))
  return { ...plugin, hooks: { ...plugin.hooks, after } }
}

/** A code works once: whoever reads it over a shoulder comes too late. The library by itself would take it again for a minute. */
export const codesOnce = {
  id: 'codes-once',
  endpoints: {
    /** Who is in the middle of a second step in this browser. Reached by our own code only. */
    challengedPerson: createAuthEndpoint(
      '/two-factor/challenged',
      { method: 'GET', requireHeaders: true, metadata: { SERVER_ONLY: true } },
      async (ctx) => {
        const { internalAdapter, createAuthCookie, secret } = ctx.context
        const challenge = await ctx.getSignedCookie(createAuthCookie('two_factor').name, secret)
        const asked = challenge ? await internalAdapter.findVerificationValue(challenge) : null
        return ctx.json({ personId: asked?.value ?? null })
      },
    ),
  },
  hooks: {
    before: [
      {
        matcher: ({ path }) => path === '/two-factor/verify-totp',
        handler: createAuthMiddleware(async (ctx) => {
          const { internalAdapter, createAuthCookie, secret } = ctx.context
          const challenge = await ctx.getSignedCookie(createAuthCookie('two_factor').name, secret)
          const asked = challenge ? await internalAdapter.findVerificationValue(challenge) : null
          const session = await getSessionFromCtx(ctx)
          const personId = session?.user.id ?? asked?.value
          if (personId === undefined) return
          const isFirst = await internalAdapter.reserveVerificationValue({
            identifier: `spent-code:${personId}:${ctx.body.code}`,
            value: 'spent',
            expiresAt: new Date(Date.now() + CODE_SPENT_SECONDS * 1000),
          })
          if (!isFirst) throw new APIError('UNAUTHORIZED', { code: 'INVALID_CODE', message: 'Code was used' })
        }),
      },
    ],
  },
} satisfies BetterAuthPlugin
