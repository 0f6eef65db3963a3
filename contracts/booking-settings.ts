import { z } from 'zod'
import { blockingChoices } from './booking-states.ts'
import { BookingLine } from './bookings.ts'
import { ArtistId, PersonId } from './ids.ts'
import { CHALLENGE_HOURS_MAX, FIRST_REFUSAL_HOURS_MAX, HOLD_HOURS_MAX } from './limits.ts'

const blocking = z
  .array(z.enum(blockingChoices))
  .max(blockingChoices.length)
  .transform((chosen) => blockingChoices.filter((one) => chosen.includes(one)))
/** What becomes of a booking whose holder lets a challenge pass: its time goes, or somebody is told to decide. */
export const Unanswered = z.enum(['release', 'escalate'])
export type Unanswered = z.infer<typeof Unanswered>
const challengeHours = z.int().min(1).max(CHALLENGE_HOURS_MAX)
const firstRefusalHours = z.int().min(0).max(FIRST_REFUSAL_HOURS_MAX)
const holdHours = z.int().min(1).max(HOLD_HOURS_MAX)

/** How a workspace books. */
export const BookingSettings = z.object({
  /** What keeps its time free of others besides what is confirmed. */
  blocking: z.array(z.enum(blockingChoices)),
  /** After so long a hold runs out. */
  holdHours,
  /** Working hours of the artist in which a challenge is to be answered. */
  challengeHours,
  unanswered: Unanswered,
  /** Who is told of a challenge that nobody answered. */
  escalateTo: z.string().nullable(),
  /** So long whoever has become first in line is asked before others; 0: not at all. */
  firstRefusalHours,
  version: z.int().positive(),
})
export type BookingSettings = z.infer<typeof BookingSettings>

/** Body of PATCH /api/v1/booking-settings, with `If-Match: version`. Refused while bookings would clash. */
export const UpdateBookingSettings = z.strictObject({
  blocking: blocking.optional(),
  holdHours: holdHours.optional(),
  challengeHours: challengeHours.optional(),
  unanswered: Unanswered.optional(),
  escalateTo: PersonId.nullable().optional(),
  firstRefusalHours: firstRefusalHours.optional(),
})
export type UpdateBookingSettings = z.infer<typeof UpdateBookingSettings>

/** Body of POST /api/v1/booking-settings/preview: what would clash if these kept their time free. */
export const BlockingPreview = z.strictObject({ blocking })
export type BlockingPreview = z.infer<typeof BlockingPreview>

/** A stretch of time for which more bookings of an artist would block than there is room for. */
export const BookingClash = z.object({
  artistId: ArtistId,
  artistName: z.string(),
  startTime: z.iso.datetime(),
  endTime: z.iso.datetime(),
  bookings: z.array(BookingLine),
})
export type BookingClash = z.infer<typeof BookingClash>

export const BlockingClashes = z.object({
  /** The first of them. */
  clashes: z.array(BookingClash),
  total: z.int().nonnegative(),
})
export type BlockingClashes = z.infer<typeof BlockingClashes>
