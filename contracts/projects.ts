import { z } from 'zod'
import { ArtistId, ClientId, Day, DependencyId, PhaseId, ProjectId, TaskId } from './ids.ts'
import {
  LAG_MINUTES_MAX,
  LIST_PAGE_DEFAULT,
  LIST_PAGE_MAX,
  PROJECT_NAME_CHARS_MAX,
  PROJECT_NOTES_CHARS_MAX,
  TASK_MINUTES_MAX,
  TASK_NAME_CHARS_MAX,
  TASK_NOTES_CHARS_MAX,
} from './limits.ts'
import { TimeZone } from './workspaces.ts'

export const ProjectStatus = z.enum(['planned', 'active', 'on_hold', 'completed'])
export type ProjectStatus = z.infer<typeof ProjectStatus>

/** What a task counts for in the progress of its phase and project: its effort, or one like any other. */
export const Weighting = z.enum(['effort', 'count'])
export type Weighting = z.infer<typeof Weighting>

const instant = z.iso.datetime({ offset: true })
const cursorPage = {
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
}

/** What follows from the tasks of a project or phase; nobody types it. */
const rolledUp = {
  /** Null without tasks. */
  startTime: z.iso.datetime().nullable(),
  endTime: z.iso.datetime().nullable(),
  /** Percent, weighted by the project's setting. */
  progress: z.int().min(0).max(100),
  taskCount: z.int().nonnegative(),
  doneCount: z.int().nonnegative(),
}

export const ProjectView = z.object({
  id: ProjectId,
  /** Null: of no client, seen by members of all clients only. */
  clientId: ClientId.nullable(),
  name: z.string(),
  notes: z.string().nullable(),
  status: ProjectStatus,
  /** Nothing of the plan begins before it. */
  startDay: Day,
  /** When it was promised; the plan may end later, and says so. */
  dueDay: Day.nullable(),
  timeZone: z.string(),
  weighting: Weighting,
  ...rolledUp,
  /** Whole days by which the plan ends after the day it was promised for; 0 when it does not. */
  lateDays: z.int().nonnegative(),
  archivedAt: z.iso.datetime().nullable(),
  /** Of name, status and the like: what `If-Match` of a change has to carry. */
  version: z.int().positive(),
  /** Counts every change of the plan: what a cascade is worked out from. */
  planVersion: z.int().positive(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
})
export type ProjectView = z.infer<typeof ProjectView>

/** Query of GET /api/v1/projects: by name. */
export const ProjectsQuery = z.strictObject({
  q: z.string().trim().max(PROJECT_NAME_CHARS_MAX).optional(),
  clientId: ClientId.optional(),
  status: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(ProjectStatus).min(1))
    .optional(),
  archived: z.enum(['no', 'yes', 'all']).default('no'),
  cursor: ProjectId.optional(),
  ...cursorPage,
})
export type ProjectsQuery = z.infer<typeof ProjectsQuery>

const projectFields = {
  name: z.string().trim().min(1).max(PROJECT_NAME_CHARS_MAX),
  notes: z.string().trim().max(PROJECT_NOTES_CHARS_MAX).nullable(),
  clientId: ClientId.nullable(),
  status: ProjectStatus,
  startDay: Day,
  dueDay: Day.nullable(),
  timeZone: TimeZone,
  weighting: Weighting,
}

/** Body of POST /api/v1/projects; answered 201 with Location. Without a zone it is the workspace's, without a start today. */
export const CreateProject = z.strictObject({
  id: ProjectId.optional(),
  name: projectFields.name,
  notes: projectFields.notes.default(null),
  clientId: projectFields.clientId.default(null),
  status: projectFields.status.default('planned'),
  startDay: projectFields.startDay.optional(),
  dueDay: projectFields.dueDay.default(null),
  timeZone: projectFields.timeZone.optional(),
  weighting: projectFields.weighting.default('effort'),
})
export type CreateProject = z.infer<typeof CreateProject>

/** Body of PATCH /api/v1/projects/:id, with `If-Match: version`. Another start or zone works the plan out anew. */
export const UpdateProject = z.strictObject(projectFields).partial()
export type UpdateProject = z.infer<typeof UpdateProject>

export const PhaseView = z.object({
  id: PhaseId,
  projectId: ProjectId,
  name: z.string(),
  /** Phases stand in this order. */
  position: z.int(),
  ...rolledUp,
  version: z.int().positive(),
})
export type PhaseView = z.infer<typeof PhaseView>

