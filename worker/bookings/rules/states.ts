import type { BookingStatus } from '../../../contracts/bookings.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'

/** Where a booking may go from each status. Whatever has ended stays as it ended. */
export const transitions: Readonly<Record<BookingStatus, readonly BookingStatus[]>> = {
  hold: ['pencil', 'confirmed', 'released', 'expired', 'cancelled', 'declined'],
  pencil: ['confirmed', 'released', 'cancelled', 'declined'],
  confirmed: ['completed', 'pencil', 'cancelled', 'declined'],
  completed: [],
  released: [],
  expired: [],
  cancelled: [],
  declined: [],
}

/** Statuses in which a time is kept free of others, unless the workspace says otherwise. What was completed took its time. */
const blocking: readonly BookingStatus[] = ['pencil', 'confirmed', 'completed']

export const doesBlock = (status: BookingStatus): boolean => blocking.includes(status)

/** True of what stands in line: nothing has ended it. */
export const isOpen = (status: BookingStatus): boolean =>
  status === 'hold' || status === 'pencil' || status === 'confirmed'

export type TransitionRefusal =
  | { code: 'booking_ended'; details: { status: BookingStatus } }
  | {
      code: 'transition_refused'
      details: { from: BookingStatus; to: BookingStatus; allowed: readonly BookingStatus[] }
    }
  | { code: 'reason_required' }
  | { code: 'invalid_period'; details: { problem: string } }

/** Whether a booking may change its status at a moment. To what it is already it may always go: that changes nothing. */
export function decideTransition(
  booking: { status: BookingStatus; toMs: number },
  to: BookingStatus,
  reason: string | null,
  nowMs: number,
): Result<null, TransitionRefusal> {
  const { status: from } = booking
  if (from === to) return ok(null)
  const allowed = transitions[from]
  if (allowed.length === 0) return err({ code: 'booking_ended', details: { status: from } })
  if (!allowed.includes(to)) return err({ code: 'transition_refused', details: { from, to, allowed } })
  if (from === 'confirmed' && to === 'pencil' && reason === null) return err({ code: 'reason_required' })
  if (to === 'completed' && booking.toMs > nowMs) {
    return err({ code: 'invalid_period', details: { problem: 'the booking is not over yet' } })
  }
  return ok(null)
}
