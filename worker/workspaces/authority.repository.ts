import { and, asc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import type { ClientScope } from '../../contracts/client-scope.ts'
import type { RoleId } from '../../contracts/roles.ts'
import { type AuthorView, MEMBERS_PER_WORKSPACE_MAX, type Revocation } from '../../contracts/workspaces.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { workspaceRoles } from '../../db/d1/directory.ts'
import { invitation, member, session, user } from '../../db/d1/identity.ts'
import { supportGrants, supportStaff } from '../../db/d1/security.ts'
import { factInsert, type NewFact } from './facts.repository.ts'
import { listKeyNames } from './keys.repository.ts'
import { outboxInsert } from './outbox.repository.ts'
import { bumpVersion, revokedMember } from './revoked.repository.ts'
import { clientsText, type HeldPlace, ownRole, roleOfMember, toHeldPlace } from './roles.repository.ts'

/** Word to one tenant, with the id of its outbox row. */
export interface TenantRevocation {
  tenantId: string
  outboxId: string
  revocation: Revocation
}

/** Keys that were ended are kept, so there may be more of them than work; the newest are named. */
const AUTHOR_KEYS_MAX = 500

const otherRevocation = (db: ControlDb, told: TenantRevocation, now: Date) =>
  outboxInsert(db, {
    id: told.outboxId,
    tenantId: told.tenantId,
    payload: { kind: 'revoke', revocation: told.revocation },
    now,
  })

export async function roleOf(db: ControlDb, tenantId: string, personId: string): Promise<HeldPlace | null> {
  const [row] = await db
    .select({ role: member.role, own: ownRole, clients: member.clients })
    .from(member)
    .leftJoin(workspaceRoles, roleOfMember)
    .where(and(eq(member.organizationId, tenantId), eq(member.userId, personId)))
  return row ? toHeldPlace(row.role, row.own, row.clients) : null
}

export interface MemberOf {
  name: string
  email: string
  role: HeldPlace
}

/** A member with what the log says of them. */
export async function findMemberOf(
  db: ControlDb,
  tenantId: string,
  personId: string,
): Promise<MemberOf | null> {
  const [row] = await db
    .select({
      role: member.role,
      clients: member.clients,
      own: ownRole,
      name: user.name,
      email: user.email,
    })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .leftJoin(workspaceRoles, roleOfMember)
    .where(and(eq(member.organizationId, tenantId), eq(member.userId, personId)))
  if (!row) return null
  return { name: row.name, email: row.email, role: toHeldPlace(row.role, row.own, row.clients) }
}

// Owners are counted inside the statement: two owners who leave at the same moment must not both succeed.
const keepsAnOwner = (tenantId: string, personId: string) => sql`(
  ${member.role} <> 'owner'
  or exists (select 1 from member as other where other.organization_id = ${tenantId}
    and other.role = 'owner' and other.user_id <> ${personId}))`

const thisMember = (tenantId: string, personId: string) =>
  and(eq(member.organizationId, tenantId), eq(member.userId, personId))

/** What changes of a membership; what is left out stays. */
export interface MemberChange {
  role?: RoleId
  clients?: ClientScope
}

/** @returns false when the change would have left the workspace without an owner, or an owner without some clients. */
export async function updateMember(
  db: ControlDb,
  told: TenantRevocation,
  { role, clients }: MemberChange,
  facts: readonly NewFact[],
  now: Date,
): Promise<boolean> {
  const personId = told.revocation.subjectId
  const stored = clients === undefined ? undefined : clientsText(clients)
  const isRole = role === undefined ? sql`true` : sql`role = ${role}`
  const isFor = stored === undefined ? sql`true` : sql`clients is ${stored}`
  const took = sql`exists (select 1 from member where organization_id = ${told.tenantId} and user_id = ${personId}
    and ${isRole} and ${isFor})`
  // Somebody may have become an owner meanwhile: owners reach all clients.
  const isAllowed =
    role === undefined ? sql`${member.role} <> 'owner'` : keepsAnOwner(told.tenantId, personId)
  const mayChange = and(thisMember(told.tenantId, personId), isAllowed)
  const [changed] = await db.batch([
    db
      .update(member)
      .set({ ...(role === undefined ? {} : { role }), ...(stored === undefined ? {} : { clients: stored }) })
      .where(mayChange)
      .returning({ id: member.id }),
    bumpVersion(db, told.tenantId, took),
    revokedMember(db, { ...told, personId, now }, took),
    ...facts.map((fact) => factInsert(db, fact, took)),
  ])
  return changed.length === 1
}

/** @returns false when the change would have left the workspace without an owner. */
export async function deleteMember(db: ControlDb, told: TenantRevocation, fact: NewFact): Promise<boolean> {
  const personId = told.revocation.subjectId
  const took = sql`not exists (select 1 from member where organization_id = ${told.tenantId} and user_id = ${personId})`
  const mayGo = sql`exists (select 1 from ${member} where ${and(
    thisMember(told.tenantId, personId),
    keepsAnOwner(told.tenantId, personId),
  )})`
  const [, removed] = await db.batch([
    factInsert(db, fact, mayGo),
    db
      .delete(member)
      .where(and(thisMember(told.tenantId, personId), keepsAnOwner(told.tenantId, personId)))
      .returning({ id: member.id }),
    bumpVersion(db, told.tenantId, took),
    // Who is put out must not come back by an invitation they sent to themselves.
    db
      .update(invitation)
      .set({ status: 'withdrawn' })
      .where(
        and(
          eq(invitation.organizationId, told.tenantId),
          eq(invitation.inviterId, personId),
          eq(invitation.status, 'pending'),
          took,
        ),
      ),
    revokedMember(db, { ...told, personId, now: fact.at }, took),
  ])
  return removed.length === 1
}

/** Names of those who may have entered something: members, and keys whether they still work or not. */
export async function listAuthors(db: ControlDb, tenantId: string): Promise<AuthorView[]> {
  const [people, keys] = await Promise.all([
    db
      .select({ id: user.id, name: user.name })
      .from(member)
      .innerJoin(user, eq(user.id, member.userId))
      .where(eq(member.organizationId, tenantId))
      .orderBy(asc(user.name), asc(user.id))
      .limit(MEMBERS_PER_WORKSPACE_MAX),
    listKeyNames(db, tenantId, AUTHOR_KEYS_MAX),
  ])
  return [
    ...people.map((one) => ({ kind: 'person' as const, ...one })),
    ...keys.map((one) => ({ kind: 'key' as const, ...one })),
  ]
}

/** Tenants a person can reach, as somebody of support too: those whose objects must hear that one of the person's sessions ended. */
export async function tenantIdsOf(db: ControlDb, personId: string): Promise<string[]> {
  const isStaff = sql`exists (select 1 from ${supportStaff} where ${eq(supportStaff.personId, personId)})`
  const [own, supported] = await db.batch([
    db.select({ id: member.organizationId }).from(member).where(eq(member.userId, personId)),
    db
      .selectDistinct({ id: supportGrants.tenantId })
      .from(supportGrants)
      .where(and(isNull(supportGrants.endedAt), isStaff)),
  ])
  return [...new Set([...own, ...supported].map((row) => row.id))]
}

/** Ends sessions of one person and leaves the word to every tenant, all or nothing. */
export async function deleteSessions(
  db: ControlDb,
  personId: string,
  sessionIds: string[],
  told: TenantRevocation[],
  now: Date,
): Promise<void> {
  await db.batch([
    db.delete(session).where(and(eq(session.userId, personId), inArray(session.id, sessionIds))),
    ...told.map((each) => otherRevocation(db, each, now)),
  ])
}

/** Word about a session that the auth library is about to delete. */
export async function insertRevocations(db: ControlDb, told: TenantRevocation[], now: Date): Promise<void> {
  const [first, ...rest] = told.map((each) => otherRevocation(db, each, now))
  if (first) await db.batch([first, ...rest])
}

/** Deletes sessions of a workspace's members that have ended, or began before. */
export async function deleteSessionsOfMembers(
  db: ControlDb,
  tenantId: string,
  { endedBefore, begunBefore }: { endedBefore: Date; begunBefore: Date },
): Promise<number> {
  const members = db.select({ id: member.userId }).from(member).where(eq(member.organizationId, tenantId))
  const gone = await db
    .delete(session)
    .where(
      and(
        inArray(session.userId, members),
        or(lt(session.expiresAt, endedBefore), lt(session.createdAt, begunBefore)),
      ),
    )
    .returning({ id: session.id })
  return gone.length
}
