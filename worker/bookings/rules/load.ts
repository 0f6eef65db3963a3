import { WHOLE_SHARE } from '../../../contracts/limits.ts'
import { overlaps } from '../../availability/rules/spans.ts'
import type { Period } from './when.ts'

/** A stretch of time, and how many percent of somebody's time it takes. */
export interface Taken extends Period {
  share: number
}

/** Percent of the time of an artist that as many bookings as may share it leave. */
export const roomOf = (capacity: number): number => capacity * WHOLE_SHARE

/** The most percent that periods take together at any moment of a stretch of time. */
export function peakLoad(periods: readonly Taken[], within: Period): number {
  const inside = periods.filter((one) => overlaps(one, within))
  // The load only rises where a period begins.
  const starts = inside.map(({ fromMs }) => Math.max(fromMs, within.fromMs))
  return Math.max(
    0,
    ...starts.map((ms) =>
      inside.filter((one) => one.fromMs <= ms && ms < one.toMs).reduce((sum, { share }) => sum + share, 0),
    ),
  )
}

/** Whether something has room beside others at every moment of its time. */
export const hasRoom = (one: Taken, others: readonly Taken[], capacity: number): boolean =>
  peakLoad(others, one) + one.share <= roomOf(capacity)

/** Whether nobody else can have any of it: what takes all the time of somebody who can be booked once, which Postgres itself keeps free. */
export const takesAll = (capacity: number, share: number): boolean => capacity === 1 && share === WHOLE_SHARE
