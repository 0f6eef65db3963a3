import { type SourceFreshness, sourcesOf } from './freshness.ts'
import type { PlannedQuestion } from './question.ts'

/** What an answer depends on besides the question. */
export interface AnswerStamp {
  /** Permission scope: callers with the same scope may be given the same answer. */
  scope: string
  /** Newest event number among the metrics involved (and their definitions). */
  seq: number
  freshness: readonly SourceFreshness[]
}

/**
 * Canonical text of a planned question and what its answer depends on: equal texts mean equal answers. Ways of writing
 * the same question (order of fields, a metric twice, the default top spelt out) give one text; the order of metrics
 * stays, because series follow it. Today and the calendar are in it only where the answer depends on them, so answers
 * about the past survive midnight.
 */
export function keptKey(planned: PlannedQuestion, stamp: AnswerStamp): string {
  const { current, grain, calendar, breakdown, compare } = planned
  const week = grain === 'week' ? calendar.weekStart : null
  const year = grain === 'quarter' || grain === 'year' ? calendar.fiscalYearStartMonth : null
  const sources = sourcesOf([...planned.leaves.keys()], stamp.freshness)
  return JSON.stringify([
    1,
    stamp.scope,
    stamp.seq,
    planned.metrics.map((metric) => metric.definition.key),
    current.from,
    current.to,
    grain,
    week ?? year,
    planned.clientId,
    breakdown && [breakdown.dimension, breakdown.top],
    compare?.kind ?? null,
    planned.today <= current.to ? planned.today : null,
    sources.map(({ source, asOf, checkedAt, nextAt, state }) => [source, asOf, checkedAt, nextAt, state]),
  ])
}
