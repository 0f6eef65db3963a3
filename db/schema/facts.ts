import { sql } from 'drizzle-orm'
import { date, index, integer, jsonb, numeric, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { tenantId, tenantPolicy } from './tenant.ts'

/** Profit and loss per client, day and source. Money has 4 decimals and a currency. */
export const financials = pgTable(
  'financials',
  {
    tenantId: tenantId(),
    clientId: uuid('client_id').notNull(),
    recordDate: date('record_date', { mode: 'string' }).notNull(),
    /** The connection or import the row came from. */
    sourceId: uuid('source_id').notNull(),
    externalId: text('external_id').notNull(),
    revenue: numeric('revenue', { precision: 24, scale: 4 }).notNull(),
    expenses: numeric('expenses', { precision: 24, scale: 4 }).notNull(),
    cashFlow: numeric('cash_flow', { precision: 24, scale: 4 }),
    currency: text('currency').notNull(),
    metadata: jsonb('metadata'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.clientId, t.recordDate, t.sourceId] }),
    index('financials_date').on(t.tenantId, t.recordDate),
    tenantPolicy('financials'),
  ],
)

/** What happened to a lead: one row per change of stage or status. */
export const leadEvents = pgTable(
  'lead_events',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    clientId: uuid('client_id').notNull(),
    sourceId: uuid('source_id').notNull(),
    leadId: text('lead_id').notNull(),
    eventDate: date('event_date', { mode: 'string' }).notNull(),
    stage: text('stage').notNull(),
    status: text('status').notNull(),
    value: numeric('value', { precision: 24, scale: 4 }),
    currency: text('currency'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.eventDate, t.id] }),
    index('lead_events_client').on(t.tenantId, t.clientId, t.eventDate),
    index('lead_events_lead').on(t.tenantId, t.leadId),
    index('lead_events_stage').on(t.tenantId, t.stage, t.status),
    tenantPolicy('lead_events'),
  ],
)

/**
 * Any dated value. The primary key doubles as the (metric, date) index, so a bulk load maintains one index only.
 * `row_key` identifies the row by content or external id; `occurrence` numbers exact duplicates, which are kept.
 */
export const customMetrics = pgTable(
  'custom_metrics',
  {
    tenantId: tenantId(),
    /** Number of the metric within the workspace (metric_definitions.no). */
    metricNo: integer('metric_no').notNull(),
    recordDate: date('record_date', { mode: 'string' }).notNull(),
    rowKey: uuid('row_key').notNull(),
    occurrence: integer('occurrence').notNull().default(0),
    value: numeric('value').notNull(),
    currency: text('currency'),
    clientId: uuid('client_id').notNull(),
    d1: text('d1'),
    d2: text('d2'),
    d3: text('d3'),
    d4: text('d4'),
    d5: text('d5'),
    /** The import or connection the row came from. */
    sourceId: uuid('source_id').notNull(),
    /** Line in the file, or 0. */
    line: integer('line').notNull().default(0),
    /** Hash of the content where the row is identified by an external id; tells a change from a repeat. */
    content: uuid('content'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.metricNo, t.recordDate, t.rowKey, t.occurrence] }),
    // Rows with an external id are looked up without knowing their day; only they pay for it.
    index('custom_metrics_external').on(t.tenantId, t.metricNo, t.rowKey).where(sql`content is not null`),
    tenantPolicy('custom_metrics'),
  ],
)

/** The catalogue: what a number means, where it comes from, how it is added up. */
export const metricDefinitions = pgTable(
  'metric_definitions',
  {
    tenantId: tenantId(),
    key: text('key').notNull(),
    no: integer('no').notNull(),
    label: text('label').notNull(),
    unit: text('unit').notNull(),
    currency: text('currency'),
    direction: text('direction').notNull(),
    aggregation: text('aggregation').notNull(),
    scale: integer('scale').notNull(),
    source: jsonb('source').notNull(),
    dimensions: jsonb('dimensions').notNull(),
    description: text('description').notNull().default(''),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.key] }),
    index('metric_definitions_no').on(t.tenantId, t.no),
    tenantPolicy('metric_definitions'),
  ],
)

/** A saved arrangement of tiles and charts. */
export const dashboards = pgTable(
  'dashboards',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    kind: text('kind').notNull(),
    layout: jsonb('layout').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), tenantPolicy('dashboards')],
)
