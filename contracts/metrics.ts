import { z } from 'zod'
import { ClientId, Currency, Day, DecimalText, MetricKey } from './ids.ts'
import {
  DIMENSION_VALUE_CHARS_MAX,
  DIMENSIONS_MAX,
  LIST_PAGE_DEFAULT,
  LIST_PAGE_MAX,
  METRIC_SCALE_MAX,
  METRICS_PER_QUESTION_MAX,
  QUESTIONS_PER_CALL_MAX,
} from './limits.ts'

// ---- The catalogue: GET /api/v1/metrics ----

/** What one unit of a value is. `duration` values are seconds; `percent` 12.5 means 12.5 %. */
export const MetricUnit = z.enum(['money', 'count', 'percent', 'duration'])
export type MetricUnit = z.infer<typeof MetricUnit>

/** Which way is good: `up` more is better, `down` less is better, `neutral` neither. */
export const MetricDirection = z.enum(['up', 'down', 'neutral'])
export type MetricDirection = z.infer<typeof MetricDirection>

/**
 * How the rows of a bucket become one value. `sum` adds; `avg` is sum over number of rows; `last` is the value of the
 * latest day with rows; `min` and `max` are extremes; `ratio` is a formula, worked out from its operands per bucket.
 */
export const MetricAggregation = z.enum(['sum', 'avg', 'last', 'min', 'max', 'ratio'])
export type MetricAggregation = z.infer<typeof MetricAggregation>

/** Name of a dimension (a column of the source) such as `country`. Every metric has `client` besides its own. */
export const DimensionName = z.string().min(1).max(63)
export type DimensionName = z.infer<typeof DimensionName>

/** Rows of one fact table. `column` absent counts rows; `filters` keeps rows whose column is one of the values. */
export const FactsSource = z.strictObject({
  kind: z.literal('facts'),
  table: z.enum(['custom_metrics', 'financials', 'lead_events', 'work_facts']),
  column: z.string().min(1).max(63).optional(),
  filters: z.record(z.string(), z.array(z.string()).min(1)).optional(),
})
export type FactsSource = z.infer<typeof FactsSource>

/** Arithmetic over other metrics: `+ - * /`, unary minus, brackets, decimal numbers and metric keys. */
export const FormulaSource = z.strictObject({
  kind: z.literal('formula'),
  formula: z.string().min(1).max(1000),
})
export type FormulaSource = z.infer<typeof FormulaSource>

export const MetricSource = z.discriminatedUnion('kind', [FactsSource, FormulaSource])
export type MetricSource = z.infer<typeof MetricSource>

/**
 * One entry of the catalogue. `scale` is the number of decimals kept (0-6). `currency` is set for money and null for
 * every other unit. `dimensions` are the names a question may break the metric down by.
 */
export const MetricDefinition = z.object({
  key: MetricKey,
  label: z.string().min(1).max(120),
  unit: MetricUnit,
  currency: Currency.nullable(),
  direction: MetricDirection,
  aggregation: MetricAggregation,
  scale: z.int().min(0).max(METRIC_SCALE_MAX),
  source: MetricSource,
  dimensions: z.array(DimensionName).max(DIMENSIONS_MAX),
  description: z.string().max(500),
})
export type MetricDefinition = z.infer<typeof MetricDefinition>

/** `data` of GET /api/v1/metrics, ordered by key. */
export const MetricList = z.array(MetricDefinition)
export type MetricList = z.infer<typeof MetricList>

// ---- The one question: POST /api/v1/metrics/query ----

/** Size of one point. `year` is the fiscal year of the workspace, `total` one point for the whole range. */
export const Grain = z.enum(['day', 'week', 'month', 'quarter', 'year', 'total'])
export type Grain = z.infer<typeof Grain>

/** `previous`: the same number of days ending the day before `from`. `yoy`: the same dates a year earlier. */
export const Comparison = z.enum(['previous', 'yoy'])
export type Comparison = z.infer<typeof Comparison>

