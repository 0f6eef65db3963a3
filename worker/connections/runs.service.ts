import { SYNC_LEASE_MS } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { SyncUsage } from '../../contracts/sync.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { connectionFailed, syncCancelled, syncFailed } from './events.ts'
import {
  type Connection,
  findConnection,
  lockConnection,
  lockConnectionOfRun,
  updateConnection,
} from './repository.ts'
import {
  type FailureCode,
  healthOf,
  isAccessGone,
  retryDelayMs,
  shownFailure,
  withFailure,
} from './rules/health.ts'
import * as rows from './runs.repository.ts'
import { listStreams, unscheduleStreams, updateStream } from './streams.repository.ts'

export type { Run, RunTrigger } from './runs.repository.ts'

export function findRun(tx: TenantTx, runId: string): Promise<rows.Run | null> {
  return rows.findRun(tx, runId)
}

/** Every run of the workspace that is under way or waits. */
export function listOpenRuns(tx: TenantTx): Promise<rows.Run[]> {
  return rows.listAllOpenRuns(tx)
}

/** The connection a run belongs to; null when it is gone. */
export function findConnectionOf(tx: TenantTx, run: rows.Run): Promise<Connection | null> {
  return findConnection(tx, run.connectionId)
}

/** Subject of everything that happens to a connection, in events and on sockets. */
export const subjectOf = (connectionId: string): string => `connection:${connectionId}`

/** A run with its connection. */
export interface RunOfConnection {
  run: rows.Run
  connection: Connection
}

/**
 * A run and its connection, the connection locked. Whoever writes to both locks the connection first: in the other order, the end of
 * a connection and a page of its sync would each wait for what the other holds.
 */
export async function lockConnectionOf(tx: TenantTx, runId: string): Promise<RunOfConnection | null> {
  const connection = await lockConnectionOfRun(tx, runId)
  // It may have ended while its connection was waited for; with a connection its runs go as well.
  const run = connection === null ? null : await rows.lockRun(tx, runId)
  return run === null || connection === null ? null : { run, connection }
}

/**
 * Gives a run to one reader for a while. Null when there is nothing to read: it has ended, waits, another reader has it, or its
 * connection may not sync (any more), which ends it.
 */
export async function leaseRun(tx: TenantTx, runId: string, now: Date): Promise<RunOfConnection | null> {
  const locked = await lockConnectionOf(tx, runId)
  if (locked === null || !isOpen(locked.run)) return null
  const { run, connection } = locked
  if (connection.status !== 'active' && connection.status !== 'error') {
    await rows.cancelOpenRuns(tx, run.connectionId, now)
    return null
  }
  const isTaken = run.leaseUntil !== null && new Date(run.leaseUntil) > now
  const isWaiting = run.parkedUntil !== null && new Date(run.parkedUntil) > now
  if (isTaken || isWaiting) return null
  await rows.updateRun(tx, runId, {
    status: 'running',
    parkedUntil: null,
    leaseUntil: leaseEnd(now),
  })
  return { run: { ...run, status: 'running' }, connection }
}

const isOpen = ({ status }: rows.Run): boolean => status === 'running' || status === 'parked'

/** When a lease taken or renewed now ends. */
export const leaseEnd = (now: Date): string => new Date(now.getTime() + SYNC_LEASE_MS).toISOString()

/** Frees a run for another reader, at once. */
export async function freeRun(tx: TenantTx, runId: string): Promise<void> {
  await rows.updateRun(tx, runId, { leaseUntil: null })
}

/** Puts a run aside until a time; it goes on where it is. False when it does not run (any more). */
export async function parkRun(
  tx: TenantTx,
  runId: string,
  until: Date,
  now: Date,
  used: SyncUsage,
): Promise<rows.Run | null> {
  const run = await rows.lockRun(tx, runId)
  if (run?.status !== 'running') return null
  const set = {
    status: 'parked',
    parkedUntil: until.toISOString(),
    leaseUntil: null,
  }
  await rows.updateRun(tx, runId, set)
  const waitedMs = used.waitedMs + Math.max(0, until.getTime() - now.getTime())
  await rows.countUsage(tx, runId, { ...used, waitedMs })
  return { ...run, ...set, status: 'parked' }
}

