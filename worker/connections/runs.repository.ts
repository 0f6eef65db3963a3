import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type RunCounts, RunStatus } from '../../contracts/connections.ts'
import type { SyncUsage } from '../../contracts/sync.ts'
import { syncRuns } from '../../db/schema/connections.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { CorruptConnection, isoOf } from './repository.ts'
import type { FailureCode } from './rules/health.ts'

export const RunTrigger = z.enum(['schedule', 'person', 'first', 'resume'])
export type RunTrigger = z.infer<typeof RunTrigger>

/** One run of one stream as it is stored. */
export interface Run {
  id: string
  connectionId: string
  stream: string
  trigger: RunTrigger
  status: RunStatus
  /** Where the source is read from, as the engine wrote it at the end of the run before. */
  cursor: string | null
  /** Which page comes next; empty at the beginning. */
  position: string
  leaseUntil: string | null
  parkedUntil: string | null
  counts: RunCounts
  pagesDone: number
  pagesTotal: number | null
  requests: number
  bytesRead: number
  waitedMs: number
  failure: RunFailure | null
  startedAt: string
  finishedAt: string | null
}

export interface RunFailure {
  code: FailureCode
  at: string
  detail: string | null
}

const StoredFailure = z.object({
  // Only `rules/health.ts` makes these, from its own list.
  code: z.string().transform((code) => code as FailureCode),
  at: z.string(),
  detail: z.string().nullable(),
})

function toRun(row: typeof syncRuns.$inferSelect): Run {
  const status = RunStatus.safeParse(row.status)
  const trigger = RunTrigger.safeParse(row.trigger)
  const failure = StoredFailure.nullable().safeParse(row.failure)
  if (!status.success || !trigger.success || !failure.success)
    throw new CorruptConnection(`run ${row.id} holds something that is not of its shape`)
  return {
    id: row.id,
    connectionId: row.connectionId,
    stream: row.stream,
    trigger: trigger.data,
    status: status.data,
    cursor: row.cursor,
    position: row.position,
    leaseUntil: isoOf(row.leaseUntil),
    parkedUntil: isoOf(row.parkedUntil),
    counts: {
      read: row.rowsRead,
      new: row.rowsNew,
      changed: row.rowsChanged,
      same: row.rowsSame,
      deleted: row.rowsDeleted,
      rejected: row.rowsRejected,
    },
    pagesDone: row.pagesDone,
    pagesTotal: row.pagesTotal,
    requests: row.requests,
    bytesRead: row.bytesRead,
    waitedMs: row.waitedMs,
    failure: failure.data,
    startedAt: new Date(row.startedAt).toISOString(),
    finishedAt: isoOf(row.finishedAt),
  }
}

const ofId = (tx: TenantTx, id: string) => and(eq(syncRuns.tenantId, tx.tenantId), eq(syncRuns.id, id))
const OPEN = ['running', 'parked'] as const

export async function findRun(tx: TenantTx, id: string): Promise<Run | null> {
  const [row] = await tx.db.select().from(syncRuns).where(ofId(tx, id))
  return row === undefined ? null : toRun(row)
}

export async function lockRun(tx: TenantTx, id: string): Promise<Run | null> {
  const [row] = await tx.db.select().from(syncRuns).where(ofId(tx, id)).for('update')
  return row === undefined ? null : toRun(row)
}

export async function insertRuns(
  tx: TenantTx,
  rows: readonly Omit<typeof syncRuns.$inferInsert, 'tenantId'>[],
): Promise<void> {
  if (rows.length > 0)
    await tx.db.insert(syncRuns).values(rows.map((row) => ({ tenantId: tx.tenantId, ...row })))
}

export async function updateRun(
  tx: TenantTx,
  id: string,
  set: Partial<typeof syncRuns.$inferInsert>,
): Promise<void> {
  await tx.db.update(syncRuns).set(set).where(ofId(tx, id))
}

/** What a stored page adds to its run. */
export interface PageSteps {
  from: string
  position: string
  counts: RunCounts
  pagesTotal: number | null
  used: SyncUsage
  leaseUntil: string
}

/** Moves a run on by one page; false when it does not stand where the page begins, or runs no more. */
export async function advanceRun(
  tx: TenantTx,
  id: string,
  page: Pick<PageSteps, 'from' | 'position' | 'leaseUntil'>,
): Promise<boolean> {
  const rows = await tx.db
    .update(syncRuns)
    .set({ position: page.position, leaseUntil: page.leaseUntil, pagesDone: sql`${syncRuns.pagesDone} + 1` })
    .where(and(ofId(tx, id), eq(syncRuns.status, 'running'), eq(syncRuns.position, page.from)))
    .returning({ id: syncRuns.id })
  return rows.length > 0
}

const usedMore = ({ requests, bytes, waitedMs }: SyncUsage) => ({
  requests: sql`${syncRuns.requests} + ${requests}`,
  bytesRead: sql`${syncRuns.bytesRead} + ${bytes}`,
  waitedMs: sql`${syncRuns.waitedMs} + ${waitedMs}`,
})

/** Adds what reading cost although nothing was stored. */
export async function countUsage(tx: TenantTx, id: string, used: SyncUsage): Promise<void> {
  await tx.db.update(syncRuns).set(usedMore(used)).where(ofId(tx, id))
}