/**
 * The one question everything asks. `from` and `to` are inclusive days of the workspace. With `breakdown` every metric
 * answers one series per dimension value: the `top` largest by absolute total of the FIRST metric (default
 * BREAKDOWN_TOP_DEFAULT), the rest folded into one `other` series.
 */
export const Question = z.strictObject({
  metrics: z.array(z.string().min(1).max(63)).min(1).max(METRICS_PER_QUESTION_MAX),
  from: Day,
  to: Day,
  grain: Grain,
  clientId: ClientId.optional(),
  breakdown: z.strictObject({ dimension: DimensionName, top: z.int().positive().optional() }).optional(),
  compare: Comparison.optional(),
})
export type Question = z.infer<typeof Question>

/** Several questions in one call; answered in the same order from one state of the facts. */
export const QuestionBatch = z.strictObject({
  questions: z.array(Question).min(1).max(QUESTIONS_PER_CALL_MAX),
})
export type QuestionBatch = z.infer<typeof QuestionBatch>

/** Body of POST /api/v1/metrics/query: one question, answered by `data: Answer`, or a batch, by `data: Answer[]`. */
export const QueryRequest = z.union([QuestionBatch, Question])
export type QueryRequest = z.infer<typeof QueryRequest>

// ---- The answer ----

/**
 * How sure a point is.
 * - `final`: the bucket is over and its source is up to date. A null value is then "not applicable", see `reason`.
 * - `open`: the bucket contains today or lies ahead; the value can still grow. Null: nothing recorded so far.
 * - `missing`: the bucket is over and nothing was recorded. The value is null; that is not a zero.
 * - `stale`: the source is late, and the bucket reaches into the time the source has not delivered yet.
 */
export const PointState = z.enum(['final', 'open', 'missing', 'stale'])
export type PointState = z.infer<typeof PointState>

/** Why a value is null although its operands were recorded: a ratio whose denominator is zero has no value. */
export const NullReason = z.enum(['not_applicable'])
export type NullReason = z.infer<typeof NullReason>

/**
 * One bucket. `date` is the first calendar day of the bucket (the Monday of a week, the 1st of a month), also where
 * the range begins later than that; for grain `total` it is `from`. `value` is exact, without trailing zeros: `'0'` is
 * a recorded zero, null is no value.
 */
export const Point = z.object({
  date: Day,
  value: DecimalText.nullable(),
  state: PointState,
  reason: NullReason.optional(),
})
export type Point = z.infer<typeof Point>

/**
 * The period held against the asked one. `points` align by index with the points of the series and cover the whole
 * earlier period. Days of today and later are unfinished, so both totals are cut at the same place: `total` is that of
 * `from..to` here, and `currentTotal` that of the series from the question's `from` up to `currentTo`. Change is
 * `currentTotal` against `total`, never the series' own `total`. When nothing of the asked range is finished, `to`,
 * `currentTo`, `total` and `currentTotal` are null.
 */
export const CompareView = z.object({
  from: Day,
  to: Day.nullable(),
  points: z.array(Point),
  total: DecimalText.nullable(),
  currentTo: Day.nullable(),
  currentTotal: DecimalText.nullable(),
})
export type CompareView = z.infer<typeof CompareView>

/** Which slice of a breakdown a series is: one value, the rows whose dimension is blank, or the folded rest. */
export const BreakdownPart = z.enum(['value', 'none', 'other'])
export type BreakdownPart = z.infer<typeof BreakdownPart>

/**
 * One line of the answer. Without a breakdown `dimensionValue` and `part` are absent. With one, `dimensionValue` is the
 * text of the value for part `value`, and null for `none` (shown as "(none)") and `other` (shown as "Other"), so that a
 * real value called "Other" is never mistaken. `total` covers the whole range and is null when nothing was recorded
 * or, for a formula, when it is not applicable (`totalReason`).
 */
