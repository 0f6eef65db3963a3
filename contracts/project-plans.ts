import { z } from 'zod'
import { TimeOfDay, WorkingHours } from './availability.ts'
import { BookedDays, BookingView } from './bookings.ts'
import { ArtistId, BaselineId, BookingId, Day, ProjectId, ProposalId, TaskId } from './ids.ts'
import {
  BASELINE_NAME_CHARS_MAX,
  CALENDAR_EXCEPTIONS_MAX,
  CASCADE_CHANGES_MAX,
  LIST_PAGE_DEFAULT,
  LIST_PAGE_MAX,
  TASK_MINUTES_MAX,
  TIME_OFF_TITLE_CHARS_MAX,
  WORKING_HOURS_MAX,
} from './limits.ts'
import { TaskConflict } from './projects.ts'

const instant = z.iso.datetime({ offset: true })

/** A change that a cascade begins with. A new start is a time before which the task does not begin any more. */
export const CascadeChange = z.strictObject({
  taskId: TaskId,
  startTime: instant.nullable().optional(),
  durationMinutes: z.int().min(1).max(TASK_MINUTES_MAX).optional(),
  isPinned: z.boolean().optional(),
})
export type CascadeChange = z.infer<typeof CascadeChange>

/** Body of POST /api/v1/projects/:id/cascade/preview. Without changes: what today's calendars would move. */
export const PreviewCascade = z.strictObject({
  changes: z.array(CascadeChange).max(CASCADE_CHANGES_MAX).default([]),
})
export type PreviewCascade = z.infer<typeof PreviewCascade>

/** Body of POST /api/v1/projects/:id/cascade. `planVersion` is the one the preview was worked out from. */
export const ApplyCascade = PreviewCascade.extend({ planVersion: z.int().positive() })
export type ApplyCascade = z.infer<typeof ApplyCascade>

const times = z.object({ startTime: z.iso.datetime(), endTime: z.iso.datetime() })

/** A task that moves, and how far: working minutes by which its start and end come later (earlier when negative). */
export const CascadeMove = z.object({
  taskId: TaskId,
  name: z.string(),
  before: times,
  after: times,
  startShiftMinutes: z.int(),
  endShiftMinutes: z.int(),
})
export type CascadeMove = z.infer<typeof CascadeMove>

const bookingTimes = times.extend({ days: BookedDays.nullable() })

/** A confirmed booking whose task moves. It stays; this is what is proposed. */
export const TouchedBooking = z.object({
  bookingId: BookingId,
  title: z.string(),
  artistId: ArtistId,
  artistName: z.string(),
  taskId: TaskId,
  before: bookingTimes,
  proposed: bookingTimes,
})
export type TouchedBooking = z.infer<typeof TouchedBooking>

/** What a cascade does, before or after it was done. */
export const CascadeView = z.object({
  planVersion: z.int().positive(),
  moves: z.array(CascadeMove),
  /** End of the project; null without tasks. */
  endTime: z.object({ before: z.iso.datetime().nullable(), after: z.iso.datetime().nullable() }),
  /** Tasks that stand against the plan and do not move. */
  conflicts: z.array(TaskConflict.extend({ taskId: TaskId, name: z.string() })),
  /** How many confirmed bookings the moved tasks have; they are named to who may see bookings. */
  bookingCount: z.int().nonnegative(),
  bookings: z.array(TouchedBooking),
})
export type CascadeView = z.infer<typeof CascadeView>

/** Answer of POST /api/v1/projects/:id/cascade and .../cascade/undo. `cascadeId` is what undoes it. */
export const AppliedCascade = CascadeView.extend({ cascadeId: z.uuid(), undoes: z.uuid().nullable() })
export type AppliedCascade = z.infer<typeof AppliedCascade>

/** Body of POST /api/v1/projects/:id/cascade/undo. It is a new change, and held against what is there today. */
export const UndoCascade = z.strictObject({ cascadeId: z.uuid() })
export type UndoCascade = z.infer<typeof UndoCascade>

/** Body of POST /api/v1/projects/:id/baselines; answered 201. */
export const CreateBaseline = z.strictObject({
  id: BaselineId.optional(),
  name: z.string().trim().min(1).max(BASELINE_NAME_CHARS_MAX),
})
export type CreateBaseline = z.infer<typeof CreateBaseline>

/** What the plan was when somebody kept it. */
export const BaselineView = z.object({
  id: BaselineId,
  projectId: ProjectId,
  name: z.string(),
  endTime: z.iso.datetime().nullable(),
  taskCount: z.int().nonnegative(),
  takenBy: z.string(),
  takenAt: z.iso.datetime(),
})
export type BaselineView = z.infer<typeof BaselineView>

/** A task then and now; null where it was not there. Shifts are working minutes, positive when it is later now. */
export const BaselineTask = z.object({
  taskId: TaskId,
  name: z.string(),
  kept: times.nullable(),
  current: times.nullable(),
  startShiftMinutes: z.int(),
  endShiftMinutes: z.int(),
})
export type BaselineTask = z.infer<typeof BaselineTask>

