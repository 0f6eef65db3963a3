import { sql } from 'drizzle-orm'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** What a new booking is measured by. */
export interface Standing {
  /** What time it is in the database. */
  ms: number
  /** A hold of the artist has run out and was not ended yet, or a challenge may be over. */
  isUnsettled: boolean
  isIdTaken: boolean
}

export async function readStanding(tx: TenantTx, artistId: string, id: string | null): Promise<Standing> {
  const [row] = await tx.db.execute<{ now: string; isUnsettled: boolean; isIdTaken: boolean }>(sql`
    select now()::text as now,
      exists (select from bookings where tenant_id = ${tx.tenantId} and artist_id = ${artistId} and status = 'hold'
        and expires_at <= now())
      or exists (select from booking_challenges where tenant_id = ${tx.tenantId} and artist_id = ${artistId} and state = 'open')
        as "isUnsettled",
      exists (select from bookings where tenant_id = ${tx.tenantId} and id = ${id}::uuid) as "isIdTaken"`)
  if (row === undefined) throw new Error('the database has no clock')
  const { now, ...standing } = row
  return { ...standing, ms: Date.parse(now) }
}
