import { z } from 'zod'
import { ClientId, Currency, Day, DecimalText, MetricKey } from './ids.ts'
import {
  CUSTOM_VALUES_PER_CALL_MAX,
  DIMENSION_VALUE_CHARS_MAX,
  DIMENSIONS_MAX,
  LIST_PAGE_DEFAULT,
  LIST_PAGE_MAX,
  SHEET_METRICS_MAX,
  SOURCE_SYSTEM_CHARS_MAX,
} from './limits.ts'
import { DimensionName, MetricAggregation, MetricDirection, MetricUnit } from './metrics.ts'

/** Kind of source: a provider's name (`xero`), `file`, `api`, `manual` or a name a program gave itself. */
export const SourceSystem = z
  .string()
  .max(SOURCE_SYSTEM_CHARS_MAX)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, 'lower case letters, digits, - and _')
export type SourceSystem = z.infer<typeof SourceSystem>

/** Filters that the plain lists share. `source` is a source system or the id of a connection or import. */
const listFilter = {
  from: Day.optional(),
  to: Day.optional(),
  clientId: ClientId.optional(),
  source: z.string().min(1).max(64).optional(),
  cursor: z.string().min(1).max(300).optional(),
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
}

/** `meta` of the plain lists: `total` counts all pages. */
export const ListMeta = z.object({
  nextCursor: z.string().nullable(),
  total: z.int().nonnegative(),
  seq: z.int().nonnegative(),
})

/** An amount in the workspace's base currency: which rate of which day made it. */
export const RateUsed = z.object({ currency: Currency, rate: DecimalText, rateDate: Day })

// ---- GET /api/v1/financials ----

export const FinancialsQuery = z.strictObject(listFilter)
export type FinancialsQuery = z.infer<typeof FinancialsQuery>

/** Profit and loss of one client, day and source. `netProfit` is revenue - expenses. `base` is null while no rate is known. */
export const FinancialView = z.object({
  recordDate: Day,
  revenue: DecimalText,
  expenses: DecimalText,
  netProfit: DecimalText,
  cashFlow: DecimalText.nullable(),
  currency: Currency,
  base: RateUsed.extend({
    revenue: DecimalText,
    expenses: DecimalText,
    netProfit: DecimalText,
    cashFlow: DecimalText.nullable(),
  }).nullable(),
  sourceSystem: z.string(),
  sourceId: z.uuid(),
  externalId: z.string(),
  clientId: ClientId,
  metadata: z.record(z.string(), z.unknown()).nullable(),
})
export type FinancialView = z.infer<typeof FinancialView>

// ---- GET /api/v1/leads ----

export const LeadStatus = z.enum(['active', 'stale', 'won', 'lost'])
export type LeadStatus = z.infer<typeof LeadStatus>

export const LeadsQuery = z.strictObject({
  ...listFilter,
  stage: z.string().min(1).max(100).optional(),
  status: LeadStatus.optional(),
  leadId: z.string().min(1).max(200).optional(),
})
export type LeadsQuery = z.infer<typeof LeadsQuery>

/** One change of a lead's stage or status. */
export const LeadView = z.object({
  id: z.uuid(),
  eventDate: Day,
  leadId: z.string(),
  stage: z.string(),
  value: DecimalText.nullable(),
  currency: Currency.nullable(),
  base: RateUsed.extend({ value: DecimalText }).nullable(),
  status: LeadStatus,
  sourceSystem: z.string(),
  sourceId: z.uuid(),
  clientId: ClientId,
  /** How many changes of an archived month this line stands for; null for a change that is itself. */
  archivedRows: z.int().positive().nullable(),
})
export type LeadView = z.infer<typeof LeadView>

// ---- /api/v1/custom-metrics ----

export const CustomMetricsQuery = z.strictObject({ ...listFilter, metricName: MetricKey.optional() })
export type CustomMetricsQuery = z.infer<typeof CustomMetricsQuery>

/**
 * One dated value. `enteredBy` says who, for values that came by hand or through the API, and `enteredAt` when; that is null for
 * values from before times were kept. Names are in `GET /api/v1/authors`.
 */
export const CustomMetricView = z.object({
  id: z.string(),
  metricName: MetricKey,
  metricValue: DecimalText.nullable(),
  unit: MetricUnit,
  currency: Currency.nullable(),
  /** The amount as it came, where that was in another currency. */
  original: z.object({ value: DecimalText, currency: Currency }).nullable(),
  recordDate: Day,
  dimensions: z.record(z.string(), z.string().nullable()),
  sourceSystem: z.string(),
  sourceId: z.uuid(),
  clientId: ClientId,
  enteredBy: z.object({ kind: z.enum(['person', 'key']), id: z.string() }).nullable(),
  enteredAt: z.iso.datetime().nullable(),
})
export type CustomMetricView = z.infer<typeof CustomMetricView>

/** How a metric of entered values may add up; only a formula is a ratio. */
export const EnteredAggregation = MetricAggregation.exclude(['ratio'])
export type EnteredAggregation = z.infer<typeof EnteredAggregation>

/**
 * One value to store. A metric that does not exist yet is made from `label`, `unit`, `currency`, `aggregation` and `direction`. For an
 * existing one they may be left out: the label counts no more, unit, aggregation and direction have to be the same, and money in
 * another currency is converted. A value with the same metric, client, day, dimensions and source replaces the one before.
 */
