import { addDays, addMonths, daysBetween } from '../../../contracts/days.ts'
import type { Grain, Point } from '../../../contracts/metrics.ts'

/** Days that are drawn as one point, both inclusive. */
export interface Days {
  from: string
  to: string
}

/** How much of its bucket a point covers. `days` of `outOf` are in it; `isPartial` when it cannot be held against a whole one. */
export interface Coverage extends Days {
  days: number
  outOf: number
  isPartial: boolean
  /** The bucket can still grow: it contains today or lies ahead. */
  isOpen: boolean
}

/** Last calendar day of the bucket that begins on `start`. For `total` the range decides, so it is given as `to`. */
export function bucketEnd(start: string, grain: Grain, to: string): string {
  switch (grain) {
    case 'day':
      return start
    case 'week':
      return addDays(start, 6)
    case 'month':
      return addDays(addMonths(start, 1), -1)
    case 'quarter':
      return addDays(addMonths(start, 3), -1)
    case 'year':
      return addDays(addMonths(start, 12), -1)
    case 'total':
      return to
  }
}

/** What of a bucket lies inside the asked range, and what of that is over by `today`. */
export function coverageOf(
  point: Pick<Point, 'date' | 'state'>,
  grain: Grain,
  range: Days,
  today: string,
): Coverage {
  const end = bucketEnd(point.date, grain, range.to)
  const from = point.date < range.from ? range.from : point.date
  const to = end > range.to ? range.to : end
  const isOpen = point.state === 'open' || to >= today
  const lastDay = isOpen && to > today ? today : to
  const days = Math.max(0, daysBetween(from, lastDay) + 1)
  const outOf = daysBetween(point.date, end) + 1
  return { from, to, days, outOf, isPartial: isOpen || days < outOf, isOpen }
}
