import { and, asc, count, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { ClientScope } from '../../contracts/client-scope.ts'
import {
  type Holder,
  type Permission,
  permissions,
  roleNames,
  rolePermissions,
  roles,
} from '../../contracts/permissions.ts'
import { Clients, Role } from '../../contracts/principal.ts'
import { CUSTOM_ROLES_MAX, RoleId, type RoleView } from '../../contracts/roles.ts'
import { MEMBERS_PER_WORKSPACE_MAX } from '../../contracts/workspaces.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { ownershipOffers, tenants, workspaceRoles } from '../../db/d1/directory.ts'
import { invitation, member } from '../../db/d1/identity.ts'
import { factInsert, type NewFact } from './facts.repository.ts'
import { bumpVersion, revokedMembers } from './revoked.repository.ts'

/** A role as somebody holds it. */
export interface HeldRole extends Holder {
  id: RoleId
  name: string
}

/** A role with the clients it is held for: a membership, or an invitation to one. */
export interface HeldPlace extends HeldRole {
  clients: ClientScope
}

/** The clients of a membership or an invitation as they are stored. Throws on what is not of that form. */
export function toClients(stored: string | null): ClientScope {
  return stored === null ? 'all' : Clients.parse(JSON.parse(stored))
}

/** The same on the way in. */
export const clientsText = (clients: ClientScope): string | null =>
  clients === 'all' ? null : JSON.stringify(clients)

// A permission that a later version of Orrery no longer knows is held by nobody.
const StoredPermissions = z
  .array(z.string())
  .transform((stored) => permissions.filter((permission) => stored.includes(permission)))

/** What a role of a workspace's own is read from, beside the row that names it. */
export const ownRole = { name: workspaceRoles.name, permissions: workspaceRoles.permissions }

/** The role a row names. Throws when it is neither built in nor one of the workspace. */
export function toHeldRole(id: string, own: { name: string; permissions: string } | null): HeldRole {
  const builtIn = Role.safeParse(id)
  if (builtIn.success) return { id: builtIn.data, name: roleNames[builtIn.data], role: builtIn.data }
  if (own === null) throw new Error(`role ${id} is held by somebody and does not exist`)
  return {
    id: RoleId.parse(id),
    name: own.name,
    role: 'custom',
    permissions: StoredPermissions.parse(JSON.parse(own.permissions)),
  }
}

/** A role with the clients that the row beside it names. */
export const toHeldPlace = (
  id: string,
  own: { name: string; permissions: string } | null,
  clients: string | null,
): HeldPlace => ({ ...toHeldRole(id, own), clients: toClients(clients) })

/** Joins the workspace's own role that a membership names. */
export const roleOfMember: SQL | undefined = and(
  eq(workspaceRoles.id, member.role),
  eq(workspaceRoles.tenantId, member.organizationId),
)

/** What every member of a workspace holds. */
export async function listHolders(
  db: ControlDb,
  tenantId: string,
): Promise<(HeldPlace & { personId: string })[]> {
  const rows = await db
    .select({ personId: member.userId, role: member.role, clients: member.clients, own: ownRole })
    .from(member)
    .leftJoin(workspaceRoles, roleOfMember)
    .where(eq(member.organizationId, tenantId))
    .limit(MEMBERS_PER_WORKSPACE_MAX)
  return rows.map(({ personId, role, clients, own }) => ({ personId, ...toHeldPlace(role, own, clients) }))
}

export async function isMemberOf(db: ControlDb, tenantId: string, personId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: member.userId })
    .from(member)
    .where(and(eq(member.organizationId, tenantId), eq(member.userId, personId)))
  return row !== undefined
}

/** A role of one workspace, built in or its own; null when it has no such role. */
export async function findRole(db: ControlDb, tenantId: string, id: RoleId): Promise<HeldRole | null> {
  const builtIn = Role.safeParse(id)
  if (builtIn.success) return toHeldRole(builtIn.data, null)
  const [row] = await db
    .select(ownRole)
    .from(workspaceRoles)
    .where(and(eq(workspaceRoles.id, id), eq(workspaceRoles.tenantId, tenantId)))
  return row ? toHeldRole(id, row) : null
}

/** Every role of a workspace with how many hold it: the built-in ones, then its own by name. */
export async function listRoles(db: ControlDb, tenantId: string): Promise<RoleView[]> {
  const [held, own] = await Promise.all([
    db
      .select({ role: member.role, members: count() })
      .from(member)
      .where(eq(member.organizationId, tenantId))
      .groupBy(member.role),
    db
      .select()
      .from(workspaceRoles)
      .where(eq(workspaceRoles.tenantId, tenantId))
      .orderBy(asc(workspaceRoles.name))
      .limit(CUSTOM_ROLES_MAX),
  ])
  const membersOf = (id: string) => held.find((one) => one.role === id)?.members ?? 0
  return [
    ...roles.map((id) => ({
      id,
      name: roleNames[id],
      isBuiltIn: true,
      permissions: [...rolePermissions[id]],
      members: membersOf(id),
      version: null,
    })),
    ...own.map((row) => ({
      id: RoleId.parse(row.id),
      name: row.name,
      isBuiltIn: false,
      permissions: StoredPermissions.parse(JSON.parse(row.permissions)),
      members: membersOf(row.id),
      version: row.version,
    })),
  ]
}

