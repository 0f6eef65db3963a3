import { BaselineId, ProjectId, TaskId } from '../../contracts/ids.ts'
import { PROJECT_BASELINES_MAX } from '../../contracts/limits.ts'
import type {
  BaselineComparison,
  BaselineTask,
  BaselineView,
  CreateBaseline,
} from '../../contracts/project-plans.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import * as baselineRows from './baselines.repository.ts'
import { baselineRemoved, baselineTaken } from './events.ts'
import { type Loaded, loadPlan, planOf } from './plan.service.ts'
import * as rows from './repository.ts'
import { type Changed, type OpenProjectRefusal, requireOpenProject, subjectOf } from './service.ts'

function viewOf({ tasks, ...baseline }: baselineRows.Baseline): BaselineView {
  return {
    ...baseline,
    id: BaselineId.parse(baseline.id),
    projectId: ProjectId.parse(baseline.projectId),
    taskCount: tasks.length,
  }
}

/** What was kept of a plan, newest first; null when there is no such project. */
export async function readBaselines(tx: TenantTx, projectId: string): Promise<BaselineView[] | null> {
  if ((await rows.findProject(tx, projectId)) === null) return null
  return (await baselineRows.listBaselines(tx, projectId)).map(viewOf)
}

export type TakeBaselineRefusal =
  | OpenProjectRefusal
  | { code: 'already_exists'; details: { field: 'id' } }
  | { code: 'limit_reached'; details: { limit: number } }

/** Keeps the plan as it is now, to be compared with later. */
export async function takeBaseline(
  tx: TenantTx,
  projectId: string,
  { id: wantedId, name }: CreateBaseline,
  by: { newId: () => string; at: Date; actor: string },
): Promise<Result<Changed<BaselineView>, TakeBaselineRefusal>> {
  const open = await requireOpenProject(tx, projectId)
  if (!open.ok) return open
  if ((await baselineRows.listBaselines(tx, projectId)).length >= PROJECT_BASELINES_MAX) {
    return err({ code: 'limit_reached', details: { limit: PROJECT_BASELINES_MAX } })
  }
  const { tasks } = await loadPlan(tx, open.value)
  const id = wantedId ?? by.newId()
  const baseline: baselineRows.Baseline = {
    ...{ id, projectId, name, endTime: open.value.endTime },
    tasks: tasks.map((task) => ({
      ...{ taskId: task.id, name: task.name },
      ...{ startTime: iso(task.fromMs), endTime: iso(task.toMs) },
    })),
    ...{ takenBy: by.actor, takenAt: by.at.toISOString() },
  }
  if (!(await baselineRows.insertBaseline(tx, baseline))) {
    return err({ code: 'already_exists', details: { field: 'id' } })
  }
  const taken = { projectId, baselineId: id, name, taskCount: tasks.length }
  return ok({ view: viewOf(baseline), events: [baselineTaken.of(subjectOf(projectId), taken)] })
}

/** Removes what was kept. Answers with what it was. */
export async function removeBaseline(
  tx: TenantTx,
  projectId: string,
  id: string,
): Promise<Result<Changed<BaselineView>, OpenProjectRefusal>> {
  const open = await requireOpenProject(tx, projectId)
  if (!open.ok) return open
  const baseline = await baselineRows.findBaseline(tx, projectId, id)
  if (baseline === null) return err({ code: 'not_found' })
  await baselineRows.deleteBaseline(tx, projectId, id)
  const removed = { projectId, baselineId: id, name: baseline.name }
  return ok({ view: viewOf(baseline), events: [baselineRemoved.of(subjectOf(projectId), removed)] })
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** Every task then and now, with what has shifted; null when there is none of that id. */
export async function compareBaseline(
  tx: TenantTx,
  projectId: string,
  id: string,
): Promise<BaselineComparison | null> {
  const [project, baseline] = await Promise.all([
    rows.findProject(tx, projectId),
    baselineRows.findBaseline(tx, projectId, id),
  ])
  if (project === null || baseline === null) return null
  const loaded = await loadPlan(tx, project)
  return { baseline: viewOf(baseline), endTime: project.endTime, tasks: compared(baseline, loaded) }
}

function compared({ tasks: kept }: baselineRows.Baseline, loaded: Loaded): BaselineTask[] {
  const { timeOf } = planOf(loaded)
  const before = new Map(kept.map((task) => [task.taskId, task]))
  const now = loaded.tasks.map((task): BaselineTask => {
    const then = before.get(task.id)
    const current = { startTime: iso(task.fromMs), endTime: iso(task.toMs) }
    const shift = (from: string | undefined, toMs: number) =>
      from === undefined ? 0 : timeOf(task.id).minutesBetween(Date.parse(from), toMs)
    return {
      ...{ taskId: TaskId.parse(task.id), name: task.name, current },
      kept: then === undefined ? null : { startTime: then.startTime, endTime: then.endTime },
      startShiftMinutes: shift(then?.startTime, task.fromMs),
      endShiftMinutes: shift(then?.endTime, task.toMs),
    }
  })
  const there = new Set(loaded.tasks.map((task) => task.id))
  const gone = kept.filter(({ taskId }) => !there.has(taskId))
  const removed = gone.map(({ taskId, name, startTime, endTime }) => ({
    ...{ taskId: TaskId.parse(taskId), name, kept: { startTime, endTime }, current: null },
    ...{ startShiftMinutes: 0, endShiftMinutes: 0 },
  }))
  return [...now, ...removed]
}
