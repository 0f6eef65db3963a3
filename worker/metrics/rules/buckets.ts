import type { Grain } from '../../../contracts/metrics.ts'
import { civilOfNumber, dayOfNumber, numberOfCivil, weekdayOf } from './days.ts'

/** How a workspace counts weeks and years. Quarters follow the fiscal year. */
export interface BusinessCalendar {
  /** First day of a week, Monday 1 to Sunday 7. */
  weekStart: number
  /** Month in which the fiscal year begins, 1-12. */
  fiscalYearStartMonth: number
}

export const defaultCalendar: BusinessCalendar = { weekStart: 1, fiscalYearStartMonth: 1 }

/** One bucket of a range. `from` and `to` are day numbers clipped to the range, both inclusive. */
export interface Bucket {
  /** First calendar day of the whole bucket, `YYYY-MM-DD`: its key, the same whatever range it was cut from. */
  date: string
  from: number
  to: number
}

const MONTHS_PER = { month: 1, quarter: 3, year: 12 } as const

/** Months since year 0, aligned to the fiscal year. */
function monthIndexOf(dayNumber: number, monthsPerBucket: number, calendar: BusinessCalendar): number {
  const { year, month } = civilOfNumber(dayNumber)
  const shift = calendar.fiscalYearStartMonth - 1
  const index = year * 12 + month - 1 - shift
  return Math.floor(index / monthsPerBucket) * monthsPerBucket + shift
}

function firstOfMonthIndex(index: number): number {
  const year = Math.floor(index / 12)
  return numberOfCivil(year, index - year * 12 + 1, 1)
}

/** Day number on which the bucket of `dayNumber` begins. A `total` bucket has no calendar: it begins at `rangeFrom`. */
export function bucketStart(
  dayNumber: number,
  grain: Grain,
  calendar: BusinessCalendar,
  rangeFrom: number,
): number {
  if (grain === 'day') return dayNumber
  if (grain === 'total') return rangeFrom
  if (grain === 'week') return dayNumber - ((weekdayOf(dayNumber) - calendar.weekStart + 7) % 7)
  return firstOfMonthIndex(monthIndexOf(dayNumber, MONTHS_PER[grain], calendar))
}

/** Number of buckets that `from..to` touches, by arithmetic: a range too long to list is never listed. */
export function countBuckets(from: number, to: number, grain: Grain, calendar: BusinessCalendar): number {
  if (grain === 'total') return 1
  if (grain === 'day') return to - from + 1
  if (grain === 'week') {
    return (bucketStart(to, grain, calendar, from) - bucketStart(from, grain, calendar, from)) / 7 + 1
  }
  const months = MONTHS_PER[grain]
  return (monthIndexOf(to, months, calendar) - monthIndexOf(from, months, calendar)) / months + 1
}

/** Every bucket of `from..to` in order. Together they cover exactly the range: no gap, no overlap, nothing outside. */
export function listBuckets(from: number, to: number, grain: Grain, calendar: BusinessCalendar): Bucket[] {
  if (grain === 'total') return [{ date: dayOfNumber(from), from, to }]
  const buckets: Bucket[] = []
  let start = bucketStart(from, grain, calendar, from)
  while (start <= to) {
    const next = nextStart(start, grain, calendar)
    buckets.push({ date: dayOfNumber(start), from: Math.max(start, from), to: Math.min(next - 1, to) })
    start = next
  }
  return buckets
}

function nextStart(start: number, grain: Exclude<Grain, 'total'>, calendar: BusinessCalendar): number {
  if (grain === 'day') return start + 1
  if (grain === 'week') return start + 7
  return firstOfMonthIndex(monthIndexOf(start, MONTHS_PER[grain], calendar) + MONTHS_PER[grain])
}

/**
 * Index of the bucket that holds a day, or -1. Buckets are ordered by `from`; of two that begin on the same day (a
 * year-on-year 28 February asked for twice) the first is found.
 */
export function findBucket(buckets: readonly Bucket[], dayNumber: number): number {
  let low = 0
  let high = buckets.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    const bucket = buckets[middle]
    if (bucket !== undefined && bucket.to < dayNumber) low = middle + 1
    else high = middle
  }
  const found = buckets[low]
  return found !== undefined && found.from <= dayNumber && dayNumber <= found.to ? low : -1
}

/** True while a bucket can still grow: it contains today, or lies ahead. */
export function isOpenBucket(bucket: Bucket, today: number): boolean {
  return bucket.to >= today
}

/** True when every edge of the buckets is the edge of a calendar month, so that rows kept by month are enough. */
export function areMonthAligned(buckets: readonly Bucket[]): boolean {
  return buckets.every((bucket) => isMonthStart(bucket.from) && isMonthStart(bucket.to + 1))
}

/** True on the first day of a month. */
export function isMonthStart(dayNumber: number): boolean {
  return civilOfNumber(dayNumber).day === 1
}
