import { and, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import { DIGEST_TITLES_MAX, DIGESTS_AT_ONCE_MAX } from '../../contracts/limits.ts'
import { isChosenKind, NoticeWay, NotificationPreferences } from '../../contracts/notification-preferences.ts'
import { MutedView } from '../../contracts/notifications.ts'
import { notificationPreferences, notifications } from '../../db/schema/notifications.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** What a person has chosen, with where their daily mail stands. */
export interface StoredPreferences extends NotificationPreferences {
  personId: string
  digestTries: number
  muted: MutedView[]
}

const StoredMuted = z.array(MutedView)
const StoredWays = z.record(z.string(), NoticeWay)

function toPreferences(row: typeof notificationPreferences.$inferSelect): StoredPreferences {
  const { personId, quietFrom, quietTo, digestAt, digestTries, timeZone, version } = row
  // A kind that has become mandatory since is no choice any more.
  const ways = Object.entries(StoredWays.parse(row.ways)).filter(([kind]) => isChosenKind(kind))
  const quiet = quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo }
  const shown = NotificationPreferences.parse({
    ...{ ways: Object.fromEntries(ways), quiet, digestAt, timeZone, version },
  })
  return { ...shown, personId, digestTries, muted: StoredMuted.parse(row.muted) }
}

const ofPerson = (tx: TenantTx, personId: string) =>
  and(eq(notificationPreferences.tenantId, tx.tenantId), eq(notificationPreferences.personId, personId))

/** What a person has chosen; null while they have chosen nothing. */
export async function findPreferences(tx: TenantTx, personId: string): Promise<StoredPreferences | null> {
  const [row] = await tx.db.select().from(notificationPreferences).where(ofPerson(tx, personId))
  return row === undefined ? null : toPreferences(row)
}

/** The same, locked until the transaction ends. */
export async function lockPreferences(tx: TenantTx, personId: string): Promise<StoredPreferences | null> {
  const [row] = await tx.db.select().from(notificationPreferences).where(ofPerson(tx, personId)).for('update')
  return row === undefined ? null : toPreferences(row)
}

/** What those of some people have chosen who have chosen something. */
export async function listPreferences(
  tx: TenantTx,
  personIds: readonly string[],
): Promise<StoredPreferences[]> {
  if (personIds.length === 0) return []
  const rows = await tx.db
    .select()
    .from(notificationPreferences)
    .where(
      and(
        eq(notificationPreferences.tenantId, tx.tenantId),
        inArray(notificationPreferences.personId, [...personIds]),
      ),
    )
  return rows.map(toPreferences)
}

/** Stores what a person has chosen. `nextDigestAt` is null where they want no daily mail. */
export async function putPreferences(
  tx: TenantTx,
  personId: string,
  { ways, quiet, digestAt, timeZone, version }: NotificationPreferences,
  nextDigestAt: string | null,
): Promise<void> {
  const row = {
    ...{ ways, digestAt, timeZone, version, nextDigestAt, digestTries: 0 },
    ...{ quietFrom: quiet?.from ?? null, quietTo: quiet?.to ?? null },
  }
  await tx.db
    .insert(notificationPreferences)
    .values({ tenantId: tx.tenantId, personId, ...row })
    .onConflictDoUpdate({
      target: [notificationPreferences.tenantId, notificationPreferences.personId],
      set: row,
    })
}

/** Stores what a person wants to hear nothing of. Whoever has chosen nothing else yet has chosen nothing else then. */
export async function putMuted(
  tx: TenantTx,
  personId: string,
  muted: readonly MutedView[],
  timeZone: string,
): Promise<void> {
  await tx.db
    .insert(notificationPreferences)
    .values({ tenantId: tx.tenantId, personId, ways: {}, timeZone, version: 1, muted })
    .onConflictDoUpdate({
      target: [notificationPreferences.tenantId, notificationPreferences.personId],
      set: { muted },
    })
}

/** When the next daily mail is due, as ISO text; null while nobody wants one. */
export async function findNextDigest(tx: TenantTx): Promise<string | null> {
  const [row] = await tx.db
    .select({ due: sql<string | null>`min(${notificationPreferences.nextDigestAt})` })
    .from(notificationPreferences)
    .where(
      and(eq(notificationPreferences.tenantId, tx.tenantId), isNotNull(notificationPreferences.nextDigestAt)),
    )
  return row?.due ? new Date(row.due).toISOString() : null
}

/** Those whose daily mail is due, locked until the transaction ends. */
export async function lockDueDigests(tx: TenantTx, now: Date): Promise<StoredPreferences[]> {
  const rows = await tx.db
    .select()
    .from(notificationPreferences)
    .where(
      and(
        eq(notificationPreferences.tenantId, tx.tenantId),
        lte(notificationPreferences.nextDigestAt, now.toISOString()),
      ),
    )
    .limit(DIGESTS_AT_ONCE_MAX)
    .for('update')
  return rows.map(toPreferences)
}

/** Moves the daily mail of a person to another time. */
export async function moveDigest(
  tx: TenantTx,
  personId: string,
  at: Date,
  digestTries: number,
): Promise<void> {
  await tx.db
    .update(notificationPreferences)
    .set({ nextDigestAt: at.toISOString(), digestTries })
    .where(ofPerson(tx, personId))
}

/** What a daily mail tells of: unread, in no mail yet, and not about to be in one. */
const isForDigest = (tx: TenantTx, personId: string) =>
  and(
    eq(notifications.tenantId, tx.tenantId),
    eq(notifications.personId, personId),
    ...[notifications.readAt, notifications.mailDueAt, notifications.mailedAt, notifications.digestedAt].map(
      (column) => isNull(column),
    ),
  )

/** What the daily mail of a person would say now: some titles, the newest first, and how many there are. */
export async function findDigest(
  tx: TenantTx,
  personId: string,
): Promise<{ titles: string[]; count: number; upTo: string } | null> {
  const [rows, count] = await Promise.all([
    tx.db
      .select({ id: notifications.id, title: notifications.title })
      .from(notifications)
      .where(isForDigest(tx, personId))
      .orderBy(sql`${notifications.id} desc`)
      .limit(DIGEST_TITLES_MAX),
    tx.db.$count(notifications, isForDigest(tx, personId)),
  ])
  const [newest] = rows
  return newest === undefined ? null : { titles: rows.map(({ title }) => title), count, upTo: newest.id }
}

/** Notes that a daily mail told of everything up to one notification. */
export async function markDigested(tx: TenantTx, personId: string, upTo: string, at: Date): Promise<void> {
  await tx.db
    .update(notifications)
    .set({ digestedAt: at.toISOString() })
    .where(and(isForDigest(tx, personId), lte(notifications.id, upTo)))
}
