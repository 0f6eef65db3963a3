import { and, asc, count, desc, eq, gt, type SQL, sql } from 'drizzle-orm'
import type { ClientScope } from '../../contracts/client-scope.ts'
import { INVITATIONS_OPEN_MAX } from '../../contracts/invitations.ts'
import type { RoleId } from '../../contracts/roles.ts'
import { TenantState } from '../../contracts/workspaces.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { tenants, workspaceRoles } from '../../db/d1/directory.ts'
import { invitation, member, user } from '../../db/d1/identity.ts'
import { factInsert, type NewFact } from './facts.repository.ts'
import { bumpVersion } from './revoked.repository.ts'
import { clientsText, type HeldPlace, ownRole, toHeldPlace } from './roles.repository.ts'

/** An invitation with what people are told about it. */
export interface StoredInvitation {
  id: string
  tenantId: string
  workspaceName: string
  workspaceState: TenantState
  email: string
  role: HeldPlace
  /** `pending`, `accepted`, `withdrawn` or `declined`. */
  status: string
  invitedBy: string
  createdAt: Date
  endsAt: Date
}

async function listWhere(db: ControlDb, where: SQL | undefined): Promise<StoredInvitation[]> {
  const rows = await db
    .select({ invitation, tenant: tenants, invitedBy: user.name, own: ownRole })
    .from(invitation)
    .innerJoin(tenants, eq(tenants.id, invitation.organizationId))
    .innerJoin(user, eq(user.id, invitation.inviterId))
    .leftJoin(
      workspaceRoles,
      and(eq(workspaceRoles.id, invitation.role), eq(workspaceRoles.tenantId, invitation.organizationId)),
    )
    .where(where)
    .orderBy(desc(invitation.createdAt), asc(invitation.id))
    .limit(INVITATIONS_OPEN_MAX)
  return rows.map((row) => ({
    id: row.invitation.id,
    tenantId: row.tenant.id,
    workspaceName: row.tenant.name,
    workspaceState: TenantState.parse(row.tenant.state),
    email: row.invitation.email,
    role: toHeldPlace(row.invitation.role ?? '', row.own, row.invitation.clients),
    status: row.invitation.status,
    invitedBy: row.invitedBy,
    createdAt: row.invitation.createdAt,
    endsAt: row.invitation.expiresAt,
  }))
}

const isPending = eq(invitation.status, 'pending')

/** Invitations of a workspace that wait for an answer, newest first; those whose time is over are among them. */
export const listPending = (db: ControlDb, tenantId: string) =>
  listWhere(db, and(eq(invitation.organizationId, tenantId), isPending))

/** What an address can still accept. */
export const listOpenFor = (db: ControlDb, email: string, now: Date) =>
  listWhere(
    db,
    and(
      eq(invitation.email, email.toLowerCase()),
      isPending,
      gt(invitation.expiresAt, now),
      eq(tenants.state, 'active'),
    ),
  )

export async function findPending(
  db: ControlDb,
  tenantId: string,
  id: string,
): Promise<StoredInvitation | null> {
  const where = and(eq(invitation.id, id), eq(invitation.organizationId, tenantId), isPending)
  return (await listWhere(db, where))[0] ?? null
}

export async function findInvitation(db: ControlDb, id: string): Promise<StoredInvitation | null> {
  return (await listWhere(db, eq(invitation.id, id)))[0] ?? null
}

export async function findByTokenHash(db: ControlDb, tokenHash: string): Promise<StoredInvitation | null> {
  return (await listWhere(db, eq(invitation.tokenHash, tokenHash)))[0] ?? null
}

export async function countPending(db: ControlDb, tenantId: string): Promise<number> {
  const [row] = await db
    .select({ pending: count() })
    .from(invitation)
    .where(and(eq(invitation.organizationId, tenantId), isPending))
  return row?.pending ?? 0
}

export async function isMemberByEmail(db: ControlDb, tenantId: string, email: string): Promise<boolean> {
  const [row] = await db
    .select({ id: member.id })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(and(eq(member.organizationId, tenantId), eq(user.email, email)))
  return row !== undefined
}

export interface NewInvitation {
  id: string
  tenantId: string
  email: string
  role: RoleId
  clients: ClientScope
  inviterId: string
  tokenHash: string
  now: Date
  endsAt: Date
}

