import { z } from 'zod'
import { ArtistId, BookingId, Day, ProjectId } from './ids.ts'
import {
  BOOKING_NOTES_CHARS_MAX,
  BOOKING_REASON_CHARS_MAX,
  BOOKING_TITLE_CHARS_MAX,
  LIST_PAGE_DEFAULT,
  LIST_PAGE_MAX,
  WHOLE_SHARE,
} from './limits.ts'
import { TimeZone } from './workspaces.ts'

/** `hold`: asked for; `pencil`: wanted, time kept free; `confirmed`: certain. The others are ends. */
export const BookingStatus = z.enum([
  'hold',
  'pencil',
  'confirmed',
  'completed',
  'released',
  'expired',
  'cancelled',
  'declined',
])
export type BookingStatus = z.infer<typeof BookingStatus>

/** Those that stand in line for a time. */
export const openStatuses = ['hold', 'pencil', 'confirmed'] as const satisfies readonly BookingStatus[]
/** What a booking can begin as. */
export const NewBookingStatus = z.enum(openStatuses)

const instant = z.iso.datetime({ offset: true })
/** Whole days of the artist's zone; `to` is the last day, not the day after. */
export const BookedDays = z.strictObject({ from: Day, to: Day })
export type BookedDays = z.infer<typeof BookedDays>

/** When: two instants, of which the end is not part any more, or whole days. */
export const bookingWhen = {
  startTime: instant.optional(),
  endTime: instant.optional(),
  days: BookedDays.optional(),
}
export const saysWhen = (one: { startTime?: unknown; endTime?: unknown; days?: unknown }): boolean =>
  one.days === undefined
    ? one.startTime !== undefined && one.endTime !== undefined
    : one.startTime === undefined && one.endTime === undefined
/** The same of a change, which may leave the time as it is. */
export const saysWhenOrNothing = (one: { startTime?: unknown; endTime?: unknown; days?: unknown }): boolean =>
  (one.startTime === undefined && one.endTime === undefined && one.days === undefined) || saysWhen(one)
export const WHEN = 'say either startTime and endTime, or days'

/** Percent of somebody's time that a booking takes. */
export const BookingShare = z.int().min(1).max(WHOLE_SHARE)

/** A place in line for a part of the time: 1 is first. */
export const RankSpan = z.object({
  startTime: z.iso.datetime(),
  endTime: z.iso.datetime(),
  rank: z.int().positive(),
})
export type RankSpan = z.infer<typeof RankSpan>

/** A booking in one line. */
export const BookingLine = z.object({
  id: BookingId,
  title: z.string(),
  status: BookingStatus,
  startTime: z.iso.datetime(),
  endTime: z.iso.datetime(),
})

export type BookingLine = z.infer<typeof BookingLine>

export const BookingView = z.object({
  id: BookingId,
  artistId: ArtistId,
  artistName: z.string(),
  /** What it is for, if that is a project. */
  projectId: ProjectId.nullable(),
  /** Bookings that were made together for several have the same. */
  groupId: z.uuid().nullable(),
  /** The series it is part of, and the day of the series it stands for. */
  seriesId: z.uuid().nullable(),
  seriesDay: Day.nullable(),
  title: z.string(),
  notes: z.string().nullable(),
  status: BookingStatus,
  /** Nobody else can block the same time. */
  blocks: z.boolean(),
  share: BookingShare,
  startTime: z.iso.datetime(),
  endTime: z.iso.datetime(),
  /** Set when whole days were meant; the instants follow the zone's rules. */
  days: BookedDays.nullable(),
  timeZone: z.string(),
  /** Its place in line, part by part; empty once it has ended. */
  ranks: z.array(RankSpan),
  /** One that waits cannot become more while this one keeps the time; it may be moved, let go, or wait. */
  takenBy: BookingLine.nullable(),
  expiresAt: z.iso.datetime().nullable(),
  isExtended: z.boolean(),
  /** When the artist said yes to this time; another time has to be asked for anew. */
  acceptedAt: z.iso.datetime().nullable(),
  /** Until then those behind it have to leave the time to it: it has become first in line. */
  firstRefusalUntil: z.iso.datetime().nullable(),
  /** Why it ended or was taken back, in the words of whoever did it. */
  reason: z.string().nullable(),
  version: z.int().positive(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
})
export type BookingView = z.infer<typeof BookingView>

/** Query of GET /api/v1/bookings: those that touch the range, by start. */
export const BookingsQuery = z.strictObject({
  artistId: ArtistId.optional(),
  projectId: ProjectId.optional(),
  groupId: z.uuid().optional(),
  seriesId: z.uuid().optional(),
  status: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(BookingStatus).min(1))
    .optional(),
  from: instant.optional(),
  to: instant.optional(),
  cursor: BookingId.optional(),
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
})
export type BookingsQuery = z.infer<typeof BookingsQuery>

export const BookingTitle = z.string().trim().min(1).max(BOOKING_TITLE_CHARS_MAX)
export const Notes = z.string().trim().max(BOOKING_NOTES_CHARS_MAX).nullable()
export const BookingReason = z.string().trim().min(1).max(BOOKING_REASON_CHARS_MAX)