export interface RunFailed {
  code: FailureCode
  detail: string | null
}

/** Ends a run that cannot go on, and says at its connection why. Null when it had ended before. */
export async function failRun(
  tx: TenantTx,
  runId: string,
  failed: RunFailed,
  now: Date,
  used: SyncUsage,
): Promise<{ run: rows.Run; events: NewEvent[] } | null> {
  const locked = await lockConnectionOf(tx, runId)
  if (locked === null || !isOpen(locked.run)) return null
  const { run, connection } = locked
  const failure = { ...failed, at: now.toISOString() }
  await rows.updateRun(tx, runId, {
    status: 'failed',
    failure,
    finishedAt: failure.at,
    leaseUntil: null,
    parkedUntil: null,
  })
  await rows.countUsage(tx, runId, used)
  const events: NewEvent[] = [
    syncFailed.of(subjectOf(connection.id), {
      connectionId: connection.id,
      runId,
      stream: run.stream,
      code: failed.code,
    }),
  ]
  // Access that is gone was written down where it was found out, against the very tokens that were tried.
  if (failed.code !== 'reauthorise')
    events.push(...(await noteFailure(tx, connection, run.stream, failed, now)))
  return { run: { ...run, status: 'failed', failure, finishedAt: failure.at }, events }
}

/** Adds a failure to what a connection says about itself, and plans the next try where one makes sense. */
export async function noteFailure(
  tx: TenantTx,
  connection: Connection,
  stream: string | null,
  failed: RunFailed,
  now: Date,
): Promise<NewEvent[]> {
  const failures = withFailure(connection.failures, { stream, ...failed, at: now.toISOString() })
  const [newest] = failures
  if (newest === undefined) throw new Error('a failure was not kept')
  const isOn = connection.status === 'active' || connection.status === 'error'
  const status = isOn ? healthOf(failures) : connection.status
  const failuresInARow = Math.max(...failures.map(({ inARow }) => inARow))
  await updateConnection(tx, connection.id, { failure: failures, failuresInARow, status }, false)
  if (isAccessGone(failures)) await unscheduleStreams(tx, connection.id)
  else if (stream !== null) await comeBackSooner(tx, connection.id, stream, retryDelayMs(newest), now)
  const isNews =
    status === 'error' &&
    (connection.status !== 'error' ||
      shownFailure(connection.failures)?.code !== shownFailure(failures)?.code)
  if (!isNews) return []
  const { id, provider, label } = connection
  return [
    connectionFailed.of(subjectOf(id), {
      connectionId: id,
      provider,
      label,
      stream: newest.stream,
      code: newest.code,
    }),
  ]
}

async function comeBackSooner(
  tx: TenantTx,
  connectionId: string,
  name: string,
  delayMs: number | null,
  now: Date,
): Promise<void> {
  if (delayMs === null) return
  const stream = (await listStreams(tx, [connectionId])).find((one) => one.stream === name)
  if (stream === undefined) return
  const again = new Date(now.getTime() + delayMs).toISOString()
  if (stream.nextDueAt !== null && stream.nextDueAt <= again) return
  await updateStream(tx, connectionId, name, { nextDueAt: again })
}

/** Ends what a connection is reading. What was stored stays. */
export async function cancelRuns(
  tx: TenantTx,
  connectionId: string,
  now: Date,
): Promise<Result<{ runIds: string[]; events: NewEvent[] }, { code: 'not_found' }>> {
  if ((await lockConnection(tx, connectionId)) === null) return err({ code: 'not_found' })
  const runIds = await rows.cancelOpenRuns(tx, connectionId, now)
  const events =
    runIds.length === 0 ? [] : [syncCancelled.of(subjectOf(connectionId), { connectionId, runIds })]
  return ok({ runIds, events })
}

/** Removes runs that ended before a time. */
export function forgetRuns(tx: TenantTx, before: Date): Promise<number> {
  return rows.deleteOldRuns(tx, before)
}
