import { errors } from 'jose'
import { SignJWT } from 'jose/jwt/sign'
import { jwtVerify } from 'jose/jwt/verify'
import { z } from 'zod'
import { TenantId } from '../../contracts/ids.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { RefusalReason } from '../../contracts/security-kinds.ts'
import { ACCESS_TOKEN_CHARS_MAX, ACCESS_TOKEN_SECONDS, CLOCK_SKEW_SECONDS } from '../../contracts/tokens.ts'

/** RFC 9068: says that this is an access token, so that no other token of ours could be taken for one. */
const TYPE = 'at+jwt'
const ALGORITHM = 'RS256'
const KID = /^[A-Za-z0-9_-]{1,64}$/

/** Whom a token speaks for. */
export interface AccessClaims {
  personId: string
  sessionId: string
  /** Null: for no workspace in particular. */
  tenantId: string | null
  expiresAt: Date
}

const Payload = z.object({
  sub: z.string().min(1),
  sid: z.string().min(1),
  tenant: TenantId.optional(),
  exp: z.number().int(),
})

/** Who writes and who reads our tokens: `https://app.orrery.example` for its own API. */
const audienceOf = (issuer: string) => `${issuer}/api/v1`

/** Signs an access token. `id` is only there to tell two tokens apart. */
export function signAccessToken(
  issuer: string,
  signer: { kid: string; key: CryptoKey },
  claims: Omit<AccessClaims, 'expiresAt'>,
  now: Date,
  id: string,
): Promise<string> {
  const issued = Math.floor(now.getTime() / 1000)
  return new SignJWT({
    sid: claims.sessionId,
    ...(claims.tenantId === null ? {} : { tenant: claims.tenantId }),
  })
    .setProtectedHeader({ alg: ALGORITHM, kid: signer.kid, typ: TYPE })
    .setIssuer(issuer)
    .setAudience(audienceOf(issuer))
    .setSubject(claims.personId)
    .setJti(id)
    .setIssuedAt(issued)
    .setNotBefore(issued)
    .setExpirationTime(issued + ACCESS_TOKEN_SECONDS)
    .sign(signer.key)
}

/** The token is not one of ours, or not any more. What exactly is wrong is nobody's business but the log's. */
export interface TokenFault {
  code: 'token_refused'
  reason: Extract<RefusalReason, `token_${string}`>
  /** Whom it spoke for: known where we had signed it ourselves. */
  of: { personId: string; tenantId: string | null } | null
}

class NotOurs extends Error {}

const fault = (reason: TokenFault['reason'], of: TokenFault['of'] = null) =>
  err({ code: 'token_refused' as const, reason, of })

/**
 * Reads an access token; a fault for anything that is not one of ours that works now. One algorithm, the key by its id from our own list and from nowhere else: what the
 * header says about keys (`jwk`, `jku`, `x5c`) is not read.
 */
export async function readAccessToken(
  issuer: string,
  keyOf: (kid: string) => Promise<CryptoKey | null>,
  token: string,
  now: Date,
): Promise<Result<AccessClaims, TokenFault>> {
  if (token.length > ACCESS_TOKEN_CHARS_MAX) return fault('token_malformed')
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = kid !== undefined && KID.test(kid) ? await keyOf(kid) : null
        if (key === null) throw new NotOurs()
        return key
      },
      {
        algorithms: [ALGORITHM],
        issuer,
        audience: audienceOf(issuer),
        typ: TYPE,
        requiredClaims: ['sub', 'sid', 'iat', 'nbf', 'exp', 'jti'],
        currentDate: now,
        clockTolerance: CLOCK_SKEW_SECONDS,
        maxTokenAge: ACCESS_TOKEN_SECONDS,
      },
    )
    const parsed = Payload.safeParse(payload)
    if (!parsed.success) return fault('token_malformed')
    const { sub, sid, tenant, exp } = parsed.data
    return ok({ personId: sub, sessionId: sid, tenantId: tenant ?? null, expiresAt: new Date(exp * 1000) })
  } catch (error) {
    return faultOf(error)
  }
}

/** What an error of the library says of a token. Claims are looked at after the signature, so those in an error are ours. */
function faultOf(error: unknown): Result<never, TokenFault> {
  if (error instanceof NotOurs) return fault('token_unknown_key')
  if (error instanceof errors.JOSEAlgNotAllowed) return fault('token_unsigned')
  if (error instanceof errors.JWSSignatureVerificationFailed) return fault('token_forged')
  if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) {
    const claims = Payload.pick({ sub: true, tenant: true }).safeParse(error.payload)
    const of = claims.success ? { personId: claims.data.sub, tenantId: claims.data.tenant ?? null } : null
    if (error instanceof errors.JWTExpired) return fault('token_expired', of)
    const isEarly = error.claim === 'nbf' || error.claim === 'iat'
    return fault(isEarly ? 'token_too_early' : 'token_for_others', of)
  }
  if (error instanceof errors.JOSEError || error instanceof TypeError) return fault('token_malformed')
  throw error
}
