import { Temporal } from 'temporal-polyfill'
import type { BookedDays } from '../../../contracts/bookings.ts'
import { BOOKING_LENGTH_MS_MAX } from '../../../contracts/limits.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'

/** A stretch of time in milliseconds since 1970; the end is not part of it, so that one may begin where another ends. */
export interface Period {
  fromMs: number
  toMs: number
}

/** When a booking is: the period, and the whole days that were meant by it, if any. */
export interface When extends Period {
  days: BookedDays | null
}

/** What somebody said: two instants with an offset, or whole days. */
export interface SaidWhen {
  startTime?: string | undefined
  endTime?: string | undefined
  days?: BookedDays | undefined
}

const DAY_MS = 86_400_000
const ZONE_MS = 14 * 3_600_000

export type PeriodRefusal = { code: 'invalid_period'; details: { problem: string } }

/**
 * The period that was said. Whole days go from midnight of the first to midnight after the last in the zone; a midnight that the
 * clocks skip is the first moment of its day, so a day may be 23 or 25 hours long.
 */
export function periodOf(said: SaidWhen, timeZone: string): Result<When, PeriodRefusal> {
  const { days } = said
  const fromMs = days === undefined ? Date.parse(said.startTime ?? '') : startOfDayMs(days.from, timeZone)
  const toMs = days === undefined ? Date.parse(said.endTime ?? '') : startOfDayMs(dayAfter(days.to), timeZone)
  if (!Number.isFinite(fromMs) || !Number.isFinite(toMs)) return refuse('start and end are needed')
  if (toMs <= fromMs) return refuse('the end is not after the start')
  if (toMs - fromMs > BOOKING_LENGTH_MS_MAX) return refuse('longer than two years')
  return ok({ fromMs, toMs, days: days ?? null })
}

/** What was said, wherever it is: no zone is further than fourteen hours from UTC. Nothing when start or end are missing. */
export function outerPeriodOf({ days, startTime = '', endTime = '' }: SaidWhen): Period {
  const fromMs = days === undefined ? Date.parse(startTime) : Date.parse(days.from) - ZONE_MS
  const toMs = days === undefined ? Date.parse(endTime) : Date.parse(days.to) + DAY_MS + ZONE_MS
  return Number.isFinite(fromMs) && Number.isFinite(toMs) ? { fromMs, toMs } : { fromMs: 0, toMs: 0 }
}

const refuse = (problem: string) => err({ code: 'invalid_period', details: { problem } } as const)

/** First moment of a calendar day in a zone, in milliseconds. Throws a RangeError on an unknown zone. */
export function startOfDayMs(day: string, timeZone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds
}

/** The instant at which a clock in a zone shows a time of a day, as ISO text. */
export function instantIn(day: string, time: string, timeZone: string): string {
  const at = Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone)
  return new Date(at.epochMilliseconds).toISOString()
}

const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString()
