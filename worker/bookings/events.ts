import { z } from 'zod'
import { BookedDays, BookingStatus, ChallengeState } from '../../contracts/bookings.ts'
import { WHOLE_SHARE } from '../../contracts/limits.ts'
import { defineEvent, TouchedMetrics } from '../events/define.ts'

/** Bookings know it from the time on at which they could be made together. */
const together = {
  groupId: z.uuid().nullable().optional(),
  seriesId: z.uuid().nullable().optional(),
  seriesDay: z.string().nullable().optional(),
}
/** What may change of a booking. */
const BookingState = z.object({
  artistId: z.uuid(),
  projectId: z.uuid().nullable().optional(),
  ...together,
  title: z.string(),
  notes: z.string().nullable(),
  status: BookingStatus,
  startTime: z.string(),
  endTime: z.string(),
  days: BookedDays.nullable(),
  /** Bookings from before it could be said took all of it. */
  share: z.number().int().default(WHOLE_SHARE),
  expiresAt: z.string().nullable(),
  acceptedAt: z.string().nullable().optional(),
  reason: z.string().nullable(),
  version: z.number().int(),
})

/** Which numbers it moved, where it is counted. */
const touched = TouchedMetrics.optional()
const change = z.object({ bookingId: z.uuid(), before: BookingState, after: BookingState, touched })

export const bookingCreated = defineEvent(
  'booking.created',
  1,
  z.object({ bookingId: z.uuid(), after: BookingState, touched }),
)
/** Title, notes, time or artist. */
export const bookingChanged = defineEvent('booking.changed', 1, change)
/** From one status to another, by somebody. */
export const bookingTransitioned = defineEvent('booking.transitioned', 1, change)
export const bookingExtended = defineEvent('booking.extended', 1, change)
/** The artist said yes to the time. */
export const bookingAccepted = defineEvent('booking.accepted', 1, change)
/** A hold that ran out. */
export const bookingExpired = defineEvent('booking.expired', 1, change)
/** Somebody put it before others that had asked before it: before one, or before all. */
export const bookingRanked = defineEvent(
  'booking.ranked',
  1,
  change.extend({ aheadOf: z.uuid().nullable(), why: z.string() }),
)
/** A call was refused because others have the time. `callId` is made of the call: asked again, it is the same one. */
export const bookingRefused = defineEvent(
  'booking.refused',
  1,
  z.object({
    callId: z.uuid(),
    artistId: z.uuid(),
    projectId: z.uuid().nullable(),
    bookingId: z.uuid().nullable(),
    touched,
  }),
)
/** Bookings that stand further ahead since others left; told once for all that left together. */
export const bookingsPromoted = defineEvent(
  'bookings.promoted',
  1,
  z.object({
    artistId: z.uuid(),
    bookings: z.array(z.object({ bookingId: z.uuid(), rank: z.number().int().positive() })),
  }),
)

/** Bookings repeat from a day on, or from that day on otherwise than before; their own events say when each of them is. */
export const bookingSeriesSet = defineEvent(
  'booking_series.set',
  1,
  z.object({ seriesId: z.uuid(), title: z.string(), rule: z.string(), firstDay: z.string() }),
)

const Settings = z.object({
  blocking: z.array(z.string()),
  holdHours: z.number().int(),
  challengeHours: z.number().int().optional(),
  unanswered: z.string().optional(),
  escalateTo: z.string().nullable().optional(),
  firstRefusalHours: z.number().int().optional(),
})
/** How the workspace books; `bookings` says how many keep their time free since, or do not any more. */
export const bookingSettingsChanged = defineEvent(
  'bookings.settings_changed',
  1,
  z.object({ before: Settings, after: Settings, bookings: z.number().int() }),
)

const challenge = { challengeId: z.uuid(), bookingId: z.uuid(), againstId: z.uuid() }
/** One that stands behind asked the one before it to decide until a time. */
export const bookingChallenged = defineEvent(
  'booking.challenged',
  1,
  z.object({ ...challenge, title: z.string(), dueAt: z.string() }),
)
/** What came of it. */
export const bookingChallengeEnded = defineEvent(
  'booking.challenge_ended',
  1,
  z.object({ ...challenge, title: z.string(), state: ChallengeState.exclude(['open']) }),
)

const feed = z.object({ artistId: z.uuid(), feedId: z.uuid() })
/** The calendar of an artist can be read by a secret address; an older one leads nowhere since. */
export const artistFeedMade = defineEvent('artist.feed_made', 1, feed)
export const artistFeedEnded = defineEvent('artist.feed_ended', 1, feed)
