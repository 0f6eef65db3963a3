import { DependencyId, ProjectId, TaskId } from '../../contracts/ids.ts'
import { PROJECT_DEPENDENCIES_MAX, PROJECT_TASKS_MAX } from '../../contracts/limits.ts'
import type {
  CreateMilestone,
  CreateTask,
  DeleteTaskQuery,
  DependencyView,
  TasksQuery,
  TaskView,
  UpdateTask,
} from '../../contracts/projects.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type OpenArtistRefusal, readArtist } from '../artists/service.ts'
import { putCalendar } from './calendars.repository.ts'
import { taskChanged, taskCreated, taskRemoved } from './events.ts'
import { readPlanHours } from './hours.service.ts'
import { type Loaded, loadPlan, replan, startOf, taskViews, timesState } from './plan.service.ts'
import * as rows from './repository.ts'
import { bridges } from './rules/network.ts'
import { type Changed, type OpenProjectRefusal, requireOpenProject } from './service.ts'
import * as taskRows from './tasks.repository.ts'

export const taskSubject = (taskId: string) => `task:${taskId}`

/** A page of tasks, or of milestones, by start; null when there is no such project. */
export async function readTasks(tx: TenantTx, projectId: string, kind: TaskView['kind'], query: TasksQuery) {
  const project = await rows.findProject(tx, projectId)
  if (project === null) return null
  const part = query.q?.toLowerCase() ?? ''
  const all = taskViews(await loadPlan(tx, project)).filter(
    (task) =>
      task.kind === kind &&
      task.name.toLowerCase().includes(part) &&
      (query.phaseId === undefined || task.phaseId === query.phaseId) &&
      (query.artistId === undefined || task.artistId === query.artistId) &&
      (query.done === 'all' || (task.doneAt !== null) === (query.done === 'yes')),
  )
  // A plan is worked out as a whole, so its pages are cut from it here.
  const from = query.cursor === undefined ? 0 : all.findIndex(({ id }) => id === query.cursor) + 1
  const data = all.slice(from, from + query.limit)
  const nextCursor = from + data.length < all.length ? (data.at(-1)?.id ?? null) : null
  return { data, meta: { nextCursor, total: all.length } }
}

export type PartRefusal =
  | OpenArtistRefusal
  | { code: 'not_found'; details: { field: 'phaseId' | 'artistId' } }

export type CreateTaskRefusal =
  | OpenProjectRefusal
  | PartRefusal
  | { code: 'already_exists'; details: { field: 'id' } }
  | { code: 'limit_reached'; details: { limit: number } }

/** Adds a task, or a milestone, to a project. It begins as early as its constraint and the hours of its artist allow. */
export async function createTask(
  tx: TenantTx,
  projectId: string,
  input: CreateTask | CreateMilestone,
  context: { newId: () => string; at: Date },
): Promise<Result<Changed<TaskView>, CreateTaskRefusal>> {
  const open = await requireOpenProject(tx, projectId)
  if (!open.ok) return open
  const before = await loadPlan(tx, open.value)
  if (before.tasks.length >= PROJECT_TASKS_MAX) {
    return err({ code: 'limit_reached', details: { limit: PROJECT_TASKS_MAX } })
  }
  const fields = 'durationMinutes' in input ? input : { ...input, ...withoutTime }
  const known = await knownParts(tx, projectId, fields)
  if (!known.ok) return known
  const startMs = startOf(open.value)
  const { id = context.newId(), position = lastPosition(before) + 1, ...said } = fields
  const task: taskRows.Task = {
    ...said,
    ...{ id, projectId, position, kind: 'durationMinutes' in input ? 'task' : 'milestone' },
    ...{ isPinned: false, actualStart: null, doneAt: null, progress: 0 },
    // Where it stands is worked out in a moment; until then it is at the beginning.
    ...{ fromMs: startMs, toMs: startMs, version: 1, createdAt: context.at.toISOString() },
  }
  const planned = await replan(tx, await withTask(tx, before, task), id)
  const made = mustHave(planned.loaded, id)
  if (!(await taskRows.insertTask(tx, made))) {
    return err({ code: 'already_exists', details: { field: 'id' } })
  }
  const created = taskCreated.of(taskSubject(id), { projectId, taskId: id, after: taskState(made) })
  return ok({ view: viewIn(planned.loaded, id), events: [created, ...planned.events] })
}

