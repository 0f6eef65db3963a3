import type { TenantTx } from '../../db/tenant-tx.ts'
import type { Days, KeptHours, TakingBooking } from './rules/hours.ts'

const uuids = (ids: readonly string[]): string => `{${ids.join(',')}}`

/** Ids of all artists. */
export async function listArtistIds(tx: TenantTx): Promise<string[]> {
  const rows = await tx.sql<
    { id: string }[]
  >`select id from artists where tenant_id = ${tx.tenantId} order by id`
  return rows.map(({ id }) => id)
}

/** A certain booking of an artist. */
export interface ArtistTaking extends TakingBooking {
  artistId: string
}

/** Hours that are kept of some artists and days, and certain bookings that touch those days. */
export interface LaidHours {
  kept: KeptHours[]
  taking: ArtistTaking[]
}

/** What is laid of artists on some days, in one statement. Bookings count wherever their artists live; those whose hold ran out are none. */
export async function readLaid(
  tx: TenantTx,
  artistIds: readonly string[],
  { from, to }: Days,
): Promise<LaidHours> {
  const ids = uuids(artistIds)
  const [row] = await tx.sql<{ kept: KeptHours[] | null; taking: ArtistTaking[] | null }[]>`
    select (select json_agg(json_build_object('kind', f.kind, 'day', f.day, 'id', f.id, 'artistId', f.artist_id, 'projectId', f.project_id,
        'seconds', f.seconds, 'isOfOtherClient', f.client_id is distinct from p.client_id))
      from work_facts f left join projects p on p.tenant_id = ${tx.tenantId} and p.id = f.project_id
      where f.tenant_id = ${tx.tenantId} and f.artist_id = any(${ids}::uuid[]) and f.kind in ('available', 'booked')
        and f.day between ${from}::date and ${to}::date) as kept,
    (select json_agg(json_build_object('id', id, 'artistId', artist_id, 'projectId', project_id, 'share', share,
        'fromMs', (extract(epoch from starts_at) * 1000)::bigint, 'toMs', (extract(epoch from ends_at) * 1000)::bigint) order by id)
      from bookings where tenant_id = ${tx.tenantId} and artist_id = any(${ids}::uuid[])
        and status in ('confirmed', 'completed')
        and ends_at > ${from}::date - interval '1 day' and starts_at < ${to}::date + interval '2 days') as taking`
  return { kept: row?.kept ?? [], taking: row?.taking ?? [] }
}

/** Forgets hours that are none any more, unless they have become those of another artist. Sent before this returns. */
export async function deleteHours(tx: TenantTx, gone: readonly KeptHours[]): Promise<void> {
  await tx.sql`
    delete from work_facts w using jsonb_to_recordset(${JSON.stringify(gone)}::text::jsonb) as g (kind text, day date, id uuid,
      "artistId" uuid)
    where w.tenant_id = ${tx.tenantId} and w.kind = g.kind and w.day = g.day and w.id = g.id and w.artist_id = g."artistId"`
}
