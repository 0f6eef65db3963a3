import { sql } from 'drizzle-orm'
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
import { bytea, clientPolicy, tenantId, tenantPolicy } from './tenant.ts'

/** One row per workspace: the fence of its writer, the last event number and hash, the era of its cursors. */
export const tenantHeads = pgTable(
  'tenant_heads',
  {
    tenantId: tenantId(),
    fence: bigint('fence', { mode: 'number' }).notNull().default(0),
    seq: bigint('seq', { mode: 'number' }).notNull().default(0),
    hash: bytea('hash').notNull(),
    era: integer('era').notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.tenantId] }), tenantPolicy('tenant_heads')],
)

/** What the workspace is called and how it counts days and weeks. */
export const workspaceSettings = pgTable(
  'workspace_settings',
  {
    tenantId: tenantId(),
    name: text('name').notNull(),
    slug: text('slug').notNull(),
    timeZone: text('time_zone').notNull(),
    currency: text('currency').notNull(),
    /** 1 = Monday … 7 = Sunday. */
    weekStart: integer('week_start').notNull().default(1),
    fiscalYearStartMonth: integer('fiscal_year_start_month').notNull().default(1),
    industry: text('industry'),
    /** ISO 3166-1 alpha-2. */
    country: text('country'),
    /** The workspace whose copy this one was made of, the first of them: names of sources of typed values come from it. */
    origin: uuid('origin'),
    version: integer('version').notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.tenantId] }), tenantPolicy('workspace_settings')],
)

/** Event headers. Numbers have no gaps; `hash` chains each row to the one before. */
export const events = pgTable(
  'events',
  {
    tenantId: tenantId(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: timestamp('at', { withTimezone: true, mode: 'string' }).notNull(),
    type: text('type').notNull(),
    actor: text('actor').notNull(),
    subject: text('subject').notNull(),
    digest: bytea('digest').notNull(),
    hash: bytea('hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.seq] }),
    index('events_subject').on(t.tenantId, t.subject, t.seq),
    index('events_actor').on(t.tenantId, t.actor, t.seq),
    // Removed tasks are looked up in the log, which holds millions of other events.
    index('events_task_removed').on(t.tenantId, t.seq).where(sql`type = 'task.removed'`),
    tenantPolicy('events'),
  ],
)

/** Event bodies apart from their headers: erasing salt and body leaves a chain that still verifies. */
export const eventBodies = pgTable(
  'event_bodies',
  {
    tenantId: tenantId(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    salt: bytea('salt').notNull(),
    body: text('body').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.seq] }), tenantPolicy('event_bodies')],
)

/** Commands already carried out, with their answers, so that asking again has no second effect. */
export const commands = pgTable(
  'commands',
  {
    tenantId: tenantId(),
    commandId: text('command_id').notNull(),
    requestHash: text('request_hash').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    status: integer('status').notNull(),
    response: text('response').notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.commandId] }),
    index('commands_expiry').on(t.tenantId, t.expiresAt),
    tenantPolicy('commands'),
  ],
)

/** Rows as they were before a correction or deletion, kept for a while so that a run can be undone. */
export const factHistory = pgTable(
  'fact_history',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    relation: text('relation').notNull(),
    rowKey: text('row_key').notNull(),
    /** Event number at which the row was replaced. */
    toSeq: bigint('to_seq', { mode: 'number' }).notNull(),
    row: jsonb('row').notNull(),
    at: timestamp('at', { withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('fact_history_row').on(t.tenantId, t.relation, t.rowKey),
    tenantPolicy('fact_history'),
    // Rows of every relation kept here name their client.
    clientPolicy('fact_history', `(row ->> 'client_id')::uuid`),
  ],
)
