import { z } from 'zod'
import { BookedDays } from '../../contracts/bookings.ts'
import {
  DependencyKind,
  ProjectStatus,
  TaskConstraint,
  TaskKind,
  Weighting,
} from '../../contracts/projects.ts'
import { defineEvent, TouchedMetrics } from '../events/define.ts'

/** What may change of a project by somebody; what follows from its tasks is not part of it. */
const ProjectState = z.object({
  name: z.string(),
  notes: z.string().nullable(),
  clientId: z.uuid().nullable(),
  status: ProjectStatus,
  startDay: z.string(),
  dueDay: z.string().nullable(),
  timeZone: z.string(),
  weighting: Weighting,
  archivedAt: z.string().nullable(),
  version: z.number().int(),
})
const PhaseState = z.object({ name: z.string(), position: z.number().int(), version: z.number().int() })

/** What of a task decides when it is, and when that is. */
const TaskTimes = z.object({
  durationMinutes: z.number().int(),
  constraint: TaskConstraint.nullable(),
  isPinned: z.boolean(),
  actualStart: z.string().nullable(),
  doneAt: z.string().nullable(),
  startTime: z.string(),
  endTime: z.string(),
})
const TaskState = TaskTimes.extend({
  kind: TaskKind,
  name: z.string(),
  notes: z.string().nullable(),
  phaseId: z.uuid().nullable(),
  position: z.number().int(),
  artistId: z.uuid().nullable(),
  effortMinutes: z.number().int().nullable(),
  progress: z.number().int(),
  version: z.number().int(),
})
const LinkState = z.object({
  fromTaskId: z.uuid(),
  toTaskId: z.uuid(),
  kind: DependencyKind,
  lagMinutes: z.number().int(),
})

/** Which numbers it moved: how far a project is and when it ends is counted, and named by it. */
const touched = TouchedMetrics.optional()
const ofProject = { projectId: z.uuid(), touched }
const projectChange = z.object({ ...ofProject, before: ProjectState, after: ProjectState })

export const projectCreated = defineEvent(
  'project.created',
  1,
  z.object({ ...ofProject, after: ProjectState }),
)
export const projectChanged = defineEvent('project.changed', 1, projectChange)
export const projectArchived = defineEvent('project.archived', 1, projectChange)
export const projectRestored = defineEvent('project.restored', 1, projectChange)

const ofPhase = { ...ofProject, phaseId: z.uuid() }
export const phaseCreated = defineEvent('phase.created', 1, z.object({ ...ofPhase, after: PhaseState }))
export const phaseChanged = defineEvent(
  'phase.changed',
  1,
  z.object({ ...ofPhase, before: PhaseState, after: PhaseState }),
)
/** Its tasks stay, without a phase. */
export const phaseRemoved = defineEvent('phase.removed', 1, z.object({ ...ofPhase, before: PhaseState }))

const ofTask = { ...ofProject, taskId: z.uuid() }
export const taskCreated = defineEvent('task.created', 1, z.object({ ...ofTask, after: TaskState }))
export const taskChanged = defineEvent(
  'task.changed',
  1,
  z.object({ ...ofTask, before: TaskState, after: TaskState }),
)
export const taskRemoved = defineEvent(
  'task.removed',
  1,
  z.object({
    ...ofTask,
    before: TaskState,
    bridges: z.array(LinkState),
    /** What it waited for and what waited for it; left out in events from before that was noted. */
    links: z.array(LinkState).optional(),
  }),
)
/** A removed task that is there again, with those of its links whose other end still was. */
export const taskRestored = defineEvent(
  'task.restored',
  1,
  z.object({ ...ofTask, after: TaskState, links: z.array(LinkState) }),
)

const ofLink = { ...ofProject, dependencyId: z.uuid(), fromName: z.string(), toName: z.string() }
export const dependencyAdded = defineEvent('dependency.added', 1, z.object({ ...ofLink, added: LinkState }))
export const dependencyRemoved = defineEvent(
  'dependency.removed',
  1,
  z.object({ ...ofLink, removed: LinkState }),
)

const BookingTimes = z.object({
  startTime: z.string(),
  endTime: z.string(),
  days: BookedDays.nullable(),
})
/** New times for confirmed bookings whose tasks moved; the bookings stay until somebody accepts them. */
export const bookingsProposed = defineEvent(
  'project.bookings_proposed',
  1,
  z.object({
    ...ofProject,
    name: z.string(),
    proposals: z.array(
      z.object({ proposalId: z.uuid(), bookingId: z.uuid(), before: BookingTimes, proposed: BookingTimes }),
    ),
  }),
)
export const proposalSettled = defineEvent(
  'project.proposal_settled',
  1,
  z.object({
    ...ofProject,
    proposalId: z.uuid(),
    bookingId: z.uuid(),
    title: z.string(),
    status: z.enum(['accepted', 'dismissed']),
  }),
)

export const baselineTaken = defineEvent(
  'project.baseline_taken',
  1,
  z.object({ ...ofProject, baselineId: z.uuid(), name: z.string(), taskCount: z.number().int() }),
)
export const baselineRemoved = defineEvent(
  'project.baseline_removed',
  1,
  z.object({ ...ofProject, baselineId: z.uuid(), name: z.string() }),
)

const Hours = z.object({ from: z.string(), to: z.string() })
const Calendar = z.object({
  calendar: z
    .object({
      weekly: z.array(Hours.extend({ weekday: z.number().int() })),
      exceptions: z.array(
        z.object({
          kind: z.enum(['off', 'open']),
          title: z.string(),
          days: Hours,
          hours: Hours.nullable(),
        }),
      ),
    })
    .nullable(),
})
/** Hours of the workspace, or of a project or task, which `name` names. Plans are worked out by them when they are next. */
export const calendarChanged = defineEvent(
  'calendar.changed',
  1,
  z.object({
    projectId: z.uuid().nullable(),
    taskId: z.uuid().nullable(),
    name: z.string().nullable(),
    before: Calendar,
    after: Calendar,
    touched,
  }),
)

/**
 * Tasks that moved because something they wait for did, or somebody moved them together. One of a cascade has an id, by which it is
 * undone; `undoes` names the one that this takes back.
 */
export const planMoved = defineEvent(
  'project.plan_moved',
  1,
  z.object({
    ...ofProject,
    name: z.string(),
    cascadeId: z.uuid().nullable(),
    undoes: z.uuid().nullable(),
    moves: z.array(z.object({ taskId: z.uuid(), name: z.string(), before: TaskTimes, after: TaskTimes })),
  }),
)