const withoutTime = { durationMinutes: 0, effortMinutes: null, artistId: null }

const lastPosition = ({ tasks }: Loaded): number => Math.max(-1, ...tasks.map(({ position }) => position))

/** The plan with a task that is new or was changed, and with the hours of whoever does it. */
export async function withTask(tx: TenantTx, loaded: Loaded, task: taskRows.Task): Promise<Loaded> {
  const others = loaded.tasks.filter(({ id }) => id !== task.id)
  const tasks = [...others, task]
  const { artistId } = task
  const isKnown = artistId === null || loaded.hours.artists.has(artistId)
  const hours = isKnown ? loaded.hours : await readPlanHours(tx, loaded.project.id, tasks)
  return { ...loaded, tasks, hours }
}

/** Whether the phase is one of the project and the artist one who takes work. */
export async function knownParts(
  tx: TenantTx,
  projectId: string,
  { phaseId, artistId }: Pick<taskRows.TaskFields, 'phaseId' | 'artistId'>,
): Promise<Result<null, PartRefusal>> {
  if (phaseId !== null && (await rows.findPhase(tx, phaseId))?.projectId !== projectId) {
    return err({ code: 'not_found', details: { field: 'phaseId' } })
  }
  if (artistId === null) return ok(null)
  const artist = await readArtist(tx, artistId)
  if (artist === null) return err({ code: 'not_found', details: { field: 'artistId' } })
  return artist.archivedAt === null ? ok(null) : err({ code: 'artist_archived', details: { artistId } })
}

export type ChangeTaskRefusal =
  | OpenProjectRefusal
  | PartRefusal
  | { code: 'stale_version'; details: TaskView }
  | { code: 'invalid_period'; details: { problem: string } }

/** Changes a task when it is still at the version the caller saw. What moves others works the plan out anew in the same command. */
export async function changeTask(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  change: UpdateTask,
  at: Date,
): Promise<Result<Changed<TaskView>, ChangeTaskRefusal>> {
  const locked = await lockedTask(tx, id, seenVersion)
  if (!locked.ok) return locked
  const { loaded, task: before } = locked.value
  const decided = changed(before, change, at)
  if (!decided.ok) return decided
  const after = decided.value
  if (JSON.stringify(after) === JSON.stringify(before)) {
    return ok({ view: viewIn(loaded, id), events: [] })
  }
  const isSame = (name: 'phaseId' | 'artistId') => after[name] === before[name]
  const known = await knownParts(tx, before.projectId, {
    phaseId: isSame('phaseId') ? null : after.phaseId,
    artistId: isSame('artistId') ? null : after.artistId,
  })
  if (!known.ok) return known
  const next = { ...after, version: before.version + 1 }
  const planned = await replan(tx, await withTask(tx, loaded, next), id)
  const stored = mustHave(planned.loaded, id)
  await taskRows.updateTask(tx, stored)
  const event = taskChanged.of(taskSubject(id), {
    ...{ projectId: before.projectId, taskId: id, before: taskState(before), after: taskState(stored) },
  })
  return ok({ view: viewIn(planned.loaded, id), events: [event, ...planned.events] })
}

/** A task as somebody changes it. A milestone has no length and nobody who does it; what is over has begun. */
function changed(
  before: taskRows.Task,
  { isDone, ...change }: UpdateTask,
  at: Date,
): Result<taskRows.Task, { code: 'invalid_period'; details: { problem: string } }> {
  const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const task: taskRows.Task = { ...before, ...said }
  if (before.kind === 'milestone') Object.assign(task, withoutTime, { actualStart: null })
  if (isDone === true && task.doneAt === null) task.doneAt = at.toISOString()
  if (isDone === false) task.doneAt = null
  if (task.doneAt !== null && task.kind === 'task' && task.actualStart === null) {
    task.actualStart = new Date(Math.min(before.fromMs, Date.parse(task.doneAt))).toISOString()
  }
  if (task.actualStart !== null) {
    task.actualStart = new Date(Date.parse(task.actualStart)).toISOString()
    if (task.doneAt !== null && task.doneAt < task.actualStart) {
      return err({ code: 'invalid_period', details: { problem: 'it would be over before it began' } })
    }
  }
  return ok(task)
}

