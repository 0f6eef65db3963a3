import { DependencyId, TaskId } from '../../contracts/ids.ts'
import type {
  AppliedCascade,
  ApplyCascade,
  CascadeChange,
  CascadeView,
  TouchedBooking,
} from '../../contracts/project-plans.ts'
import type { ProjectView } from '../../contracts/projects.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { listOfType } from '../audit/history.service.ts'
import type { NewEvent } from '../events/define.ts'
import { planMoved } from './events.ts'
import {
  type Loaded,
  loadPlan,
  type Moved,
  moveState,
  planOf,
  storeRollUp,
  timesState,
  withMoves,
} from './plan.service.ts'
import { propose, touchedBy } from './proposals.service.ts'
import * as rows from './repository.ts'
import { endOf, type Plan, schedule, type Times } from './rules/schedule.ts'
import { standings } from './rules/slack.ts'
import { type Changed, type OpenProjectRefusal, requireOpenProject, subjectOf } from './service.ts'
import * as taskRows from './tasks.repository.ts'

const iso = (ms: number): string => new Date(ms).toISOString()
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))

/** What a cascade would make of a plan: tasks as they are and as they would be, where anything of them differs. */
interface Outcome {
  loaded: Loaded
  plan: Plan
  times: Times
  changed: Moved[]
}

/** What of a task somebody decides that says when it is. A pinned one is where it was put. */
const inputsOf = (task: taskRows.Task): string => {
  const { durationMinutes, constraint, isPinned, fromMs } = task
  return JSON.stringify([durationMinutes, constraint, isPinned, isPinned ? fromMs : null])
}

/** Works out what follows where tasks are as given, each in place of the one of its id. */
function outcomeOf(loaded: Loaded, given: ReadonlyMap<string, taskRows.Task>): Outcome {
  const plan = planOf({ ...loaded, tasks: loaded.tasks.map((task) => given.get(task.id) ?? task) })
  const times = schedule(plan)
  const changed = loaded.tasks.flatMap((before) => {
    const after = { ...(given.get(before.id) ?? before), ...times.get(before.id) }
    const isSame = after.fromMs === before.fromMs && after.toMs === before.toMs
    if (isSame && inputsOf(after) === inputsOf(before)) return []
    return [{ before, after: { ...after, version: before.version + 1 } }]
  })
  return { loaded, plan, times, changed }
}

const isMoved = ({ before, after }: Moved): boolean =>
  before.fromMs !== after.fromMs || before.toMs !== after.toMs

function viewOf({ loaded, plan, times, changed }: Outcome, bookings: TouchedBooking[]): CascadeView {
  const names = new Map(loaded.tasks.map(({ id, name }) => [id, name]))
  const moves = changed.filter(isMoved).map(({ before, after }) => {
    const time = plan.timeOf(after.id)
    return {
      ...{ taskId: TaskId.parse(after.id), name: after.name },
      before: { startTime: iso(before.fromMs), endTime: iso(before.toMs) },
      after: { startTime: iso(after.fromMs), endTime: iso(after.toMs) },
      startShiftMinutes: time.minutesBetween(before.fromMs, after.fromMs),
      endShiftMinutes: time.minutesBetween(before.toMs, after.toMs),
    }
  })
  const conflicts = [...standings(plan, times)].flatMap(([id, standing]) =>
    standing.conflicts.map(({ dependencyId, ...conflict }) => ({
      ...{ ...conflict, taskId: TaskId.parse(id), name: names.get(id) ?? '' },
      dependencyId: dependencyId === null ? null : DependencyId.parse(dependencyId),
    })),
  )
  return {
    planVersion: loaded.project.planVersion,
    moves,
    endTime: { before: loaded.project.endTime, after: isoOrNull(endOf(times)) },
    conflicts,
    bookingCount: bookings.length,
    bookings,
  }
}

type ChangesRefusal =
  | { code: 'not_found'; details: { taskId: string } }
  | { code: 'invalid_period'; details: { taskId: string; problem: string } }

/** Tasks as somebody wants them. */
function wanted(
  { tasks }: Loaded,
  changes: readonly CascadeChange[],
): Result<Map<string, taskRows.Task>, ChangesRefusal> {
  const given = new Map(tasks.map((task) => [task.id, task]))
  for (const { taskId, startTime, durationMinutes, isPinned } of changes) {
    const before = given.get(taskId)
    if (before === undefined) return err({ code: 'not_found', details: { taskId } })
    const refuse = (problem: string) => err({ code: 'invalid_period', details: { taskId, problem } } as const)
    if (durationMinutes !== undefined && before.kind === 'milestone') {
      return refuse('a milestone takes no time')
    }
    const hasBegun = before.actualStart !== null || before.doneAt !== null
    if (startTime !== undefined && hasBegun) return refuse('it has begun and does not move any more')
    const task = { ...before, isPinned: isPinned ?? before.isPinned }
    if (durationMinutes !== undefined) task.durationMinutes = durationMinutes
    if (typeof startTime === 'string' && !task.isPinned && task.constraint?.kind === 'finish_by') {
      // A task has one constraint, and this one would be lost without a word.
      return refuse('it has to be over by a time; take that away first, or pin the task')
    }
    if (startTime === null && task.constraint?.kind === 'start_no_earlier') task.constraint = null
    if (typeof startTime === 'string') {
      const fromMs = Date.parse(startTime)
      if (task.isPinned) Object.assign(task, { fromMs, toMs: Math.max(fromMs, task.toMs) })
      else task.constraint = { kind: 'start_no_earlier', time: iso(fromMs) }
    }
    given.set(taskId, task)
  }
  return ok(given)
}

