import type { TenantTx } from '../../db/tenant-tx.ts'
import type { MovedDay } from './repository.ts'
import type { WorkFact } from './rules/facts.ts'
import type { Days, TakingBooking } from './rules/hours.ts'

/** An artist whose hours are counted. */
export interface CountedArtist {
  id: string
  timeZone: string
  capacity: number
  isArchived: boolean
}

/** Those of some ids, or null: all of them. */
export function listArtists(tx: TenantTx, ids: readonly string[] | null): Promise<CountedArtist[]> {
  return tx.sql<CountedArtist[]>`
    select id, time_zone as "timeZone", capacity, archived_at is not null as "isArchived" from artists
    where tenant_id = ${tx.tenantId} and (${ids === null} or id = any(${`{${(ids ?? []).join(',')}}`}::uuid[])) order by id`
}

/** Certain bookings of an artist that touch some days of a zone; those whose hold ran out are none. */
export async function listTaking(
  tx: TenantTx,
  artistId: string,
  { from, to }: Days,
): Promise<TakingBooking[]> {
  const rows = await tx.sql<{ id: string; projectId: string | null; fromMs: string; toMs: string }[]>`
    select id, project_id as "projectId", (extract(epoch from starts_at) * 1000)::bigint::text as "fromMs",
      (extract(epoch from ends_at) * 1000)::bigint::text as "toMs"
    from bookings where tenant_id = ${tx.tenantId} and artist_id = ${artistId} and status in ('confirmed', 'completed')
      and ends_at > ${from}::date - interval '1 day' and starts_at < ${to}::date + interval '2 days' order by id`
  return rows.map(({ fromMs, toMs, ...row }) => ({ ...row, fromMs: Number(fromMs), toMs: Number(toMs) }))
}

/** Puts the hours of some days of an artist in place of those that were there. Gives the days on which one differs. */
export function replaceHours(
  tx: TenantTx,
  artistId: string,
  { from, to }: Days,
  facts: readonly WorkFact[],
): Promise<MovedDay[]> {
  return tx.sql<MovedDay[]>`
    with fresh as (
      select f.*, p.client_id from jsonb_to_recordset(${JSON.stringify(facts)}::text::jsonb) as f (kind text, day date, id uuid,
        "artistId" uuid, "projectId" uuid, "bookingId" uuid, seconds bigint)
      left join projects p on p.tenant_id = ${tx.tenantId} and p.id = f."projectId"),
    gone as (
      delete from work_facts w where w.tenant_id = ${tx.tenantId} and w.artist_id = ${artistId} and w.kind in ('available', 'booked')
        and w.day between ${from}::date and ${to}::date
        and not exists (select from fresh f where f.kind = w.kind and f.day = w.day and f.id = w.id)
      returning w.kind, w.day),
    put as (
      insert into work_facts as w (tenant_id, kind, day, id, client_id, artist_id, project_id, booking_id, seconds)
      select ${tx.tenantId}::uuid, kind, day, id, client_id, "artistId", "projectId", "bookingId", seconds from fresh
      on conflict (tenant_id, kind, day, id) do update set seconds = excluded.seconds, artist_id = excluded.artist_id,
        project_id = excluded.project_id, client_id = excluded.client_id
      where (w.seconds, w.artist_id, w.project_id, w.client_id)
        is distinct from (excluded.seconds, excluded.artist_id, excluded.project_id, excluded.client_id)
      returning w.kind, w.day)
    select kind, day::text as day from gone union select kind, day::text from put`
}

/** The last day that hours are kept for; null before any were worked out. */
export async function findLastDay(tx: TenantTx): Promise<string | null> {
  const [row] = await tx.sql<{ day: string | null }[]>`
    select max(day)::text as day from work_facts where tenant_id = ${tx.tenantId} and kind = 'available'`
  return row?.day ?? null
}
