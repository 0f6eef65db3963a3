import { isOpen } from '../../../contracts/booking-states.ts'
import type { MyBookingView } from '../../../contracts/bookings.ts'

export const groups = ['waiting', 'agreed', 'ended'] as const
export type Group = (typeof groups)[number]

/** Where a booking of one's own stands: an answer is wanted, was given, or is not wanted any more. */
export function groupOf({ status, acceptedAt }: Pick<MyBookingView, 'status' | 'acceptedAt'>): Group {
  if (status === 'completed') return 'agreed'
  if (!isOpen(status)) return 'ended'
  return acceptedAt === null ? 'waiting' : 'agreed'
}