/** What a cascade would do, without doing it; null when there is no such project. Without changes: what the hours of today would move. */
export async function previewCascade(
  tx: TenantTx,
  projectId: string,
  changes: readonly CascadeChange[],
  mayReadBookings: boolean,
): Promise<Result<CascadeView | null, ChangesRefusal>> {
  const project = await rows.findProject(tx, projectId)
  if (project === null) return ok(null)
  const loaded = await loadPlan(tx, project)
  const given = wanted(loaded, changes)
  if (!given.ok) return given
  const outcome = outcomeOf(loaded, given.value)
  const view = viewOf(outcome, await touchedBy(tx, project, outcome.changed.filter(isMoved)))
  return ok(mayReadBookings ? view : { ...view, bookings: [] })
}

/** Who carries a cascade out, and what they may be told. */
export interface CascadeBy {
  newId: () => string
  at: Date
  mayReadBookings: boolean
}

export type ApplyCascadeRefusal =
  | OpenProjectRefusal
  | ChangesRefusal
  | { code: 'stale_version'; details: ProjectView }

/**
 * Carries a cascade out as it was shown: all of it or nothing, and only while the plan is the one it was worked out from. Confirmed
 * bookings stay and get a proposal.
 */
export async function applyCascade(
  tx: TenantTx,
  projectId: string,
  { changes, planVersion }: ApplyCascade,
  by: CascadeBy,
): Promise<Result<Changed<AppliedCascade>, ApplyCascadeRefusal>> {
  const open = await requireOpenProject(tx, projectId)
  if (!open.ok) return open
  if (open.value.planVersion !== planVersion) return err({ code: 'stale_version', details: open.value })
  const loaded = await loadPlan(tx, open.value)
  const given = wanted(loaded, changes)
  if (!given.ok) return given
  return ok(await carryOut(tx, outcomeOf(loaded, given.value), by, null))
}

async function carryOut(
  tx: TenantTx,
  outcome: Outcome,
  by: CascadeBy,
  undoes: string | null,
): Promise<Changed<AppliedCascade>> {
  const { loaded, changed } = outcome
  const { id: projectId, name } = loaded.project
  const moved = changed.filter(isMoved)
  for (const { before, after } of changed) {
    if (inputsOf(before) !== inputsOf(after)) await taskRows.updateTask(tx, after)
  }
  const onlyMoved = moved.filter(({ before, after }) => inputsOf(before) === inputsOf(after))
  await taskRows.updateTimes(
    tx,
    onlyMoved.map(({ after }) => after),
  )
  const touched = await touchedBy(tx, loaded.project, moved)
  const project = changed.length === 0 ? loaded.project : await storeRollUp(tx, withMoves(loaded, changed))
  const cascadeId = by.newId()
  const events: NewEvent[] = []
  if (changed.length > 0) {
    const moves = changed.map(moveState)
    events.push(planMoved.of(subjectOf(projectId), { projectId, name, cascadeId, undoes, moves }))
  }
  events.push(...(await propose(tx, project, touched, by)))
  const view = viewOf({ ...outcome, loaded: { ...loaded, project } }, touched)
  const endTime = { before: loaded.project.endTime, after: project.endTime }
  const bookings = by.mayReadBookings ? touched : []
  return { view: { ...view, endTime, bookings, cascadeId, undoes }, events }
}

export type UndoCascadeRefusal =
  | OpenProjectRefusal
  | { code: 'conflict'; details: { reason: string; tasks: { taskId: string; name: string }[] } }

/**
 * Takes a whole cascade back: what it changed is given back and the plan worked out anew, by the dependencies and hours of today. Refused where somebody
 * has changed one of those tasks since.
 */
export async function undoCascade(
  tx: TenantTx,
  projectId: string,
  cascadeId: string,
  by: CascadeBy,
): Promise<Result<Changed<AppliedCascade>, UndoCascadeRefusal>> {
  const open = await requireOpenProject(tx, projectId)
  if (!open.ok) return open
  const history = await listOfType(tx, subjectOf(projectId), 'project.plan_moved')
  const done = history.find(({ data }) => data.cascadeId === cascadeId)
  if (done === undefined) return err({ code: 'not_found' })
  if (history.some(({ data }) => data.undoes === cascadeId)) {
    return err({ code: 'conflict', details: { reason: 'It was taken back before.', tasks: [] } })
  }
  const loaded = await loadPlan(tx, open.value)
  const given = new Map(loaded.tasks.map((task) => [task.id, task]))
  const inTheWay: { taskId: string; name: string }[] = []
  for (const { taskId, name, before, after } of done.data.moves) {
    const kept = JSON.stringify([before.durationMinutes, before.constraint, before.isPinned])
    const put = JSON.stringify([after.durationMinutes, after.constraint, after.isPinned])
    const isPinMoved = after.isPinned && before.startTime !== after.startTime
    if (kept === put && !isPinMoved) continue
    const task = given.get(taskId)
    const said = task === undefined ? null : timesState(task)
    const now = said && JSON.stringify([said.durationMinutes, said.constraint, said.isPinned])
    const isAsPut = now === put && said?.actualStart === after.actualStart && said.doneAt === after.doneAt
    const isWhereItWas = !after.isPinned || said?.startTime === after.startTime
    if (task === undefined || !isAsPut || !isWhereItWas) inTheWay.push({ taskId, name })
    else {
      const { durationMinutes, constraint, isPinned } = before
      const times = { fromMs: Date.parse(before.startTime), toMs: Date.parse(before.endTime) }
      given.set(taskId, { ...task, durationMinutes, constraint, isPinned, ...times })
    }
  }
  if (inTheWay.length > 0) {
    return err({ code: 'conflict', details: { reason: 'They were changed since.', tasks: inTheWay } })
  }
  return ok(await carryOut(tx, outcomeOf(loaded, given), by, cascadeId))
}
