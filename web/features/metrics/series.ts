import { addDays, daysBetween } from '../../../contracts/days.ts'
import type { Grain, MetricDirection, Series } from '../../../contracts/metrics.ts'
import { compare as compareValues, toDrawing } from '../../lib/decimal.ts'
import type { Change, Format } from '../../lib/format.ts'
import type { ChartModel, ChartPoint } from '../../ui/chartModel.ts'
import { type Coverage, coverageOf, type Days } from './buckets.ts'
import { isAllLeftOut } from './sources.ts'
import { axisTicks } from './ticks.ts'
import { words } from './words.ts'

/** A range and the days it is compared with; null when nothing is. */
export interface ComparedDays extends Days {
  compareFrom: string | null
  compareTo: string | null
}

/** What drawing a series depends on beside its numbers. */
export interface SeriesView {
  range: ComparedDays
  grain: Grain
  compare: 'prev' | 'yoy' | 'none'
  /** Business day it is now. */
  today: string
  direction: MetricDirection
  format: Format
}

const position = (value: string | null) => (value === null ? null : toDrawing(value))

/** Words on how much of its bucket a point covers; empty for a whole one. */
export function coverageNote(coverage: Coverage, grain: Grain, today: string): string {
  if (!coverage.isPartial) return ''
  if (coverage.isOpen && coverage.from > today) return words.ahead
  return grain === 'day' || grain === 'total' ? words.soFar : words.partOf(coverage.days, coverage.outOf)
}

/** Days the earlier point at `at` covers: moved buckets follow each other, so the next one says where this one ends. */
function earlierDays(series: Series, at: number, range: ComparedDays): Days | null {
  const point = series.compare?.points[at]
  if (!point || range.compareFrom === null || range.compareTo === null) return null
  const next = series.compare?.points[at + 1]
  return {
    from: point.date < range.compareFrom ? range.compareFrom : point.date,
    to: next ? addDays(next.date, -1) : range.compareTo,
  }
}

/** What happened to a series: held against the earlier period cut at the same finished day. Null: nothing to compare. */
export function changeOf(series: Series, view: Pick<SeriesView, 'direction' | 'format'>): Change | null {
  const { compare } = series
  if (!compare) return null
  return view.format.change(compare.currentTotal, compare.total, series.unit, view.direction, series.currency)
}

/** Name of the line behind: the period compared with. */
export function earlierName(view: Pick<SeriesView, 'compare' | 'grain' | 'range'>): string | null {
  switch (view.compare) {
    case 'none':
      return null
    case 'yoy':
      return words.yearBefore
    case 'prev': {
      const days = daysBetween(view.range.from, view.range.to) + 1
      // Only whole weeks are called weeks: a week that is not over yet is compared with as many days.
      const isWeeks = view.grain === 'week' && days > 7 && days % 7 === 0
      return isWeeks ? words.previousWeeks(days / 7) : words.previous(days)
    }
  }
}

/** Under the axis: days by their date, months by name with the year where one begins. */
function axisLabel(date: string, at: number, grain: Grain, format: Format): string {
  if (grain === 'year') return date.slice(0, 4)
  if (grain !== 'month' && grain !== 'quarter') return format.day(date, false)
  const isYearShown = at === 0 || date.slice(5, 7) === '01'
  return format.day(date, isYearShown).replace(/^\d+ /, '')
}

function pointOf(series: Series, at: number, view: SeriesView): ChartPoint | null {
  const point = series.points[at]
  if (!point) return null
  const { format, grain } = view
  const coverage = coverageOf(point, grain, view.range, view.today)
  const earlier = series.compare?.points[at]
  const before = earlierDays(series, at, view.range)
  const missing =
    point.reason === 'not_applicable'
      ? words.notApplicable
      : point.value === null && !coverage.isOpen
        ? words.nothing
        : ''
  const note = [point.state === 'stale' ? words.late : '', coverageNote(coverage, grain, view.today), missing]
    .filter(Boolean)
    .join(', ')
  return {
    label: axisLabel(point.date, at, grain, format),
    title: format.dayRange(coverage.from, coverage.to),
    position: position(point.value),
    shown: format.value(point.value, series.unit, series.currency),
    earlierPosition: position(earlier?.value ?? null),
    earlierTitle: before ? format.dayRange(before.from, before.to) : '',
    earlierShown: format.value(earlier?.value ?? null, series.unit, series.currency),
    isPartial: coverage.isPartial,
    isStale: point.state === 'stale',
    note,
  }
}

