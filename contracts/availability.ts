import { z } from 'zod'
import { BookedDays } from './bookings.ts'
import { ArtistId, Day } from './ids.ts'
import { AVAILABILITY_DAYS_MAX, TIME_OFF_TITLE_CHARS_MAX, WORKING_HOURS_MAX } from './limits.ts'

const DAY_MS = 86_400_000
const instant = z.iso.datetime({ offset: true })
/** A time of day, `09:00`. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:00')

/** Hours of one weekday (1 Monday to 7 Sunday). An end that is not after the start is on the next day. */
export const WorkingHours = z.strictObject({ weekday: z.int().min(1).max(7), from: TimeOfDay, to: TimeOfDay })
export type WorkingHours = z.infer<typeof WorkingHours>

/** Body of PUT /api/v1/artists/:id/availability. Null: any time. Without a day it counts from today; the past stays as it was. */
export const PutAvailability = z.strictObject({
  effectiveFrom: Day.optional(),
  weekly: z.array(WorkingHours).max(WORKING_HOURS_MAX).nullable(),
})
export type PutAvailability = z.infer<typeof PutAvailability>

export const WeeklyPattern = z.object({ effectiveFrom: Day, weekly: z.array(WorkingHours).nullable() })
export type WeeklyPattern = z.infer<typeof WeeklyPattern>

export const TimeOffId = z.uuid().brand<'TimeOffId'>()
export type TimeOffId = z.infer<typeof TimeOffId>
/** `off`: not there although the pattern says so. `open`: there although it does not. */
export const TimeOffKind = z.enum(['off', 'open'])

const hours = z.strictObject({ from: TimeOfDay, to: TimeOfDay })

/** Body of POST /api/v1/artists/:id/time-off; answered 201 with Location. Without hours it is whole days. */
export const CreateTimeOff = z.strictObject({
  id: TimeOffId.optional(),
  kind: TimeOffKind.default('off'),
  title: z.string().trim().min(1).max(TIME_OFF_TITLE_CHARS_MAX),
  days: BookedDays.refine(({ from, to }) => from <= to, 'the last day is before the first').refine(
    ({ from, to }) => Date.parse(to) - Date.parse(from) < AVAILABILITY_DAYS_MAX * DAY_MS,
    `at most ${AVAILABILITY_DAYS_MAX} days`,
  ),
  hours: hours.nullable().default(null),
})
export type CreateTimeOff = z.infer<typeof CreateTimeOff>

export const TimeOffView = z.object({
  id: TimeOffId,
  artistId: ArtistId,
  kind: TimeOffKind,
  title: z.string(),
  days: BookedDays,
  hours: hours.nullable(),
  createdAt: z.iso.datetime(),
})
export type TimeOffView = z.infer<typeof TimeOffView>

/** Query of the reading routes: a stretch of time, from now and for 31 days where nothing is said. At most 400 days. */
export const AvailabilityQuery = z.strictObject({ from: instant.optional(), to: instant.optional() })
export type AvailabilityQuery = z.infer<typeof AvailabilityQuery>

/** Time that is not open: outside the hours, taken off, or busy by the artist's own calendar elsewhere (`away`). */
export const ClosedState = z.enum(['outside', 'off', 'away'])
export const ClosedSpan = z.object({
  startTime: z.iso.datetime(),
  endTime: z.iso.datetime(),
  state: ClosedState,
  /** Why, where somebody said so. */
  title: z.string().nullable(),
})
export type ClosedSpan = z.infer<typeof ClosedSpan>

/** A part of a stretch of time: free, kept by a booking, or not open. */
export const AvailabilitySegment = ClosedSpan.extend({
  state: z.enum(['free', 'busy', ...ClosedState.options]),
})
export type AvailabilitySegment = z.infer<typeof AvailabilitySegment>

/** GET /api/v1/artists/:id/availability */
export const ArtistAvailability = z.object({
  artistId: ArtistId,
  timeZone: z.string(),
  /** Weekly hours, each until the next one begins; none is any time. */
  patterns: z.array(WeeklyPattern),
  timeOff: z.array(TimeOffView),
  segments: z.array(AvailabilitySegment),
})
export type ArtistAvailability = z.infer<typeof ArtistAvailability>

/** One of GET /api/v1/availability: those who are not open all the time. */
export const ClosedTimes = z.object({ artistId: ArtistId, closed: z.array(ClosedSpan) })
export type ClosedTimes = z.infer<typeof ClosedTimes>
