import { transitions } from '../../../contracts/booking-states.ts'
import type { BookingStatus } from '../../../contracts/bookings.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'

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