/** GET /api/v1/projects/:id/baselines/:baselineId */
export const BaselineComparison = z.object({
  baseline: BaselineView,
  endTime: z.iso.datetime().nullable(),
  tasks: z.array(BaselineTask),
})
export type BaselineComparison = z.infer<typeof BaselineComparison>

export const ProposalStatus = z.enum(['open', 'accepted', 'dismissed', 'replaced'])

/** A new time for a confirmed booking whose task a cascade has moved. Somebody accepts or dismisses it. */
export const ProposalView = z.object({
  id: ProposalId,
  projectId: ProjectId,
  projectName: z.string(),
  bookingId: BookingId,
  taskId: TaskId,
  /** Null once the task was removed. */
  taskName: z.string().nullable(),
  title: z.string(),
  artistId: ArtistId,
  artistName: z.string(),
  status: ProposalStatus,
  before: bookingTimes,
  proposed: bookingTimes,
  createdAt: z.iso.datetime(),
})
export type ProposalView = z.infer<typeof ProposalView>

/** Query of GET /api/v1/projects/:id/proposals: the open ones where nothing is said, newest first. */
export const ProposalsQuery = z.strictObject({ status: ProposalStatus.default('open') })
export type ProposalsQuery = z.infer<typeof ProposalsQuery>

/** Query of GET /api/v1/booking-proposals: the same over all projects that are not archived, in pages. */
export const AllProposalsQuery = ProposalsQuery.extend({
  projectId: ProjectId.optional(),
  cursor: ProposalId.optional(),
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
})
export type AllProposalsQuery = z.infer<typeof AllProposalsQuery>

/** Answer of POST /api/v1/booking-proposals/:id/accept and .../dismiss; `booking` as it is now. */
export const SettledProposal = z.object({ proposal: ProposalView, booking: BookingView })
export type SettledProposal = z.infer<typeof SettledProposal>

/** Days that differ from the week. `off`: nobody works; `open`: somebody does although the week says no. Without hours all day. */
export const CalendarException = z.strictObject({
  kind: z.enum(['off', 'open']).default('off'),
  title: z.string().trim().min(1).max(TIME_OFF_TITLE_CHARS_MAX),
  days: BookedDays.refine(({ from, to }) => from <= to, 'the last day is before the first'),
  hours: z.strictObject({ from: TimeOfDay, to: TimeOfDay }).nullable().default(null),
})
export type CalendarException = z.infer<typeof CalendarException>

/** Working hours in the zone of whoever they are read for. */
export const WorkingCalendar = z.strictObject({
  weekly: z.array(WorkingHours).min(1).max(WORKING_HOURS_MAX),
  exceptions: z.array(CalendarException).max(CALENDAR_EXCEPTIONS_MAX).default([]),
})
export type WorkingCalendar = z.infer<typeof WorkingCalendar>

/** Body of PUT of a calendar; null takes it away, and what is wider counts: task, then artist, project, workspace. */
export const PutCalendar = z.strictObject({ calendar: WorkingCalendar.nullable() })
export type PutCalendar = z.infer<typeof PutCalendar>

/**
 * `own` is null where nothing was said; `inForce` is what counts then. An artist who has hours works by those, and not by what a project or
 * the workspace says.
 */
export const CalendarView = z.object({
  own: WorkingCalendar.nullable(),
  inForce: WorkingCalendar,
  from: z.enum(['task', 'project', 'workspace', 'default']),
})
export type CalendarView = z.infer<typeof CalendarView>

/** Query of GET /api/v1/resource-load; both days are part of it, 400 at most. */
export const LoadQuery = z.strictObject({ from: Day, to: Day, artistId: ArtistId.optional() })
export type LoadQuery = z.infer<typeof LoadQuery>

/** What one artist has to do on one day, in minutes. */
export const LoadDay = z.object({
  day: Day,
  /** Working hours of the artist. */
  availableMinutes: z.int().nonnegative(),
  /** Of tasks, in working time of the day, over all projects. */
  plannedMinutes: z.int().nonnegative(),
  /** Of bookings that keep time free. */
  bookedMinutes: z.int().nonnegative(),
  /** Of both: what is booked for a project and planned in it on the same day is the same work, and counts once. */
  busyMinutes: z.int().nonnegative(),
})
export type LoadDay = z.infer<typeof LoadDay>

/** The load of one artist: days on which they work or have anything to do, and how much comes from which project. */
export const ArtistLoad = z.object({
  artistId: ArtistId,
  name: z.string(),
  days: z.array(LoadDay),
  projects: z.array(
    z.object({
      projectId: ProjectId,
      name: z.string(),
      plannedMinutes: z.int().nonnegative(),
    }),
  ),
})
export type ArtistLoad = z.infer<typeof ArtistLoad>
