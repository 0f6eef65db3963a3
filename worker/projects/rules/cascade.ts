import { Temporal } from 'temporal-polyfill'
import type { BookedDays } from '../../../contracts/bookings.ts'
import { addDays, daysBetween } from '../../../contracts/days.ts'
import { overlaps, type Span } from '../../availability/rules/spans.ts'
import { ZoneDays } from '../../availability/rules/zone-days.ts'

/** A task that moves, and whoever does it. */
export interface TaskMove {
  taskId: string
  artistId: string | null
  before: Span
  after: Span
}

/** A booking that may be for such a task. */
export interface BookedTime extends Span {
  id: string
  artistId: string
  timeZone: string
  days: BookedDays | null
}

/** A booking whose task moves, and the time it should have then. */
export interface Touched<B extends BookedTime> {
  booking: B
  taskId: string
  proposed: Span & { days: BookedDays | null }
}

/**
 * Bookings of a project that lie in the old time of a task that its artist does and that moves. None of them moves by that: each gets a
 * time to propose, its start later by as much as the start of the task and its end by as much as the end, on the clock of its zone.
 */
export function touchedBookings<B extends BookedTime>(
  moves: readonly TaskMove[],
  bookings: readonly B[],
): Touched<B>[] {
  return bookings.flatMap((booking) => {
    const own = moves.filter(
      ({ artistId, before }) => artistId === booking.artistId && overlaps(before, booking),
    )
    const first = earliest(own, ({ before }) => before.fromMs)
    const last = earliest(own, ({ before }) => -before.toMs)
    if (first === undefined || last === undefined) return []
    const proposed = shifted(booking, first, last)
    const isSame = proposed.fromMs === booking.fromMs && proposed.toMs === booking.toMs
    return isSame ? [] : [{ booking, taskId: first.taskId, proposed }]
  })
}

function earliest(moves: readonly TaskMove[], at: (move: TaskMove) => number): TaskMove | undefined {
  return [...moves].sort((a, b) => at(a) - at(b) || (a.taskId < b.taskId ? -1 : 1))[0]
}

function shifted(booking: BookedTime, first: TaskMove, last: TaskMove): Span & { days: BookedDays | null } {
  const zone = new ZoneDays(booking.timeZone)
  const starts: [number, number] = [first.before.fromMs, first.after.fromMs]
  const ends: [number, number] = [last.before.toMs, last.after.toMs]
  if (booking.days !== null) {
    const later = ([from, to]: [number, number]) => daysBetween(zone.dayAt(from), zone.dayAt(to))
    // The end of a task is not part of it: at midnight it is of the day before.
    const ofEnds = later([ends[0] - 1, ends[1] - 1])
    const from = addDays(booking.days.from, later(starts))
    const to = addDays(booking.days.to, ofEnds)
    const days = from <= to ? { from, to } : { from, to: addDays(booking.days.to, later(starts)) }
    const toMs = zone.edgeMs(addDays(days.to, 1), '00:00')
    return { fromMs: zone.edgeMs(days.from, '00:00'), toMs, days }
  }
  const fromMs = onClock(booking.fromMs, starts, booking.timeZone)
  const toMs = onClock(booking.toMs, ends, booking.timeZone)
  if (fromMs < toMs) return { fromMs, toMs, days: null }
  return { fromMs, toMs: onClock(booking.toMs, starts, booking.timeZone), days: null }
}

/** An instant, later by as much as the clock of a zone shows between two others. */
function onClock(ms: number, [fromMs, toMs]: [number, number], timeZone: string): number {
  const clock = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDateTime()
  return clock(ms)
    .add(clock(fromMs).until(clock(toMs)))
    .toZonedDateTime(timeZone).epochMilliseconds
}
