import { Temporal } from 'temporal-polyfill'
import { EVENTS_KEPT_YEARS } from '../../../contracts/limits.ts'

/** What happened before this is older than the log is kept: years of the calendar, never a day less where one of them has 366. */
export function prunedBefore(now: Date): Date {
  const then = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO('UTC')
    .subtract({ years: EVENTS_KEPT_YEARS })
  return new Date(then.epochMilliseconds)
}
