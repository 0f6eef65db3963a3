import type { TenantTx } from '../../db/tenant-tx.ts'
import type { WorkFact } from './rules/facts.ts'

/** Days of one kind whose facts came, changed or went. */
export interface MovedDay {
  kind: string
  day: string
}

/** How far a workspace is counted. */
export interface CountedSoFar {
  /** In which its days begin and end. */
  timeZone: string
  /** Whether anything was counted yet. */
  isCounting: boolean
  /** The last day that hours are kept for; null before any were worked out. */
  lastDay: string | null
}

export async function readCountedSoFar(tx: TenantTx): Promise<CountedSoFar> {
  const [row] = await tx.sql<CountedSoFar[]>`
    select time_zone as "timeZone", exists (select from work_facts f where f.tenant_id = s.tenant_id) as "isCounting",
      (select max(day)::text from work_facts f where f.tenant_id = s.tenant_id and kind = 'available') as "lastDay"
    from workspace_settings s where tenant_id = ${tx.tenantId}`
  if (row === undefined) throw new Error('the workspace has no settings')
  return row
}

/**
 * Stores facts, each with the client of its project. Hours go in place of what is kept of the same; what was done is counted once. Sent
 * before this returns.
 */
export async function putFacts(tx: TenantTx, facts: readonly WorkFact[]): Promise<void> {
  await tx.sql`
    insert into work_facts as w (tenant_id, kind, day, id, client_id, artist_id, project_id, booking_id, seconds, lead_seconds)
    select ${tx.tenantId}::uuid, f.kind, f.day, f.id, p.client_id, f."artistId", f."projectId", f."bookingId", f.seconds, f."leadSeconds"
    from jsonb_to_recordset(${JSON.stringify(facts)}::text::jsonb) as f (kind text, day date, id uuid, "artistId" uuid,
      "projectId" uuid, "bookingId" uuid, seconds bigint, "leadSeconds" bigint)
    left join projects p on p.tenant_id = ${tx.tenantId} and p.id = f."projectId"
    on conflict (tenant_id, kind, day, id) do update set seconds = excluded.seconds, artist_id = excluded.artist_id,
      project_id = excluded.project_id, client_id = excluded.client_id
    where w.kind in ('available', 'booked')`
}

/** Which of some bookings have facts of one of these kinds, whichever day those are of. */
export async function listWithFact(
  tx: TenantTx,
  kinds: readonly string[],
  bookingIds: readonly string[],
): Promise<string[]> {
  if (bookingIds.length === 0) return []
  const found = await tx.sql<{ id: string }[]>`
    select distinct booking_id as id from work_facts where tenant_id = ${tx.tenantId}
      and booking_id = any(${`{${bookingIds.join()}}`}::uuid[]) and kind = any(${`{${kinds.join()}}`}::text[])`
  return found.map(({ id }) => id)
}

/** Whether a call was counted as refused already. */
export async function hasRefusal(tx: TenantTx, id: string): Promise<boolean> {
  const [row] = await tx.sql<{ found: boolean }[]>`
    select exists (select 1 from work_facts where tenant_id = ${tx.tenantId} and kind = 'booking_refused' and id = ${id}) as found`
  return row?.found ?? false
}

/** Facts of a booking follow it to another project, and so to its client. Sent before this returns. */
export function moveToProject(
  tx: TenantTx,
  bookingId: string,
  projectId: string | null,
): Promise<MovedDay[]> {
  return tx.sql<MovedDay[]>`
    update work_facts set project_id = ${projectId}::uuid,
      client_id = (select p.client_id from projects p where p.tenant_id = ${tx.tenantId} and p.id = ${projectId}::uuid)
    where tenant_id = ${tx.tenantId} and booking_id = ${bookingId} returning kind, day::text`.execute()
}

/** Facts of a project follow it to another client. */
export function moveToClient(tx: TenantTx, projectId: string, clientId: string | null): Promise<MovedDay[]> {
  return tx.sql<MovedDay[]>`
    update work_facts set client_id = ${clientId}::uuid
    where tenant_id = ${tx.tenantId} and project_id = ${projectId} returning kind, day::text`
}

/** Days of facts about artists or projects of these names: what they are called says under which name those are counted. */
export function listNamedDays(
  tx: TenantTx,
  noun: 'artist' | 'project',
  names: readonly string[],
): Promise<MovedDay[]> {
  const [table, column] = noun === 'artist' ? ['artists', 'artist_id'] : ['projects', 'project_id']
  return tx.sql.unsafe<MovedDay[]>(
    `select distinct f.kind, f.day::text as day from ${table} n
     join work_facts f on f.tenant_id = n.tenant_id and f.${column} = n.id
     where n.tenant_id = $1::uuid and n.name in (select jsonb_array_elements_text($2::text::jsonb))`,
    [tx.tenantId, JSON.stringify(names)],
  )
}

/** Bookings from before anything was counted are counted as made on the day they were, in the zone of the workspace. */
export async function countEarlierBookings(tx: TenantTx, timeZone: string): Promise<void> {
  await tx.sql`
    insert into work_facts (tenant_id, kind, day, id, client_id, artist_id, project_id, booking_id, seconds, lead_seconds)
    select b.tenant_id, 'booking_created', (b.created_at at time zone ${timeZone})::date, b.id, p.client_id, b.artist_id, b.project_id, b.id,
      round(extract(epoch from b.ends_at - b.starts_at)), greatest(0, round(extract(epoch from b.starts_at - b.created_at)))
    from bookings b left join projects p on p.tenant_id = b.tenant_id and p.id = b.project_id
    where b.tenant_id = ${tx.tenantId} and not exists (select from work_facts f where f.tenant_id = b.tenant_id
      and f.kind = 'booking_created' and f.booking_id = b.id)`
}
