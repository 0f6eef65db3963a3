import { sql } from 'drizzle-orm'
import {
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { clientPolicy, tenantId, tenantPolicy } from './tenant.ts'

const money = (name: string) => numeric(name, { precision: 24, scale: 4 })

/** Base-currency units for one unit of the row's currency, and the day the rate was published for. Null: not converted. */
const rate = () => ({
  rate: numeric('rate'),
  rateDate: date('rate_date', { mode: 'string' }),
})

/**
 * Profit and loss per client, day and source. Money has 4 decimals and a currency; the `base_` columns hold the same in the
 * workspace's base currency, and are null while no rate is known for the day.
 */
export const financials = pgTable(
  'financials',
  {
    tenantId: tenantId(),
    clientId: uuid('client_id').notNull(),
    recordDate: date('record_date', { mode: 'string' }).notNull(),
    /** The connection or import the row came from. */
    sourceId: uuid('source_id').notNull(),
    /** Kind of source: a provider's name, `file`, `api`, `manual` or `sample`. */
    sourceSystem: text('source_system').notNull(),
    externalId: text('external_id').notNull(),
    revenue: money('revenue').notNull(),
    expenses: money('expenses').notNull(),
    cashFlow: money('cash_flow'),
    currency: text('currency').notNull(),
    baseRevenue: money('base_revenue'),
    baseExpenses: money('base_expenses'),
    baseCashFlow: money('base_cash_flow'),
    ...rate(),
    metadata: jsonb('metadata'),
    updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.clientId, t.recordDate, t.sourceId] }),
    index('financials_date').on(t.tenantId, t.recordDate),
    index('financials_source').on(t.tenantId, t.sourceId, t.recordDate),
    index('financials_unconverted').on(t.tenantId, t.currency).where(sql`rate is null`),
    tenantPolicy('financials'),
    clientPolicy('financials'),
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
    sourceSystem: text('source_system').notNull(),
    /** The source's own id of the event; `(source_id, external_id)` is one event. */
    externalId: text('external_id').notNull(),
    leadId: text('lead_id').notNull(),
    eventDate: date('event_date', { mode: 'string' }).notNull(),
    stage: text('stage').notNull(),
    /** `active`, `stale`, `won` or `lost`. */
    status: text('status').notNull(),
    value: money('value'),
    currency: text('currency'),
    baseValue: money('base_value'),
    ...rate(),
    /** How many changes of an archived month this row stands for; null for a change that is itself. */
    archivedRows: integer('archived_rows'),
    /** How many leads ended with one of them. */
    archivedLeads: integer('archived_leads'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.eventDate, t.id] }),
    index('lead_events_client').on(t.tenantId, t.clientId, t.eventDate),
    uniqueIndex('lead_events_external').on(t.tenantId, t.sourceId, t.externalId, t.eventDate),
    index('lead_events_lead').on(t.tenantId, t.leadId),
    index('lead_events_stage').on(t.tenantId, t.stage, t.status),
    index('lead_events_unconverted')
      .on(t.tenantId, t.currency, t.eventDate)
      .where(sql`value is not null and base_value is null`),
    tenantPolicy('lead_events'),
    clientPolicy('lead_events'),
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
    /** In the unit of the metric; for money in its currency. Null while an amount in another currency has no rate. */
    value: numeric('value'),
    currency: text('currency'),
    /** The amount as the source has it, where that is another currency than the metric's. */
    original: numeric('original'),
    originalCurrency: text('original_currency'),
    ...rate(),
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
    /** Who entered it by hand or through the API, `person:<id>` or `key:<id>`; null for files and connections. */
    enteredBy: text('entered_by'),
    enteredAt: timestamp('entered_at', { withTimezone: true, mode: 'string' }),
    /** How many rows of an archived month this one stands for; null for a row that is itself. */
    archivedRows: integer('archived_rows'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.metricNo, t.recordDate, t.rowKey, t.occurrence] }),
    // Rows with an external id are looked up without knowing their day; only they pay for it.
    index('custom_metrics_external').on(t.tenantId, t.metricNo, t.rowKey).where(sql`content is not null`),
    // Amounts waiting for a rate are few; they are counted with every answer and looked up when rates arrive.
    index('custom_metrics_unconverted').on(t.tenantId, t.originalCurrency).where(sql`value is null`),
    // Who has entered values of which metric is asked with the sources; files and connections do not pay for it.
    index('custom_metrics_entered')
      .on(t.tenantId, t.metricNo, t.enteredBy)
      .where(sql`entered_by is not null`),
    tenantPolicy('custom_metrics'),
    clientPolicy('custom_metrics'),
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
