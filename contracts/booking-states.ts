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

/** Statuses in which a time is kept free of others. What was completed took its time. */
const blocking: readonly BookingStatus[] = ['pencil', 'confirmed', 'completed']

export const doesBlock = (status: BookingStatus): boolean => blocking.includes(status)

/** True of what stands in line: nothing has ended it. */
export const isOpen = (status: BookingStatus): boolean =>
  status === 'hold' || status === 'pencil' || status === 'confirmed'
