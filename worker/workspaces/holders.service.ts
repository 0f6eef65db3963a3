import { may, type Permission } from '../../contracts/permissions.ts'
import { openControl } from '../../db/d1/client.ts'
import { isMemberOf, listHolders } from './roles.repository.ts'

/** Ids of members who hold a permission, limits to clients counted as for their own calls. */
export async function readHolders(
  binding: D1Database,
  tenantId: string,
  permission: Permission,
): Promise<string[]> {
  const members = await listHolders(openControl(binding), tenantId)
  return members.flatMap(({ personId, ...holder }) => (may(holder, permission) ? [personId] : []))
}

/** Whether somebody is a member of a workspace now. */
export const isMember = (binding: D1Database, tenantId: string, personId: string): Promise<boolean> =>
  isMemberOf(openControl(binding), tenantId, personId)
