import { ArtistId, PhaseId, ProjectId, TaskId } from '../../contracts/ids.ts'
import type {
  DependencyView,
  PhaseView,
  ProjectPlan,
  ProjectView,
  TaskView,
} from '../../contracts/projects.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { ZoneDays } from '../availability/rules/zone-days.ts'
import type { NewEvent } from '../events/define.ts'
import { planMoved } from './events.ts'
import { type PlanHours, readPlanHours, workingTimes } from './hours.service.ts'
import * as rows from './repository.ts'
import type { Link } from './rules/network.ts'
import { type RolledTask, rollUp } from './rules/rollup.ts'
import { type Plan, type PlanTask, schedule } from './rules/schedule.ts'
import { type Standing, standings } from './rules/slack.ts'
import * as taskRows from './tasks.repository.ts'

const iso = (ms: number): string => new Date(ms).toISOString()
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))
const msOf = (text: string | null): number | null => (text === null ? null : Date.parse(text))

/** All of a project that its plan is worked out from. */
export interface Loaded {
  project: ProjectView
  phases: rows.Phase[]
  tasks: taskRows.Task[]
  links: DependencyView[]
  hours: PlanHours
}

/** Everything of a project's plan. Whoever changes it has locked the project. */
export async function loadPlan(tx: TenantTx, project: ProjectView): Promise<Loaded> {
  const [phases, tasks, links] = await Promise.all([
    rows.listPhases(tx, project.id),
    taskRows.listTasks(tx, project.id),
    taskRows.listDependencies(tx, project.id),
  ])
  return { project, phases, tasks, links, hours: await readPlanHours(tx, project.id, tasks) }
}

const linkOf = ({ id, fromTaskId, toTaskId, kind, lagMinutes }: DependencyView): Link => ({
  ...{ id, fromId: fromTaskId, toId: toTaskId, kind, lagMinutes },
})

function planTaskOf(task: taskRows.Task): PlanTask {
  const { id, kind, durationMinutes, constraint, isPinned, actualStart, doneAt, fromMs, toMs } = task
  return {
    ...{ id, kind, durationMinutes, isPinned, fromMs, toMs },
    constraint: constraint === null ? null : { kind: constraint.kind, timeMs: Date.parse(constraint.time) },
    actualStartMs: msOf(actualStart),
    doneAtMs: msOf(doneAt),
  }
}

/** First moment of the project: nothing begins before it by itself. */
export const startOf = ({ startDay, timeZone }: Pick<ProjectView, 'startDay' | 'timeZone'>): number =>
  new ZoneDays(timeZone).edgeMs(startDay, '00:00')

/** What the rules work with. */
export function planOf({ project, tasks, links, hours }: Loaded): Plan {
  const startMs = startOf(project)
  const timeOf = workingTimes(hours, project, tasks, startMs)
  return { startMs, tasks: tasks.map(planTaskOf), links: links.map(linkOf), timeOf }
}

const rolledTask = (task: taskRows.Task): RolledTask => ({ ...task, doneAtMs: msOf(task.doneAt) })

/** A phase as it is shown, with what follows from its tasks. */
export function phaseView(
  phase: rows.Phase,
  { tasks, project }: Pick<Loaded, 'tasks' | 'project'>,
): PhaseView {
  const own = tasks.filter(({ phaseId }) => phaseId === phase.id).map(rolledTask)
  const { fromMs, toMs, ...counts } = rollUp(own, project.weighting)
  return {
    ...phase,
    id: PhaseId.parse(phase.id),
    projectId: project.id,
    ...counts,
    startTime: isoOrNull(fromMs),
    endTime: isoOrNull(toMs),
  }
}

function taskView(task: taskRows.Task, standing: Standing | undefined, hasCalendar: boolean): TaskView {
  const { fromMs, toMs, ...fields } = task
  const { slackMinutes = 0, isCritical = false, conflicts = [] } = standing ?? {}
  return {
    ...fields,
    id: TaskId.parse(task.id),
    projectId: ProjectId.parse(task.projectId),
    phaseId: task.phaseId === null ? null : PhaseId.parse(task.phaseId),
    artistId: task.artistId === null ? null : ArtistId.parse(task.artistId),
    startTime: iso(fromMs),
    endTime: iso(toMs),
    ...{ slackMinutes, isCritical, hasCalendar },
    // Ids of links came through the same parse when they were read.
    conflicts: conflicts as TaskView['conflicts'],
  }
}

