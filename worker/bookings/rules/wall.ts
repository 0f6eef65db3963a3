import { Temporal } from 'temporal-polyfill'
import type { BookedDays } from '../../../contracts/bookings.ts'
import { startOfDayMs, type When } from './when.ts'

/** A stretch of a wall clock, which knows no zone and no change of the clocks. */
export interface WallSpan {
  from: Temporal.PlainDateTime
  to: Temporal.PlainDateTime
}

/** When something is, as a clock in a zone shows it; whole days from midnight to midnight. */
export function wallOf(when: When, timeZone: string): WallSpan {
  if (when.days !== null) {
    const [first, last] = [when.days.from, when.days.to].map((day) => Temporal.PlainDate.from(day))
    if (first === undefined || last === undefined) throw new Error('days without an end')
    return { from: first.toPlainDateTime(), to: last.add({ days: 1 }).toPlainDateTime() }
  }
  const at = (ms: number) =>
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDateTime()
  return { from: at(when.fromMs), to: at(when.toMs) }
}

/**
 * The instants of a stretch of wall clock. A time that the clocks skip moves on by the gap and one that they show twice is the first, as
 * when it is typed; where that would leave nothing, it lasts as long as the clock says.
 */
export function whenOf({ from, to }: WallSpan, timeZone: string, areDays: boolean): When {
  if (areDays) {
    const days = daysOf({ from, to })
    const dayAfter = Temporal.PlainDate.from(days.to).add({ days: 1 }).toString()
    return { fromMs: startOfDayMs(days.from, timeZone), toMs: startOfDayMs(dayAfter, timeZone), days }
  }
  const fromMs = from.toZonedDateTime(timeZone).epochMilliseconds
  const toMs = to.toZonedDateTime(timeZone).epochMilliseconds
  const length = from.until(to).total('milliseconds')
  return { fromMs, toMs: toMs > fromMs ? toMs : fromMs + length, days: null }
}

/** The days that a stretch touches. */
function daysOf({ from, to }: WallSpan): BookedDays {
  return { from: from.toPlainDate().toString(), to: to.subtract({ nanoseconds: 1 }).toPlainDate().toString() }
}

/** How far the start and the end of a stretch are moved on the wall clock. */
export interface WallShift {
  from: Temporal.Duration
  to: Temporal.Duration
}

/** What it takes to get from one stretch of wall clock to another: whole days, then the time of day. */
export function shiftBetween(before: WallSpan, after: WallSpan): WallShift {
  return {
    from: before.from.until(after.from, { largestUnit: 'day' }),
    to: before.to.until(after.to, { largestUnit: 'day' }),
  }
}

/** The same stretch moved as far as another one. Null when it would end before it begins. */
export function shifted({ from, to }: WallSpan, by: WallShift): WallSpan | null {
  const moved = { from: from.add(by.from), to: to.add(by.to) }
  return Temporal.PlainDateTime.compare(moved.from, moved.to) < 0 ? moved : null
}

/** The stretch on another day, at the same time of day. */
export function onDay({ from, to }: WallSpan, day: string): WallSpan {
  const days = from.toPlainDate().until(Temporal.PlainDate.from(day))
  return { from: from.add(days), to: to.add(days) }
}
