import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { syncStarted } from './events.ts'
import { listQuarantinedStreams } from './quarantine.repository.ts'
import { type Connection, listClientFaces, lockConnection } from './repository.ts'
import { consentAge } from './rules/consent-age.ts'
import { nextDue } from './rules/schedule.ts'
import * as rows from './runs.repository.ts'
import { subjectOf } from './runs.service.ts'
import { listDueStreams, listStreams, type Stream, updateStream } from './streams.repository.ts'

/** What starting runs takes from outside. */
export interface StartContext {
  now: Date
  timeZone: string
  newId(): string
  /** How many streams of one connection of a provider may be read at the same time. */
  streamsAtOnce(provider: string): number
}

/** A run that has begun; its message carries the ids. */
export interface StartedRun {
  runId: string
  connectionId: string
  stream: string
}

export interface Started {
  runs: StartedRun[]
  events: NewEvent[]
}

/** Starts a run for every stream that is due, as far as its connection has room; what has none stays due. */
export async function startDueRuns(tx: TenantTx, context: StartContext): Promise<Started> {
  const due = await listDueStreams(tx, context.now)
  const started: Started = { runs: [], events: [] }
  for (const connectionId of new Set(due.map((one) => one.connectionId))) {
    const wanted = due.filter((one) => one.connectionId === connectionId).map(({ stream }) => stream)
    const connection = await lockConnection(tx, connectionId)
    if (connection === null) continue
    const { runs, events } = await startRuns(tx, connection, wanted, 'schedule', context)
    started.runs.push(...runs)
    started.events.push(...events)
  }
  return started
}

export type AskRefusal =
  | { code: 'not_found' }
  | { code: 'connection_inactive' }
  | { code: 'consent_ended' }
  | { code: 'account_required' }
  | { code: 'client_archived'; details: { clientId: string } }
  | { code: 'sync_running'; details: { streams: string[] } }

/**
 * Starts the streams somebody asked for, or all that are enabled; an error never stands in the way. Refused when all of them are
 * being read already.
 */
export async function startAskedRuns(
  tx: TenantTx,
  connectionId: string,
  wanted: readonly string[] | null,
  context: StartContext,
): Promise<Result<Started, AskRefusal>> {
  const found = await readyToRead(tx, connectionId, context.now)
  if (!found.ok) return found
  const connection = found.value
  const streams = await listStreams(tx, [connectionId])
  const known = streams.filter(({ stream, isEnabled }) => wanted?.includes(stream) ?? isEnabled)
  if (wanted !== null && known.length < new Set(wanted).size) return err({ code: 'not_found' })
  const names = known.map(({ stream }) => stream)
  const started = await startRuns(tx, connection, names, 'person', context)
  if (started.runs.length === 0) return err({ code: 'sync_running', details: { streams: names } })
  return ok(started)
}

/** Reads the streams in which something is set aside once more from the beginning, because the cursor has passed those records. */
export async function startRetries(
  tx: TenantTx,
  connectionId: string,
  context: StartContext,
): Promise<Result<Started, AskRefusal>> {
  const found = await readyToRead(tx, connectionId, context.now)
  if (!found.ok) return found
  const connection = found.value
  const streams = await listQuarantinedStreams(tx, connectionId)
  const started = await startRuns(tx, connection, streams, 'person', context, true)
  if (started.runs.length === 0 && streams.length > 0)
    return err({ code: 'sync_running', details: { streams } })
  return ok(started)
}

/** The connection, locked, when somebody may ask it for a sync. */
async function readyToRead(
  tx: TenantTx,
  connectionId: string,
  now: Date,
): Promise<Result<Connection, AskRefusal>> {
  const connection = await lockConnection(tx, connectionId)
  if (connection === null) return err({ code: 'not_found' })
  if (connection.status === 'pending') return err({ code: 'account_required' })
  if (connection.status === 'disabled') return err({ code: 'connection_inactive' })
  const { consentSince } = connection
  if (consentSince !== null && consentAge(consentSince, now).state === 'ended')
    return err({ code: 'consent_ended' })
  const { clientId } = connection
  const isArchived = (await listClientFaces(tx, [clientId])).get(clientId)?.isArchived
  return isArchived === true ? err({ code: 'client_archived', details: { clientId } }) : ok(connection)
}

async function startRuns(
  tx: TenantTx,
  connection: Connection,
  wanted: readonly string[],
  trigger: rows.RunTrigger,
  context: StartContext,
  isFromBeginning = false,
): Promise<Started> {
  const { now, newId, timeZone } = context
  const open = await rows.listOpenRuns(tx, connection.id)
  const busy = open.map(({ stream }) => stream)
  const room = context.streamsAtOnce(connection.provider) - open.length
  const streams = (await listStreams(tx, [connection.id]))
    .filter(({ stream }) => wanted.includes(stream) && !busy.includes(stream))
    .slice(0, Math.max(0, room))
  const runs = streams.map(({ stream }) => ({ runId: newId(), connectionId: connection.id, stream }))
  await rows.insertRuns(
    tx,
    runs.map(({ runId, connectionId, stream }, i) => ({
      id: runId,
      connectionId,
      stream,
      trigger: isFirst(streams[i]) ? 'first' : trigger,
      status: 'running',
      cursor: isFromBeginning ? null : (streams[i]?.cursor ?? null),
      startedAt: now.toISOString(),
    })),
  )
  for (const stream of streams) {
    const nextDueAt = nextDue(stream, now, timeZone)?.toISOString() ?? null
    await updateStream(tx, connection.id, stream.stream, { nextDueAt })
  }
  // The clock starts runs all day long; only those that somebody waits for are worth an event of their own.
  const isWaitedFor = trigger === 'person' || streams.some(isFirst)
  const begun = runs.map(({ runId, stream }) => ({ runId, stream }))
  const events =
    runs.length === 0 || !isWaitedFor
      ? []
      : [
          syncStarted.of(subjectOf(connection.id), {
            connectionId: connection.id,
            runs: begun,
            trigger: streams.every(isFirst) ? 'first' : trigger,
          }),
        ]
  return { runs, events }
}

const isFirst = (stream: Stream | undefined): boolean => stream !== undefined && stream.checkedAt === null
