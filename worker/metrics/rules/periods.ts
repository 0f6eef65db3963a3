import type { Comparison } from '../../../contracts/metrics.ts'
import type { Bucket } from './buckets.ts'
import { dayOfNumber, yearEarlier } from './days.ts'

/** A stretch of days and its buckets; day numbers, inclusive. */
export interface Period {
  from: number
  to: number
  buckets: Bucket[]
}

/** Where both totals of a comparison end, as day numbers. */
export interface Cut {
  currentTo: number
  earlierTo: number
}

/**
 * The earlier period. Its buckets are the asked ones, moved: the same number of them, aligned by index, whatever the
 * calendar does. `previous` moves by the number of days of the range. `yoy` moves every edge a year back; a bucket ends
 * where the next begins, so February of a leap year keeps its 29th, except that a DAILY point is always the same date
 * alone (29 February asks for the 28th).
 */
export function earlierPeriod(current: Period, kind: Comparison, isDaily: boolean): Period {
  const from = earlierDay(current, current.from, kind)
  const to = earlierDay(current, current.to, kind)
  const buckets = current.buckets.map((bucket, index): Bucket => {
    const next = current.buckets[index + 1]
    const bucketFrom = earlierDay(current, bucket.from, kind)
    const bucketTo =
      isDaily || next === undefined
        ? earlierDay(current, bucket.to, kind)
        : earlierDay(current, next.from, kind) - 1
    return { date: dayOfNumber(bucketFrom), from: bucketFrom, to: bucketTo }
  })
  return { from, to, buckets }
}

function earlierDay(current: Period, dayNumber: number, kind: Comparison): number {
  return kind === 'yoy' ? yearEarlier(dayNumber) : dayNumber - (current.to - current.from + 1)
}

/**
 * Today is not over, so a comparison stops yesterday on the one side and at the same place on the other. Null when
 * nothing of the range is over yet: then there is nothing to compare.
 */
export function cutAtToday(current: Period, kind: Comparison, today: number): Cut | null {
  const currentTo = Math.min(current.to, today - 1)
  if (currentTo < current.from) return null
  return { currentTo, earlierTo: earlierDay(current, currentTo, kind) }
}