const newBooking = {
  id: BookingId.optional(),
  title: BookingTitle,
  notes: Notes.default(null),
  status: NewBookingStatus.default('hold'),
  share: BookingShare.default(WHOLE_SHARE),
  ...bookingWhen,
}
const ofArtist = { artistId: ArtistId }
const forProject = { projectId: ProjectId.nullable().default(null) }

/** Body of POST /api/v1/bookings; answered 201 with Location. A hold runs out by itself. */
export const CreateBooking = z
  .strictObject({ ...newBooking, ...ofArtist, ...forProject })
  .refine(saysWhen, WHEN)
export type CreateBooking = z.infer<typeof CreateBooking>

/** Body of POST /api/v1/artists/:id/bookings: the address says whose. */
export const CreateArtistBooking = z.strictObject({ ...newBooking, ...forProject }).refine(saysWhen, WHEN)

/** Body of POST /api/v1/projects/:id/bookings: the address says what for. */
export const CreateProjectBooking = z.strictObject({ ...newBooking, ...ofArtist }).refine(saysWhen, WHEN)

/** Body of PATCH /api/v1/bookings/:id, with `If-Match: version`. The status has a route of its own. */
export const UpdateBooking = z
  .strictObject({
    artistId: ArtistId.optional(),
    projectId: ProjectId.nullable().optional(),
    title: BookingTitle.optional(),
    notes: Notes.optional(),
    share: BookingShare.optional(),
    ...bookingWhen,
  })
  .refine(saysWhenOrNothing, WHEN)
export type UpdateBooking = z.infer<typeof UpdateBooking>

/** Body of POST /api/v1/bookings/:id/transitions. Taking a confirmed booking back to pencil needs a reason. */
export const BookingTransition = z.strictObject({
  to: BookingStatus.exclude(['hold', 'expired']),
  version: z.int().positive(),
  reason: BookingReason.optional(),
})
export type BookingTransition = z.infer<typeof BookingTransition>

/** Body of POST /api/v1/bookings/:id/rank: before one that waits, or before all. Why is told to whoever is overtaken. */
export const RankBooking = z.strictObject({
  before: BookingId.optional(),
  version: z.int().positive(),
  reason: BookingReason,
})
export type RankBooking = z.infer<typeof RankBooking>

/** Body of POST /api/v1/bookings/check-availability. `except` is a booking that would be moved there. */
export const CheckAvailability = z
  .strictObject({
    artistId: ArtistId,
    except: BookingId.optional(),
    share: BookingShare.default(WHOLE_SHARE),
    ...bookingWhen,
  })
  .refine(saysWhen, WHEN)
export type CheckAvailability = z.infer<typeof CheckAvailability>

/** A booking that stands in the way. Whoever may not see bookings is told the time only. */
export const Rival = BookingLine.extend({
  id: BookingId.nullable(),
  title: z.string().nullable(),
  status: BookingStatus.nullable(),
})
export type Rival = z.infer<typeof Rival>

/** Whether a time can be blocked, what stands in the way, and how many are in line before a new hold. */
export const AvailabilityView = z.object({
  isFree: z.boolean(),
  rivals: z.array(BookingLine),
  /** Parts outside the artist's hours, taken off, or busy by their own calendar. It may be booked all the same. */
  closed: z.array(
    z.object({
      startTime: z.iso.datetime(),
      endTime: z.iso.datetime(),
      state: z.enum(['outside', 'off', 'away']),
      title: z.string().nullable(),
    }),
  ),
  rank: z.int().positive(),
  startTime: z.iso.datetime(),
  endTime: z.iso.datetime(),
  timeZone: TimeZone,
})
export type AvailabilityView = z.infer<typeof AvailabilityView>

/** A booking as the artist themself sees it: who else wants the time, and who made it, is not theirs to know. */
export const MyBookingView = BookingView.pick({
  id: true,
  artistName: true,
  title: true,
  notes: true,
  status: true,
  startTime: true,
  endTime: true,
  days: true,
  timeZone: true,
  expiresAt: true,
  acceptedAt: true,
  reason: true,
  version: true,
})
export type MyBookingView = z.infer<typeof MyBookingView>

/** Query of GET /api/v1/my-bookings: those of the artist whose account the caller is. */
export const MyBookingsQuery = BookingsQuery.omit({ artistId: true })
export type MyBookingsQuery = z.infer<typeof MyBookingsQuery>

/** Body of POST /api/v1/my-bookings/:id/answer. Accepting says yes to the time; whether it becomes certain is the studio's affair. */
export const AnswerBooking = z.strictObject({
  answer: z.enum(['accept', 'decline']),
  version: z.int().positive(),
  reason: BookingReason.optional(),
})
export type AnswerBooking = z.infer<typeof AnswerBooking>

/**
 * Whoever stands behind asks the one who stands first to decide. `kept`: they confirmed. `released`: they let it go. `lapsed`: they did
 * not answer and their time went. `escalated`: they did not answer and somebody was told.
 */
export const ChallengeState = z.enum(['open', 'kept', 'released', 'lapsed', 'escalated', 'withdrawn'])
export type ChallengeState = z.infer<typeof ChallengeState>

export const ChallengeView = z.object({
  id: z.uuid(),
  /** The one that asks. */
  bookingId: BookingId,
  bookingTitle: z.string(),
  /** The one that is asked to decide. */
  againstId: BookingId,
  againstTitle: z.string(),
  state: ChallengeState,
  dueAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
})
export type ChallengeView = z.infer<typeof ChallengeView>