export type RemoveTaskRefusal =
  | OpenProjectRefusal
  | { code: 'stale_version'; details: TaskView }
  | { code: 'links_choice'; details: { bridges: object[] } }
  | { code: 'limit_reached'; details: { limit: number } }

/**
 * Takes a task away. One that stands between others is taken away once somebody has said whether those are linked instead. Answers with
 * what it was.
 */
export async function removeTask(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  { links }: DeleteTaskQuery,
  newId: () => string,
): Promise<Result<Changed<TaskView>, RemoveTaskRefusal>> {
  const locked = await lockedTask(tx, id, seenVersion)
  if (!locked.ok) return locked
  const { loaded, task } = locked.value
  const { projectId } = task
  const offered = bridges(
    loaded.links.map((link) => ({ ...link, fromId: link.fromTaskId, toId: link.toTaskId })),
    id,
  ).map(({ fromId, toId, ...rest }) => ({ fromTaskId: fromId, toTaskId: toId, ...rest }))
  if (offered.length > 0 && links === undefined) {
    return err({ code: 'links_choice', details: { bridges: offered } })
  }
  const made = links === 'bridge' ? offered.map((link) => bridgeOf(link, projectId, newId())) : []
  const left = loaded.links.filter(({ fromTaskId, toTaskId }) => fromTaskId !== id && toTaskId !== id)
  if (left.length + made.length > PROJECT_DEPENDENCIES_MAX) {
    return err({ code: 'limit_reached', details: { limit: PROJECT_DEPENDENCIES_MAX } })
  }
  const view = viewIn(loaded, id)
  await taskRows.deleteTask(tx, id)
  await putCalendar(tx, { scope: 'task', projectId, taskId: id }, null)
  for (const link of made) await taskRows.insertDependency(tx, link)
  const tasks = loaded.tasks.filter((one) => one.id !== id)
  const planned = await replan(tx, { ...loaded, tasks, links: [...left, ...made] })
  const removed = taskRemoved.of(taskSubject(id), {
    ...{ projectId, taskId: id, before: taskState(task), bridges: made.map(linkState) },
    links: loaded.links.filter((link) => !left.includes(link)).map(linkState),
  })
  return ok({ view, events: [removed, ...planned.events] })
}

function bridgeOf(
  link: { fromTaskId: string; toTaskId: string; kind: DependencyView['kind']; lagMinutes: number },
  projectId: string,
  id: string,
): DependencyView {
  return {
    ...link,
    id: DependencyId.parse(id),
    projectId: ProjectId.parse(projectId),
    fromTaskId: TaskId.parse(link.fromTaskId),
    toTaskId: TaskId.parse(link.toTaskId),
  }
}

/** What a link says, as events keep it. */
export const linkState = ({ fromTaskId, toTaskId, kind, lagMinutes }: DependencyView) => ({
  ...{ fromTaskId, toTaskId, kind, lagMinutes },
})

/** The task with its plan, once its project is locked, at the version the caller saw. */
async function lockedTask(tx: TenantTx, id: string, seenVersion: number) {
  const found = await taskRows.findTask(tx, id)
  if (found === null) return err({ code: 'not_found' } as const)
  const open = await requireOpenProject(tx, found.projectId)
  if (!open.ok) return open
  const loaded = await loadPlan(tx, open.value)
  const task = loaded.tasks.find((one) => one.id === id)
  if (task === undefined) return err({ code: 'not_found' } as const)
  if (task.version !== seenVersion) {
    return err({ code: 'stale_version', details: viewIn(loaded, id) } as const)
  }
  return ok({ loaded, task })
}

/** A task that is in a plan for certain. */
export function mustHave(loaded: Loaded, id: string): taskRows.Task {
  const task = loaded.tasks.find((one) => one.id === id)
  if (task === undefined) throw new Error(`task ${id} is gone`)
  return task
}

/** A task of a plan as it is shown. */
export function viewIn(loaded: Loaded, id: string): TaskView {
  const view = taskViews(loaded).find((one) => one.id === id)
  if (view === undefined) throw new Error(`task ${id} is gone`)
  return view
}

/** A task as events keep it. */
export function taskState(task: taskRows.Task) {
  const { kind, name, notes, phaseId, position, artistId, effortMinutes, progress, version } = task
  return {
    ...{ kind, name, notes, phaseId, position, artistId, effortMinutes, progress, version },
    ...timesState(task),
  }
}
