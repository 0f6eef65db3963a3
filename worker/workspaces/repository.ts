import { and, asc, count, eq, sql } from 'drizzle-orm'
import { type ClientScope, shownScope } from '../../contracts/client-scope.ts'
import { TenantId } from '../../contracts/ids.ts'
import { supportPermissions } from '../../contracts/permissions.ts'
import type { MembershipView } from '../../contracts/session.ts'
import {
  type CreateWorkspace,
  MEMBERS_PER_WORKSPACE_MAX,
  type MemberView,
  Region,
  TenantState,
  WORKSPACES_PER_PERSON_MAX,
  type WorkspaceSettings,
  type WorkspaceView,
} from '../../contracts/workspaces.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { restores, tenants, workspaceRoles } from '../../db/d1/directory.ts'
import { member, organization, user } from '../../db/d1/identity.ts'
import { ssoProviders } from '../../db/d1/sso.ts'
import { deletionStarted } from './deletion.repository.ts'
import { factInsert, type NewFact } from './facts.repository.ts'
import { type OutboxPayload, outboxInsert } from './outbox.repository.ts'
import { type HeldPlace, ownRole, roleOfMember, toHeldPlace } from './roles.repository.ts'
import { findSupporter, listSupported } from './support.repository.ts'

type TenantRow = typeof tenants.$inferSelect

/** A row of the directory, parsed. Throws on a corrupt row. */
function toWorkspace(row: TenantRow): WorkspaceView {
  return {
    id: TenantId.parse(row.id),
    slug: row.slug,
    name: row.name,
    region: Region.parse(row.region),
    plan: row.plan,
    state: TenantState.parse(row.state),
    timeZone: row.timeZone,
    currency: row.currency,
    weekStart: row.weekStart,
    fiscalYearStartMonth: row.fiscalYearStartMonth,
    industry: row.industry,
    country: row.country,
    seats: row.seats,
    logo: row.logo,
  }
}

export interface Membership {
  workspace: WorkspaceView
  role: HeldPlace
  memberVersion: number
  personName: string
  isConfirmed: boolean
  /** The company's provider, and whether members must come in by it. */
  sso: { id: string; isRequired: boolean } | null
}

/** The person's place in one workspace, whatever its state; null when there is none. */
export async function findMembership(
  db: ControlDb,
  tenantId: string,
  personId: string,
): Promise<Membership | null> {
  const [row] = await db
    .select({
      tenant: tenants,
      role: member.role,
      clients: member.clients,
      own: ownRole,
      personName: user.name,
      isConfirmed: user.emailVerified,
      sso: { id: ssoProviders.id, isRequired: ssoProviders.isRequired },
    })
    .from(member)
    .innerJoin(tenants, eq(tenants.id, member.organizationId))
    .innerJoin(user, eq(user.id, member.userId))
    .leftJoin(workspaceRoles, roleOfMember)
    .leftJoin(ssoProviders, eq(ssoProviders.tenantId, member.organizationId))
    .where(and(eq(member.organizationId, tenantId), eq(member.userId, personId)))
  if (!row) return null
  return {
    workspace: toWorkspace(row.tenant),
    role: toHeldPlace(row.role, row.own, row.clients),
    memberVersion: row.tenant.memberVersion,
    personName: row.personName,
    isConfirmed: row.isConfirmed,
    sso: row.sso,
  }
}

/**
 * Workspaces of a person that are not deleted, by name; after them those that somebody of support may look into.
 * @param broughtBy the company's provider that began the session: then its workspace alone.
 */
export async function listMemberships(
  db: ControlDb,
  personId: string,
  now: Date,
  broughtBy: string | null,
): Promise<MembershipView[]> {
  const own = await listOwn(db, personId, broughtBy)
  if (broughtBy !== null) return own
  const known = new Set(own.map(({ id }) => id))
  const looked = (await listSupported(db, personId, now))
    .map(({ tenant }) => toWorkspace(tenant))
    .filter(({ id }) => !known.has(id))
    .map((workspace) => ({
      ...workspace,
      role: 'custom' as const,
      roleName: SUPPORT_ROLE_NAME,
      permissions: [...supportPermissions],
      clients: 'all' as const,
    }))
  return [...own, ...looked]
}

