import type { Answer, Question, Series } from '../../../contracts/metrics.ts'
import { type Range, rangeQuestion } from '../../lib/range.ts'
import type { ShownLayout } from './layout.ts'

/** Everything a dashboard asks, in one call: figures with their trend, then one ranking per list. */
export function dashboardQuestions(
  layout: ShownLayout,
  range: Range,
  clientId: string | undefined,
): Question[] {
  const who = clientId === undefined ? {} : { clientId: clientId as Question['clientId'] }
  // Those of the lists as well: what a slice is a share of.
  const metrics = [
    ...new Set([
      ...layout.tiles,
      ...(layout.main ? [layout.main] : []),
      ...layout.lists.map((list) => list.metric),
    ]),
  ]
  if (metrics.length === 0) return []
  const figures: Question = { metrics, ...rangeQuestion(range), ...who }
  const lists = layout.lists.map(
    ({ metric, dimension }): Question => ({
      metrics: [metric],
      from: range.from,
      to: range.to,
      grain: 'total',
      breakdown: { dimension },
      ...who,
    }),
  )
  return [figures, ...lists]
}

/** The answers of a dashboard by what they are for. */
export interface DashboardAnswers {
  byMetric: ReadonlyMap<string, Series>
  /** In the order of the lists of the layout. */
  lists: readonly (readonly Series[])[]
  freshness: Answer['freshness']
}

/** Takes the answers of one call apart again. */
export function readAnswers(answers: readonly Answer[]): DashboardAnswers {
  const [figures, ...lists] = answers
  return {
    byMetric: new Map(figures?.series.map((series) => [series.metric as string, series]) ?? []),
    lists: lists.map((answer) => answer.series),
    freshness: figures?.freshness ?? [],
  }
}

/** True when nothing at all was recorded for any figure in the range. */
export function isAllEmpty(answers: DashboardAnswers): boolean {
  return [...answers.byMetric.values()].every((series) =>
    series.points.every((point) => point.value === null),
  )
}
