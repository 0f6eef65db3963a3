import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytea, tenantId, tenantPolicy } from './tenant.ts'

/** A system a workspace has connected. Tokens are sealed; the key id stands in the sealed record. */
export const connections = pgTable(
  'connections',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    clientId: uuid('client_id').notNull(),
    provider: text('provider').notNull(),
    label: text('label').notNull(),
    status: text('status').notNull(),
    sealedTokens: bytea('sealed_tokens'),
    externalAccount: text('external_account'),
    settings: jsonb('settings').notNull(),
    lastSyncAt: timestamp('last_sync_at', { withTimezone: true, mode: 'string' }),
    version: integer('version').notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('connections_client').on(t.tenantId, t.clientId),
    tenantPolicy('connections'),
  ],
)

/** One run of one connection's sync, with what it did. */
export const syncRuns = pgTable(
  'sync_runs',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    stream: text('stream').notNull(),
    status: text('status').notNull(),
    cursor: text('cursor'),
    rowsRead: bigint('rows_read', { mode: 'number' }).notNull().default(0),
    rowsNew: bigint('rows_new', { mode: 'number' }).notNull().default(0),
    rowsChanged: bigint('rows_changed', { mode: 'number' }).notNull().default(0),
    rowsSame: bigint('rows_same', { mode: 'number' }).notNull().default(0),
    rowsDeleted: bigint('rows_deleted', { mode: 'number' }).notNull().default(0),
    rowsRejected: bigint('rows_rejected', { mode: 'number' }).notNull().default(0),
    failure: jsonb('failure'),
    startedAt: timestamp('started_at', { withTimezone: true, mode: 'string' }).notNull(),
    finishedAt: timestamp('finished_at', { withTimezone: true, mode: 'string' }),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('sync_runs_connection').on(t.tenantId, t.connectionId, t.startedAt),
    tenantPolicy('sync_runs'),
  ],
)
