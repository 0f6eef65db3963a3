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

/** What one of several new bookings is measured by. */
export interface Entry {
  isUnsettled: boolean
  isIdTaken: boolean
  /** Bookings that it may meet: in line for its time, or keeping it free. Those that keep it free come first. */
  met: Booking[]
}

/** What new bookings are measured by. */
export interface Entries {
  /** What time it is in the database. */
  nowMs: number
  settings: BookingSettings
  /** One for each. */
  entries: Entry[]
}

type StandingRow = { now: string; isUnsettled: boolean }
type EntryRow = Omit<Entry, 'met'> & { met: BookingRow[] | null }

/** Parts of statements in which what is asked about is `asked`, with a tenant and an artist. */
const isUnsettled = (tx: TenantTx) => tx.sql`(
  exists (select from bookings where tenant_id = asked.tenant and artist_id = asked.artist and status = 'hold' and expires_at <= now())
  or exists (select from booking_challenges where tenant_id = asked.tenant and artist_id = asked.artist and state = 'open'))`

export async function readStanding(tx: TenantTx, artistId: string): Promise<Standing> {
  const [row] = await tx.sql<StandingRow[]>`
    select now()::text as now, ${isUnsettled(tx)} as "isUnsettled"
    from (select ${tx.tenantId}::uuid as tenant, ${artistId}::uuid as artist) as asked`
  if (row === undefined) throw new Error('the database has no clock')
  return { ms: Date.parse(row.now), isUnsettled: row.isUnsettled }
}

/** The same with all that new bookings of some times are measured by: one statement, because they wait for it under the locks of their artists. */
export async function readEntries(
  tx: TenantTx,
  wanted: readonly (Period & { artistId: string; id: string | null })[],
): Promise<Entries> {
  const asked = wanted.map(({ artistId, id, fromMs, toMs }) => ({
    ...{ artist: artistId, id, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() },
  }))
  const [row] = await tx.sql<{ now: string; settings: unknown; entries: EntryRow[] }[]>`
    select now()::text as now,
      (select json_build_object('blocking', blocking, 'holdHours', hold_hours, 'challengeHours', challenge_hours, 'unanswered', unanswered,
        'escalateTo', escalate_to, 'firstRefusalHours', first_refusal_hours, 'version', version)
        from booking_settings where tenant_id = ${tx.tenantId}) as settings,
      (select json_agg(json_build_object('isUnsettled', ${isUnsettled(tx)},
        'isIdTaken', exists (select from bookings where tenant_id = asked.tenant and id = asked.id),
        'met', (select json_agg(m) from (
          select b.id, b.artist_id as "artistId", a.name as "artistName", a.capacity, b.project_id as "projectId", b.group_id as "groupId",
            b.series_id as "seriesId", b.series_day as "seriesDay", b.title, b.notes, b.status, b.blocks, b.share, b.starts_at as "startsAt",
            b.ends_at as "endsAt", b.first_day as "firstDay", b.last_day as "lastDay", b.time_zone as "timeZone", b.claims,
            b.expires_at as "expiresAt", b.is_extended as "isExtended", b.accepted_at as "acceptedAt",
            case when b.first_refusal_until > now() then b.first_refusal_until end as "firstRefusalUntil", b.reason, b.version,
            b.created_by as "createdBy", b.created_at as "createdAt"
          from bookings b left join artists a on a.tenant_id = b.tenant_id and a.id = b.artist_id
          where b.tenant_id = asked.tenant and b.artist_id = asked.artist and b.starts_at < asked."to" and b.ends_at > asked."from"
            and (b.blocks or b.status = any(${`{${openStatuses.join()}}`}::text[]))
            and not (b.status = 'hold' and b.expires_at <= now())
          order by b.blocks desc, b.created_at, b.id limit ${2 * BOOKINGS_IN_LINE_MAX}) m)) order by asked.place)
      from (select ${tx.tenantId}::uuid as tenant, w.*
        from rows from (jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb) as (artist uuid, id uuid, "from" timestamptz, "to" timestamptz))
          with ordinality as w (artist, id, "from", "to", place)) as asked) as entries`
  if (row === undefined) throw new Error('the database has no clock')
  const settings = row.settings ? BookingSettings.parse(row.settings) : byDefault
  const entries = row.entries.map(({ met, ...entry }) => ({ ...entry, met: (met ?? []).map(toBooking) }))
  return { nowMs: Date.parse(row.now), settings, entries }
}
