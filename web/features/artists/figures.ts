import type { BookingView } from '../../../contracts/bookings.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** What the bookings of a stretch of time come to. */
export interface Figures {
  /** Days of the stretch on which something was confirmed or took place. */
  bookedDays: number
  days: number
  confirmed: number
  cancelled: number
  /** Holds that became more, of those that ended one way or the other; null when none did. */
  holdsKept: { kept: number; of: number } | null
  /** Of bookings by the hour: how many hours a whole day is, nobody has said. */
  bookedHours: number
}

const took = ({ status }: BookingView) => status === 'confirmed' || status === 'completed'

/**
 * Counts the bookings of one artist in a stretch of time; days are of 24 hours from its beginning. Overlapping ones count once.
 */
export function figuresOf(bookings: readonly BookingView[], fromMs: number, toMs: number): Figures {
  const spansOf = (some: readonly BookingView[]) =>
    some
      .map(({ startTime, endTime }) => ({
        from: Math.max(fromMs, Date.parse(startTime)),
        to: Math.min(toMs, Date.parse(endTime)),
      }))
      .filter(({ from, to }) => to > from)
  const taken = spansOf(bookings.filter(took))
  const byTheHour = spansOf(bookings.filter((booking) => took(booking) && booking.days === null))
  const days = Math.round((toMs - fromMs) / DAY_MS)
  const isTaken = (day: number) =>
    taken.some(({ from, to }) => from < fromMs + (day + 1) * DAY_MS && to > fromMs + day * DAY_MS)
  const lapsed = bookings.filter(({ status }) => status === 'released' || status === 'expired').length
  const kept = bookings.filter(
    (booking) => took(booking) || booking.status === 'pencil' || booking.status === 'cancelled',
  ).length
  return {
    bookedDays: Array.from({ length: days }, (_, day) => isTaken(day)).filter(Boolean).length,
    days,
    confirmed: bookings.filter(took).length,
    cancelled: bookings.filter(({ status }) => status === 'cancelled').length,
    holdsKept: kept + lapsed === 0 ? null : { kept, of: kept + lapsed },
    bookedHours: Math.round(unionMs(byTheHour) / HOUR_MS),
  }
}

/** How long stretches are together where overlaps count once. */
function unionMs(spans: readonly { from: number; to: number }[]): number {
  let total = 0
  let reached = Number.NEGATIVE_INFINITY
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, reached))
    reached = Math.max(reached, to)
  }
  return total
}
