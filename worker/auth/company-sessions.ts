import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import type { BetterAuthPlugin } from 'better-auth/types'
import { z } from 'zod'

/**
 * Sessions for people whom their company's provider has named. Such a session opens that workspace and no other, so it needs no second
 * step of ours: what the company asks for is the company's business.
 */
export const companySessions = {
  id: 'company-sessions',
  endpoints: {
    /** Reached by our own code only, once it knows whom the provider has named. */
    openCompanySession: createAuthEndpoint(
      '/company/session',
      {
        method: 'POST',
        body: z.object({ personId: z.string(), providerId: z.string() }),
        metadata: { SERVER_ONLY: true },
      },
      async (ctx) => {
        const { personId, providerId } = ctx.body
        const { internalAdapter } = ctx.context
        const user = await internalAdapter.findUserById(personId)
        if (!user) throw new APIError('NOT_FOUND')
        const session = await internalAdapter.createSession(personId, false, { ssoProviderId: providerId })
        await setSessionCookie(ctx, { session, user })
        return ctx.json({ sessionId: session.id })
      },
    ),
  },
} satisfies BetterAuthPlugin
