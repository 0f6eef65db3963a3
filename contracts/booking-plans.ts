import { z } from 'zod'
import { ClosedSpan } from './availability.ts'
import {
  BookedDays,
  BookingReason,
  BookingShare,
  BookingStatus,
  BookingTitle,
  bookingWhen,
  NewBookingStatus,
  Notes,
  Rival,
  saysWhen,
  saysWhenOrNothing,
  WHEN,
} from './bookings.ts'
import { ArtistId, BookingId, Day, ProjectId } from './ids.ts'
import {
  GROUP_MEMBERS_MAX,
  PLAN_BOOKINGS_MAX,
  PLAN_OCCURRENCES_MAX,
  REPEAT_INTERVAL_MAX,
  WHOLE_SHARE,
} from './limits.ts'

export const BookingSeriesId = z.uuid().brand<'BookingSeriesId'>()
export type BookingSeriesId = z.infer<typeof BookingSeriesId>

/**
 * How a booking repeats, on the wall clock of whoever is named first. By weeks on the weekdays named (1 Monday to 7 Sunday), else on
 * that of the first; by months on the same day of the month, which in a shorter month is its last one, or on the same weekday of it, such
 * as the second Tuesday. It ends on a day or after so many times.
 */
export const Repeat = z
  .strictObject({
    every: z.enum(['day', 'week', 'month']),
    interval: z.int().min(1).max(REPEAT_INTERVAL_MAX).default(1),
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
    monthBy: z.enum(['day', 'weekday']).optional(),
    until: Day.optional(),
    count: z.int().min(1).max(PLAN_OCCURRENCES_MAX).optional(),
  })
  .refine((one) => (one.until === undefined) !== (one.count === undefined), 'say either until or count')
  .refine((one) => one.weekdays === undefined || one.every === 'week', 'weekdays are for weeks')
  .refine((one) => one.monthBy === undefined || one.every === 'month', 'monthBy is for months')
export type Repeat = z.infer<typeof Repeat>

/** What is different of one occurrence, which `on` names by its day: another day, or none at all. */
export const RepeatException = z.strictObject({ on: Day, to: Day.nullable() })
export type RepeatException = z.infer<typeof RepeatException>

/**
 * Body of POST /api/v1/booking-plans and of its check. Whoever is named first gives the clock: an hour is the same moment for all, whole
 * days are those of each one's own zone.
 */
export const PlanBookings = z
  .strictObject({
    artistIds: z
      .array(ArtistId)
      .min(1)
      .max(GROUP_MEMBERS_MAX)
      .refine((ids) => new Set(ids).size === ids.length, 'nobody twice'),
    projectId: ProjectId.nullable().default(null),
    title: BookingTitle,
    notes: Notes.default(null),
    status: NewBookingStatus.default('hold'),
    share: BookingShare.default(WHOLE_SHARE),
    ...bookingWhen,
    repeat: Repeat.nullable().default(null),
    exceptions: z.array(RepeatException).max(PLAN_OCCURRENCES_MAX).default([]),
  })
  .refine(saysWhen, WHEN)
export type PlanBookings = z.infer<typeof PlanBookings>

/** One of those who are to be booked, at one occurrence. `isFree` is about keeping the time free; a hold may wait in line all the same. */
export const PlannedMember = z.object({
  artistId: ArtistId,
  artistName: z.string(),
  timeZone: z.string(),
  startTime: z.iso.datetime(),
  endTime: z.iso.datetime(),
  isFree: z.boolean(),
  rivals: z.array(Rival),
  /** Somebody else has just become first in line and is asked until then. */
  firstRefusalUntil: z.iso.datetime().nullable(),
  closed: z.array(ClosedSpan),
  /** The place in line a new hold would have. */
  rank: z.int().positive(),
})
export type PlannedMember = z.infer<typeof PlannedMember>

export const PlannedOccurrence = z.object({
  /** The day of the rule it stands for. */
  on: Day,
  /** Another day was chosen for it. */
  movedTo: Day.nullable(),
  isLeftOut: z.boolean(),
  days: BookedDays.nullable(),
  members: z.array(PlannedMember),
})
export type PlannedOccurrence = z.infer<typeof PlannedOccurrence>

