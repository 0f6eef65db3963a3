import { and, asc, count, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import { Role } from '../../contracts/principal.ts'
import { type AuthorView, MEMBERS_PER_WORKSPACE_MAX, type Revocation } from '../../contracts/workspaces.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { d1Outbox, tenants } from '../../db/d1/directory.ts'
import { member, session, user } from '../../db/d1/identity.ts'
import { listKeyNames } from './keys.repository.ts'
import { outboxInsert } from './outbox.repository.ts'

/** Word to one tenant, with the id of its outbox row. */
export interface TenantRevocation {
  tenantId: string
  outboxId: string
  revocation: Revocation
}

/** Keys that were ended are kept, so there may be more of them than work; the newest are named. */
const AUTHOR_KEYS_MAX = 500

/** @param when holds if the change of the batch took place; a refused change leaves no trace. */
const bumpVersion = (db: ControlDb, tenantId: string, when?: SQL) =>
  db
    .update(tenants)
    .set({ memberVersion: sql`${tenants.memberVersion} + 1` })
    .where(and(eq(tenants.id, tenantId), when))

/**
 * The outbox row of a change of membership reads the new version inside the batch, after the bump, so two changes at
 * once can never send the same number.
 */
const memberRevocation = (db: ControlDb, told: TenantRevocation, now: Date, when: SQL) =>
  db.insert(d1Outbox).select(
    db
      .select({
        id: sql<string>`${told.outboxId}`.as('id'),
        tenantId: tenants.id,
        kind: sql<string>`'revoke'`.as('kind'),
        payload:
          sql<string>`json_object('kind', 'revoke', 'revocation', json_object('v', 1, 'id', ${told.outboxId},
          'kind', 'member', 'subjectId', ${told.revocation.subjectId}, 'memberVersion', ${tenants.memberVersion}))`.as(
            'payload',
          ),
        createdAt: sql<number>`${now.getTime()}`.as('created_at'),
        sentAt: sql<null>`null`.as('sent_at'),
        attempts: sql<number>`0`.as('attempts'),
        dueAt: sql<number>`${now.getTime()}`.as('due_at'),
      })
      .from(tenants)
      .where(and(eq(tenants.id, told.tenantId), when)),
  )

const otherRevocation = (db: ControlDb, told: TenantRevocation, now: Date) =>
  outboxInsert(db, {
    id: told.outboxId,
    tenantId: told.tenantId,
    payload: { kind: 'revoke', revocation: told.revocation },
    now,
  })

export async function roleOf(db: ControlDb, tenantId: string, personId: string): Promise<Role | null> {
  const [row] = await db
    .select({ role: member.role })
    .from(member)
    .where(and(eq(member.organizationId, tenantId), eq(member.userId, personId)))
  return row ? Role.parse(row.role) : null
}

/** Owners of a workspace other than this person. */
export async function countOtherOwners(db: ControlDb, tenantId: string, personId: string): Promise<number> {
  const [row] = await db
    .select({ owners: count() })
    .from(member)
    .where(and(eq(member.organizationId, tenantId), eq(member.role, 'owner'), ne(member.userId, personId)))
  return row?.owners ?? 0
}

export async function countMembers(db: ControlDb, tenantId: string): Promise<number> {
  const [row] = await db.select({ members: count() }).from(member).where(eq(member.organizationId, tenantId))
  return row?.members ?? 0
}

/** A new member and a new version: an older principal of the same person (removed before) stays refused. */
export async function insertMember(
  db: ControlDb,
  made: { id: string; tenantId: string; personId: string; role: Role; now: Date },
): Promise<void> {
  await db.batch([
    db.insert(member).values({
      id: made.id,
      organizationId: made.tenantId,
      userId: made.personId,
      role: made.role,
      createdAt: made.now,
    }),
    bumpVersion(db, made.tenantId),
  ])
}

// Owners are counted inside the statement: two owners who leave at the same moment must not both succeed.
const keepsAnOwner = (tenantId: string, personId: string) => sql`(
  ${member.role} <> 'owner'
  or exists (select 1 from member as other where other.organization_id = ${tenantId}
    and other.role = 'owner' and other.user_id <> ${personId}))`

const thisMember = (tenantId: string, personId: string) =>
  and(eq(member.organizationId, tenantId), eq(member.userId, personId))

/** @returns false when the change would have left the workspace without an owner. */
export async function updateRole(
  db: ControlDb,
  told: TenantRevocation,
  role: Role,
  now: Date,
): Promise<boolean> {
  const personId = told.revocation.subjectId
  const staysOwner = role === 'owner'
  const took = sql`exists (select 1 from member where organization_id = ${told.tenantId} and user_id = ${personId}
    and role = ${role})`
  const [changed] = await db.batch([
    db
      .update(member)
      .set({ role })
      .where(
        and(
          thisMember(told.tenantId, personId),
          staysOwner ? undefined : keepsAnOwner(told.tenantId, personId),
        ),
      )
      .returning({ id: member.id }),
    bumpVersion(db, told.tenantId, took),
    memberRevocation(db, told, now, took),
  ])
  return changed.length === 1
}

/** @returns false when the change would have left the workspace without an owner. */
export async function deleteMember(db: ControlDb, told: TenantRevocation, now: Date): Promise<boolean> {
  const personId = told.revocation.subjectId
  const took = sql`not exists (select 1 from member where organization_id = ${told.tenantId} and user_id = ${personId})`
  const [removed] = await db.batch([
    db
      .delete(member)
      .where(and(thisMember(told.tenantId, personId), keepsAnOwner(told.tenantId, personId)))
      .returning({ id: member.id }),
    bumpVersion(db, told.tenantId, took),
    memberRevocation(db, told, now, took),
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

/** Tenants a person can reach: those whose objects must hear that one of the person's sessions ended. */
export async function tenantIdsOf(db: ControlDb, personId: string): Promise<string[]> {
  const rows = await db.select({ id: member.organizationId }).from(member).where(eq(member.userId, personId))
  return rows.map((row) => row.id)
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
