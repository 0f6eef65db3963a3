import { z } from 'zod'
import { TenantId } from './ids.ts'
import { PersonView, SignUp } from './session.ts'

/** Programs that act for a person. Browsers have a cookie instead (decision 0024). */

/** How long an access token works. Seconds. */
export const ACCESS_TOKEN_SECONDS = 15 * 60
export const ACCESS_TOKEN_CHARS_MAX = 2048
/** How long a refresh token works, and how long one sign-in can be drawn out by refreshing. Seconds. */
export const REFRESH_TOKEN_SECONDS = 7 * 24 * 60 * 60
export const PROGRAM_SESSION_SECONDS = 90 * 24 * 60 * 60
/** A refresh token that was just used gives the same successor again for so long, because the first answer may have been lost. */
export const REFRESH_GRACE_MS = 30_000
/** How long a key signs, and how long its public half is shown before that, so that whoever keeps the list knows it in time. */
export const SIGNING_KEY_LIFE_MS = 30 * 24 * 60 * 60 * 1000
export const SIGNING_KEY_LEAD_MS = 60 * 60 * 1000
/** How long the list of public keys may be kept by anybody. Seconds. */
export const PUBLIC_KEYS_KEPT_SECONDS = 300
/** How far a clock may be ahead or behind when a token is checked. Seconds. */
export const CLOCK_SKEW_SECONDS = 5

export const RefreshToken = z.string().regex(/^orr_[A-Za-z0-9_-]{43}$/)

/** `POST /api/v1/auth/register` */
export const RegisterProgram = SignUp
/** What `POST /api/v1/auth/send-magic-link` answers: by it the program is known to have asked. It is shown this once. */
export const AskedLink = z.object({ asked: z.string() })
/**
 * `POST /api/v1/auth/verify-magic-link`. Two of three are needed: what the program was given when it asked, the token of the mailed
 * link, the code that stands in the mail. The token alone may have been forwarded, or read on the way.
 */
export const VerifyMagicLink = z
  .strictObject({
    asked: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/)
      .optional(),
    token: z
      .string()
      .regex(/^[A-Za-z0-9._-]{16,1024}$/)
      .optional(),
    code: z
      .string()
      .regex(/^[0-9]{6}$/)
      .optional(),
    /** The workspace the access token is for; without one it is for none, and names one at each call. */
    tenantId: TenantId.optional(),
  })
  .refine(
    ({ asked, token, code }) => [asked, token, code].filter((one) => one !== undefined).length >= 2,
    'two of asked, token and code are needed',
  )
export type VerifyMagicLink = z.infer<typeof VerifyMagicLink>
/** `POST /api/v1/auth/refresh` */
export const RefreshTokens = z.strictObject({ refreshToken: RefreshToken, tenantId: TenantId.optional() })
/** `POST /api/v1/auth/logout` */
export const LogOutProgram = z.strictObject({ refreshToken: RefreshToken })
/** `POST /api/v1/auth/introspect` */
export const IntrospectToken = z.strictObject({ token: z.string().min(1).max(ACCESS_TOKEN_CHARS_MAX) })

/** What a sign-in or a refresh of a program answers. */
export const TokenPair = z.object({
  tokenType: z.literal('Bearer'),
  accessToken: z.string(),
  /** Seconds. */
  expiresIn: z.number().int(),
  refreshToken: z.string(),
  refreshExpiresAt: z.iso.datetime(),
  sessionId: z.string(),
  tenantId: z.string().nullable(),
  person: PersonView,
})
export type TokenPair = z.infer<typeof TokenPair>

/** What is known of a token, for whom it concerns; everybody else hears that it is not active. */
export const TokenState = z.discriminatedUnion('active', [
  z.object({ active: z.literal(false) }),
  z.object({
    active: z.literal(true),
    kind: z.enum(['access', 'refresh']),
    personId: z.string(),
    sessionId: z.string(),
    tenantId: z.string().nullable(),
    expiresAt: z.iso.datetime(),
  }),
])
export type TokenState = z.infer<typeof TokenState>

/** `GET /.well-known/jwks.json` (RFC 7517). */
export const PublicKeys = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('RSA'),
      use: z.literal('sig'),
      alg: z.literal('RS256'),
      kid: z.string(),
      n: z.string(),
      e: z.string(),
    }),
  ),
})
export type PublicKeys = z.infer<typeof PublicKeys>
