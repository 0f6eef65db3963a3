import type { TenantTx } from '../../db/tenant-tx.ts'
import type { WorkFact } from './rules/facts.ts'
import type { Days, KeptHours, TakingBooking } from './rules/hours.ts'

const uuids = (ids: readonly string[]): string => `{${ids.join(',')}}`

/** Ids of all artists. */
export async function listArtistIds(tx: TenantTx): Promise<string[]> {
  const rows = await tx.sql<
    { id: string }[]
  >`select id from artists where tenant_id = ${tx.tenantId} order by id`
  return rows.map(({ id }) => id)
}

/** Certain bookings of artists that touch some days, wherever they live; those whose hold ran out are none. */
export async function listTaking(
  tx: TenantTx,
  artistIds: readonly string[],
  { from, to }: Days,
): Promise<(TakingBooking & { artistId: string })[]> {
  const rows = await tx.sql<
    { id: string; artistId: string; projectId: string | null; fromMs: string; toMs: string }[]
  >`
    select id, artist_id as "artistId", project_id as "projectId", (extract(epoch from starts_at) * 1000)::bigint::text as "fromMs",
      (extract(epoch from ends_at) * 1000)::bigint::text as "toMs"
    from bookings where tenant_id = ${tx.tenantId} and artist_id = any(${uuids(artistIds)}::uuid[])
      and status in ('confirmed', 'completed')
      and ends_at > ${from}::date - interval '1 day' and starts_at < ${to}::date + interval '2 days' order by id`
  return rows.map(({ fromMs, toMs, ...row }) => ({ ...row, fromMs: Number(fromMs), toMs: Number(toMs) }))
}

/** Hours of artists that are kept of some days. */
export async function listHours(
  tx: TenantTx,
  artistIds: readonly string[],
  { from, to }: Days,
): Promise<KeptHours[]> {
  const rows = await tx.sql<(Omit<KeptHours, 'seconds'> & { seconds: string })[]>`
    select f.kind, f.day::text as day, f.id, f.artist_id as "artistId", f.project_id as "projectId", f.seconds::text as seconds,
      f.client_id is distinct from p.client_id as "isOfOtherClient"
    from work_facts f left join projects p on p.tenant_id = ${tx.tenantId} and p.id = f.project_id
    where f.tenant_id = ${tx.tenantId} and f.artist_id = any(${uuids(artistIds)}::uuid[]) and f.kind in ('available', 'booked')
      and f.day between ${from}::date and ${to}::date`
  return rows.map(({ seconds, ...row }) => ({ ...row, seconds: Number(seconds) }))
}

/** Keeps hours, each with the client of its project, in place of what is kept of the same. Sent before this returns. */
export async function putHours(tx: TenantTx, facts: readonly WorkFact[]): Promise<void> {
  await tx.sql`
    insert into work_facts (tenant_id, kind, day, id, client_id, artist_id, project_id, booking_id, seconds)
    select ${tx.tenantId}::uuid, f.kind, f.day, f.id, p.client_id, f."artistId", f."projectId", f."bookingId", f.seconds
    from jsonb_to_recordset(${JSON.stringify(facts)}::text::jsonb) as f (kind text, day date, id uuid, "artistId" uuid,
      "projectId" uuid, "bookingId" uuid, seconds bigint)
    left join projects p on p.tenant_id = ${tx.tenantId} and p.id = f."projectId"
    on conflict (tenant_id, kind, day, id) do update set seconds = excluded.seconds, artist_id = excluded.artist_id,
      project_id = excluded.project_id, client_id = excluded.client_id`
}

/** Forgets hours that are none any more, unless they have become those of another artist. Sent before this returns. */
export async function deleteHours(tx: TenantTx, gone: readonly KeptHours[]): Promise<void> {
  await tx.sql`
    delete from work_facts w using jsonb_to_recordset(${JSON.stringify(gone)}::text::jsonb) as g (kind text, day date, id uuid,
      "artistId" uuid)
    where w.tenant_id = ${tx.tenantId} and w.kind = g.kind and w.day = g.day and w.id = g.id and w.artist_id = g."artistId"`
}
