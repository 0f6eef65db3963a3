import {
  addDays,
  addMonths,
  daysBetween,
  isoWeekday,
  startOfMonth,
  startOfQuarter,
  startOfWeek,
} from '../../../contracts/days.ts'

/** How much time is shown at once. */
export const zooms = ['day', 'week', 'month', 'quarter'] as const
export type Zoom = (typeof zooms)[number]

/**
 * Minutes since 1970 on a wall clock, whatever its zone: midnight is always a multiple of 1440, so that columns are of one width and
 * the clocks' changes stay with whoever turns this into instants.
 */
export type WallMin = number
export const DAY_MIN = 1440
const HOUR_MIN = 60
const DAY_MS = 86_400_000
/** In the view of a day time moves by quarters of an hour, elsewhere by days. */
const FINE_SNAP_MIN = 15

/** A stretch of wall-clock time; the end is not part of it. */
export interface Span {
  from: WallMin
  to: WallMin
}

/** A column of the grid: an hour, a day or a week. */
export interface Column extends Span {
  day: string
  isWeekend: boolean
}

/** What is on screen: the days, and how they are cut into columns. */
export interface Shown extends Span {
  zoom: Zoom
  firstDay: string
  lastDay: string
  columns: readonly Column[]
  snapMin: number
}

/** Midnight of a calendar day on the wall clock. */
export const wallOfDay = (day: string): WallMin => Date.parse(`${day}T00:00:00Z`) / 60_000

/** The calendar day a wall-clock minute is on. */
export const dayOfWall = (min: WallMin): string =>
  new Date(Math.floor(min / DAY_MIN) * DAY_MS).toISOString().slice(0, 10)

/** The last day of a stretch: one that ends at midnight ends the day before. */
export const lastDayOf = ({ to }: Span): string => dayOfWall(to - 1)

/** First and last day that are shown around a day. A quarter is filled up to whole weeks. */
function daysOf(zoom: Zoom, day: string, weekStart: number): { first: string; last: string } {
  switch (zoom) {
    case 'day':
      return { first: day, last: day }
    case 'week': {
      const first = startOfWeek(day, weekStart)
      return { first, last: addDays(first, 6) }
    }
    case 'month': {
      const first = startOfMonth(day)
      return { first, last: addDays(addMonths(first, 1), -1) }
    }
    case 'quarter': {
      const quarter = startOfQuarter(day)
      const end = addDays(addMonths(quarter, 3), -1)
      return { first: startOfWeek(quarter, weekStart), last: addDays(startOfWeek(end, weekStart), 6) }
    }
  }
}

/** Weeks a plan shows at once. Months begin on any day of a week, and a plan on any day of a month. */
const planWeeks: Readonly<Record<Exclude<Zoom, 'day'>, number>> = { week: 2, month: 5, quarter: 13 }

/** What a plan shows from a day on: whole weeks, beginning with the one the day is in. */
export function shownFrom(zoom: Zoom, day: string, weekStart: number): Shown {
  if (zoom === 'day') return shownAround(zoom, day, weekStart)
  const first = startOfWeek(day, weekStart)
  return shownDays(zoom, first, addDays(first, planWeeks[zoom] * 7 - 1))
}

/** The day from which a plan shows what comes next or was before: a step leaves a part of what was seen. */
export function steppedFrom(zoom: Zoom, day: string, by: 1 | -1): string {
  if (zoom === 'day') return addDays(day, by)
  return addDays(day, by * 7 * Math.max(1, planWeeks[zoom] - 1))
}

/** What is shown around a day. `weekStart` is the ISO weekday on which weeks begin. */
export function shownAround(zoom: Zoom, day: string, weekStart: number): Shown {
  const { first, last } = daysOf(zoom, day, weekStart)
  return shownDays(zoom, first, last)
}

function shownDays(zoom: Zoom, first: string, last: string): Shown {
  const from = wallOfDay(first)
  const to = wallOfDay(last) + DAY_MIN
  const stepMin = zoom === 'day' ? HOUR_MIN : zoom === 'quarter' ? 7 * DAY_MIN : DAY_MIN
  const columns = Array.from({ length: (to - from) / stepMin }, (_, at): Column => {
    const start = from + at * stepMin
    const columnDay = dayOfWall(start)
    const isWeekend = stepMin === DAY_MIN && isoWeekday(columnDay) > 5
    return { day: columnDay, from: start, to: start + stepMin, isWeekend }
  })
  const snapMin = zoom === 'day' ? FINE_SNAP_MIN : DAY_MIN
  return { zoom, firstDay: first, lastDay: last, from, to, columns, snapMin }
}

/** The day around which the next or the previous view is. */
export function stepped(zoom: Zoom, day: string, by: 1 | -1): string {
  switch (zoom) {
    case 'day':
      return addDays(day, by)
    case 'week':
      return addDays(day, 7 * by)
    case 'month':
      return addMonths(startOfMonth(day), by)
    case 'quarter':
      return addMonths(startOfQuarter(day), 3 * by)
  }
}

/** Where a moment stands in what is shown, as a share from 0 to 1 of its width; outside it is cut off. */
export function shareOf(min: WallMin, shown: Span): number {
  return Math.min(1, Math.max(0, (min - shown.from) / (shown.to - shown.from)))
}

/** The column a moment is in; the first or last where it lies outside. */
export function columnAt(min: WallMin, shown: Shown): number {
  const width = (shown.to - shown.from) / shown.columns.length
  return Math.min(shown.columns.length - 1, Math.max(0, Math.floor((min - shown.from) / width)))
}

/** True where a stretch shares a moment with another one. */
export const touches = (one: Span, other: Span): boolean => one.from < other.to && other.from < one.to

/** Whole days of a stretch, counting those it only touches. */
export const daysTouched = (span: Span): number => daysBetween(dayOfWall(span.from), lastDayOf(span)) + 1