export const Series = z.object({
  metric: MetricKey,
  label: z.string(),
  unit: MetricUnit,
  currency: Currency.nullable(),
  dimensionValue: z.string().nullable().optional(),
  /** In a breakdown by `client` the client; `dimensionValue` is then its name, or `name (external id)` where several have it. */
  clientId: ClientId.optional(),
  part: BreakdownPart.optional(),
  points: z.array(Point),
  total: DecimalText.nullable(),
  totalReason: NullReason.optional(),
  compare: CompareView.optional(),
  /** Records of the range that are in no figure, because no rate is known for their currency and day. Absent: none. */
  notIncluded: z.object({ records: z.int().positive(), currencies: z.array(Currency).min(1) }).optional(),
})
export type Series = z.infer<typeof Series>

/**
 * `fresh`: in time. `stale`: later than expected. `failed`: it needs somebody. `static`: loaded by hand, never late.
 * `none`: nothing loaded yet.
 */
export const FreshnessState = z.enum(['fresh', 'stale', 'failed', 'static', 'none'])
export type FreshnessState = z.infer<typeof FreshnessState>

/**
 * One source of the numbers. `asOf`: the data is complete up to this instant; `checkedAt`: when it was last asked; `nextAt`:
 * when it is asked next. `metrics` are the keys it feeds; null: it stands for all of them.
 */
export const Freshness = z.object({
  source: z.string(),
  /** The connection to mend or look at; null for files and values entered by hand. */
  connectionId: z.uuid().nullable(),
  metrics: z.array(MetricKey).nullable(),
  nextAt: z.iso.datetime().nullable(),
  asOf: z.iso.datetime().nullable(),
  checkedAt: z.iso.datetime().nullable(),
  state: FreshnessState,
})
export type Freshness = z.infer<typeof Freshness>

/** Series in the order of the asked metrics; within a metric by rank of the breakdown value, `other` last. */
export const Answer = z.object({ series: z.array(Series), freshness: z.array(Freshness) })
export type Answer = z.infer<typeof Answer>

/** Body of a successful query. `meta.seq`: every fact up to this event number is in the answer, and none after it. */
export const QueryResponse = z.object({
  data: z.union([Answer, z.array(Answer)]),
  meta: z.object({ seq: z.int().nonnegative() }),
})
export type QueryResponse = z.infer<typeof QueryResponse>

// ---- The rows behind a number: GET /api/v1/metrics/:key/records ----

/** Query string. `value` needs `dimension`; an empty `value` asks for the rows whose dimension is blank; of `client` it is the id. */
export const RecordsQuery = z
  .strictObject({
    from: Day,
    to: Day,
    clientId: ClientId.optional(),
    dimension: DimensionName.optional(),
    value: z.string().max(DIMENSION_VALUE_CHARS_MAX).optional(),
    cursor: z.string().min(1).max(200).optional(),
    limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
  })
  .refine((query) => (query.value === undefined) === (query.dimension === undefined), {
    error: 'dimension and value are given together',
    path: ['value'],
  })
export type RecordsQuery = z.infer<typeof RecordsQuery>

/** One row. `source` names where it came from (a file or a connection), `line` its line in the file, if any. */
export const RecordView = z.object({
  id: z.string(),
  date: Day,
  value: DecimalText,
  currency: Currency.nullable(),
  dimensions: z.record(z.string(), z.string().nullable()),
  source: z.string(),
  line: z.int().positive().nullable(),
  /** How many rows of an archived month it stands for; null for a row that is itself. */
  archivedRows: z.int().positive().nullable(),
})
export type RecordView = z.infer<typeof RecordView>

/** `total` is the number of rows and `sum` their exact sum, both over all pages: the number that was clicked on. */
export const RecordsPage = z.object({
  data: z.array(RecordView),
  meta: z.object({
    nextCursor: z.string().nullable(),
    total: z.int().nonnegative(),
    sum: DecimalText,
  }),
})
export type RecordsPage = z.infer<typeof RecordsPage>
