import type { Grain } from '../../../contracts/metrics.ts'
import { plural } from '../../lib/i18n.ts'

/** Sentences about metrics, for the dashboard and the metric pages. */
export const words = {
  grains: { day: 'day', week: 'week', month: 'month', quarter: 'quarter', year: 'year', total: 'total' } satisfies Record<Grain, string>,
  byGrain: (label: string, grain: Grain) => `${label} by ${words.grains[grain]}`,
  byDimension: (label: string, dimension: string) => `${label} by ${dimension.toLowerCase()}`,
  thisPeriod: 'This period',
  previous: (days: number) => `Previous ${days} ${plural(days, { one: 'day', other: 'days' })}`,
  yearBefore: 'Year before',
  from: (value: string) => `from ${value}`,
  late: 'source late',
  soFar: 'so far today',
  ahead: 'not begun yet',
  partOf: (days: number, outOf: number) => `${days} of ${outOf} days`,
  nothing: 'nothing recorded',
  nothingInRange: 'Nothing recorded in this range',
  notApplicable: 'Not applicable: it would divide by zero',
  none: '(none)',
  other: 'Other',
  tile: { late: 'late', noData: 'no data in this range', notApplicable: 'not applicable' },
  summary: {
    nothing: (title: string, days: string) => `${title}, ${days}. Nothing recorded.`,
    change: { up: 'Up', down: 'Down', flat: 'Unchanged' },
    onEarlier: (earlier: string) => `on ${earlier.toLowerCase()}`,
    highest: (label: string, value: string) => `Highest ${label} at ${value}.`,
  },
} as const
