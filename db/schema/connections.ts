import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytea, clientPolicy, partPolicy, tenantId, tenantPolicy } from './tenant.ts'

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
const count = (name: string) => bigint(name, { mode: 'number' }).notNull().default(0)

/** A system a workspace has connected. Tokens are sealed; the key id stands in the sealed record. */
export const connections = pgTable(
  'connections',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    clientId: uuid('client_id').notNull(),
    provider: text('provider').notNull(),
    label: text('label').notNull(),
    /** `pending`, `active`, `error` or `disabled`. */
    status: text('status').notNull(),
    sealedTokens: bytea('sealed_tokens'),
    tokenExpiresAt: moment('token_expires_at'),
    /** The organisation, property or shop at the provider; null until one is chosen. */
    externalAccount: text('external_account'),
    accountName: text('account_name'),
    /** What may be chosen: `[{id, name, grantId}]`, as the provider listed it at the last consent. */
    accounts: jsonb('accounts').notNull(),
    settings: jsonb('settings').notNull(),
    /** Why it does not work: code, when, and what only the log of that run adds. Null while all is well. */
    failure: jsonb('failure'),
    failuresInARow: integer('failures_in_a_row').notNull().default(0),
    lastSyncAt: moment('last_sync_at'),
    /** `person:<id>`; a name in rows from before ids were kept. */
    authorisedBy: text('authorised_by'),
    /** When consent was given or confirmed last; null: when it was made. */
    consentAt: moment('consent_at'),
    version: integer('version').notNull().default(1),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('connections_client').on(t.tenantId, t.clientId),
    tenantPolicy('connections'),
    clientPolicy('connections'),
  ],
)

/** A consent under way: the provider sends the person back with a state that must be found here, once. */
export const connectionGrants = pgTable(
  'connection_grants',
  {
    tenantId: tenantId(),
    /** SHA-256 of the state, hexadecimal. */
    stateHash: text('state_hash').notNull(),
    provider: text('provider').notNull(),
    /** The connection that is authorised anew; null for a new one. */
    connectionId: uuid('connection_id'),
    clientId: uuid('client_id'),
    /** Session and person that began it: nobody else may bring the answer. */
    credentialId: text('credential_id').notNull(),
    personId: text('person_id').notNull(),
    sealedVerifier: bytea('sealed_verifier').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.stateHash] }),
    index('connection_grants_expiry').on(t.tenantId, t.expiresAt),
    tenantPolicy('connection_grants'),
  ],
)

/** One kind of record of one connection: how far it was read, and when it is read next. */
export const connectionStreams = pgTable(
  'connection_streams',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    stream: text('stream').notNull(),
    isEnabled: boolean('is_enabled').notNull().default(true),
    /** Where the next run begins, as the engine writes it; moves in the transaction of the records. */
    cursor: text('cursor'),
    /** Seconds between two runs; null: once a day at `daily_at_minute`. */
    everySeconds: integer('every_seconds'),
    /** Minute of the workspace's day, 0 to 1439. */
    dailyAtMinute: integer('daily_at_minute'),
    nextDueAt: moment('next_due_at'),
    /** The source's data is complete up to here. */
    dataAsOf: moment('data_as_of'),
    checkedAt: moment('checked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.stream] }),
    index('connection_streams_due').on(t.tenantId, t.nextDueAt),
    tenantPolicy('connection_streams'),
    partPolicy('connection_streams', 'connections', 'connection_id'),
  ],
)

/** One run of one stream, with what it did. `position` moves with each stored page, so a killed run resumes there. */
export const syncRuns = pgTable(
  'sync_runs',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    stream: text('stream').notNull(),
    /** `schedule`, `person`, `first` or `resume`. */
    trigger: text('trigger').notNull(),
    /** `running`, `parked`, `done`, `failed` or `cancelled`. */
    status: text('status').notNull(),
    cursor: text('cursor'),
    position: text('position').notNull().default(''),
    leaseUntil: moment('lease_until'),
    parkedUntil: moment('parked_until'),
    rowsRead: count('rows_read'),
    rowsNew: count('rows_new'),
    rowsChanged: count('rows_changed'),
    rowsSame: count('rows_same'),
    rowsDeleted: count('rows_deleted'),
    rowsRejected: count('rows_rejected'),
    /** Pages stored so far and, where the provider says, how many there are. */
    pagesDone: integer('pages_done').notNull().default(0),
    pagesTotal: integer('pages_total'),
    requests: integer('requests').notNull().default(0),
    bytesRead: count('bytes_read'),
    waitedMs: count('waited_ms'),
    failure: jsonb('failure'),
    startedAt: moment('started_at').notNull(),
    finishedAt: moment('finished_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('sync_runs_connection').on(t.tenantId, t.connectionId, t.startedAt),
    index('sync_runs_status').on(t.tenantId, t.status),
    tenantPolicy('sync_runs'),
    partPolicy('sync_runs', 'connections', 'connection_id'),
  ],
)

/** Records that could not be stored, with the reason: shown, tried again, never dropped. One row per record. */
export const syncErrors = pgTable(
  'sync_errors',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    stream: text('stream').notNull(),
    /** The provider's id of the record, or its place when it has none. */
    recordKey: text('record_key').notNull(),
    runId: uuid('run_id').notNull(),
    reason: text('reason').notNull(),
    field: text('field'),
    message: text('message').notNull(),
    /** The record as it came, cut to a bound. */
    record: text('record').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.stream, t.recordKey] }),
    index('sync_errors_at').on(t.tenantId, t.connectionId, t.at),
    tenantPolicy('sync_errors'),
    partPolicy('sync_errors', 'connections', 'connection_id'),
  ],
)
