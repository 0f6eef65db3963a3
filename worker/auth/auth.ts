import { betterAuth } from 'better-auth/minimal'
import { magicLink } from 'better-auth/plugins/magic-link'
import { organization } from 'better-auth/plugins/organization'
import {
  MAGIC_LINK_SECONDS,
  PASSWORD_CHARS_MAX,
  PASSWORD_CHARS_MIN,
  RESET_LINK_SECONDS,
  SESSION_ABSOLUTE_SECONDS,
  VERIFY_LINK_SECONDS,
} from '../../contracts/session.ts'
import { WORKSPACES_PER_PERSON_MAX } from '../../contracts/workspaces.ts'
import { type ControlDb, identityStorage } from '../../db/d1/client.ts'
import type { Log } from '../platform/log.ts'
import { accessControl, organizationRoles } from './access-control.ts'
import { AskedBy, bindLink } from './bound-link.ts'
import { companySessions } from './company-sessions.ts'
import type { MailPort } from './mail.ts'
import { magicLinkMail, passwordChangedMail, resetMail, verifyMail } from './mails.ts'
import { type OidcSettings, oidcSignIn } from './oidc.ts'
import { passkeys } from './passkeys.ts'
import { hashPassword, matchesPassword } from './passwords.ts'
import { confirmAddress, forgetProofs, replacePasswordHash } from './repository.ts'
import { sessionEnd } from './rules.ts'
import { codesOnce, secondFactor } from './two-factor.ts'

export interface AuthDeps {
  db: ControlDb
  mail: MailPort
  log: Log
  newId: () => string
  now: () => Date
  /** Public address of the site, no path: `https://app.orrery.example`. */
  origin: string
  /** Origins a browser may call from; the first is `origin`. */
  trustedOrigins: string[]
  secret: string
  secureCookies: boolean
  /** Providers people may sign in by. */
  providers: OidcSettings[]
  fetch: (url: string, init: RequestInit) => Promise<Response>
  /** Domain that passkeys belong to. */
  passkeyDomain: string
  /** Called before a session row goes away by any road, so that the tenant objects hear of it. */
  onSessionEnding: (session: { id: string; userId: string }) => Promise<void>
  /** Called when somebody has set a new password through a mailed link: every session of the person ends. */
  onPasswordReset: (personId: string) => Promise<void>
}

const noTokens = { accessToken: null, refreshToken: null, idToken: null }

/** People, passwords, sessions, sign-in links. Only the routes the edge lists are reachable. */
export function openAuth(deps: AuthDeps) {
  return betterAuth({
    appName: 'Orrery',
    baseURL: deps.origin,
    basePath: '/api/auth',
    secret: deps.secret,
    trustedOrigins: deps.trustedOrigins,
    database: identityStorage(deps.db),
    telemetry: { enabled: false },
    // The edge counts sign-in calls itself, exactly and in D1; a second limiter would only disagree with it.
    rateLimit: { enabled: false },
    logger: {
      level: 'error',
      // Arguments may carry addresses or tokens: only the sentence is kept.
      log: (level, message) => deps.log[level === 'error' ? 'error' : 'info']('auth_library', { message }),
    },
    onAPIError: { throw: false },
    emailAndPassword: {
      enabled: true,
      autoSignIn: true,
      minPasswordLength: PASSWORD_CHARS_MIN,
      maxPasswordLength: PASSWORD_CHARS_MAX,
      resetPasswordTokenExpiresIn: RESET_LINK_SECONDS,
      password: {
        hash: hashPassword,
        verify: (asked) =>
          matchesPassword(asked, (old, made) => replacePasswordHash(deps.db, { old, made }, deps.now())),
      },
      sendResetPassword: ({ user, token }) => deps.mail.send(resetMail(deps.origin, user.email, token)),
      onPasswordReset: async ({ user }) => {
        await deps.onPasswordReset(user.id)
        // Who could open the link owns the address.
        await confirmAddress(deps.db, user.id, deps.now())
        await forgetProofs(deps.db, user.id)
        await deps.mail.send(passwordChangedMail(deps.origin, user.email))
      },
    },
    emailVerification: {
      sendOnSignUp: true,
      autoSignInAfterVerification: false,
      expiresIn: VERIFY_LINK_SECONDS,
      sendVerificationEmail: ({ user, token }) => deps.mail.send(verifyMail(deps.origin, user.email, token)),
    },
    // A copy of the table must not open anything.
    verification: { storeIdentifier: 'hashed' },
    // No cookie cache: a role or session that ended must not live on in a signed cookie.
    session: {
      // The cookie lasts as long as a session can; how long the session does is noted when it is seen (noteSeen).
      expiresIn: SESSION_ABSOLUTE_SECONDS,
      disableSessionRefresh: true,
      // What takes a recent sign-in is decided at the edge (proof.ts).
      freshAge: 0,
      cookieCache: { enabled: false },
      additionalFields: {
        country: { type: 'string', required: false, input: false },
        city: { type: 'string', required: false, input: false },
        ssoProviderId: { type: 'string', required: false, input: false },
      },
    },
    account: {
      // An account there becomes one with the account here only when both have shown to own the address.
      accountLinking: { enabled: true, trustedProviders: [], requireLocalEmailVerified: true },
    },
    databaseHooks: {
      account: {
        // Nothing is asked of a provider after the sign-in, so what would open something there is not kept.
        create: { before: async (account) => ({ data: { ...account, ...noTokens } }) },
        update: { before: async (account) => ({ data: { ...account, ...noTokens } }) },
      },
      user: {
        // A sign-in link to a new address makes an account without a name; colleagues still have to see one.
        create: {
          before: async (user) => ({
            data: { ...user, name: user.name.trim() || (user.email.split('@')[0] ?? 'Somebody') },
          }),
        },
      },
      session: {
        create: {
          before: async (session) => ({
            data: {
              ...session,
              expiresAt: sessionEnd(session.createdAt, session.createdAt, Boolean(session.ssoProviderId)),
            },
          }),
        },
        delete: { before: (session) => deps.onSessionEnding({ id: session.id, userId: session.userId }) },
      },
    },
    advanced: {
      // With __Host- a browser takes the cookie from this host alone. The library's own prefix would be the weaker __Secure-.
      cookiePrefix: deps.secureCookies ? '__Host-orrery' : 'orrery',
      useSecureCookies: false,
      defaultCookieAttributes: {
        httpOnly: true,
        sameSite: 'lax',
        path: '/',
        secure: deps.secureCookies,
      },
      ipAddress: { ipAddressHeaders: ['cf-connecting-ip'] },
      database: { generateId: () => deps.newId(), validateSchema: false },
    },
    plugins: [
      secondFactor(),
      codesOnce,
      companySessions,
      oidcSignIn(deps.providers, deps.fetch, deps.log),
      passkeys({ rpId: deps.passkeyDomain, origins: deps.trustedOrigins }),
      magicLink({
        expiresIn: MAGIC_LINK_SECONDS,
        storeToken: 'hashed',
        sendMagicLink: async ({ email, token, metadata }, ctx) => {
          if (!ctx) throw new Error('a sign-in link was asked for outside of a call')
          const by = AskedBy.parse(metadata)
          await bindLink(ctx.context.internalAdapter, { token, email }, by)
          await deps.mail.send(magicLinkMail(deps.origin, email, token, by.code))
        },
      }),
      organization({
        ac: accessControl,
        roles: organizationRoles,
        creatorRole: 'owner',
        allowUserToCreateOrganization: true,
        organizationLimit: WORKSPACES_PER_PERSON_MAX,
      }),
    ],
  })
}

export type Auth = ReturnType<typeof openAuth>