const phaseName = z.string().trim().min(1).max(PROJECT_NAME_CHARS_MAX)
const position = z.int().min(0).max(1_000_000)

/** Query of GET /api/v1/project-phases: project by project, in the order they stand in. */
export const PhasesQuery = z.strictObject({
  projectId: ProjectId.optional(),
  q: z.string().trim().max(PROJECT_NAME_CHARS_MAX).optional(),
  archived: z.enum(['no', 'yes', 'all']).default('no'),
  cursor: PhaseId.optional(),
  ...cursorPage,
})
export type PhasesQuery = z.infer<typeof PhasesQuery>

/** Query of GET /api/v1/projects/:id/phases. */
export const ProjectPhasesQuery = PhasesQuery.omit({ projectId: true, archived: true })
export type ProjectPhasesQuery = z.infer<typeof ProjectPhasesQuery>

/** Body of POST /api/v1/projects/:id/phases; answered 201 with Location. Without a position it comes last. */
export const CreatePhase = z.strictObject({
  id: PhaseId.optional(),
  name: phaseName,
  position: position.optional(),
})
export type CreatePhase = z.infer<typeof CreatePhase>

/** Body of POST /api/v1/project-phases: the same, and of which project. */
export const CreatePhaseOf = CreatePhase.extend({ projectId: ProjectId })
export type CreatePhaseOf = z.infer<typeof CreatePhaseOf>

/** Body of PATCH /api/v1/project-phases/:id, with `If-Match: version`. */
export const UpdatePhase = z.strictObject({ name: phaseName, position }).partial()
export type UpdatePhase = z.infer<typeof UpdatePhase>

export const TaskKind = z.enum(['task', 'milestone'])
export type TaskKind = z.infer<typeof TaskKind>

/** `start_no_earlier`: not before that time. `finish_by`: it should be over by then; a plan that cannot says so. */
export const TaskConstraint = z.strictObject({
  kind: z.enum(['start_no_earlier', 'finish_by']),
  time: instant,
})
export type TaskConstraint = z.infer<typeof TaskConstraint>

/** Why a task stands where it should not. It was pinned or has begun, so it does not move, or the time it should be over by is gone. */
export const TaskConflict = z.object({
  kind: z.enum(['dependency', 'finish_by', 'project_start']),
  /** The dependency that is not kept, if it is one. */
  dependencyId: DependencyId.nullable(),
  /** Working minutes of the task that are missing. */
  minutes: z.int().positive(),
})
export type TaskConflict = z.infer<typeof TaskConflict>

export const TaskView = z.object({
  id: TaskId,
  projectId: ProjectId,
  phaseId: PhaseId.nullable(),
  kind: TaskKind,
  name: z.string(),
  notes: z.string().nullable(),
  position: z.int(),
  artistId: ArtistId.nullable(),
  /** Working time, which is what counts; the end follows from it. 0 for a milestone. */
  durationMinutes: z.int().nonnegative(),
  /** What it weighs where progress goes by effort; null: as long as it takes. */
  effortMinutes: z.int().nonnegative().nullable(),
  constraint: TaskConstraint.nullable(),
  /** It stays where it is, whatever others do. */
  isPinned: z.boolean(),
  /** When work really began; from then on it does not move. */
  actualStart: z.iso.datetime().nullable(),
  doneAt: z.iso.datetime().nullable(),
  /** Percent of the work; 100 is not done, which somebody says. */
  progress: z.int().min(0).max(100),
  /** From the plan: a milestone is at the end of its day. */
  startTime: z.iso.datetime(),
  endTime: z.iso.datetime(),
  /** Working minutes it may slip without moving the end of the project or what is fixed; negative when it is late by them. */
  slackMinutes: z.int(),
  isCritical: z.boolean(),
  conflicts: z.array(TaskConflict),
  /** It has working hours of its own. */
  hasCalendar: z.boolean(),
  version: z.int().positive(),
  createdAt: z.iso.datetime(),
})
export type TaskView = z.infer<typeof TaskView>

/** A task that was removed and can be brought back by its history, `/api/v1/history/tasks/:id`. */
export const RemovedTask = z.object({
  id: TaskId,
  kind: TaskKind,
  name: z.string(),
  /** Null where it had none, or its phase is not there any more. */
  phaseName: z.string().nullable(),
  removedAt: z.iso.datetime(),
  /** `person:<id>`, `key:<id>` or `system:<job>`. */
  actor: z.string(),
})
export type RemovedTask = z.infer<typeof RemovedTask>

