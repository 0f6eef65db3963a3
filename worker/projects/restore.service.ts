import type { z } from 'zod'
import { DependencyId, PhaseId, ProjectId, TaskId } from '../../contracts/ids.ts'
import { PROJECT_DEPENDENCIES_MAX, PROJECT_TASKS_MAX } from '../../contracts/limits.ts'
import type { DependencyView, TaskView } from '../../contracts/projects.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type taskChanged, type taskRemoved, taskRestored } from './events.ts'
import { type Loaded, loadPlan, planOf, replan } from './plan.service.ts'
import { loopOf } from './rules/network.ts'
import { type Changed, type OpenProjectRefusal, requireOpenProject } from './service.ts'
import * as taskRows from './tasks.repository.ts'
import {
  type ChangeTaskRefusal,
  changeTask,
  knownParts,
  linkState,
  mustHave,
  type PartRefusal,
  taskState,
  taskSubject,
  viewIn,
  withTask,
} from './tasks.service.ts'

/** A task as events keep it. */
export type TaskState = z.infer<(typeof taskChanged)['data']>['after']
type Removed = z.infer<(typeof taskRemoved)['data']>

/** Why a version cannot come back, in a sentence: what it needs is not there any more. */
export interface GoneRefusal {
  code: 'conflict'
  message: string
  details: { reason: string }
}

const PARTS = {
  phaseId: 'Its phase is not there any more. Choose another phase by hand, or none.',
  artistId: 'Whoever did it is not there any more. Choose somebody else by hand.',
} as const

/** The refusal of a part that is gone, in the words of a restore: nobody has chosen it just now. */
function inWords<E extends { code: string; details?: unknown }>(error: E): E | GoneRefusal {
  const field = (error.details as { field?: unknown } | undefined)?.field
  if (error.code !== 'not_found' || (field !== 'phaseId' && field !== 'artistId')) return error
  return { code: 'conflict', message: PARTS[field], details: { reason: `${field}_gone` } }
}

/** Gives a task what it was, as a change like any other: worked out by the plan of today, and refused where that cannot be. */
export async function restoreTaskState(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  state: TaskState,
  at: Date,
): Promise<Result<Changed<TaskView>, ChangeTaskRefusal | GoneRefusal>> {
  const { name, notes, phaseId, position, artistId, durationMinutes, effortMinutes } = state
  const { constraint, isPinned, progress, actualStart, doneAt } = state
  const change = {
    ...{ name, notes, position, effortMinutes, constraint, isPinned, progress, actualStart },
    phaseId: phaseId === null ? null : PhaseId.parse(phaseId),
    artistId: artistId as TaskView['artistId'],
    ...(state.kind === 'task' ? { durationMinutes } : {}),
    isDone: doneAt !== null,
  }
  const changed = await changeTask(tx, id, seenVersion, change, at)
  return changed.ok ? changed : err(inWords(changed.error))
}

export type BringBackRefusal =
  | OpenProjectRefusal
  | PartRefusal
  | GoneRefusal
  | { code: 'already_exists'; details: { field: 'id' } }
  | { code: 'dependency_loop'; details: { path: { taskId: string; name: string }[] } }
  | { code: 'limit_reached'; details: { limit: number } }

/**
 * Brings a removed task back under its own id, with those of its links whose other end is still there. Links that would close a loop by
 * now are refused, and so is the whole.
 */
export async function bringTaskBack(
  tx: TenantTx,
  removed: Removed,
  context: { newId: () => string; at: Date },
): Promise<Result<Changed<TaskView>, BringBackRefusal>> {
  const { projectId, taskId: id, before: state, links = [] } = removed
  const open = await requireOpenProject(tx, projectId)
  if (!open.ok) return open
  const loaded = await loadPlan(tx, open.value)
  if (loaded.tasks.length >= PROJECT_TASKS_MAX) {
    return err({ code: 'limit_reached', details: { limit: PROJECT_TASKS_MAX } })
  }
  const known = await knownParts(tx, projectId, state)
  if (!known.ok) return err(inWords(known.error))
  const task = taskOf(id, projectId, state, context.at)
  const linked = relinked(loaded, task, links, context.newId)
  if (!linked.ok) return linked
  const grown = await withTask(tx, { ...loaded, links: [...loaded.links, ...linked.value] }, task)
  const planned = await replan(tx, grown, id)
  const made = mustHave(planned.loaded, id)
  if (!(await taskRows.insertTask(tx, made))) {
    return err({ code: 'already_exists', details: { field: 'id' } })
  }
  for (const link of linked.value) await taskRows.insertDependency(tx, link)
  const restored = taskRestored.of(taskSubject(id), {
    ...{ projectId, taskId: id, after: taskState(made), links: linked.value.map(linkState) },
  })
  return ok({ view: viewIn(planned.loaded, id), events: [restored, ...planned.events] })
}

function taskOf(id: string, projectId: string, state: TaskState, at: Date): taskRows.Task {
  const { startTime, endTime, version, ...fields } = state
  return {
    ...fields,
    ...{ id, projectId, version: version + 1, createdAt: at.toISOString() },
    ...{ fromMs: Date.parse(startTime), toMs: Date.parse(endTime) },
  }
}

/** Its links to tasks that are still there, each held against a plan that already has those before it. */
function relinked(
  loaded: Loaded,
  task: taskRows.Task,
  links: NonNullable<Removed['links']>,
  newId: () => string,
): Result<DependencyView[], BringBackRefusal> {
  const names = new Map([...loaded.tasks, task].map(({ id, name }) => [id, name]))
  const wanted = links.filter(({ fromTaskId, toTaskId }) => names.has(fromTaskId) && names.has(toTaskId))
  if (loaded.links.length + wanted.length > PROJECT_DEPENDENCIES_MAX) {
    return err({ code: 'limit_reached', details: { limit: PROJECT_DEPENDENCIES_MAX } })
  }
  const made: DependencyView[] = []
  for (const link of wanted) {
    const { links: now } = planOf({ ...loaded, links: [...loaded.links, ...made] })
    const loop = loopOf(now, { fromId: link.fromTaskId, toId: link.toTaskId })
    if (loop !== null) {
      const path = loop.map((taskId) => ({ taskId, name: names.get(taskId) ?? '' }))
      return err({ code: 'dependency_loop', details: { path } })
    }
    made.push({
      ...link,
      id: DependencyId.parse(newId()),
      projectId: ProjectId.parse(loaded.project.id),
      fromTaskId: TaskId.parse(link.fromTaskId),
      toTaskId: TaskId.parse(link.toTaskId),
    })
  }
  return ok(made)
}
