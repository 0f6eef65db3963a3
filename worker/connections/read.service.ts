import type {
  ConnectionView,
  QuarantineView,
  RunView,
  StreamView,
  SyncFailure,
} from '../../contracts/connections.ts'
import { errorTable } from '../../contracts/errors.ts'
import { ClientId, ConnectionId } from '../../contracts/ids.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { streamFace } from './provider.service.ts'
import { countQuarantine, listQuarantine } from './quarantine.repository.ts'
import * as rows from './repository.ts'
import type { AsidePlace } from './rules/aside-place.ts'
import { consentAge } from './rules/consent-age.ts'
import { shownFailure } from './rules/health.ts'
import { clockOf, isLate } from './rules/schedule.ts'
import * as runs from './runs.repository.ts'
import { listStreams, type Stream } from './streams.repository.ts'

const RECENT_RUNS_SHOWN = 14

/** All connections of the workspace as they are shown. */
export async function readConnections(tx: TenantTx, now: Date): Promise<ConnectionView[]> {
  return viewsOf(tx, await rows.listConnections(tx), now)
}

/** One connection as it is shown; null when the workspace has none of that id. */
export async function readConnection(tx: TenantTx, id: string, now: Date): Promise<ConnectionView | null> {
  const connection = await rows.findConnection(tx, id)
  if (connection === null) return null
  const [view] = await viewsOf(tx, [connection], now)
  return view ?? null
}

async function viewsOf(
  tx: TenantTx,
  connections: readonly rows.Connection[],
  now: Date,
): Promise<ConnectionView[]> {
  const ids = connections.map(({ id }) => id)
  const [streams, recent, rowTotals, quarantined, faces] = await Promise.all([
    listStreams(tx, ids),
    runs.listRecentRuns(tx, ids, RECENT_RUNS_SHOWN),
    runs.countRows(tx),
    countQuarantine(tx, ids),
    rows.listClientFaces(
      tx,
      connections.map(({ clientId }) => clientId),
    ),
  ])
  return connections.map((connection) => {
    const { id, provider, label, clientId, status, account, accounts, lastSyncAt, authorisedBy } = connection
    const client = faces.get(clientId)
    const isClientArchived = client?.isArchived === true
    const { consentSince } = connection
    const consent = consentSince === null ? null : consentAge(consentSince, now)
    const isScheduled =
      !isClientArchived && consent?.state !== 'ended' && (status === 'active' || status === 'error')
    const own = streams.filter(({ connectionId }) => connectionId === id)
    const due = own.flatMap(({ isEnabled, nextDueAt }) =>
      isEnabled && nextDueAt !== null ? [nextDueAt] : [],
    )
    return {
      id: ConnectionId.parse(id),
      provider,
      label,
      clientId: ClientId.parse(clientId),
      clientName: client?.name ?? '',
      isClientArchived,
      status,
      isLate:
        isScheduled && status === 'active' && own.some((stream) => isLate(stream, connection.createdAt, now)),
      account,
      accounts: accounts.map((one) => ({ id: one.id, name: one.name })),
      lastSyncAt,
      nextSyncAt: isScheduled ? (due.toSorted()[0] ?? null) : null,
      rowsTotal: rowTotals.get(id) ?? 0,
      quarantined: quarantined.get(id) ?? 0,
      failure: failureView(shownFailure(connection.failures)),
      streams: own.map((stream) => streamView(provider, stream)),
      recentRuns: recent.filter(({ connectionId }) => connectionId === id).map(runView),
      authorisedBy,
      consent,
      version: connection.version,
      createdAt: connection.createdAt,
    }
  })
}

function streamView(provider: string, stored: Stream): StreamView {
  const face = streamFace(provider, stored.stream)
  const { stream, isEnabled, everySeconds, dailyAtMinute, nextDueAt, dataAsOf, checkedAt } = stored
  return {
    stream,
    label: face?.label ?? stream,
    isEnabled,
    everySeconds,
    dailyAt: dailyAtMinute === null ? null : clockOf(dailyAtMinute),
    nextDueAt,
    dataAsOf,
    checkedAt,
    fields: face?.fields ?? [],
  }
}

function failureView(failure: Pick<runs.RunFailure, 'code' | 'at' | 'detail'> | null): SyncFailure | null {
  if (failure === null) return null
  const { sentence, next } = errorTable[failure.code]
  return { code: failure.code, message: sentence, next, at: failure.at, detail: failure.detail }
}

/** A run as it is shown. */
export function runView(run: runs.Run): RunView {
  const { id, stream, trigger, status, counts, pagesDone, pagesTotal, requests, bytesRead, waitedMs } = run
  return {
    id,
    connectionId: ConnectionId.parse(run.connectionId),
    stream,
    trigger,
    status,
    counts,
    pagesDone,
    pagesTotal,
    requests,
    bytesRead,
    waitedMs,
    parkedUntil: status === 'parked' ? run.parkedUntil : null,
    failure: failureView(run.failure),
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
  }
}

/** Runs of a connection, newest first; null when there is no such connection. */
export async function readRuns(
  tx: TenantTx,
  connectionId: string,
  filter: Parameters<typeof runs.listRuns>[2],
): Promise<{ found: RunView[]; total: number } | null> {
  if ((await rows.findConnection(tx, connectionId)) === null) return null
  const [found, total] = await Promise.all([
    runs.listRuns(tx, connectionId, filter),
    runs.countRuns(tx, connectionId, filter.stream),
  ])
  return { found: found.map(runView), total }
}

/** One run of a connection; null when there is none. */
export async function readRun(tx: TenantTx, connectionId: string, runId: string): Promise<RunView | null> {
  const run = await runs.findRun(tx, runId)
  return run?.connectionId === connectionId ? runView(run) : null
}

/** Runs by id as they are shown, in the order given. */
export async function runViews(tx: TenantTx, ids: readonly { runId: string }[]): Promise<RunView[]> {
  const views: RunView[] = []
  for (const { runId } of ids) {
    const run = await runs.findRun(tx, runId)
    if (run !== null) views.push(runView(run))
  }
  return views
}

/** What is set aside of a connection, newest first; null when there is no such connection. */
export async function readQuarantine(
  tx: TenantTx,
  connectionId: string,
  after: AsidePlace | null,
  limit: number,
): Promise<{ found: QuarantineView[]; total: number } | null> {
  if ((await rows.findConnection(tx, connectionId)) === null) return null
  const [found, counts] = await Promise.all([
    listQuarantine(tx, connectionId, after, limit),
    countQuarantine(tx, [connectionId]),
  ])
  return { found, total: counts.get(connectionId) ?? 0 }
}
