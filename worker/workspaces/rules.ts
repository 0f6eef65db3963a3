import { coversClients } from '../../contracts/client-scope.ts'
import { type Holder, may, permissionsOf } from '../../contracts/permissions.ts'

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
