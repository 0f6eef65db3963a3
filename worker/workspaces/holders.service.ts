import { may, type Permission } from '../../contracts/permissions.ts'
import { openControl } from '../../db/d1/client.ts'
import { listHolders } from './roles.repository.ts'

/** Ids of members who hold a permission, limits to clients counted as for their own calls. */
export async function readHolders(
  binding: D1Database,
  tenantId: string,
  permission: Permission,
): Promise<string[]> {
  const members = await listHolders(openControl(binding), tenantId)
  return members.flatMap(({ personId, ...holder }) => (may(holder, permission) ? [personId] : []))
}
