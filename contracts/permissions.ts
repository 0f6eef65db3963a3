/**
 * Roles and what they may do, without the schema library, so that the shell of the web app can hide what the server
 * would refuse without loading it.
 */

import type { ClientScope } from './client-scope.ts'

/** Built-in roles of a workspace, strongest first. */
export const roles = ['owner', 'admin', 'manager', 'editor', 'viewer', 'freelancer'] as const
export type Role = (typeof roles)[number]

/** What people call the built-in roles. A role that a workspace made itself takes none of these names. */
export const roleNames: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  admin: 'Admin',
  manager: 'Manager',
  editor: 'Editor',
  viewer: 'Viewer',
  freelancer: 'Freelancer',
}

/**
 * What there is in a workspace and what can be done with it. Everything here reaches any thing of its kind; a right that reaches
 * only what is one's own would be an action of its own (`read_own`).
 */
export const resources = {
  workspace: ['read', 'update', 'delete'],
  ownership: ['manage'],
  support: ['manage'],
  sso: ['manage'],
  members: ['read', 'manage'],
  invitations: ['read', 'manage'],
  roles: ['read', 'manage'],
  keys: ['manage'],
  clients: ['read', 'write'],
  metrics: ['read', 'write'],
  records: ['read', 'write'],
  connections: ['read', 'sync', 'manage'],
  dashboards: ['read', 'write'],
  imports: ['read', 'write'],
  live: ['read'],
  events: ['read'],
  audit: ['read', 'manage'],
  backups: ['read', 'manage'],
  privacy: ['read', 'manage'],
  artists: ['read', 'write'],
  bookings: ['read', 'write', 'manage', 'read_own', 'answer_own'],
  projects: ['read', 'write'],
  jobs: ['read', 'write', 'apply_own'],
  applications: ['read', 'write'],
} as const
export type Resource = keyof typeof resources

/** Every permission a route can declare: `resource.action`. */
export type Permission = { [R in Resource]: `${R}.${(typeof resources)[R][number]}` }[Resource]

// Object.entries forgets which action belongs to which resource; the pairs are those of the table itself.
export const permissions = Object.entries(resources).flatMap(([resource, actions]) =>
  actions.map((action) => `${resource}.${action}`),
) as readonly Permission[]

const readers: readonly Permission[] = [
  'workspace.read',
  'clients.read',
  'metrics.read',
  'dashboards.read',
  'live.read',
  'jobs.read',
]
const editors: readonly Permission[] = [
  ...readers,
  'jobs.apply_own',
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
  'artists.read',
  'bookings.read',
  'projects.read',
  'applications.read',
]
const managers: readonly Permission[] = [
  ...readers,
  'jobs.apply_own',
  'members.read',
  'roles.read',
  'records.read',
  'connections.read',
  'artists.read',
  'bookings.read',
  'bookings.write',
  'projects.read',
  'projects.write',
  'jobs.write',
  'applications.read',
  'applications.write',
]
/**
 * What no role but the owner's ever holds: the end of the workspace, whose it is, answering for what it keeps of people, whether
 * people of ours may look in, and by whose word people come in.
 */
export const ownersOnly: readonly Permission[] = [
  'workspace.delete',
  'ownership.manage',
  'privacy.manage',
  'support.manage',
  'sso.manage',
]

/** What somebody of support may do where an owner lets them in: look, and at no people, keys, copies or audit. */
export const supportPermissions: readonly Permission[] = [
  ...readers,
  'records.read',
  'connections.read',
  'imports.read',
  'events.read',
  'artists.read',
  'bookings.read',
  'projects.read',
]

/** What each built-in role may do. The web hides what the server would refuse, from the same table. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  admin: permissions.filter((permission) => !ownersOnly.includes(permission)),
  manager: managers,
  editor: editors,
  viewer: [...readers, 'jobs.apply_own'],
  freelancer: ['workspace.read', 'live.read', 'bookings.read_own', 'bookings.answer_own'],
}

/**
 * What nobody holds whose membership is limited to some clients, whatever their role: it reaches rows that belong to no client, or all
 * clients at once, and no part of it is about one client alone.
 */
export const undivided: readonly Permission[] = [
  'workspace.update',
  'workspace.delete',
  'ownership.manage',
  'support.manage',
  'sso.manage',
  'roles.manage',
  'metrics.write',
  'connections.manage',
  'audit.read',
  'audit.manage',
  'backups.read',
  'backups.manage',
  'privacy.read',
  'privacy.manage',
  'artists.read',
  'artists.write',
  'bookings.read',
  'bookings.write',
  'bookings.manage',
  'jobs.read',
  'jobs.write',
  'jobs.apply_own',
  'applications.read',
  'applications.write',
]

/** Somebody in a workspace. `permissions` is there for a role that the workspace made itself, and then it is all they hold. */
export interface Holder {
  role: Role | 'custom'
  permissions?: readonly Permission[] | undefined
  /** The clients they are limited to. A role by itself has no limit. */
  clients?: ClientScope | undefined
}

/** Everything somebody may do. */
export function permissionsOf(holder: Holder): readonly Permission[] {
  const held = holder.role === 'custom' ? (holder.permissions ?? []) : rolePermissions[holder.role]
  return isLimited(holder) ? held.filter((permission) => !undivided.includes(permission)) : held
}

/** True when a membership names the clients it is for. */
export function isLimited({ clients = 'all' }: Pick<Holder, 'clients'>): boolean {
  return clients !== 'all'
}

/** True when somebody holds the permission. */
export function may(holder: Holder, permission: Permission): boolean {
  return permissionsOf(holder).includes(permission)
}
