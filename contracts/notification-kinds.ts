/**
 * What people are told of, without the schema library, for the web. What is mailed as well is what somebody has to know of in time,
 * whether they look in or not.
 */
export const notificationKinds = {
  'booking.challenged': { isMailed: true },
  'booking.challenge_ended': { isMailed: false },
  'booking.expiring': { isMailed: false },
  'booking.accepted': { isMailed: false },
  'booking.asked': { isMailed: false },
  'booking.moved': { isMailed: false },
  /** Time off was laid over a booking that is certain. */
  'booking.time_off': { isMailed: true },
  /** What somebody sent to another workspace stands elsewhere now. */
  'application.moved': { isMailed: true },
  'application.received': { isMailed: false },
  /** Another workspace asks to link its artist to somebody's profile. */
  'profile_link.asked': { isMailed: true },
  /** Whoever was asked for a link has said yes or no, or one of both has ended it. */
  'profile_link.moved': { isMailed: false },
  /** A new job matches a search that somebody keeps. */
  'job.found': { isMailed: true },
  /** The deadline of a job that somebody saved is near. */
  'job.deadline': { isMailed: true },
  'booking.cancelled': { isMailed: true },
  'booking.expired': { isMailed: false },
  'booking.promoted': { isMailed: false },
  /** Somebody put another booking before it. */
  'booking.overtaken': { isMailed: false },
  /** A calendar elsewhere, by which an artist is busy, cannot be read. */
  'calendar.failing': { isMailed: false },
  'connection.consent_soon': { isMailed: true },
  'connection.consent_asked': { isMailed: true },
} as const satisfies Readonly<Record<string, { isMailed: boolean }>>
export type NotificationKind = keyof typeof notificationKinds
