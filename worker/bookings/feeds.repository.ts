import { and, eq } from 'drizzle-orm'
import { calendarFeeds } from '../../db/schema/bookings.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** The calendar that other programs may read. */
export interface Feed {
  id: string
  artistId: string
  createdAt: string
}

const toFeed = ({ id, artistId, createdAt }: typeof calendarFeeds.$inferSelect): Feed => ({
  ...{ id, artistId, createdAt: new Date(createdAt).toISOString() },
})

export async function findFeedOf(tx: TenantTx, artistId: string): Promise<Feed | null> {
  const [row] = await tx.db
    .select()
    .from(calendarFeeds)
    .where(and(eq(calendarFeeds.tenantId, tx.tenantId), eq(calendarFeeds.artistId, artistId)))
  return row === undefined ? null : toFeed(row)
}

export async function findFeed(tx: TenantTx, id: string): Promise<Feed | null> {
  const [row] = await tx.db
    .select()
    .from(calendarFeeds)
    .where(and(eq(calendarFeeds.tenantId, tx.tenantId), eq(calendarFeeds.id, id)))
  return row === undefined ? null : toFeed(row)
}

/** Gives an artist a feed; one that was there is no more. */
export async function putFeed(tx: TenantTx, feed: Feed, createdBy: string): Promise<void> {
  const { id, createdAt } = feed
  await tx.db
    .insert(calendarFeeds)
    .values({ ...feed, tenantId: tx.tenantId, createdBy })
    .onConflictDoUpdate({
      target: [calendarFeeds.tenantId, calendarFeeds.artistId],
      set: { id, createdAt, createdBy },
    })
}

export async function deleteFeed(tx: TenantTx, artistId: string): Promise<void> {
  await tx.db
    .delete(calendarFeeds)
    .where(and(eq(calendarFeeds.tenantId, tx.tenantId), eq(calendarFeeds.artistId, artistId)))
}
