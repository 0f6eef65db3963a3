import type { BookingStatus } from '../../../contracts/bookings.ts'

const statuses: Readonly<Record<BookingStatus, string>> = {
  hold: 'Held',
  pencil: 'Pencilled',
  confirmed: 'Confirmed',
  completed: 'Done',
  released: 'Released',
  expired: 'Ran out',
  cancelled: 'Cancelled',
  declined: 'Declined',
}

/** Words of the page where artists see and answer their own bookings. */
export const words = {
  title: 'My bookings',
  sub: 'What you are asked for. Say whether you can.',
  what: 'Your bookings',
  statuses,
  waiting: 'Waiting for your answer',
  agreed: 'You said yes',
  ended: 'No longer wanted',
  until: (left: string) => `Runs out ${left}`,
  inZone: (zone: string) => `${zone} time`,
  yourTime: (text: string) => `${text} for you`,
  reason: (text: string) => `They said: ${text}`,
  accept: 'Accept',
  acceptOf: (title: string) => `Accept ${title}`,
  decline: 'Decline',
  declineOf: (title: string) => `Decline ${title}`,
  accepted: (title: string) => `You said yes to ${title}. The studio has been told.`,
  declined: (title: string) => `You declined ${title}. The studio has been told.`,
  stale: 'The booking was changed in the meantime. Look at it again before you answer.',
  declineTitle: (title: string) => `Decline ${title}?`,
  declineSay:
    'The booking ends and its time is free again. It cannot be taken back; the studio would have to ask again.',
  declineReason: 'Reason',
  declineHint: 'The studio reads it.',
  keep: 'Keep it',
  none: 'Nothing is asked of you',
  noneSay: 'What you are held or booked for from today on stands here.',
  unlinked: 'No artist stands for your account yet',
  unlinkedSay: 'Ask an owner or admin of the workspace to link your artist to your account.',
  offline: 'There is no connection. Answer once there is one.',
} as const
