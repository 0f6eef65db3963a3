import { z } from 'zod'
import { ClientId, ConnectionId } from './ids.ts'
import {
  LIST_PAGE_DEFAULT,
  LIST_PAGE_MAX,
  QUARANTINE_CURSOR_CHARS_MAX,
  SYNC_EVERY_SECONDS_MAX,
  SYNC_EVERY_SECONDS_MIN,
} from './limits.ts'

/** A provider's name as it stands in addresses: lower case letters, digits and hyphens. */
export const Provider = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
export type Provider = z.infer<typeof Provider>

/**
 * `pending`: not authorised yet, or no organisation chosen. `active`: it syncs. `error`: it needs somebody; see `failure`.
 * `disabled`: switched off or disconnected; the numbers it brought stay.
 */
export const ConnectionStatus = z.enum(['pending', 'active', 'error', 'disabled'])
export type ConnectionStatus = z.infer<typeof ConnectionStatus>

// ---- GET /api/v1/connectors: the catalogue ----

export const ConnectorView = z.object({
  provider: Provider,
  name: z.string(),
  category: z.enum([
    'accounting',
    'crm',
    'payments',
    'ads',
    'analytics',
    'projects',
    'shop',
    'tables',
    'rates',
  ]),
  summary: z.string(),
  /** What it reads, in plain words, one line each: shown before consent. */
  reads: z.array(z.string()),
  /** What it never does, in plain words. */
  never: z.array(z.string()),
  auth: z.enum(['oauth2', 'none']),
  /** What an account is called there: organisation, portal, property. */
  accountNoun: z.string().nullable(),
  streams: z.array(z.object({ stream: z.string(), label: z.string(), brings: z.array(z.string()) })),
  /** False when this deployment has no credentials for it; `why` then says what is missing. */
  isAvailable: z.boolean(),
  why: z.string().nullable(),
})
export type ConnectorView = z.infer<typeof ConnectorView>

// ---- Connections ----

/** Why a connection or run does not work. `code` is one of the error table; the words come from there. */
export const SyncFailure = z.object({
  code: z.string(),
  message: z.string(),
  next: z.string(),
  at: z.iso.datetime(),
  /** What the provider said, cut and cleaned; never a secret. */
  detail: z.string().nullable(),
})
export type SyncFailure = z.infer<typeof SyncFailure>

export const RunCounts = z.object({
  read: z.int().nonnegative(),
  new: z.int().nonnegative(),
  changed: z.int().nonnegative(),
  same: z.int().nonnegative(),
  deleted: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
})
export type RunCounts = z.infer<typeof RunCounts>

export const RunStatus = z.enum(['running', 'parked', 'done', 'failed', 'cancelled'])
export type RunStatus = z.infer<typeof RunStatus>

