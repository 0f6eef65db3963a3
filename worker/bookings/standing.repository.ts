import { BookingSettings } from '../../contracts/booking-settings.ts'
import { openStatuses } from '../../contracts/bookings.ts'
import { BOOKINGS_IN_LINE_MAX } from '../../contracts/limits.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type Booking, type BookingRow, toBooking } from './repository.ts'
import type { Period } from './rules/when.ts'
import { byDefault } from './settings.repository.ts'

/** How an artist stands at this moment. */
export interface Standing {
  /** What time it is in the database. */
  ms: number
  /** A hold of the artist has run out and was not ended yet, or a challenge may be over. */
  isUnsettled: boolean
}

/** What a new booking is measured by. */
export interface Entry extends Standing {
  isIdTaken: boolean
  settings: BookingSettings
  /** Bookings that it may meet: in line for its time, or keeping it free. Those that keep it free come first. */
  met: Booking[]
}

type StandingRow = { now: string; isUnsettled: boolean }

/** What is asked about stands in the statement once: what is sent in fewer bytes travels together with more. */
const asked = (tx: TenantTx, artistId: string) =>
  tx.sql`(select ${tx.tenantId}::uuid as tenant, ${artistId}::uuid as artist) as asked`
const standing = (tx: TenantTx) => tx.sql`
  now()::text as now,
  exists (select from bookings where tenant_id = asked.tenant and artist_id = asked.artist and status = 'hold' and expires_at <= now())
    or exists (select from booking_challenges where tenant_id = asked.tenant and artist_id = asked.artist and state = 'open')
    as "isUnsettled"`

export async function readStanding(tx: TenantTx, artistId: string): Promise<Standing> {
  const [row] = await tx.sql<StandingRow[]>`select ${standing(tx)} from ${asked(tx, artistId)}`
  return toStanding(row)
}

/** The same with all that a new booking of some time is measured by: one statement, because it waits for it under the lock of its artist. */
export async function readEntry(
  tx: TenantTx,
  artistId: string,
  id: string | null,
  { fromMs, toMs }: Period,
): Promise<Entry> {
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
  const [row] = await tx.sql<
    (StandingRow & { isIdTaken: boolean; settings: unknown; met: BookingRow[] | null })[]
  >`
    select ${standing(tx)},
      exists (select from bookings where tenant_id = asked.tenant and id = ${id}::uuid) as "isIdTaken",
      (select json_build_object('blocking', blocking, 'holdHours', hold_hours, 'challengeHours', challenge_hours, 'unanswered', unanswered,
        'escalateTo', escalate_to, 'firstRefusalHours', first_refusal_hours, 'version', version)
        from booking_settings where tenant_id = asked.tenant) as settings,
      (select json_agg(m) from (
        select b.id, b.artist_id as "artistId", a.name as "artistName", a.capacity, b.project_id as "projectId", b.group_id as "groupId",
          b.series_id as "seriesId", b.series_day as "seriesDay", b.title, b.notes, b.status, b.blocks, b.share, b.starts_at as "startsAt",
          b.ends_at as "endsAt", b.first_day as "firstDay", b.last_day as "lastDay", b.time_zone as "timeZone", b.claims,
          b.expires_at as "expiresAt", b.is_extended as "isExtended", b.accepted_at as "acceptedAt",
          case when b.first_refusal_until > now() then b.first_refusal_until end as "firstRefusalUntil", b.reason, b.version,
          b.created_by as "createdBy", b.created_at as "createdAt"
        from bookings b left join artists a on a.tenant_id = b.tenant_id and a.id = b.artist_id
        where b.tenant_id = asked.tenant and b.artist_id = asked.artist and b.starts_at < ${to} and b.ends_at > ${from}
          and (b.blocks or b.status = any(${`{${openStatuses.join()}}`}::text[]))
          and not (b.status = 'hold' and b.expires_at <= now())
        order by b.blocks desc, b.created_at, b.id limit ${2 * BOOKINGS_IN_LINE_MAX}) m) as met
    from ${asked(tx, artistId)}`
  const settings = row?.settings ? BookingSettings.parse(row.settings) : byDefault
  const met = (row?.met ?? []).map(toBooking)
  return { ...toStanding(row), settings, isIdTaken: row?.isIdTaken ?? false, met }
}

function toStanding(row: StandingRow | undefined): Standing {
  if (row === undefined) throw new Error('the database has no clock')
  return { ms: Date.parse(row.now), isUnsettled: row.isUnsettled }
}