/** A series as a chart: marks with their words, exact axis lines, the label of an unfinished end, and one sentence. */
export function chartModel(series: Series, view: SeriesView): ChartModel {
  const points = series.points.flatMap((_, at) => pointOf(series, at, view) ?? [])
  const values = [...series.points, ...(series.compare?.points ?? [])].map((point) => point.value)
  const last = series.points.at(-1)
  const lastCoverage = last ? coverageOf(last, view.grain, view.range, view.today) : null
  return {
    name: series.label,
    // A period before the first data would add a name and a column of dashes, and nothing to see.
    earlierName: series.compare?.points.some((point) => point.value !== null) ? earlierName(view) : null,
    points,
    ticks: axisTicks(values).map((tick) => ({
      position: tick.position,
      label: view.format.axis(tick.position, series.unit, series.currency),
    })),
    endLabel: last?.value != null && lastCoverage ? coverageNote(lastCoverage, view.grain, view.today) : '',
    summary: summaryOf(series, points, view),
    whyEmpty: whyNothing(series),
  }
}

function summaryOf(series: Series, points: readonly ChartPoint[], view: SeriesView): string {
  const title = words.byGrain(series.label, view.grain)
  const days = view.format.dayRange(view.range.from, view.range.to)
  let best = -1
  for (const [at, point] of series.points.entries()) {
    const leader = series.points[best]?.value ?? null
    if (point.value !== null && (leader === null || compareValues(point.value, leader) > 0)) best = at
  }
  const top = points[best]
  if (!top) return `${title}, ${days}. ${whyNothing(series)}.`
  const change = changeOf(series, view)
  const name = earlierName(view)
  const moved =
    change && name
      ? ` ${words.summary.change[change.direction]}${change.direction === 'flat' ? '' : ` ${change.text}`} ${words.summary.onEarlier(name)}.`
      : ''
  return `${title}, ${days}.${moved} ${words.summary.highest(`${words.grains[view.grain]} ${top.title}`, top.shown)}`
}

/** A figure as a tile says it. `why` replaces the comparison when there is no value. */
export interface FigureView {
  value: string
  exact: string
  change: Change | null
  from: string
  /** What is left out of it; empty: nothing. */
  leftOut: string
  trend: (number | null)[]
  isLastOpen: boolean
}

/** `Not included: 12 records (GBP, USD: no rate yet)`; empty when every record is in the figure. */
export function leftOutWords(series: Pick<Series, 'notIncluded'>, format: Format): string {
  const out = series.notIncluded
  return out ? words.notIncluded(format.count(String(out.records)), out.records, out.currencies) : ''
}

/** Why there is no figure, as three different things: it cannot be worked out, all of it waits, or there was nothing. */
function whyNothing(series: Series): string {
  if (series.totalReason === 'not_applicable') return words.notApplicable
  return isAllLeftOut(series) ? words.onlyLeftOut : words.nothingInRange
}

/** Total, change and trend of a series in words. */
export function figureOf(series: Series, view: SeriesView): FigureView {
  const { format } = view
  const { unit, currency, total } = series
  const last = series.points.at(-1)
  const short =
    series.totalReason === 'not_applicable'
      ? words.tile.notApplicable
      : isAllLeftOut(series)
        ? words.tile.leftOut
        : words.tile.noData
  const before = series.compare?.total ?? null
  return {
    value: format.short(total, unit, currency),
    exact: total === null ? whyNothing(series) : format.value(total, unit, currency),
    change: total === null ? null : changeOf(series, view),
    from: total === null ? short : before === null ? '' : words.from(format.short(before, unit, currency)),
    leftOut: leftOutWords(series, format),
    trend: series.points.map((point) => position(point.value)),
    isLastOpen: last !== undefined && coverageOf(last, view.grain, view.range, view.today).isPartial,
  }
}
