import type { ErrorEntries } from './entry.ts'

/** Bookings and artists. */
export const bookingsErrors = {
  booking_conflict: {
    status: 409,
    sentence: 'The time is taken.',
    next: 'Choose another time or artist, ask for a hold, or settle it with the bookings named in details.',
  },
  plan_conflict: {
    status: 409,
    sentence: 'Not all of these times can be had, so none was taken.',
    next: 'Leave out or move what details names, or ask for holds, and try again.',
  },
  challenge_refused: {
    status: 409,
    sentence: 'Nobody can be asked to decide about this time.',
    next: 'See the reason in details; a time that is confirmed, or that nobody stands before you in, cannot be challenged.',
  },
  rank_refused: {
    status: 409,
    sentence: 'This booking cannot be put before others.',
    next: 'See the reason in details: only one that waits is put before others, and only where somebody who waits stands before it.',
  },
  first_refusal: {
    status: 409,
    sentence: 'Somebody has become first in line and is asked before you.',
    next: 'Wait until the time named in details, or ask them to let the time go.',
  },
  bookings_clash: {
    status: 409,
    sentence: 'Bookings would clash if these kept their time free.',
    next: 'Move, end or confirm the bookings named in details, then change the setting.',
  },
  transition_refused: {
    status: 409,
    sentence: 'A booking cannot go from this status to that one.',
    next: 'Choose one of the statuses named in details.',
  },
  not_a_series: {
    status: 409,
    sentence: 'The booking does not repeat.',
    next: 'Make a new booking that does.',
  },
  booking_ended: {
    status: 409,
    sentence: 'The booking has ended.',
    next: 'Make a new booking for the time.',
  },
  reason_required: {
    status: 400,
    sentence: 'Taking a confirmed booking back needs a reason.',
    next: 'Say why, in the field reason.',
  },
  already_extended: {
    status: 409,
    sentence: 'The hold was extended before.',
    next: 'Confirm, pencil or release it before it runs out.',
  },
  artist_archived: {
    status: 409,
    sentence: 'The artist is archived.',
    next: 'Bring the artist back from the archive, or choose another one.',
  },
  artist_erased: {
    status: 409,
    sentence: 'What was personal about this artist was erased, and nothing is noted about it any more.',
    next: 'Add a new artist.',
  },
  invalid_period: {
    status: 400,
    sentence: 'The time of the booking is not possible.',
    next: 'Correct what details says.',
  },
} as const satisfies ErrorEntries