async function listOwn(db: ControlDb, personId: string, broughtBy: string | null): Promise<MembershipView[]> {
  const rows = await db
    .select({
      tenant: tenants,
      role: member.role,
      own: ownRole,
      clients: member.clients,
      isRequired: ssoProviders.isRequired,
    })
    .from(member)
    .innerJoin(tenants, eq(tenants.id, member.organizationId))
    .leftJoin(workspaceRoles, roleOfMember)
    .leftJoin(ssoProviders, eq(ssoProviders.tenantId, member.organizationId))
    .where(
      and(
        eq(member.userId, personId),
        sql`${tenants.state} not in ('deleting', 'deleted')`,
        broughtBy === null ? undefined : eq(ssoProviders.id, broughtBy),
      ),
    )
    .orderBy(asc(tenants.name), asc(tenants.id))
    .limit(WORKSPACES_PER_PERSON_MAX * 5)
  return rows.map((row) => {
    const { role, name, permissions, clients } = toHeldPlace(row.role, row.own, row.clients)
    return {
      ...toWorkspace(row.tenant),
      role,
      roleName: name,
      ...(permissions && { permissions: [...permissions] }),
      clients: clients === 'all' ? clients : [...clients],
      ...(broughtBy === null && row.isRequired && role !== 'owner' ? { isShut: true as const } : {}),
    }
  })
}

const SUPPORT_ROLE_NAME = 'Orrery support'

/** Somebody of support as they stand to a workspace that lets them in; null where none does. */
export async function findSupport(
  db: ControlDb,
  tenantId: string,
  personId: string,
  now: Date,
): Promise<(Omit<Membership, 'role' | 'isConfirmed' | 'sso'> & { endsAt: Date }) | null> {
  const found = await findSupporter(db, tenantId, personId, now)
  if (found === null) return null
  const { tenant, personName, endsAt } = found
  return { workspace: toWorkspace(tenant), memberVersion: tenant.memberVersion, personName, endsAt }
}

export async function findWorkspace(
  db: ControlDb,
  tenantId: string,
): Promise<{ workspace: WorkspaceView; memberVersion: number } | null> {
  const [row] = await db.select().from(tenants).where(eq(tenants.id, tenantId))
  return row ? { workspace: toWorkspace(row), memberVersion: row.memberVersion } : null
}

/** A workspace by the name in its address; null when there is none. */
export async function findWorkspaceBySlug(db: ControlDb, slug: string): Promise<WorkspaceView | null> {
  const [row] = await db.select().from(tenants).where(eq(tenants.slug, slug))
  return row ? toWorkspace(row) : null
}

export async function isSlugTaken(db: ControlDb, slug: string): Promise<boolean> {
  const [row] = await db.select({ id: tenants.id }).from(tenants).where(eq(tenants.slug, slug))
  return row !== undefined
}

export async function countOwned(db: ControlDb, personId: string): Promise<number> {
  const [row] = await db
    .select({ owned: count() })
    .from(member)
    .where(and(eq(member.userId, personId), eq(member.role, 'owner')))
  return row?.owned ?? 0
}

export interface NewWorkspace extends Omit<CreateWorkspace, 'id'> {
  id: string
  ownerId: string
  memberId: string
  outboxId: string
  provision: OutboxPayload
  /** Where rows come from, for one that is made of a copy, and what that workspace is told of it. */
  restore: { row: typeof restores.$inferInsert; told: NewFact } | null
  now: Date
}