/** Answer of the check: each occurrence with each of those who would be booked. */
export const PlanReport = z.object({
  occurrences: z.array(PlannedOccurrence),
  /** Bookings that would be made. */
  bookings: z.int().nonnegative(),
  /** Occurrences to be made at which somebody is not free. */
  clashing: z.int().nonnegative(),
})
export type PlanReport = z.infer<typeof PlanReport>

/** A time that one of several bookings cannot have; in `details` of `plan_conflict`. */
export const PlanClash = PlannedMember.pick({
  artistId: true,
  artistName: true,
  startTime: true,
  endTime: true,
  rivals: true,
  firstRefusalUntil: true,
}).extend({ on: Day.nullable() })
export type PlanClash = z.infer<typeof PlanClash>

/** One of several bookings that one command made or changed. */
export const TogetherBooking = z.object({
  id: BookingId,
  artistId: ArtistId,
  title: z.string(),
  status: BookingStatus,
  startTime: z.iso.datetime(),
  endTime: z.iso.datetime(),
  groupId: z.uuid().nullable(),
  seriesId: BookingSeriesId.nullable(),
  seriesDay: Day.nullable(),
  version: z.int().positive(),
})
export type TogetherBooking = z.infer<typeof TogetherBooking>

/** What one command made or changed, by start. `seriesId`: the series that they are part of now. */
export const TogetherView = z.object({
  seriesId: BookingSeriesId.nullable(),
  bookings: z.array(TogetherBooking),
})
export type TogetherView = z.infer<typeof TogetherView>

export const BookingSeriesView = z.object({
  id: BookingSeriesId,
  repeat: Repeat,
  /** RRULE of RFC 5545. */
  rule: z.string(),
  firstDay: Day,
  timeZone: z.string(),
  version: z.int().positive(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
})
export type BookingSeriesView = z.infer<typeof BookingSeriesView>

/**
 * Which bookings a command is about, from the one it names: of its artist alone or of all in its group; at this time, at this and those
 * that follow in its series, or at all of them. What has ended or is over stays as it is.
 */
export const TogetherScope = z.strictObject({
  who: z.enum(['one', 'group']).default('group'),
  times: z.enum(['this', 'following', 'all']).default('this'),
})
export type TogetherScope = z.infer<typeof TogetherScope>

/**
 * Body of POST /api/v1/bookings/:id/together/extension and of its check: the series of a booking goes on, so many times more or until a
 * day. The booking that is named says for whom (its group), the time of day and the rest. `seriesVersion` is the one that was seen.
 */
export const ExtendSeries = z
  .strictObject({
    seriesVersion: z.int().positive(),
    count: z.int().min(1).max(PLAN_OCCURRENCES_MAX).optional(),
    until: Day.optional(),
    status: NewBookingStatus.default('hold'),
    exceptions: z.array(RepeatException).max(PLAN_OCCURRENCES_MAX).default([]),
  })
  .refine((one) => (one.until === undefined) !== (one.count === undefined), 'say either until or count')
export type ExtendSeries = z.infer<typeof ExtendSeries>

/** Every booking that is meant, at the version that was seen; one that is missing or has changed is a refusal. */
const Seen = z
  .array(z.strictObject({ id: BookingId, version: z.int().positive() }))
  .min(1)
  .max(PLAN_BOOKINGS_MAX)

/** Body of POST /api/v1/bookings/:id/together/transitions. Those that are there already stay. */
export const TransitionTogether = z.strictObject({
  scope: TogetherScope,
  seen: Seen,
  to: BookingStatus.exclude(['hold', 'expired']),
  reason: BookingReason.optional(),
})
export type TransitionTogether = z.infer<typeof TransitionTogether>

/**
 * Body of POST /api/v1/bookings/:id/together/changes. The time is that of the booking that is named; the others are moved by as much, on
 * the same wall clock. Another artist is for those of one artist.
 */
export const ChangeTogether = z
  .strictObject({
    scope: TogetherScope,
    seen: Seen,
    artistId: ArtistId.optional(),
    projectId: ProjectId.nullable().optional(),
    title: BookingTitle.optional(),
    notes: Notes.optional(),
    ...bookingWhen,
  })
  .refine(saysWhenOrNothing, WHEN)
  .refine((one) => one.artistId === undefined || one.scope.who === 'one', 'another artist is for who: one')
export type ChangeTogether = z.infer<typeof ChangeTogether>
