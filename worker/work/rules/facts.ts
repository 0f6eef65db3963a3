/** What a fact of work counts. */
export type WorkKind =
  | 'booking_created'
  | 'booking_refused'
  | 'hold_confirmed'
  | 'hold_lost'
  | 'available'
  | 'booked'

/** A fact of work before its client is looked up. Lengths of time are whole seconds. */
export interface WorkFact {
  kind: WorkKind
  /** `YYYY-MM-DD` */
  day: string
  id: string
  artistId: string | null
  projectId: string | null
  bookingId: string | null
  seconds: number | null
  leadSeconds: number | null
}

/** What a booking was when an event was written, as far as it is counted. */
export interface CountedBooking {
  artistId: string
  projectId?: string | null | undefined
  status: string
  startTime: string
  endTime: string
}

const secondsBetween = (from: string | Date, to: string): number =>
  Math.round((Date.parse(to) - new Date(from).getTime()) / 1000)

/** A booking that was made. One that begins in the past was made at its start, and not after it. */
export function createdFact(bookingId: string, booking: CountedBooking, at: Date, day: string): WorkFact {
  return {
    ...{ kind: 'booking_created', day, id: bookingId, bookingId },
    ...{ artistId: booking.artistId, projectId: booking.projectId ?? null },
    seconds: secondsBetween(booking.startTime, booking.endTime),
    leadSeconds: Math.max(0, secondsBetween(at, booking.startTime)),
  }
}

/** Holds and pencils wait for a decision. */
const isUndecided = (status: string): boolean => status === 'hold' || status === 'pencil'

/** Whether a step decides a booking. */
export const isDecision = (before: { status: string }, after: { status: string }): boolean =>
  isUndecided(before.status) && !isUndecided(after.status)

/** The decision that a step of a booking is; null when it is none. */
export function decidedFact(
  bookingId: string,
  before: CountedBooking,
  after: CountedBooking,
  day: string,
): WorkFact | null {
  if (!isDecision(before, after)) return null
  return {
    ...{ kind: after.status === 'confirmed' ? 'hold_confirmed' : 'hold_lost', day, id: bookingId, bookingId },
    ...{ artistId: after.artistId, projectId: after.projectId ?? null, seconds: null, leadSeconds: null },
  }
}

/** A call that was refused because others had the time. `id` is that of the call: asked again, it is the same refusal. */
export function refusedFact(
  id: string,
  asked: { artistId: string; projectId: string | null; bookingId: string | null },
  day: string,
): WorkFact {
  return { kind: 'booking_refused', day, id, ...asked, seconds: null, leadSeconds: null }
}
