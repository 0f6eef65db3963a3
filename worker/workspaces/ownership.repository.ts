import { and, eq, gt, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { RoleId } from '../../contracts/roles.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { ownershipOffers, workspaceRoles } from '../../db/d1/directory.ts'
import { member, user } from '../../db/d1/identity.ts'
import { factInsert, type NewFact } from './facts.repository.ts'
import { bumpVersion, revokedMembers } from './revoked.repository.ts'
import { type HeldRole, ownRole, toHeldRole } from './roles.repository.ts'

export interface OwnershipOffer {
  id: string
  from: { personId: string; name: string }
  to: { personId: string; name: string; email: string }
  thenRole: HeldRole
  createdAt: Date
  endsAt: Date
}

/** The offer of a workspace that waits for an answer, while the one is still an owner and the other still a member. */
export async function findOpenOffer(
  db: ControlDb,
  tenantId: string,
  now: Date,
): Promise<OwnershipOffer | null> {
  const [from, to] = [alias(user, 'from_user'), alias(user, 'to_user')]
  const [fromMember, toMember] = [alias(member, 'from_member'), alias(member, 'to_member')]
  const [row] = await db
    .select({
      offer: ownershipOffers,
      own: ownRole,
      fromName: from.name,
      toName: to.name,
      toEmail: to.email,
    })
    .from(ownershipOffers)
    .innerJoin(from, eq(from.id, ownershipOffers.fromId))
    .innerJoin(to, eq(to.id, ownershipOffers.toId))
    .innerJoin(
      fromMember,
      and(
        eq(fromMember.organizationId, tenantId),
        eq(fromMember.userId, ownershipOffers.fromId),
        eq(fromMember.role, 'owner'),
      ),
    )
    .innerJoin(
      toMember,
      and(eq(toMember.organizationId, tenantId), eq(toMember.userId, ownershipOffers.toId)),
    )
    .leftJoin(
      workspaceRoles,
      and(eq(workspaceRoles.id, ownershipOffers.thenRole), eq(workspaceRoles.tenantId, tenantId)),
    )
    .where(
      and(
        eq(ownershipOffers.tenantId, tenantId),
        eq(ownershipOffers.status, 'pending'),
        gt(ownershipOffers.expiresAt, now),
      ),
    )
  if (!row) return null
  return {
    id: row.offer.id,
    from: { personId: row.offer.fromId, name: row.fromName },
    to: { personId: row.offer.toId, name: row.toName, email: row.toEmail },
    thenRole: toHeldRole(row.offer.thenRole, row.own),
    createdAt: row.offer.createdAt,
    endsAt: row.offer.expiresAt,
  }
}

export interface NewOffer {
  id: string
  tenantId: string
  fromId: string
  toId: string
  thenRole: RoleId
  now: Date
  endsAt: Date
}

/** Makes an offer in place of whichever was open. */
export async function insertOffer(db: ControlDb, made: NewOffer, fact: NewFact): Promise<void> {
  await db.batch([
    factInsert(db, fact),
    db
      .update(ownershipOffers)
      .set({ status: 'withdrawn' })
      .where(and(eq(ownershipOffers.tenantId, made.tenantId), eq(ownershipOffers.status, 'pending'))),
    db.insert(ownershipOffers).values({
      id: made.id,
      tenantId: made.tenantId,
      fromId: made.fromId,
      toId: made.toId,
      thenRole: made.thenRole,
      status: 'pending',
      createdAt: made.now,
      expiresAt: made.endsAt,
    }),
  ])
}

/** Ends an open offer without effect. */
export async function closeOffer(
  db: ControlDb,
  id: string,
  status: 'declined' | 'withdrawn',
  fact: NewFact,
): Promise<boolean> {
  const isOpen = and(eq(ownershipOffers.id, id), eq(ownershipOffers.status, 'pending'))
  const [, rows] = await db.batch([
    factInsert(db, fact, sql`exists (select 1 from ${ownershipOffers} where ${isOpen})`),
    db.update(ownershipOffers).set({ status }).where(isOpen).returning({ id: ownershipOffers.id }),
  ])
  return rows.length === 1
}

/**
 * One batch: the new owner, then the role of the one who offered, then word to both. It takes effect only while the offer is open
 * and who made it is still an owner, so there is an owner at every moment.
 */
export async function acceptOffer(
  db: ControlDb,
  offer: { id: string; tenantId: string; fromId: string; toId: string; thenRole: RoleId },
  outboxId: string,
  fact: NewFact,
): Promise<boolean> {
  const { id, tenantId, fromId, toId, thenRole } = offer
  const now = fact.at
  const isOwner = sql`exists (select 1 from ${member} where ${member.organizationId} = ${tenantId}
    and ${member.userId} = ${fromId} and ${member.role} = 'owner')`
  const isMember = sql`exists (select 1 from ${member} where ${member.organizationId} = ${tenantId}
    and ${member.userId} = ${toId})`
  // The outbox id names this acceptance: another one of the same offer finds another id and does nothing.
  const took = sql`exists (select 1 from ${ownershipOffers} where ${ownershipOffers.id} = ${id}
    and ${ownershipOffers.acceptanceId} = ${outboxId})`
  const [used] = await db.batch([
    db
      .update(ownershipOffers)
      .set({ status: 'accepted', acceptanceId: outboxId })
      .where(
        and(
          eq(ownershipOffers.id, id),
          eq(ownershipOffers.status, 'pending'),
          gt(ownershipOffers.expiresAt, now),
          isOwner,
          isMember,
        ),
      )
      .returning({ id: ownershipOffers.id }),
    db
      .update(member)
      // Owners reach all clients, whatever they were limited to before.
      .set({ role: 'owner', clients: null })
      .where(and(eq(member.organizationId, tenantId), eq(member.userId, toId), took, isOwner)),
    db
      .update(member)
      .set({ role: thenRole })
      .where(
        and(eq(member.organizationId, tenantId), eq(member.userId, fromId), took, eq(member.role, 'owner')),
      ),
    bumpVersion(db, tenantId, took),
    factInsert(db, fact, took),
    revokedMembers(db, { tenantId, outboxId, now }, and(sql`${member.userId} in (${fromId}, ${toId})`, took)),
  ])
  return used.length === 1
}