export interface NewRole {
  id: string
  tenantId: string
  name: string
  permissions: readonly Permission[]
  now: Date
}

/** @returns false when the workspace has a role of that name, or as many as it may have. */
export async function insertRole(db: ControlDb, made: NewRole, fact: NewFact): Promise<boolean> {
  const inserted = db
    .insert(workspaceRoles)
    .select(
      db
        .select({
          id: sql<string>`${made.id}`.as('id'),
          tenantId: tenants.id,
          name: sql<string>`${made.name}`.as('name'),
          permissions: sql<string>`${JSON.stringify(made.permissions)}`.as('permissions'),
          version: sql<number>`1`.as('version'),
          createdAt: sql<number>`${made.now.getTime()}`.as('created_at'),
        })
        .from(tenants)
        .where(
          and(
            eq(tenants.id, made.tenantId),
            sql`(select count(*) from workspace_roles where tenant_id = ${made.tenantId}) < ${CUSTOM_ROLES_MAX}`,
          ),
        ),
    )
    .onConflictDoNothing()
    .returning({ id: workspaceRoles.id })
  const took = sql`exists (select 1 from workspace_roles where id = ${made.id})`
  const [rows] = await db.batch([inserted, factInsert(db, fact, took)])
  return rows.length === 1
}

/** A role of the workspace's own, for a change of it; null when it has none of that id. */
export async function findOwnRole(
  db: ControlDb,
  tenantId: string,
  id: string,
): Promise<{ role: HeldRole; version: number } | null> {
  const [row] = await db
    .select()
    .from(workspaceRoles)
    .where(and(eq(workspaceRoles.id, id), eq(workspaceRoles.tenantId, tenantId)))
  return row ? { role: toHeldRole(row.id, row), version: row.version } : null
}

export async function isRoleNameTaken(
  db: ControlDb,
  tenantId: string,
  name: string,
  besides: string | null,
): Promise<boolean> {
  const rows = await db
    .select({ id: workspaceRoles.id })
    .from(workspaceRoles)
    .where(
      and(eq(workspaceRoles.tenantId, tenantId), eq(sql`lower(${workspaceRoles.name})`, sql`lower(${name})`)),
    )
  return rows.some((row) => row.id !== besides)
}

interface RoleChange {
  tenantId: string
  id: string
  /** Begins the ids of the outbox rows, one for each member. */
  outboxId: string
  now: Date
}

/**
 * Changes a role at the version the caller saw. Whoever holds it is told in the same batch.
 * @returns false when it has moved.
 */
export async function updateRole(
  db: ControlDb,
  change: RoleChange & { version: number; name: string; permissions: readonly Permission[] },
  fact: NewFact,
): Promise<boolean> {
  const next = change.version + 1
  const stored = JSON.stringify(change.permissions)
  const took = sql`exists (select 1 from workspace_roles where id = ${change.id} and tenant_id = ${change.tenantId}
    and version = ${next} and permissions = ${stored} and name = ${change.name})`
  const isAtVersion = sql`exists (select 1 from workspace_roles where id = ${change.id} and tenant_id = ${change.tenantId}
    and version = ${change.version})`
  const [, changed] = await db.batch([
    factInsert(db, fact, isAtVersion),
    db
      .update(workspaceRoles)
      .set({ name: change.name, permissions: stored, version: next })
      .where(
        and(
          eq(workspaceRoles.id, change.id),
          eq(workspaceRoles.tenantId, change.tenantId),
          eq(workspaceRoles.version, change.version),
        ),
      )
      .returning({ id: workspaceRoles.id }),
    bumpVersion(db, change.tenantId, took),
    revokedMembers(db, change, and(eq(member.role, change.id), took)),
  ])
  return changed.length === 1
}

/** Deletes a role; its members and whoever was invited to it get the other one, and the members are told, all in one batch. */
export async function deleteRole(
  db: ControlDb,
  change: RoleChange & { fallback: RoleId },
  fact: NewFact,
): Promise<void> {
  const { id, tenantId, fallback } = change
  const isThere = sql`exists (select 1 from workspace_roles where id = ${id} and tenant_id = ${tenantId})`
  await db.batch([
    factInsert(db, fact, isThere),
    bumpVersion(db, tenantId, isThere),
    revokedMembers(db, change, and(eq(member.role, id), isThere)),
    db
      .update(member)
      .set({ role: fallback })
      .where(and(eq(member.organizationId, tenantId), eq(member.role, id))),
    db
      .update(invitation)
      .set({ role: fallback })
      .where(
        and(
          eq(invitation.organizationId, tenantId),
          eq(invitation.role, id),
          eq(invitation.status, 'pending'),
        ),
      ),
    db
      .update(ownershipOffers)
      .set({ thenRole: fallback })
      .where(and(eq(ownershipOffers.tenantId, tenantId), eq(ownershipOffers.thenRole, id))),
    db.delete(workspaceRoles).where(and(eq(workspaceRoles.id, id), eq(workspaceRoles.tenantId, tenantId))),
  ])
}
