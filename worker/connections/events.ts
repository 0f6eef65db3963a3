import { z } from 'zod'
import { RunCounts } from '../../contracts/connections.ts'
import { ClientIds, defineEvent, TouchedMetrics } from '../events/define.ts'

const connectionId = z.uuid()
const provider = z.string()

export const connectionCreated = defineEvent(
  'connection.created',
  1,
  z.object({ connectionId, provider, label: z.string(), clientId: z.uuid() }),
)

/** Somebody gave consent at the provider. */
export const connectionAuthorised = defineEvent(
  'connection.authorised',
  1,
  z.object({ connectionId, provider, isAgain: z.boolean() }),
)

/** Somebody confirmed, half a year after the last time, that it may go on being read. */
export const connectionConfirmed = defineEvent(
  'connection.confirmed',
  1,
  z.object({ connectionId, provider, label: z.string() }),
)

export const connectionAccountChosen = defineEvent(
  'connection.account_chosen',
  1,
  z.object({ connectionId, accountId: z.string(), accountName: z.string(), isMixed: z.boolean() }),
)

/** Name, pause, and when each stream is read, in words. */
const ConnectionState = z.object({
  label: z.string(),
  isPaused: z.boolean(),
  streams: z.record(z.string(), z.string()),
})
export const connectionChanged = defineEvent(
  'connection.changed',
  1,
  z.object({
    connectionId,
    fields: z.array(z.string()),
    before: ConnectionState.optional(),
    after: ConnectionState.optional(),
  }),
)

/** It needs somebody: the access is gone, the provider forbids, or it failed several times in a row. */
export const connectionFailed = defineEvent(
  'connection.failed',
  1,
  z.object({ connectionId, provider, label: z.string(), stream: z.string().nullable(), code: z.string() }),
)

export const connectionRecovered = defineEvent(
  'connection.recovered',
  1,
  z.object({ connectionId, provider, label: z.string() }),
)

/** Disconnected; with `erased`, how many rows of each kind it had brought went with it. */
export const connectionDisconnected = defineEvent(
  'connection.disconnected',
  1,
  z.object({
    connectionId,
    provider,
    label: z.string(),
    isRevoked: z.boolean(),
    erased: z.record(z.string(), z.number().int()).nullable(),
    clientIds: ClientIds,
    touched: TouchedMetrics,
  }),
)

export const syncStarted = defineEvent(
  'sync.started',
  1,
  z.object({
    connectionId,
    runs: z.array(z.object({ runId: z.uuid(), stream: z.string() })),
    trigger: z.string(),
  }),
)

/** One page was stored. `touched` are the days whose numbers moved, per metric number. */
export const syncPageStored = defineEvent(
  'sync.page_stored',
  1,
  z.object({
    connectionId,
    runId: z.uuid(),
    stream: z.string(),
    counts: RunCounts,
    clientIds: ClientIds,
    touched: TouchedMetrics,
  }),
)

export const syncFinished = defineEvent(
  'sync.finished',
  1,
  z.object({ connectionId, runId: z.uuid(), stream: z.string(), counts: RunCounts }),
)

export const syncFailed = defineEvent(
  'sync.failed',
  1,
  z.object({ connectionId, runId: z.uuid(), stream: z.string(), code: z.string() }),
)

export const syncCancelled = defineEvent(
  'sync.cancelled',
  1,
  z.object({ connectionId, runIds: z.array(z.uuid()) }),
)