export const PutCustomMetric = z.strictObject({
  metricName: MetricKey,
  metricValue: DecimalText,
  recordDate: Day,
  label: z.string().trim().min(1).max(120).optional(),
  unit: MetricUnit.optional(),
  currency: Currency.optional(),
  aggregation: EnteredAggregation.optional(),
  direction: MetricDirection.optional(),
  clientId: ClientId.optional(),
  dimensions: z
    .record(DimensionName, z.string().max(DIMENSION_VALUE_CHARS_MAX))
    .refine((dims) => Object.keys(dims).length <= DIMENSIONS_MAX, `at most ${DIMENSIONS_MAX} dimensions`)
    .optional(),
  sourceSystem: SourceSystem.optional(),
})
export type PutCustomMetric = z.infer<typeof PutCustomMetric>

/** Body of POST /api/v1/custom-metrics: one value (201 with Location) or `{values: [...]}` (200 with counts). */
export const PutCustomMetrics = z.union([
  z.strictObject({ values: z.array(PutCustomMetric).min(1).max(CUSTOM_VALUES_PER_CALL_MAX) }),
  PutCustomMetric,
])
export type PutCustomMetrics = z.infer<typeof PutCustomMetrics>

/** `data` of a post of many. Nothing is stored when one of them is refused; details then name its place. */
export const StoredValues = z.object({
  new: z.int().nonnegative(),
  changed: z.int().nonnegative(),
  same: z.int().nonnegative(),
})
export type StoredValues = z.infer<typeof StoredValues>

/** Body of PATCH /api/v1/custom-metrics/:id. */
export const ChangeCustomMetric = z.strictObject({ metricValue: DecimalText })
export type ChangeCustomMetric = z.infer<typeof ChangeCustomMetric>

/** Body of POST /api/v1/custom-metrics/removals: ids of entered values. None is removed when one of them is refused. */
export const RemoveCustomMetrics = z.strictObject({
  ids: z.array(z.string().min(1).max(100)).min(1).max(CUSTOM_VALUES_PER_CALL_MAX),
})
export type RemoveCustomMetrics = z.infer<typeof RemoveCustomMetrics>

/** `data` of a removal of many. */
export const RemovedValues = z.object({ removed: z.int().nonnegative() })
export type RemovedValues = z.infer<typeof RemovedValues>

// ---- GET /api/v1/custom-metrics/sheet: one client's values by hand, and what others say of the same days ----

/** `metrics` are keys to show besides those that people keep by hand. Without a client it is the workspace's own. */
export const SheetQuery = z.strictObject({
  from: Day,
  to: Day,
  clientId: ClientId.optional(),
  metrics: z
    .string()
    .transform((text) => text.split(',').filter((key) => key !== ''))
    .pipe(z.array(MetricKey).max(SHEET_METRICS_MAX))
    .optional(),
})
export type SheetQuery = z.infer<typeof SheetQuery>

/**
 * What sources other than a person's hand say of a metric on a day, folded as the metric adds up; null while every amount waits for
 * a rate. `name` is that of a connection or file.
 */
export const SheetOther = z.object({
  metricName: MetricKey,
  recordDate: Day,
  value: DecimalText.nullable(),
  rows: z.int().positive(),
  sources: z.array(z.object({ system: z.string(), name: z.string().nullable() })).min(1),
})
export type SheetOther = z.infer<typeof SheetOther>

/**
 * The columns by label, `total` of them without the bound, the values that were entered by hand without dimensions, at most one for each
 * metric and day, and what else there is on those days.
 */
export const SheetView = z.object({
  clientId: ClientId,
  metrics: z.array(MetricKey).max(SHEET_METRICS_MAX),
  total: z.int().nonnegative(),
  values: z.array(CustomMetricView),
  others: z.array(SheetOther),
})
export type SheetView = z.infer<typeof SheetView>

// ---- GET /api/v1/kpis ----

export const KpisQuery = z.strictObject({
  from: Day.optional(),
  to: Day.optional(),
  clientId: ClientId.optional(),
  source: z.string().min(1).max(64).optional(),
  cursor: z.string().min(1).max(300).optional(),
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
})
export type KpisQuery = z.infer<typeof KpisQuery>

/** Headline figures of one client in the range (default: the last 30 days of the workspace), in its base currency. */
export const KpiView = z.object({
  clientId: ClientId,
  clientName: z.string(),
  from: Day,
  to: Day,
  currency: Currency,
  revenue: DecimalText.nullable(),
  expenses: DecimalText.nullable(),
  netProfit: DecimalText.nullable(),
  cashFlow: DecimalText.nullable(),
  leadsOpen: z.int().nonnegative(),
  leadsWon: z.int().nonnegative(),
  leadsLost: z.int().nonnegative(),
  /** Value of the leads that are open, in the base currency. */
  pipelineValue: DecimalText.nullable(),
  /** Records left out because no rate is known for their currency and day. */
  notIncluded: z.int().nonnegative(),
  lastRecordDate: Day.nullable(),
  lastSyncAt: z.iso.datetime().nullable(),
})
export type KpiView = z.infer<typeof KpiView>
