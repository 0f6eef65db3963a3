import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { ControlDb } from '../../db/d1/client.ts'
import { d1Outbox, tenants } from '../../db/d1/directory.ts'
import { member } from '../../db/d1/identity.ts'
import { supportStaff } from '../../db/d1/security.ts'

/** @param when holds if the change of the batch took place; a refused change leaves no trace. */
export const bumpVersion = (db: ControlDb, tenantId: string, when?: SQL) =>
  db
    .update(tenants)
    .set({ memberVersion: sql`${tenants.memberVersion} + 1` })
    .where(and(eq(tenants.id, tenantId), when))

const outboxColumns = (outboxId: SQL, personId: SQL, now: Date) => ({
  id: sql<string>`${outboxId}`.as('id'),
  tenantId: tenants.id,
  kind: sql<string>`'revoke'`.as('kind'),
  payload: sql<string>`json_object('kind', 'revoke', 'revocation', json_object('v', 1, 'id', ${outboxId},
          'kind', 'member', 'subjectId', ${personId}, 'memberVersion', ${tenants.memberVersion}))`.as(
    'payload',
  ),
  createdAt: sql<number>`${now.getTime()}`.as('created_at'),
  sentAt: sql<null>`null`.as('sent_at'),
  attempts: sql<number>`0`.as('attempts'),
  dueAt: sql<number>`${now.getTime()}`.as('due_at'),
  setAsideAt: sql<null>`null`.as('set_aside_at'),
})

/**
 * The outbox row of a change of one membership. It reads the new version inside the batch, after the bump, so two changes at once
 * can never send the same number.
 */
export const revokedMember = (
  db: ControlDb,
  told: { tenantId: string; outboxId: string; personId: string; now: Date },
  when: SQL,
) =>
  db.insert(d1Outbox).select(
    db
      .select(outboxColumns(sql`${told.outboxId}`, sql`${told.personId}`, told.now))
      .from(tenants)
      .where(and(eq(tenants.id, told.tenantId), when)),
  )

/** The same for every member that `which` chooses: one row each, whose id begins with `outboxId`. */
export const revokedMembers = (
  db: ControlDb,
  told: { tenantId: string; outboxId: string; now: Date },
  which: SQL | undefined,
) =>
  db.insert(d1Outbox).select(
    db
      .select(
        outboxColumns(sql`(${told.outboxId} || ':' || ${member.userId})`, sql`${member.userId}`, told.now),
      )
      .from(member)
      .innerJoin(tenants, eq(tenants.id, member.organizationId))
      .where(and(eq(member.organizationId, told.tenantId), which)),
  )

const workspacesOf = (personId: string) =>
  sql`(select organization_id from ${member} where user_id = ${personId})`

/** {@link bumpVersion} for every workspace a person is in. */
export const bumpVersions = (db: ControlDb, personId: string, when: SQL) =>
  db
    .update(tenants)
    .set({ memberVersion: sql`${tenants.memberVersion} + 1` })
    .where(and(inArray(tenants.id, workspacesOf(personId)), when))

/** {@link revokedMember} for every workspace a person is in: one row each, whose id begins with `outboxId`. */
export const revokedEverywhere = (
  db: ControlDb,
  told: { outboxId: string; personId: string; now: Date },
  when: SQL,
) =>
  db.insert(d1Outbox).select(
    db
      .select(outboxColumns(sql`(${told.outboxId} || ':' || ${tenants.id})`, sql`${told.personId}`, told.now))
      .from(tenants)
      .where(and(inArray(tenants.id, workspacesOf(told.personId)), when)),
  )

/** {@link revokedMember} for everybody of support: what they may see of a workspace has changed. */
export const revokedStaff = (
  db: ControlDb,
  told: { tenantId: string; outboxId: string; now: Date },
  when: SQL,
) =>
  db.insert(d1Outbox).select(
    db
      .select(
        outboxColumns(
          sql`(${told.outboxId} || ':' || ${supportStaff.personId})`,
          sql`${supportStaff.personId}`,
          told.now,
        ),
      )
      .from(supportStaff)
      .innerJoin(tenants, eq(tenants.id, told.tenantId))
      .where(when),
  )
