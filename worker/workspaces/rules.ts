import { may, type Role } from '../../contracts/permissions.ts'

/**
 * May somebody with role `actor` change a member from role `before` to role `after`? Null means not a member.
 * Only owners make, change or remove owners; an admin handles everybody else.
 */
export function mayGrant(actor: Role, before: Role | null, after: Role | null): boolean {
  if (!may(actor, 'members.manage')) return false
  if (actor === 'owner') return true
  return before !== 'owner' && after !== 'owner'
}