/** Tasks as they are shown, with what they may slip by and stand against. */
export function taskViews(loaded: Loaded): TaskView[] {
  const plan = planOf(loaded)
  const stands = standings(plan, new Map(loaded.tasks.map((task) => [task.id, task])))
  const { tasks: own } = loaded.hours.calendars
  return loaded.tasks.map((task) => taskView(task, stands.get(task.id), own.has(task.id)))
}

export const phaseViews = (loaded: Loaded): PhaseView[] =>
  loaded.phases.map((phase) => phaseView(phase, loaded))

/** All of a project at once; null when there is none of that id. */
export async function readPlan(tx: TenantTx, projectId: string): Promise<ProjectPlan | null> {
  const project = await rows.findProject(tx, projectId)
  if (project === null) return null
  const loaded = await loadPlan(tx, project)
  const { links: dependencies } = loaded
  return { project, phases: phaseViews(loaded), tasks: taskViews(loaded), dependencies }
}

/** A task with everything of its plan; null when there is none of that id. */
export async function readTask(tx: TenantTx, id: string): Promise<TaskView | null> {
  const task = await taskRows.findTask(tx, id)
  const project = task === null ? null : await rows.findProject(tx, task.projectId)
  if (project === null) return null
  return taskViews(await loadPlan(tx, project)).find((one) => one.id === id) ?? null
}

/** What of a task decides when it is, as events keep it. */
export function timesState(task: taskRows.Task) {
  const { durationMinutes, constraint, isPinned, actualStart, doneAt, fromMs, toMs } = task
  return {
    ...{ durationMinutes, constraint, isPinned, actualStart, doneAt },
    ...{ startTime: iso(fromMs), endTime: iso(toMs) },
  }
}

/** A task before and after the plan was worked out anew. */
export interface Moved {
  before: taskRows.Task
  after: taskRows.Task
}

/** Tasks of a plan that are somewhere else once it is worked out anew. */
export function movedIn(loaded: Loaded): Moved[] {
  const times = schedule(planOf(loaded))
  return loaded.tasks.flatMap((before) => {
    const at = times.get(before.id)
    if (at === undefined || (at.fromMs === before.fromMs && at.toMs === before.toMs)) return []
    return [{ before, after: { ...before, ...at } }]
  })
}

/** The plan with its tasks where they were worked out to be. */
export function withMoves(loaded: Loaded, moved: readonly Moved[]): Loaded {
  const after = new Map(moved.map((one) => [one.after.id, one.after]))
  const tasks = loaded.tasks.map((task) => after.get(task.id) ?? task)
  return { ...loaded, tasks: tasks.sort((a, b) => a.fromMs - b.fromMs || a.position - b.position) }
}

/**
 * Works a plan out anew after something of it was changed, and stores what moved and what follows for the project. A task that the
 * command is about is left to it: it is stored with what else was changed, and its own event says so.
 */
export async function replan(
  tx: TenantTx,
  loaded: Loaded,
  ownId: string | null = null,
): Promise<{ loaded: Loaded; events: NewEvent[] }> {
  const moved = movedIn(loaded).map(({ before, after }) =>
    after.id === ownId ? { before, after } : { before, after: { ...after, version: after.version + 1 } },
  )
  const others = moved.filter(({ after }) => after.id !== ownId)
  await taskRows.updateTimes(
    tx,
    others.map(({ after }) => after),
  )
  const after = withMoves(loaded, moved)
  const project = await storeRollUp(tx, after)
  const event = planMoved.of(`project:${project.id}`, {
    ...{ projectId: project.id, name: project.name, cascadeId: null, undoes: null },
    moves: others.map(moveState),
  })
  return { loaded: { ...after, project }, events: others.length === 0 ? [] : [event] }
}

/** A task that moved, as events keep it. */
export const moveState = ({ before, after }: Moved) => ({
  ...{ taskId: after.id, name: after.name },
  ...{ before: timesState(before), after: timesState(after) },
})

/** Stores start, end and progress of a project, which follow from its tasks. */
export function storeRollUp(tx: TenantTx, { project, tasks }: Loaded): Promise<ProjectView> {
  return rows.updateRollUp(tx, project.id, rollUp(tasks.map(rolledTask), project.weighting))
}
