import type { BookingView, UpdateBooking } from '../../../contracts/bookings.ts'
import { addDays } from '../../../contracts/days.ts'
import { wallFields, wallFromFields } from '../../lib/wall.ts'
import { instantOf, wallOf } from '../../lib/zone.ts'
import { DAY_MIN, dayOfWall, lastDayOf, type Span, wallOfDay } from '../../ui/timeline/scale.ts'

/** When a booking is, on the wall clock of its artist. Whole days are those that were meant, whatever the clocks do. */
export function wallSpan(booking: Pick<BookingView, 'startTime' | 'endTime' | 'days'>, zone: string): Span {
  const { days } = booking
  if (days !== null) return { from: wallOfDay(days.from), to: wallOfDay(addDays(days.to, 1)) }
  return {
    from: wallOf(Date.parse(booking.startTime), zone),
    to: wallOf(Date.parse(booking.endTime), zone),
  }
}

/** What a change or a new booking says of its time: whole days, or two instants. */
export type SaidWhen = Pick<UpdateBooking, 'days' | 'startTime' | 'endTime'>

export const areWholeDays = (span: Span): boolean => span.from % DAY_MIN === 0 && span.to % DAY_MIN === 0

/** A stretch of wall clock as the server wants it. */
export function saidOf(span: Span, zone: string, isDays: boolean): SaidWhen {
  if (isDays) return { days: { from: dayOfWall(span.from), to: lastDayOf(span) } }
  return {
    startTime: new Date(instantOf(span.from, zone).ms).toISOString(),
    endTime: new Date(instantOf(span.to, zone).ms).toISOString(),
  }
}

/** What a form holds of a time. The last day is part of it; the times count only without whole days. */
export interface WhenFields extends Record<string, unknown> {
  isDays: boolean
  fromDay: string
  toDay: string
  fromTime: string
  toTime: string
}

const OPENS = '10:00'
const CLOSES = '18:00'

/** A stretch of wall clock as the fields of a form. */
export function fieldsOfSpan(span: Span, isDays: boolean): WhenFields {
  if (isDays)
    return {
      isDays,
      fromDay: dayOfWall(span.from),
      toDay: lastDayOf(span),
      fromTime: OPENS,
      toTime: CLOSES,
    }
  const [from, to] = [wallFields(span.from), wallFields(span.to)]
  return { isDays, fromDay: from.day, toDay: to.day, fromTime: from.time, toTime: to.time }
}

/** The stretch a form says; null while it says none, or one that ends before it begins. */
export function spanOfFields({ isDays, fromDay, toDay, fromTime, toTime }: WhenFields): Span | null {
  const from = wallFromFields(fromDay, isDays ? '00:00' : fromTime)
  const last = wallFromFields(toDay, isDays ? '00:00' : toTime)
  if (from === null || last === null) return null
  const to = isDays ? last + DAY_MIN : last
  return to > from ? { from, to } : null
}

/** What the clocks do to a typed time: it is skipped, or it comes twice. */
export interface ClockNote {
  end: 'start' | 'end'
  problem: 'gap' | 'twice'
  typedMin: number
  /** What a clock shows at the instant that was taken. */
  takenMin: number
}

/** Typed times that a change of the clocks makes unclear in a zone. Whole days never are. */
export function clockNotes(span: Span, zone: string, isDays: boolean): ClockNote[] {
  if (isDays) return []
  return (['start', 'end'] as const).flatMap((end) => {
    const typedMin = end === 'start' ? span.from : span.to
    const { ms, problem } = instantOf(typedMin, zone)
    return problem === null ? [] : [{ end, problem, typedMin, takenMin: wallOf(ms, zone) }]
  })
}
