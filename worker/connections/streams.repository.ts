import { and, asc, eq, inArray } from 'drizzle-orm'
import { connectionStreams } from '../../db/schema/connections.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { isoOf } from './repository.ts'
import { CONSENT_GRACE_DAYS, CONSENT_MONTHS } from './rules/consent-age.ts'

/** One stream of a connection: its schedule and how far it was read. */
export interface Stream {
  connectionId: string
  stream: string
  isEnabled: boolean
  cursor: string | null
  everySeconds: number | null
  dailyAtMinute: number | null
  nextDueAt: string | null
  dataAsOf: string | null
  checkedAt: string | null
}

const streamOf = (tx: TenantTx, connectionId: string, stream: string) =>
  and(
    eq(connectionStreams.tenantId, tx.tenantId),
    eq(connectionStreams.connectionId, connectionId),
    eq(connectionStreams.stream, stream),
  )

function toStream({ tenantId: _tenant, ...row }: typeof connectionStreams.$inferSelect): Stream {
  return {
    ...row,
    nextDueAt: isoOf(row.nextDueAt),
    dataAsOf: isoOf(row.dataAsOf),
    checkedAt: isoOf(row.checkedAt),
  }
}

export async function listStreams(tx: TenantTx, connectionIds: readonly string[]): Promise<Stream[]> {
  if (connectionIds.length === 0) return []
  const rows = await tx.db
    .select()
    .from(connectionStreams)
    .where(
      and(
        eq(connectionStreams.tenantId, tx.tenantId),
        inArray(connectionStreams.connectionId, [...connectionIds]),
      ),
    )
    .orderBy(asc(connectionStreams.connectionId), asc(connectionStreams.stream))
  return rows.map(toStream)
}

export async function insertStreams(
  tx: TenantTx,
  rows: readonly Omit<typeof connectionStreams.$inferInsert, 'tenantId'>[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.db
    .insert(connectionStreams)
    .values(rows.map((row) => ({ tenantId: tx.tenantId, ...row })))
    .onConflictDoNothing()
}

export async function deleteStreams(tx: TenantTx, connectionId: string): Promise<void> {
  await tx.db
    .delete(connectionStreams)
    .where(and(eq(connectionStreams.tenantId, tx.tenantId), eq(connectionStreams.connectionId, connectionId)))
}

export async function updateStream(
  tx: TenantTx,
  connectionId: string,
  stream: string,
  set: Partial<Omit<typeof connectionStreams.$inferInsert, 'tenantId' | 'connectionId' | 'stream'>>,
): Promise<void> {
  await tx.db
    .update(connectionStreams)
    .set(set)
    .where(streamOf(tx, connectionId, stream))
}

/** Takes all streams of a connection off the timetable. */
export async function unscheduleStreams(tx: TenantTx, connectionId: string): Promise<void> {
  await tx.db
    .update(connectionStreams)
    .set({ nextDueAt: null })
    .where(and(eq(connectionStreams.tenantId, tx.tenantId), eq(connectionStreams.connectionId, connectionId)))
}

const DUE_STREAMS_MAX = 200

/** A consent that nobody confirmed for too long: nothing is read until somebody does. `rules/consent-age.ts` says the same of one row. */
const isConsented = (tx: TenantTx, now: Date) => tx.sql`(c.sealed_tokens is null
  or (coalesce(c.consent_at, c.created_at) at time zone 'UTC') + ${`${CONSENT_MONTHS} months`}::interval + ${`${CONSENT_GRACE_DAYS} days`}::interval
    > ${now.toISOString()}::timestamptz at time zone 'UTC')`

/** Enabled streams of connections that may sync whose time has come, the longest due first. For archived clients nothing is read. */
export async function listDueStreams(
  tx: TenantTx,
  now: Date,
): Promise<{ connectionId: string; stream: string }[]> {
  const rows = await tx.sql<{ connectionId: string; stream: string }[]>`
    select s.connection_id::text as "connectionId", s.stream
    from connection_streams s join connections c on c.tenant_id = s.tenant_id and c.id = s.connection_id
    join clients k on k.tenant_id = c.tenant_id and k.id = c.client_id and k.archived_at is null
    where s.tenant_id = ${tx.tenantId} and s.is_enabled and s.next_due_at <= ${now.toISOString()}::timestamptz
      and c.status in ('active', 'error') and ${isConsented(tx, now)}
    order by s.next_due_at limit ${DUE_STREAMS_MAX}`
  return [...rows]
}

/** When the first stream of the workspace that is not being read is due; null when none is. */
export async function findEarliestDue(tx: TenantTx, now: Date): Promise<string | null> {
  const [row] = await tx.sql<{ due: string | null }[]>`
    select min(s.next_due_at)::text as due
    from connection_streams s join connections c on c.tenant_id = s.tenant_id and c.id = s.connection_id
    join clients k on k.tenant_id = c.tenant_id and k.id = c.client_id and k.archived_at is null
    where s.tenant_id = ${tx.tenantId} and s.is_enabled and c.status in ('active', 'error') and ${isConsented(tx, now)}
      and not exists (select from sync_runs r where r.tenant_id = s.tenant_id and r.connection_id = s.connection_id
        and r.stream = s.stream and r.status in ('running', 'parked'))`
  return isoOf(row?.due ?? null)
}