/** Query of GET /api/v1/projects/:id/tasks and .../milestones: by start. */
export const TasksQuery = z.strictObject({
  q: z.string().trim().max(TASK_NAME_CHARS_MAX).optional(),
  phaseId: PhaseId.optional(),
  artistId: ArtistId.optional(),
  done: z.enum(['no', 'yes', 'all']).default('all'),
  cursor: TaskId.optional(),
  ...cursorPage,
})
export type TasksQuery = z.infer<typeof TasksQuery>

const taskFields = {
  phaseId: PhaseId.nullable(),
  name: z.string().trim().min(1).max(TASK_NAME_CHARS_MAX),
  notes: z.string().trim().max(TASK_NOTES_CHARS_MAX).nullable(),
  position,
  artistId: ArtistId.nullable(),
  durationMinutes: z.int().min(1).max(TASK_MINUTES_MAX),
  effortMinutes: z.int().min(0).max(TASK_MINUTES_MAX).nullable(),
  constraint: TaskConstraint.nullable(),
  isPinned: z.boolean(),
  progress: z.int().min(0).max(100),
}

/** Body of POST /api/v1/projects/:id/tasks; answered 201 with Location. It begins as early as it can. */
export const CreateTask = z.strictObject({
  id: TaskId.optional(),
  name: taskFields.name,
  notes: taskFields.notes.default(null),
  phaseId: taskFields.phaseId.default(null),
  position: taskFields.position.optional(),
  artistId: taskFields.artistId.default(null),
  durationMinutes: taskFields.durationMinutes,
  effortMinutes: taskFields.effortMinutes.default(null),
  constraint: taskFields.constraint.default(null),
})
export type CreateTask = z.infer<typeof CreateTask>

/** Body of POST /api/v1/projects/:id/milestones; answered 201 with Location. */
export const CreateMilestone = CreateTask.omit({ durationMinutes: true, effortMinutes: true, artistId: true })
export type CreateMilestone = z.infer<typeof CreateMilestone>

/**
 * Body of PATCH /api/v1/project-tasks/:id, with `If-Match: version`. What moves others works the plan out anew; a cascade shows that
 * first. `isDone` says that it is over, now.
 */
export const UpdateTask = z
  .strictObject({ ...taskFields, actualStart: instant.nullable(), isDone: z.boolean() })
  .partial()
export type UpdateTask = z.infer<typeof UpdateTask>

/** Query of DELETE /api/v1/project-tasks/:id: what becomes of the links of a task that stands between others. */
export const DeleteTaskQuery = z.strictObject({ links: z.enum(['bridge', 'drop']).optional() })
export type DeleteTaskQuery = z.infer<typeof DeleteTaskQuery>

/** FS: after it ends; SS: after it starts; FF: ends after it ends; SF: ends after it starts. */
export const DependencyKind = z.enum(['FS', 'SS', 'FF', 'SF'])
export type DependencyKind = z.infer<typeof DependencyKind>

export const DependencyView = z.object({
  id: DependencyId,
  projectId: ProjectId,
  /** The one that comes first, and the one that waits for it. */
  fromTaskId: TaskId,
  toTaskId: TaskId,
  kind: DependencyKind,
  /** Working minutes of the one that waits; negative is a lead. */
  lagMinutes: z.int(),
})
export type DependencyView = z.infer<typeof DependencyView>

/** Body of POST /api/v1/projects/:id/dependencies; answered 201. A loop is refused, with the tasks it goes through. */
export const CreateDependency = z.strictObject({
  id: DependencyId.optional(),
  fromTaskId: TaskId,
  toTaskId: TaskId,
  kind: DependencyKind.default('FS'),
  lagMinutes: z.int().min(-LAG_MINUTES_MAX).max(LAG_MINUTES_MAX).default(0),
})
export type CreateDependency = z.infer<typeof CreateDependency>

/** GET /api/v1/projects/:id/plan: all of a project at once, as a chart draws it. */
export const ProjectPlan = z.object({
  project: ProjectView,
  phases: z.array(PhaseView),
  /** By start, then position. */
  tasks: z.array(TaskView),
  dependencies: z.array(DependencyView),
})
export type ProjectPlan = z.infer<typeof ProjectPlan>
