import type { RunCounts } from '../../contracts/connections.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { SyncBatch } from '../../contracts/sync.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { readCatalogue } from '../metrics/service.ts'
import { type StoreContext, storeRecords } from '../records/store.service.ts'
import { removeSampleData } from '../sample/service.ts'
import { connectionRecovered, syncFinished, syncPageStored } from './events.ts'
import { metricsOfStream } from './provider.service.ts'
import { setAside, takeBack } from './quarantine.repository.ts'
import { findConnection, noteMetrics, updateConnection } from './repository.ts'
import { healthOf, withSuccess } from './rules/health.ts'
import * as rows from './runs.repository.ts'
import { leaseEnd, lockConnectionOf, subjectOf } from './runs.service.ts'
import { updateStream } from './streams.repository.ts'

/** Another reader was here first, or the run has ended. */
export type Moved = { code: 'moved' }

/** What storing a page takes of its workspace: base currency, catalogue, time, how finely buckets are kept. */
export type PageContext = Pick<StoreContext, 'base' | 'definitions' | 'at' | 'levelsOf'>

/** A stored page: the run as it stands now, and what happened. */
export interface StoredPage {
  run: rows.Run
  events: NewEvent[]
  /** What one of the events moves in the buckets, where that is known exactly. */
  moved: { event: NewEvent; delta: string } | null
}

/**
 * Stores one page of a run in the caller's transaction: place, records, what was set aside, counts and, with the last page, how far
 * the stream was read. A page that does not begin where the run stands changes nothing.
 */
export async function storePage(
  tx: TenantTx,
  runId: string,
  page: SyncBatch,
  context: PageContext,
): Promise<Result<StoredPage, Moved>> {
  const { at } = context
  const locked = await lockConnectionOf(tx, runId)
  const step = { from: page.from, position: page.position, leaseUntil: leaseEnd(at) }
  if (locked === null || !(await rows.advanceRun(tx, runId, step))) return err({ code: 'moved' })
  const { stream } = locked.run
  const { id: connectionId, clientId, provider } = locked.connection
  const source = { id: connectionId, system: provider, stream }
  const metrics = metricsOfStream(provider, stream, context.base)
  // Rates are nobody's numbers and what was deleted is none; everything else ends the sample data, and with it entries of the catalogue.
  const isOwnData = page.records.some(({ kind }) => kind !== 'rate' && kind !== 'deleted')
  const gone = isOwnData ? await removeSampleData(tx) : []
  const definitions = gone.length > 0 ? await readCatalogue(tx) : context.definitions
  const stored = await storeRecords(tx, { ...context, definitions, source, clientId, metrics }, page.records)
  await noteMetrics(tx, connectionId, stream, stored.metrics)
  const rejects = [...page.rejects, ...stored.rejects]
  const place = { connectionId, stream }
  const isRejected = new Set(rejects.map(({ recordKey }) => recordKey))
  const good = page.records.map(({ externalId }) => externalId).filter((key) => !isRejected.has(key))
  await takeBack(tx, place, good)
  await setAside(tx, place, runId, rejects, at)
  const counts: RunCounts = {
    ...stored.counts,
    read: page.records.length + page.rejects.length,
    rejected: rejects.length,
  }
  const { pagesTotal, used, end } = page
  const steps = { counts, pagesTotal, used }
  const counted = await rows.countPage(tx, runId, steps, end === null ? null : at.toISOString())
  const events: NewEvent[] = [...gone, ...stored.defined]
  const { touched, delta } = stored
  let moved: StoredPage['moved'] = null
  // Known rates may still convert what was stored beside them: then no record is news, but figures move.
  if (counts.new + counts.changed + counts.deleted + counts.rejected + touched.length > 0) {
    const event = syncPageStored.of(subjectOf(connectionId), {
      connectionId,
      runId,
      stream,
      counts,
      // Rates convert what waited for them, whosever it is.
      ...(page.records.some(({ kind }) => kind === 'rate') ? {} : { clientIds: [clientId] }),
      touched,
    })
    events.push(event)
    if (delta !== null) moved = { event, delta }
  }
  if (end !== null) events.push(...(await finish(tx, counted, end, at)))
  return ok({ run: counted, events, moved })
}

/** The source was read to its end: the cursor moves with the records of the last page, never before them. */
async function finish(
  tx: TenantTx,
  run: rows.Run,
  end: NonNullable<SyncBatch['end']>,
  at: Date,
): Promise<NewEvent[]> {
  const { connectionId, stream } = run
  const connection = await findConnection(tx, connectionId)
  if (connection === null) throw new Error(`connection ${connectionId} is gone`)
  const checkedAt = at.toISOString()
  await updateStream(tx, connectionId, stream, {
    cursor: end.cursor,
    checkedAt,
    ...(end.dataAsOf === null ? {} : { dataAsOf: end.dataAsOf }),
  })
  const failures = withSuccess(connection.failures, stream)
  const status = connection.status === 'error' ? healthOf(failures) : connection.status
  await updateConnection(
    tx,
    connectionId,
    {
      lastSyncAt: checkedAt,
      status,
      failure: failures.length === 0 ? null : failures,
      failuresInARow: Math.max(0, ...failures.map(({ inARow }) => inARow)),
    },
    false,
  )
  const subject = subjectOf(connectionId)
  const finished = syncFinished.of(subject, { connectionId, runId: run.id, stream, counts: run.counts })
  if (connection.status !== 'error' || status !== 'active') return [finished]
  const { provider, label } = connection
  return [finished, connectionRecovered.of(subject, { connectionId, provider, label })]
}
