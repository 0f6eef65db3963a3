import { z } from 'zod'

/** Built-in roles of a workspace, strongest first. */
export const Role = z.enum(['owner', 'admin', 'manager', 'editor', 'viewer', 'freelancer'])
export type Role = z.infer<typeof Role>

/**
 * Who is calling, as decided by the front door. Made only at the edge (session, API key) or by the system itself;
 * the tenant object trusts it because client headers of that name are stripped before.
 */
export const Principal = z.object({
  v: z.literal(1),
  kind: z.enum(['person', 'key', 'system']),
  /** Person id, API key id or the name of a system job. */
  id: z.string().min(1),
  name: z.string(),
  tenantId: z.uuid(),
  role: Role,
  /** Session or key id: what a revocation names. */
  credentialId: z.string().min(1),
  /** Version of the membership this was read from; the object refuses older ones after a change. */
  memberVersion: z.number().int().nonnegative(),
})
export type Principal = z.infer<typeof Principal>

/** Every permission a route can declare. */
export const permissions = [
  'workspace.read', 'workspace.update', 'members.read', 'members.manage', 'keys.manage',
  'clients.read', 'clients.write', 'metrics.read', 'metrics.write', 'records.read',
  'dashboards.read', 'dashboards.write', 'imports.read', 'imports.write', 'live.read', 'events.read',
] as const
export type Permission = (typeof permissions)[number]

const readers: readonly Permission[] = ['workspace.read', 'clients.read', 'metrics.read', 'dashboards.read', 'live.read']
const editors: readonly Permission[] = [
  ...readers, 'records.read', 'clients.write', 'metrics.write', 'dashboards.write', 'imports.read', 'imports.write', 'events.read',
]
const managers: readonly Permission[] = [...readers, 'members.read']

/** What each role may do. The web hides what the server would refuse, from the same table. */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  owner: permissions,
  admin: permissions,
  manager: managers,
  editor: editors,
  viewer: readers,
  freelancer: ['workspace.read'],
}

/** True when the role holds the permission. */
export function may(role: Role, permission: Permission): boolean {
  return rolePermissions[role].includes(permission)
}
