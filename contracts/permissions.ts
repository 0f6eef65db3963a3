/**
 * Roles and what they may do, without the schema library, so that the shell of the web app can hide what the server
 * would refuse without loading it.
 */

/** Built-in roles of a workspace, strongest first. */
export const roles = ['owner', 'admin', 'manager', 'editor', 'viewer', 'freelancer'] as const
export type Role = (typeof roles)[number]

/** Every permission a route can declare. */
export const permissions = [
  'workspace.read',
  'workspace.update',
  'members.read',
  'members.manage',
  'keys.manage',
  'clients.read',
  'clients.write',
  'metrics.read',
  'metrics.write',
  'records.read',
  'records.write',
  'connections.read',
  'connections.sync',
  'connections.manage',
  'dashboards.read',
  'dashboards.write',
  'imports.read',
  'imports.write',
  'live.read',
  'events.read',
  'audit.read',
  'audit.manage',
] as const
export type Permission = (typeof permissions)[number]

const readers: readonly Permission[] = [
  'workspace.read',
  'clients.read',
  'metrics.read',
  'dashboards.read',
  'live.read',
]
const editors: readonly Permission[] = [
  ...readers,
  'records.read',
  'records.write',
  'connections.read',
  'connections.sync',
  'clients.write',
  'metrics.write',
  'dashboards.write',
  'imports.read',
  'imports.write',
  'events.read',
]
const managers: readonly Permission[] = [...readers, 'members.read', 'records.read', 'connections.read']

/** What each role may do. The web hides what the server would refuse, from the same table. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
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
