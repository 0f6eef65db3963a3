import { and, eq, sql } from 'drizzle-orm'
import { BookingSeriesId, Repeat } from '../../contracts/booking-plans.ts'
import { bookingSeries } from '../../db/schema/bookings.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** How the bookings of a series repeat. */
export interface Series {
  id: BookingSeriesId
  repeat: Repeat
  firstDay: string
  timeZone: string
  version: number
  createdBy: string
  createdAt: string
}

const ofId = (tx: TenantTx, id: string) =>
  and(eq(bookingSeries.tenantId, tx.tenantId), eq(bookingSeries.id, id))

export async function findSeries(tx: TenantTx, id: string): Promise<Series | null> {
  const [row] = await tx.db.select().from(bookingSeries).where(ofId(tx, id))
  if (row === undefined) return null
  const { firstDay, timeZone, version, createdBy } = row
  const createdAt = new Date(row.createdAt).toISOString()
  const shown = { firstDay, timeZone, version, createdBy, createdAt }
  return { id: BookingSeriesId.parse(row.id), repeat: Repeat.parse(row.repeat), ...shown }
}

export async function insertSeries(
  tx: TenantTx,
  series: Omit<Series, 'id' | 'version' | 'createdAt'> & { id: string },
  at: Date,
): Promise<void> {
  await tx.db.insert(bookingSeries).values({ ...series, tenantId: tx.tenantId, createdAt: at.toISOString() })
}

/** Changes how a series repeats and counts its version up. */
export async function updateSeries(
  tx: TenantTx,
  id: string,
  fields: Pick<Series, 'repeat' | 'firstDay' | 'timeZone'>,
): Promise<void> {
  await tx.db
    .update(bookingSeries)
    .set({ ...fields, version: sql`${bookingSeries.version} + 1` })
    .where(ofId(tx, id))
}