export const RunView = z.object({
  id: z.uuid(),
  connectionId: ConnectionId,
  stream: z.string(),
  trigger: z.enum(['schedule', 'person', 'first', 'resume']),
  status: RunStatus,
  counts: RunCounts,
  pagesDone: z.int().nonnegative(),
  pagesTotal: z.int().nonnegative().nullable(),
  requests: z.int().nonnegative(),
  bytesRead: z.int().nonnegative(),
  waitedMs: z.int().nonnegative(),
  /** When a parked run goes on. */
  parkedUntil: z.iso.datetime().nullable(),
  failure: SyncFailure.nullable(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
})
export type RunView = z.infer<typeof RunView>

export const StreamView = z.object({
  stream: z.string(),
  label: z.string(),
  isEnabled: z.boolean(),
  /** Seconds between two runs, or null when it runs once a day at `dailyAt` (`HH:MM` of the workspace). */
  everySeconds: z.int().positive().nullable(),
  dailyAt: z.string().nullable(),
  nextDueAt: z.iso.datetime().nullable(),
  dataAsOf: z.iso.datetime().nullable(),
  checkedAt: z.iso.datetime().nullable(),
  /** Source field and what it becomes here. */
  fields: z.array(z.object({ from: z.string(), to: z.string() })),
})
export type StreamView = z.infer<typeof StreamView>

export const AccountChoice = z.object({ id: z.string(), name: z.string() })
export type AccountChoice = z.infer<typeof AccountChoice>

/** How the consent of a connection stands: `asked`: somebody has to confirm it, `ended`: nothing is read until they do. */
export const ConsentAge = z.object({
  /** When it was given, or confirmed last. */
  since: z.iso.datetime(),
  state: z.enum(['good', 'asked', 'ended']),
  /** When reading stops unless somebody confirms it. */
  endsAt: z.iso.datetime(),
})
export type ConsentAge = z.infer<typeof ConsentAge>

export const ConnectionView = z.object({
  id: ConnectionId,
  provider: Provider,
  label: z.string(),
  clientId: ClientId,
  clientName: z.string(),
  /** Nothing is read for an archived client; its numbers stay. */
  isClientArchived: z.boolean(),
  status: ConnectionStatus,
  /** `late`: active, but a stream is over its due time by more than its interval. */
  isLate: z.boolean(),
  account: AccountChoice.nullable(),
  /** What may be chosen while none is, or after a new consent that lists another one. */
  accounts: z.array(AccountChoice),
  lastSyncAt: z.iso.datetime().nullable(),
  nextSyncAt: z.iso.datetime().nullable(),
  /** Rows stored from this connection so far, by counts of its runs. */
  rowsTotal: z.int().nonnegative(),
  quarantined: z.int().nonnegative(),
  failure: SyncFailure.nullable(),
  streams: z.array(StreamView),
  /** The newest first, at most 14, for the strip. */
  recentRuns: z.array(RunView),
  authorisedBy: z.string().nullable(),
  /** Null for a source that asks nobody, or whose access was given back. */
  consent: ConsentAge.nullable(),
  version: z.int().positive(),
  createdAt: z.iso.datetime(),
})
export type ConnectionView = z.infer<typeof ConnectionView>

/** Query of GET /api/v1/connections/:provider/authorize. `connectionId`: authorise that one anew. */
export const AuthorizeQuery = z.strictObject({
  clientId: ClientId.optional(),
  connectionId: ConnectionId.optional(),
})
export type AuthorizeQuery = z.infer<typeof AuthorizeQuery>

/** `data` of it: where to send the browser, and until when. */
export const AuthorizeView = z.object({ url: z.url(), expiresAt: z.iso.datetime() })
export type AuthorizeView = z.infer<typeof AuthorizeView>

/** Query with which a provider sends the browser back to GET /api/v1/connections/:provider/callback. */
export const CallbackQuery = z.object({
  state: z.string().min(1).max(400),
  code: z.string().min(1).max(4000).optional(),
  error: z.string().max(200).optional(),
  error_description: z.string().max(2000).optional(),
})
export type CallbackQuery = z.infer<typeof CallbackQuery>

/** Body of POST /api/v1/connections/:id/account. A different one than before needs `mix`, because both then add up. */
export const ChooseAccount = z.strictObject({
  accountId: z.string().min(1).max(200),
  mix: z.boolean().optional(),
})
export type ChooseAccount = z.infer<typeof ChooseAccount>

/** Body of PATCH /api/v1/connections/:id, with `If-Match: version`. */
export const UpdateConnection = z.strictObject({
  label: z.string().trim().min(1).max(80).optional(),
  isPaused: z.boolean().optional(),
  streams: z
    .array(
      z.strictObject({
        stream: z.string().min(1).max(40),
        isEnabled: z.boolean().optional(),
        everySeconds: z.int().min(SYNC_EVERY_SECONDS_MIN).max(SYNC_EVERY_SECONDS_MAX).optional(),
        dailyAt: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
          .optional(),
      }),
    )
    .max(20)
    .optional(),
})
export type UpdateConnection = z.infer<typeof UpdateConnection>

/** Body of POST /api/v1/connections: connects a provider that asks nobody for consent, such as a central bank. */
export const CreateConnection = z.strictObject({ provider: Provider, clientId: ClientId.optional() })
export type CreateConnection = z.infer<typeof CreateConnection>

/** Body of POST /api/v1/connections/:id/sync: these streams, or all that are enabled. */
export const StartSync = z.strictObject({
  streams: z.array(z.string().min(1).max(40)).min(1).max(20).optional(),
})
export type StartSync = z.infer<typeof StartSync>

/** `data` of POST .../sync, .../cancel and .../quarantine/retry. */
export const StartedRuns = z.object({ runs: z.array(RunView) })
export type StartedRuns = z.infer<typeof StartedRuns>

/** Query of DELETE /api/v1/connections/:id: disconnects and revokes; `erase` removes the rows it brought as well. */
export const DisconnectQuery = z.strictObject({ data: z.enum(['keep', 'erase']).default('keep') })

/** `data` of DELETE /api/v1/connections/:id. `erased` counts the rows of each kind that went; null when they stay. */
export const DisconnectView = z.object({
  id: ConnectionId,
  /** Whether the provider confirmed that it no longer accepts our access. */
  isRevoked: z.boolean(),
  erased: z.record(z.string(), z.int().nonnegative()).nullable(),
})
export type DisconnectView = z.infer<typeof DisconnectView>

export const RunsQuery = z.strictObject({
  cursor: z.uuid().optional(),
  stream: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
})

/** Query of GET /api/v1/connections/:id/quarantine. `cursor` is the `nextCursor` of the page before. */
export const QuarantineQuery = z.strictObject({
  cursor: z.string().max(QUARANTINE_CURSOR_CHARS_MAX).optional(),
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
})

/** A record that could not be stored. */
export const QuarantineView = z.object({
  stream: z.string(),
  recordKey: z.string(),
  runId: z.uuid(),
  reason: z.string(),
  field: z.string().nullable(),
  message: z.string(),
  /** The record as it came, cut to a bound. */
  record: z.string(),
  at: z.iso.datetime(),
})
export type QuarantineView = z.infer<typeof QuarantineView>
