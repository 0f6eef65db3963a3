import { bigint, date, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import { tenantId, tenantPolicy } from './tenant.ts'

/**
 * Months whose rows were taken out: they lie in files, and their sums stand in the table in their place. What arrives for such a month
 * later is set aside, because it would be counted twice.
 */
export const archivedMonths = pgTable(
  'archived_months',
  {
    tenantId: tenantId(),
    /** `financials`, `lead_events` or `custom_metrics`. */
    relation: text('relation').notNull(),
    /** 0 for a table that several metrics read. */
    metricNo: integer('metric_no').notNull(),
    /** First day of the month. */
    month: date('month', { mode: 'string' }).notNull(),
    rows: integer('rows').notNull(),
    /** Files the rows lie in, counted from 1. */
    parts: integer('parts').notNull(),
    keyId: text('key_id').notNull(),
    archivedAt: timestamp('archived_at', { withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.relation, t.metricNo, t.month] }),
    tenantPolicy('archived_months'),
  ],
)

/** Stretches of the log whose contents lie in files; their headers stay in the table, so that the chain is followed as before. */
export const eventArchives = pgTable(
  'event_archives',
  {
    tenantId: tenantId(),
    firstSeq: bigint('first_seq', { mode: 'number' }).notNull(),
    lastSeq: bigint('last_seq', { mode: 'number' }).notNull(),
    /** Contents in the file; some of the stretch may have stayed in the table. */
    rows: integer('rows').notNull(),
    keyId: text('key_id').notNull(),
    archivedAt: timestamp('archived_at', { withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.firstSeq] }), tenantPolicy('event_archives')],
)

/** When each rule of retention last ran, and what came of it. */
export const retentionRuns = pgTable(
  'retention_runs',
  {
    tenantId: tenantId(),
    rule: text('rule').notNull(),
    ranAt: timestamp('ran_at', { withTimezone: true, mode: 'string' }).notNull(),
    result: jsonb('result').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.rule] }), tenantPolicy('retention_runs')],
)