/** Adds what a page brought to the counts of its run, and ends the run with its last page. */
export async function countPage(
  tx: TenantTx,
  id: string,
  page: Omit<PageSteps, 'from' | 'position' | 'leaseUntil'>,
  finishedAt: string | null,
): Promise<Run> {
  const { counts } = page
  const [row] = await tx.db
    .update(syncRuns)
    .set({
      rowsRead: sql`${syncRuns.rowsRead} + ${counts.read}`,
      rowsNew: sql`${syncRuns.rowsNew} + ${counts.new}`,
      rowsChanged: sql`${syncRuns.rowsChanged} + ${counts.changed}`,
      rowsSame: sql`${syncRuns.rowsSame} + ${counts.same}`,
      rowsDeleted: sql`${syncRuns.rowsDeleted} + ${counts.deleted}`,
      rowsRejected: sql`${syncRuns.rowsRejected} + ${counts.rejected}`,
      ...usedMore(page.used),
      ...(page.pagesTotal === null ? {} : { pagesTotal: page.pagesTotal }),
      ...(finishedAt === null ? {} : { status: 'done', finishedAt, leaseUntil: null }),
    })
    .where(ofId(tx, id))
    .returning()
  if (row === undefined) throw new Error(`run ${id} is gone`)
  return toRun(row)
}

/** Runs of a connection that are under way or wait. */
export async function listOpenRuns(tx: TenantTx, connectionId: string): Promise<Run[]> {
  const rows = await tx.db
    .select()
    .from(syncRuns)
    .where(
      and(
        eq(syncRuns.tenantId, tx.tenantId),
        eq(syncRuns.connectionId, connectionId),
        inArray(syncRuns.status, [...OPEN]),
      ),
    )
  return rows.map(toRun)
}

/** Every run of the workspace that is under way or waits. */
export async function listAllOpenRuns(tx: TenantTx): Promise<Run[]> {
  const rows = await tx.db
    .select()
    .from(syncRuns)
    .where(and(eq(syncRuns.tenantId, tx.tenantId), inArray(syncRuns.status, [...OPEN])))
  return rows.map(toRun)
}

/** Ends what is under way for a connection; gives the ids. */
export async function cancelOpenRuns(tx: TenantTx, connectionId: string, at: Date): Promise<string[]> {
  const rows = await tx.db
    .update(syncRuns)
    .set({ status: 'cancelled', finishedAt: at.toISOString(), leaseUntil: null, parkedUntil: null })
    .where(
      and(
        eq(syncRuns.tenantId, tx.tenantId),
        eq(syncRuns.connectionId, connectionId),
        inArray(syncRuns.status, [...OPEN]),
      ),
    )
    .returning({ id: syncRuns.id })
  return rows.map((row) => row.id)
}

/** Runs of a connection, newest first, before a run. */
export async function listRuns(
  tx: TenantTx,
  connectionId: string,
  filter: { before: string | null; stream: string | null; limit: number },
): Promise<Run[]> {
  const rows = await tx.db
    .select()
    .from(syncRuns)
    .where(
      and(
        eq(syncRuns.tenantId, tx.tenantId),
        eq(syncRuns.connectionId, connectionId),
        filter.before === null ? undefined : lt(syncRuns.id, filter.before),
        filter.stream === null ? undefined : eq(syncRuns.stream, filter.stream),
      ),
    )
    // Ids are version 7, so they are in the order of the start.
    .orderBy(desc(syncRuns.id))
    .limit(filter.limit)
  return rows.map(toRun)
}

/** How many runs a connection, or one stream of it, has had. */
export function countRuns(tx: TenantTx, connectionId: string, stream: string | null): Promise<number> {
  const ofStream = stream === null ? undefined : eq(syncRuns.stream, stream)
  return tx.db.$count(
    syncRuns,
    and(eq(syncRuns.tenantId, tx.tenantId), eq(syncRuns.connectionId, connectionId), ofStream),
  )
}

/** The newest runs of each connection, newest first. */
export async function listRecentRuns(
  tx: TenantTx,
  connectionIds: readonly string[],
  perConnection: number,
): Promise<Run[]> {
  if (connectionIds.length === 0) return []
  const ids = sql`(select r.id from unnest(array[${sql.join(
    connectionIds.map((id) => sql`${id}::uuid`),
    sql`, `,
  )}]) as c(id) cross join lateral (
    select id from sync_runs where tenant_id = ${tx.tenantId} and connection_id = c.id order by id desc limit ${perConnection}) r)`
  const rows = await tx.db
    .select()
    .from(syncRuns)
    .where(and(eq(syncRuns.tenantId, tx.tenantId), sql`${syncRuns.id} in ${ids}`))
    .orderBy(desc(syncRuns.id))
  return rows.map(toRun)
}

/** Rows brought so far per connection, by the counts of its runs. */
export async function countRows(tx: TenantTx): Promise<Map<string, number>> {
  const rows = await tx.sql<{ id: string; n: string }[]>`
    select connection_id::text as id, sum(rows_new)::text as n from sync_runs
    where tenant_id = ${tx.tenantId} group by connection_id`
  return new Map(rows.map((row) => [row.id, Number(row.n)]))
}

/** Removes runs that ended before a time. */
export async function deleteOldRuns(tx: TenantTx, before: Date): Promise<number> {
  const gone = await tx.sql`
    delete from sync_runs where tenant_id = ${tx.tenantId} and finished_at < ${before.toISOString()}`
  return gone.count
}

export async function deleteRuns(tx: TenantTx, connectionId: string): Promise<void> {
  await tx.db
    .delete(syncRuns)
    .where(and(eq(syncRuns.tenantId, tx.tenantId), eq(syncRuns.connectionId, connectionId)))
}
