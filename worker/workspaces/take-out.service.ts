import { allows, type Principal } from '../../contracts/principal.ts'
import { openControl } from '../../db/d1/client.ts'
import { readInvitations } from './invitations.ts'
import { listKeys } from './keys.ts'
import { listMembers } from './repository.ts'
import { listRoles } from './roles.repository.ts'

/** One list of the control plane about one workspace. */
export interface PeopleTable {
  table: 'members' | 'roles' | 'keys' | 'invitations'
  rows: readonly object[]
}

/**
 * Who belongs to a workspace and what lets them in, as it is now, for whoever takes a copy out. No secret is in it, and no hash of one; what
 * the caller may not read is left out.
 */
export async function takeOutPeople(
  binding: D1Database,
  principal: Principal,
  now: () => Date,
): Promise<PeopleTable[]> {
  const deps = { db: openControl(binding), now }
  const { tenantId, clients } = principal
  const tables: PeopleTable[] = []
  if (allows(principal, 'members.read'))
    tables.push({ table: 'members', rows: await listMembers(deps.db, tenantId, clients) })
  if (allows(principal, 'roles.read'))
    tables.push({ table: 'roles', rows: await listRoles(deps.db, tenantId) })
  if (allows(principal, 'keys.manage')) tables.push({ table: 'keys', rows: await listKeys(deps, principal) })
  if (allows(principal, 'invitations.read'))
    tables.push({ table: 'invitations', rows: await readInvitations(deps, principal) })
  return tables
}
