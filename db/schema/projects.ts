import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { calendarPolicy, clientPolicy, partPolicy, tenantId, tenantPolicy } from './tenant.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

/** Projects. What follows from their tasks (start, end, progress, counts) is stored by whatever changes the plan. */
export const projects = pgTable(
  'projects',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    clientId: uuid('client_id'),
    name: text('name').notNull(),
    notes: text('notes'),
    status: text('status').notNull(),
    startDay: date('start_day', { mode: 'string' }).notNull(),
    dueDay: date('due_day', { mode: 'string' }),
    timeZone: text('time_zone').notNull(),
    weighting: text('weighting').notNull(),
    startsAt: instant('starts_at'),
    endsAt: instant('ends_at'),
    progress: integer('progress').notNull().default(0),
    taskCount: integer('task_count').notNull().default(0),
    doneCount: integer('done_count').notNull().default(0),
    archivedAt: instant('archived_at'),
    version: integer('version').notNull().default(1),
    planVersion: integer('plan_version').notNull().default(1),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('projects_name').on(t.tenantId, t.name),
    index('projects_client').on(t.tenantId, t.clientId),
    tenantPolicy('projects'),
    clientPolicy('projects'),
  ],
)

export const projectPhases = pgTable(
  'project_phases',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    projectId: uuid('project_id').notNull(),
    name: text('name').notNull(),
    position: integer('position').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('project_phases_position').on(t.tenantId, t.projectId, t.position),
    tenantPolicy('project_phases'),
    partPolicy('project_phases', 'projects', 'project_id'),
  ],
)

/** Tasks, and milestones, which take no time. Working time is what people say; start and end are worked out from it. */
export const projectTasks = pgTable(
  'project_tasks',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    projectId: uuid('project_id').notNull(),
    phaseId: uuid('phase_id'),
    kind: text('kind').notNull(),
    name: text('name').notNull(),
    notes: text('notes'),
    position: integer('position').notNull(),
    artistId: uuid('artist_id'),
    durationMinutes: integer('duration_minutes').notNull(),
    effortMinutes: integer('effort_minutes'),
    constraintKind: text('constraint_kind'),
    constraintTime: instant('constraint_time'),
    isPinned: boolean('is_pinned').notNull().default(false),
    actualStart: instant('actual_start'),
    doneAt: instant('done_at'),
    progress: integer('progress').notNull().default(0),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('project_tasks_project').on(t.tenantId, t.projectId, t.startsAt),
    index('project_tasks_artist').on(t.tenantId, t.artistId, t.endsAt),
    check('project_tasks_length', sql`(kind = 'milestone') = (duration_minutes = 0)`),
    check('project_tasks_forward', sql`ends_at >= starts_at`),
    tenantPolicy('project_tasks'),
    partPolicy('project_tasks', 'projects', 'project_id'),
  ],
)

export const taskDependencies = pgTable(
  'task_dependencies',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    projectId: uuid('project_id').notNull(),
    fromTaskId: uuid('from_task_id').notNull(),
    toTaskId: uuid('to_task_id').notNull(),
    kind: text('kind').notNull(),
    lagMinutes: integer('lag_minutes').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('task_dependencies_once').on(t.tenantId, t.fromTaskId, t.toTaskId),
    index('task_dependencies_project').on(t.tenantId, t.projectId),
    check('task_dependencies_not_itself', sql`from_task_id <> to_task_id`),
    tenantPolicy('task_dependencies'),
    partPolicy('task_dependencies', 'projects', 'project_id'),
  ],
)

/** Working hours of the workspace, a project or a task (`scope`, and which one); the narrower one counts. */
export const workingCalendars = pgTable(
  'working_calendars',
  {
    tenantId: tenantId(),
    scope: text('scope').notNull(),
    scopeId: uuid('scope_id').notNull(),
    /** The project it is of, or whose task it is of; null for that of the workspace. */
    projectId: uuid('project_id'),
    weekly: jsonb('weekly').notNull(),
    exceptions: jsonb('exceptions').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.scope, t.scopeId] }),
    index('working_calendars_project').on(t.tenantId, t.projectId),
    tenantPolicy('working_calendars'),
    calendarPolicy(),
  ],
)

/** What a plan was when somebody kept it: `tasks` is `[{taskId, name, startTime, endTime}]`. */
export const projectBaselines = pgTable(
  'project_baselines',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    projectId: uuid('project_id').notNull(),
    name: text('name').notNull(),
    endsAt: instant('ends_at'),
    tasks: jsonb('tasks').notNull(),
    takenBy: text('taken_by').notNull(),
    takenAt: instant('taken_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('project_baselines_project').on(t.tenantId, t.projectId, t.takenAt),
    tenantPolicy('project_baselines'),
    partPolicy('project_baselines', 'projects', 'project_id'),
  ],
)

/** New times for confirmed bookings whose task has moved. One booking has one open proposal at most. */
export const bookingProposals = pgTable(
  'booking_proposals',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    projectId: uuid('project_id').notNull(),
    bookingId: uuid('booking_id').notNull(),
    taskId: uuid('task_id').notNull(),
    status: text('status').notNull(),
    /** `{startTime, endTime, days}` of the booking when it was made, and what is proposed. */
    before: jsonb('before').notNull(),
    proposed: jsonb('proposed').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('booking_proposals_project').on(t.tenantId, t.projectId, t.createdAt),
    uniqueIndex('booking_proposals_open').on(t.tenantId, t.bookingId).where(sql`status = 'open'`),
    tenantPolicy('booking_proposals'),
    partPolicy('booking_proposals', 'projects', 'project_id'),
  ],
)
