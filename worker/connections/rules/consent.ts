import { TenantId } from '../../../contracts/ids.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'

/** A state names the workspace, so that the front door finds the object, and carries 256 bits nobody can guess. */
const STATE = /^([0-9a-f-]{36})\.[A-Za-z0-9_-]{43}$/

/** Writes a state. `random` must be 32 fresh random bytes. */
export function stateOf(tenantId: TenantId, random: Uint8Array): string {
  return `${tenantId}.${base64url(random)}`
}

/** The workspace a state names; null when it is not of the form of ours. */
export function tenantOfState(state: string): TenantId | null {
  const named = TenantId.safeParse(STATE.exec(state)?.[1])
  return named.success ? named.data : null
}

/** A consent under way, as it is stored. */
export interface Grant {
  provider: string
  credentialId: string
  personId: string
  expiresAt: Date
  usedAt: Date | null
}

export type GrantRefusal = { code: 'consent_unknown' } | { code: 'consent_expired' }

/** Whether an answer may use a stored consent: only once, in time, and from the session and person that began it. */
export function decideGrant(
  grant: Grant | null,
  answer: { provider: string; credentialId: string; personId: string },
  now: Date,
): Result<null, GrantRefusal> {
  const isTheirs =
    grant !== null &&
    grant.provider === answer.provider &&
    grant.credentialId === answer.credentialId &&
    grant.personId === answer.personId
  if (!isTheirs) return err({ code: 'consent_unknown' })
  if (grant.usedAt !== null || grant.expiresAt <= now) return err({ code: 'consent_expired' })
  return ok(null)
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