/** @returns false when one to this address waits for an answer already. */
export async function insertInvitation(db: ControlDb, made: NewInvitation, fact: NewFact): Promise<boolean> {
  const inserted = db
    .insert(invitation)
    .values({
      id: made.id,
      organizationId: made.tenantId,
      email: made.email,
      role: made.role,
      clients: clientsText(made.clients),
      inviterId: made.inviterId,
      tokenHash: made.tokenHash,
      createdAt: made.now,
      expiresAt: made.endsAt,
    })
    .onConflictDoNothing()
    .returning({ id: invitation.id })
  const took = sql`exists (select 1 from ${invitation} where ${eq(invitation.id, made.id)})`
  const [rows] = await db.batch([inserted, factInsert(db, fact, took)])
  return rows.length === 1
}

const isOpen = (id: string) =>
  sql`exists (select 1 from ${invitation} where ${and(eq(invitation.id, id), isPending)})`

/** Another secret and another end; the link that was sent before stops. False when it waits for an answer no more. */
export async function renewInvitation(
  db: ControlDb,
  at: { tenantId: string; id: string },
  renewed: { tokenHash: string; endsAt: Date },
  fact: NewFact,
): Promise<boolean> {
  const [, rows] = await db.batch([
    factInsert(db, fact, isOpen(at.id)),
    db
      .update(invitation)
      .set({ tokenHash: renewed.tokenHash, expiresAt: renewed.endsAt })
      .where(and(eq(invitation.id, at.id), eq(invitation.organizationId, at.tenantId), isPending))
      .returning({ id: invitation.id }),
  ])
  return rows.length === 1
}

/** Ends an invitation that waits for an answer. False when it does not. */
export async function closeInvitation(
  db: ControlDb,
  id: string,
  status: 'withdrawn' | 'declined',
  fact: NewFact,
): Promise<boolean> {
  const [, rows] = await db.batch([
    factInsert(db, fact, isOpen(id)),
    db
      .update(invitation)
      .set({ status })
      .where(and(eq(invitation.id, id), isPending))
      .returning({ id: invitation.id }),
  ])
  return rows.length === 1
}

export interface Acceptance {
  invitationId: string
  tenantId: string
  personId: string
  /** Id of the membership that comes of it; names this acceptance and no other. */
  memberId: string
  /** The hash of the link, which shows that the person reads mail of the address; null when the address is confirmed. */
  tokenHash: string | null
  now: Date
  fact: NewFact
}

/**
 * One batch: the invitation is used up while it is open and a seat is free, and whatever follows hangs on the membership id that this
 * very acceptance wrote. Two at once, or a stop anywhere, leave either all of it or nothing.
 */
export async function acceptInvitation(db: ControlDb, made: Acceptance): Promise<boolean> {
  const { invitationId, tenantId, personId, memberId, tokenHash, now } = made
  const hasSeat = sql`exists (select 1 from ${tenants} where ${tenants.id} = ${tenantId} and ${tenants.state} = 'active'
    and ${tenants.seats} > (select count(*) from ${member} where ${member.organizationId} = ${tenantId}))`
  const isMember = sql`exists (select 1 from ${member} where ${member.organizationId} = ${tenantId}
    and ${member.userId} = ${personId})`
  const took = sql`exists (select 1 from ${member} where ${member.id} = ${memberId})`
  const [used] = await db.batch([
    db
      .update(invitation)
      .set({ status: 'accepted', memberId })
      .where(
        and(
          eq(invitation.id, invitationId),
          isPending,
          gt(invitation.expiresAt, now),
          tokenHash === null ? undefined : eq(invitation.tokenHash, tokenHash),
          sql`(${hasSeat} or ${isMember})`,
        ),
      )
      .returning({ id: invitation.id }),
    db
      .insert(member)
      .select(
        db
          .select({
            id: sql<string>`${memberId}`.as('id'),
            organizationId: invitation.organizationId,
            userId: sql<string>`${personId}`.as('user_id'),
            role: sql<string>`${invitation.role}`.as('role'),
            clients: sql<string | null>`${invitation.clients}`.as('clients'),
            createdAt: sql<Date>`${now.getTime()}`.as('created_at'),
          })
          .from(invitation)
          .where(and(eq(invitation.id, invitationId), eq(invitation.memberId, memberId))),
      )
      .onConflictDoNothing(),
    // No word to the object: an older principal of somebody who comes back stays refused by the version alone.
    bumpVersion(db, tenantId, took),
    factInsert(db, made.fact, took),
    ...(tokenHash === null
      ? []
      : [
          db
            .update(user)
            .set({ emailVerified: true, updatedAt: now })
            .where(
              and(
                eq(user.id, personId),
                sql`exists (select 1 from ${invitation} where ${invitation.id} = ${invitationId}
                  and ${invitation.memberId} = ${memberId})`,
              ),
            ),
        ]),
  ])
  return used.length === 1
}
