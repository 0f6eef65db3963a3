import { coversClients } from '../../contracts/client-scope.ts'
import { type Holder, may, permissionsOf } from '../../contracts/permissions.ts'
import {
  SSO_FAILED_RECHECK_MS,
  SSO_MISSING_GRACE_MS,
  SSO_MISSING_RECHECK_MS,
  SSO_RECHECK_MS,
} from '../../contracts/sso.ts'

/**
 * True when somebody holds everything that the other holds, for all the clients the other holds it for: nobody hands out, or takes
 * away, more than they have themselves.
 */
export function covers(actor: Holder, other: Holder): boolean {
  return (
    coversClients(actor.clients ?? 'all', other.clients ?? 'all') &&
    permissionsOf(other).every((permission) => may(actor, permission))
  )
}

/**
 * May `actor` change a member from role `before` to role `after`? Null means not a member. Only owners hold everything, so only they
 * make, change or remove owners.
 */
export function mayGrant(actor: Holder, before: Holder | null, after: Holder | null): boolean {
  if (!may(actor, 'members.manage')) return false
  return [before, after].every((role) => role === null || covers(actor, role))
}

/** May `actor` invite somebody to a role, or handle such an invitation? */
export function mayInvite(actor: Holder, role: Holder): boolean {
  return may(actor, 'invitations.manage') && covers(actor, role)
}

/** What the DNS says of a domain: the record is there, it is not, or nothing can be learned now. */
export type DomainSeen = 'there' | 'missing' | 'unknown'

/** What becomes of a domain that counts, and what people are told of it. */
export interface DomainChecked {
  what: 'missed' | 'found' | 'lapsed' | null
  missingSince: Date | null
  nextCheckAt: Date
}

/** Decides about a domain that counts. Only what the DNS says counts against it: a resolver that fails changes nothing. */
export function decideDomain(missingSince: Date | null, seen: DomainSeen, now: Date): DomainChecked {
  const after = (ms: number) => new Date(now.getTime() + ms)
  if (seen === 'unknown') return { what: null, missingSince, nextCheckAt: after(SSO_FAILED_RECHECK_MS) }
  if (seen === 'there')
    return {
      what: missingSince === null ? null : 'found',
      missingSince: null,
      nextCheckAt: after(SSO_RECHECK_MS),
    }
  const since = missingSince ?? now
  const isOver = now.getTime() - since.getTime() >= SSO_MISSING_GRACE_MS
  const what = isOver ? 'lapsed' : missingSince === null ? 'missed' : null
  return { what, missingSince: since, nextCheckAt: after(SSO_MISSING_RECHECK_MS) }
}
