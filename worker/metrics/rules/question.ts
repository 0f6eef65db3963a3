import type { Comparison, Grain, MetricDefinition } from '../../../contracts/metrics.ts'
import type { BusinessCalendar } from './buckets.ts'
import type { CompiledFormula } from './catalogue.ts'
import type { Cut, Period } from './periods.ts'

/** What a question is checked against. */
export interface QuestionContext {
  /** Today in the workspace's time zone, as a day number. */
  today: number
  calendar: BusinessCalendar
  /** Known number of values of a dimension, if any: narrows the bound on cells below `top`. */
  countValues?: (metric: string, dimension: string) => number | null
}

/** One metric of a question. `formula` is null for a metric with rows of its own. */
export interface PlannedMetric {
  definition: MetricDefinition
  formula: CompiledFormula | null
  /** Keys of the metrics whose rows are needed: the metric itself, or the operands of the formula. */
  leaves: readonly string[]
}

/**
 * Rows an answer needs: one metric over `from..to`, one row per day (and dimension value, if `dimension` is set).
 * `rows: 'month'` means rows kept by month, dated on their first day, serve as well.
 */
export interface Read {
  metric: string
  dimension: string | null
  /** Day numbers, inclusive. */
  from: number
  to: number
  rows: 'day' | 'month'
}

/** A question that can be answered, with everything worked out that does not depend on the rows. */
export interface PlannedQuestion {
  metrics: readonly PlannedMetric[]
  leaves: ReadonlyMap<string, MetricDefinition>
  clientId: string | null
  grain: Grain
  calendar: BusinessCalendar
  today: number
  breakdown: { dimension: string; top: number } | null
  current: Period
  compare: { kind: Comparison; period: Period; cut: Cut | null } | null
  /** Rows of the asked period, one entry per leaf, in the order of `leaves`. */
  reads: readonly Read[]
  /** The same for the earlier period; empty without a comparison. */
  earlierReads: readonly Read[]
}

/** Why a question is refused. `message` is a sentence that says what to change. */
export interface QuestionRefusal {
  code:
    | 'unknown_metric'
    | 'unknown_dimension'
    | 'reversed_dates'
    | 'range_too_long'
    | 'question_too_large'
    | 'invalid_formula'
    | 'mixed_currencies'
  message: string
  details: Record<string, unknown>
}
