import type { BookingStatus } from './bookings.ts'

/**
 * Where a booking may go from each status, without the schema library, so that a page can offer what the server would allow without
 * loading it. Whatever has ended stays as it ended.
 */
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

/** Statuses of which a workspace says whether they keep their time free of others. */
export const blockingChoices = ['hold', 'pencil'] as const
export type BlockingChoice = (typeof blockingChoices)[number]

/** Whether a time is kept free of others. What is certain keeps it whatever was chosen, and what was completed took it. */
export function doesBlock(status: BookingStatus, blocking: readonly BlockingChoice[]): boolean {
  if (status === 'confirmed' || status === 'completed') return true
  return blocking.some((chosen) => chosen === status)
}

/** True of what stands in line: nothing has ended it. */
export const isOpen = (status: BookingStatus): boolean =>
  status === 'hold' || status === 'pencil' || status === 'confirmed'
