import { and, desc, eq, inArray, lt, or, sql } from 'drizzle-orm'
import type { QuarantineView } from '../../contracts/connections.ts'
import type { RejectedRecord } from '../../contracts/sync.ts'
import { syncErrors } from '../../db/schema/connections.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { AsidePlace } from './rules/aside-place.ts'

/** Where records are set aside: a stream of a connection. */
export interface Place {
  connectionId: string
  stream: string
}

const ofConnection = (tx: TenantTx, connectionId: string) =>
  and(eq(syncErrors.tenantId, tx.tenantId), eq(syncErrors.connectionId, connectionId))

/** Sets records aside; one that was set aside before is written over. */
export async function setAside(
  tx: TenantTx,
  { connectionId, stream }: Place,
  runId: string,
  rejects: readonly RejectedRecord[],
  at: Date,
): Promise<void> {
  if (rejects.length === 0) return
  // One statement may not write the same row twice; the last of several with one key stands.
  const byKey = new Map(rejects.map((reject) => [reject.recordKey, reject]))
  await tx.db
    .insert(syncErrors)
    .values(
      [...byKey.values()].map((reject) => ({
        tenantId: tx.tenantId,
        connectionId,
        stream,
        runId,
        at: at.toISOString(),
        ...reject,
      })),
    )
    .onConflictDoUpdate({
      target: [syncErrors.tenantId, syncErrors.connectionId, syncErrors.stream, syncErrors.recordKey],
      set: {
        runId: sql`excluded.run_id`,
        reason: sql`excluded.reason`,
        field: sql`excluded.field`,
        message: sql`excluded.message`,
        record: sql`excluded.record`,
        at: sql`excluded.at`,
      },
    })
}

/** Takes records out that were stored after all. */
export async function takeBack(
  tx: TenantTx,
  { connectionId, stream }: Place,
  recordKeys: readonly string[],
): Promise<void> {
  if (recordKeys.length === 0) return
  await tx.sql`
    delete from sync_errors where tenant_id = ${tx.tenantId} and connection_id = ${connectionId} and stream = ${stream}
      and record_key in (select jsonb_array_elements_text(${JSON.stringify(recordKeys)}::text::jsonb))`
}

/** Records set aside, the newest first; `after` is the place of the last one seen. */
export async function listQuarantine(
  tx: TenantTx,
  connectionId: string,
  after: AsidePlace | null,
  limit: number,
): Promise<QuarantineView[]> {
  const { at, stream, recordKey } = syncErrors
  const rows = await tx.db
    .select()
    .from(syncErrors)
    .where(
      and(
        ofConnection(tx, connectionId),
        after === null
          ? undefined
          : or(
              lt(at, after[0]),
              and(eq(at, after[0]), sql`(${stream}, ${recordKey}) > (${after[1]}, ${after[2]})`),
            ),
      ),
    )
    .orderBy(desc(at), stream, recordKey)
    .limit(limit)
  return rows.map(({ tenantId: _tenant, connectionId: _connection, at, ...row }) => ({
    ...row,
    at: new Date(at).toISOString(),
  }))
}

/** How many are set aside, per connection. */
export async function countQuarantine(
  tx: TenantTx,
  connectionIds: readonly string[],
): Promise<Map<string, number>> {
  if (connectionIds.length === 0) return new Map()
  const rows = await tx.db
    .select({ id: syncErrors.connectionId, n: sql<number>`count(*)::int` })
    .from(syncErrors)
    .where(and(eq(syncErrors.tenantId, tx.tenantId), inArray(syncErrors.connectionId, [...connectionIds])))
    .groupBy(syncErrors.connectionId)
  return new Map(rows.map((row) => [row.id, row.n]))
}

/** The streams of a connection in which something is set aside. */
export async function listQuarantinedStreams(tx: TenantTx, connectionId: string): Promise<string[]> {
  const rows = await tx.db
    .selectDistinct({ stream: syncErrors.stream })
    .from(syncErrors)
    .where(ofConnection(tx, connectionId))
  return rows.map((row) => row.stream)
}

/** Forgets everything set aside; gives how many there were. */
export async function emptyQuarantine(tx: TenantTx, connectionId: string): Promise<number> {
  const rows = await tx.db
    .delete(syncErrors)
    .where(ofConnection(tx, connectionId))
    .returning({ key: syncErrors.recordKey })
  return rows.length
}
