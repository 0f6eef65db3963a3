import { and, desc, eq, inArray, isNotNull, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import {
  type NoticeToMail,
  type NotificationsQuery,
  NotificationView,
  type ReadNotifications,
} from '../../contracts/notifications.ts'
import { notifications } from '../../db/schema/notifications.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

function toView(row: typeof notifications.$inferSelect): NotificationView {
  const { id, kind, subject, title, body } = row
  return NotificationView.parse({
    ...{ id, kind, subject, title, body },
    at: new Date(row.at).toISOString(),
    readAt: row.readAt === null ? null : new Date(row.readAt).toISOString(),
  })
}

const ofPerson = (tx: TenantTx, personId: string) =>
  and(eq(notifications.tenantId, tx.tenantId), eq(notifications.personId, personId))
const ofId = (tx: TenantTx, id: string) =>
  and(eq(notifications.tenantId, tx.tenantId), eq(notifications.id, id))

export interface NewNotification {
  id: string
  personId: string
  kind: string
  subject: string
  dedupeKey: string
  title: string
  body: string
  mailDueAt: string | null
}

/** Stores what people are told; gives the ids of those that were not told of before. */
export async function insertNotifications(
  tx: TenantTx,
  rows: readonly NewNotification[],
  at: Date,
): Promise<string[]> {
  if (rows.length === 0) return []
  const made = await tx.db
    .insert(notifications)
    .values(rows.map((row) => ({ ...row, tenantId: tx.tenantId, at: at.toISOString() })))
    .onConflictDoNothing({
      target: [notifications.tenantId, notifications.personId, notifications.dedupeKey],
    })
    .returning({ id: notifications.id })
  return made.map(({ id }) => id)
}

/** A page of what a person was told, the newest first. */
export async function listNotifications(
  tx: TenantTx,
  personId: string,
  query: NotificationsQuery,
  limit: number,
): Promise<NotificationView[]> {
  const rows = await tx.db
    .select()
    .from(notifications)
    .where(
      and(
        ofPerson(tx, personId),
        query.unread === undefined ? undefined : isNull(notifications.readAt),
        query.cursor === undefined ? undefined : lt(notifications.id, query.cursor),
      ),
    )
    .orderBy(desc(notifications.id))
    .limit(limit)
  return rows.map(toView)
}

/** One thing a person was told; null when it is not theirs. */
export async function findTold(tx: TenantTx, personId: string, id: string): Promise<NotificationView | null> {
  const [row] = await tx.db
    .select()
    .from(notifications)
    .where(and(ofPerson(tx, personId), eq(notifications.id, id)))
  return row === undefined ? null : toView(row)
}

export const countUnread = (tx: TenantTx, personId: string): Promise<number> =>
  tx.db.$count(notifications, and(ofPerson(tx, personId), isNull(notifications.readAt)))

/** Marks what a person has read; what was read is not mailed any more. */
export async function markRead(
  tx: TenantTx,
  personId: string,
  which: ReadNotifications,
  at: Date,
): Promise<void> {
  const those: SQL | undefined =
    'ids' in which ? inArray(notifications.id, which.ids) : lte(notifications.id, which.upTo)
  await tx.db
    .update(notifications)
    .set({ readAt: at.toISOString(), mailDueAt: null })
    .where(and(ofPerson(tx, personId), isNull(notifications.readAt), those))
}

/** When the next mail is due, as ISO text; null when none is. */
export async function findNextMail(tx: TenantTx): Promise<string | null> {
  const [row] = await tx.db
    .select({ due: sql<string | null>`min(${notifications.mailDueAt})` })
    .from(notifications)
    .where(and(eq(notifications.tenantId, tx.tenantId), isNotNull(notifications.mailDueAt)))
  return row?.due ? new Date(row.due).toISOString() : null
}

/** Takes mails that are due, to be tried again at `nextTry` unless they were sent; those tried too often are given up. */
export async function takeDueMails(
  tx: TenantTx,
  now: Date,
  nextTry: Date,
  triesMax: number,
): Promise<{ id: string; isGivenUp: boolean }[]> {
  const isGivenUp = sql`${notifications.mailTries} >= ${triesMax}`
  const rows = await tx.db
    .update(notifications)
    .set({
      mailDueAt: sql`case when ${isGivenUp} then null else ${nextTry.toISOString()}::timestamptz end`,
      mailTries: sql`${notifications.mailTries} + 1`,
    })
    .where(and(eq(notifications.tenantId, tx.tenantId), lte(notifications.mailDueAt, now.toISOString())))
    .returning({ id: notifications.id, due: notifications.mailDueAt })
  return rows.map(({ id, due }) => ({ id, isGivenUp: due === null }))
}

/** What a mail is made of; null when it is not to be sent any more. */
export async function findMail(tx: TenantTx, id: string): Promise<NoticeToMail | null> {
  const [row] = await tx.db
    .select({ personId: notifications.personId, title: notifications.title, body: notifications.body })
    .from(notifications)
    .where(and(ofId(tx, id), isNotNull(notifications.mailDueAt)))
  return row ?? null
}

export async function markMailed(tx: TenantTx, id: string, at: Date): Promise<void> {
  await tx.db.update(notifications).set({ mailDueAt: null, mailedAt: at.toISOString() }).where(ofId(tx, id))
}

/** Removes what was told before a time. */
export async function deleteOldNotifications(tx: TenantTx, before: Date): Promise<void> {
  await tx.db
    .delete(notifications)
    .where(and(eq(notifications.tenantId, tx.tenantId), lt(notifications.at, before.toISOString())))
}