/** Organization, owner, directory row and the word to the object: all or nothing. */
export async function insertWorkspace(db: ControlDb, made: NewWorkspace): Promise<void> {
  await db.batch([
    db.insert(organization).values({ id: made.id, name: made.name, slug: made.slug, createdAt: made.now }),
    db.insert(member).values({
      id: made.memberId,
      organizationId: made.id,
      userId: made.ownerId,
      role: 'owner',
      createdAt: made.now,
    }),
    db.insert(tenants).values({
      id: made.id,
      slug: made.slug,
      name: made.name,
      region: made.region,
      state: 'provisioning',
      timeZone: made.timeZone,
      currency: made.currency,
      weekStart: made.weekStart,
      fiscalYearStartMonth: made.fiscalYearStartMonth,
      industry: made.industry,
      country: made.country,
      createdAt: made.now,
    }),
    outboxInsert(db, { id: made.outboxId, tenantId: made.id, payload: made.provision, now: made.now }),
    ...(made.restore === null
      ? []
      : [db.insert(restores).values(made.restore.row), factInsert(db, made.restore.told)]),
  ])
}

/** Notes that the directory's copy of the settings has to be taken anew. */
export async function noteSettingsChange(
  db: ControlDb,
  tenantId: string,
  outboxId: string,
  now: Date,
): Promise<void> {
  await outboxInsert(db, { id: outboxId, tenantId, payload: { kind: 'copy_settings' }, now })
}

/** The directory's copy of the settings. The name in addresses stays. */
export async function saveSettings(
  db: ControlDb,
  tenantId: string,
  settings: WorkspaceSettings,
): Promise<void> {
  const { version: _version, ...copy } = settings
  await db.batch([
    db.update(tenants).set(copy).where(eq(tenants.id, tenantId)),
    db.update(organization).set({ name: copy.name }).where(eq(organization.id, tenantId)),
  ])
}

/** Marks for deletion; the object is wiped before anything else goes. */
export async function beginDeletion(
  db: ControlDb,
  tenantId: string,
  outboxId: string,
  now: Date,
): Promise<void> {
  await db.batch([
    db.update(tenants).set({ state: 'deleting' }).where(eq(tenants.id, tenantId)),
    deletionStarted(db, tenantId, now),
    outboxInsert(db, { id: outboxId, tenantId, payload: { kind: 'wipe' }, now }),
  ])
}

/** Members by name. Of the clients somebody is limited to, those are named that the viewer reaches. */
export async function listMembers(
  db: ControlDb,
  tenantId: string,
  viewer: ClientScope,
): Promise<MemberView[]> {
  const rows = await db
    .select({
      personId: user.id,
      name: user.name,
      email: user.email,
      role: member.role,
      clients: member.clients,
      own: ownRole,
      since: member.createdAt,
    })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .leftJoin(workspaceRoles, roleOfMember)
    .where(eq(member.organizationId, tenantId))
    .orderBy(asc(user.name), asc(user.id))
    .limit(MEMBERS_PER_WORKSPACE_MAX)
  return rows.map(({ own, ...row }) => {
    const { id: role, name: roleName, clients } = toHeldPlace(row.role, own, row.clients)
    const shown = shownScope(viewer, clients)
    return {
      ...row,
      role,
      roleName,
      clients: shown === 'all' ? shown : [...shown],
      since: row.since.toISOString(),
    }
  })
}

/** Where mail for a member of a workspace goes; null when they are none any more or the address is not shown to be theirs. */
export async function findMailbox(
  db: ControlDb,
  tenantId: string,
  personId: string,
): Promise<{ to: string; workspace: string; slug: string } | null> {
  const [row] = await db
    .select({ to: user.email, workspace: tenants.name, slug: tenants.slug })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .innerJoin(tenants, eq(tenants.id, member.organizationId))
    .where(
      and(eq(member.organizationId, tenantId), eq(member.userId, personId), eq(user.emailVerified, true)),
    )
  return row ?? null
}

/** The region of a workspace, also of one that was deleted; null for one that never was. */
export async function findRegion(db: ControlDb, tenantId: string): Promise<string | null> {
  const [row] = await db.select({ region: tenants.region }).from(tenants).where(eq(tenants.id, tenantId))
  return row?.region ?? null
}
