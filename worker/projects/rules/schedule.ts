import type { TaskConstraint, TaskKind } from '../../../contracts/projects.ts'
import type { Span } from '../../availability/rules/spans.ts'
import { byWaiting, inOrder, type Link } from './network.ts'
import type { WorkingTime } from './working-time.ts'

const MINUTE_MS = 60_000

/** A task as a plan is worked out from it. `fromMs` and `toMs` are where it stands; they count where it does not move. */
export interface PlanTask extends Span {
  id: string
  kind: TaskKind
  durationMinutes: number
  constraint: { kind: TaskConstraint['kind']; timeMs: number } | null
  isPinned: boolean
  actualStartMs: number | null
  doneAtMs: number | null
}

/** A project as it is worked out: nothing begins before `startMs` by itself. `timeOf` is the working time of a task. */
export interface Plan {
  startMs: number
  tasks: readonly PlanTask[]
  links: readonly Link[]
  timeOf: (taskId: string) => WorkingTime
}

/** Start and end of each task, by its id. */
export type Times = ReadonlyMap<string, Span>

/** What has begun, is over or was pinned stays where it is. */
export const isFixed = ({ isPinned, actualStartMs, doneAtMs }: PlanTask): boolean =>
  isPinned || actualStartMs !== null || doneAtMs !== null

/** The plan: every task as early as what it waits for, its constraint and its hours allow. The same plan always gives the same times. */
export function schedule(plan: Plan): Map<string, Span> {
  const tasks = new Map(plan.tasks.map((task) => [task.id, task]))
  const waitsFor = byWaiting(plan.links)
  const times = new Map<string, Span>()
  for (const id of inOrder([...tasks.keys()], plan.links)) {
    const task = tasks.get(id)
    if (task === undefined) continue
    const time = plan.timeOf(id)
    const links = waitsFor.get(id) ?? []
    times.set(id, isFixed(task) ? fixedTimes(task, time) : freeTimes(task, links, times, time, plan.startMs))
  }
  return times
}

function fixedTimes(task: PlanTask, time: WorkingTime): Span {
  const { doneAtMs, actualStartMs, durationMinutes } = task
  const fromMs = actualStartMs ?? task.fromMs
  if (doneAtMs !== null)
    return task.kind === 'milestone'
      ? { fromMs: doneAtMs, toMs: doneAtMs }
      : { fromMs: Math.min(fromMs, doneAtMs), toMs: doneAtMs }
  if (task.kind === 'milestone') return { fromMs, toMs: fromMs }
  // Hours that were taken away under a task that stays may begin after it, so its end can only be worked out from there.
  return { fromMs, toMs: Math.max(fromMs, time.endAt(time.positionOf(fromMs) + durationMinutes * MINUTE_MS)) }
}

function freeTimes(
  task: PlanTask,
  links: readonly Link[],
  times: Times,
  time: WorkingTime,
  startMs: number,
): Span {
  const { constraint } = task
  const floorMs = constraint?.kind === 'start_no_earlier' ? Math.max(startMs, constraint.timeMs) : startMs
  if (task.kind === 'milestone') {
    const ends = links.map((link) => endBound(link, times, time))
    const after = ends.length === 0 ? Number.NEGATIVE_INFINITY : time.endOfDay(Math.max(...ends), true)
    const at = Math.max(after, time.endOfDay(floorMs, false))
    return { fromMs: at, toMs: at }
  }
  const lengthMs = task.durationMinutes * MINUTE_MS
  const position = links.reduce(
    (latest, link) => Math.max(latest, startBound(link, times, time, lengthMs)),
    time.positionOf(floorMs),
  )
  return { fromMs: time.startAt(position), toMs: time.endAt(position + lengthMs) }
}

/** Where a link lets a task begin at the earliest, as a position of its working time. */
export function startBound(link: Link, times: Times, time: WorkingTime, lengthMs: number): number {
  const first = times.get(link.fromId)
  if (first === undefined) return Number.NEGATIVE_INFINITY
  const isFromEnd = link.kind === 'FS' || link.kind === 'FF'
  const bound = time.positionOf(isFromEnd ? first.toMs : first.fromMs) + link.lagMinutes * MINUTE_MS
  return link.kind === 'FF' || link.kind === 'SF' ? bound - lengthMs : bound
}

/** The same for a milestone, as an instant: without a lag it comes when the other one does, at whatever hour. */
function endBound(link: Link, times: Times, time: WorkingTime): number {
  const first = times.get(link.fromId)
  if (first === undefined) return Number.NEGATIVE_INFINITY
  const fromMs = link.kind === 'FS' || link.kind === 'FF' ? first.toMs : first.fromMs
  if (link.lagMinutes === 0) return fromMs
  return time.endAt(time.positionOf(fromMs) + link.lagMinutes * MINUTE_MS)
}

/** End of the last task; null without tasks. */
export function endOf(times: Times): number | null {
  let end: number | null = null
  for (const { toMs } of times.values()) end = end === null ? toMs : Math.max(end, toMs)
  return end
}
