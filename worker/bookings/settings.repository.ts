import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import { BookingSettings } from '../../contracts/booking-settings.ts'
import { type BlockingChoice, blockingChoices } from '../../contracts/booking-states.ts'
import { CHALLENGE_HOURS, FIRST_REFUSAL_HOURS, HOLD_HOURS } from '../../contracts/limits.ts'
import { artists, bookingSettings, bookings } from '../../db/schema/bookings.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { isLeftByTime } from './by-time.repository.ts'

/** How a workspace books that has said nothing of it. */
export const byDefault: BookingSettings = {
  blocking: ['pencil'],
  holdHours: HOLD_HOURS,
  challengeHours: CHALLENGE_HOURS,
  unanswered: 'release',
  escalateTo: null,
  firstRefusalHours: FIRST_REFUSAL_HOURS,
  version: 1,
}

/** How the workspace books. */
export async function findSettings(tx: TenantTx): Promise<BookingSettings> {
  const [row] = await tx.db.select().from(bookingSettings).where(eq(bookingSettings.tenantId, tx.tenantId))
  return row === undefined ? byDefault : BookingSettings.parse(row)
}

/** Stores how the workspace books, at the next version. */
export async function putSettings(tx: TenantTx, settings: BookingSettings): Promise<void> {
  await tx.db
    .insert(bookingSettings)
    .values({ tenantId: tx.tenantId, ...settings })
    .onConflictDoUpdate({ target: bookingSettings.tenantId, set: settings })
}

/** A booking that would keep its time free, with the room its artist has. */
export interface WouldBlock {
  id: string
  artistId: string
  artistName: string
  title: string
  status: string
  fromMs: number
  toMs: number
  share: number
  capacity: number
}

const isToCome = sql`${bookings.endsAt} > now() and ${isLeftByTime}`

/** Bookings still to come that would keep their time free if these statuses did. */
export async function listWouldBlock(
  tx: TenantTx,
  blocking: readonly BlockingChoice[],
  limit: number,
): Promise<WouldBlock[]> {
  const found = await tx.db
    .select({
      id: bookings.id,
      artistId: bookings.artistId,
      artistName: artists.name,
      title: bookings.title,
      status: bookings.status,
      startsAt: bookings.startsAt,
      endsAt: bookings.endsAt,
      share: bookings.share,
      capacity: artists.capacity,
    })
    .from(bookings)
    .innerJoin(artists, and(eq(artists.tenantId, bookings.tenantId), eq(artists.id, bookings.artistId)))
    .where(
      and(eq(bookings.tenantId, tx.tenantId), inArray(bookings.status, ['confirmed', ...blocking]), isToCome),
    )
    .orderBy(asc(bookings.artistId), asc(bookings.startsAt))
    .limit(limit)
  return found.map(({ startsAt, endsAt, ...one }) => ({
    ...one,
    fromMs: Date.parse(startsAt),
    toMs: Date.parse(endsAt),
  }))
}

/** Lets bookings still to come keep their time free, or not any more; gives how many changed. Those that give it up go first. */
export async function setBlocking(tx: TenantTx, blocking: readonly BlockingChoice[]): Promise<number> {
  let changed = 0
  for (const blocks of [false, true]) {
    const those = blockingChoices.filter((one) => blocking.includes(one) === blocks)
    if (those.length === 0) continue
    const rows = await tx.db
      .update(bookings)
      .set({ blocks })
      .where(
        and(
          eq(bookings.tenantId, tx.tenantId),
          inArray(bookings.status, those),
          ne(bookings.blocks, blocks),
          isToCome,
        ),
      )
      .returning({ id: bookings.id })
    changed += rows.length
  }
  return changed
}
