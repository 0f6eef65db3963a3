import type { TaskConflict } from '../../../contracts/projects.ts'
import { byFirst, byWaiting, inOrder, type Link } from './network.ts'
import { endOf, isFixed, type Plan, type PlanTask, startBound, type Times } from './schedule.ts'
import type { WorkingTime } from './working-time.ts'

const MINUTE_MS = 60_000

/** How far a task may slip, and what it stands against. */
export interface Standing {
  slackMinutes: number
  isCritical: boolean
  conflicts: { kind: TaskConflict['kind']; dependencyId: string | null; minutes: number }[]
}

/**
 * Slack and conflicts of every task where it stands. A task is critical when it cannot slip without moving the end of the project, or
 * something that is fixed.
 */
export function standings(plan: Plan, times: Times): Map<string, Standing> {
  const late = lateEnds(plan, times)
  const waitsFor = byWaiting(plan.links)
  const found = new Map<string, Standing>()
  for (const task of plan.tasks) {
    const time = plan.timeOf(task.id)
    const at = times.get(task.id) ?? task
    const slackMinutes =
      task.doneAtMs === null ? time.minutesBetween(at.toMs, late.get(task.id) ?? at.toMs) : 0
    const conflicts =
      task.doneAtMs === null ? conflictsOf(plan, task, waitsFor.get(task.id) ?? [], times) : []
    found.set(task.id, {
      slackMinutes,
      isCritical: task.doneAtMs === null && slackMinutes <= 0,
      conflicts,
    })
  }
  return found
}

/** The latest moment at which each task may end. */
function lateEnds(plan: Plan, times: Times): Map<string, number> {
  const tasks = new Map(plan.tasks.map((task) => [task.id, task]))
  const followers = byFirst(plan.links)
  const projectEnd = endOf(times) ?? plan.startMs
  const late = new Map<string, number>()
  for (const id of inOrder([...tasks.keys()], plan.links).reverse()) {
    const task = tasks.get(id)
    if (task === undefined) continue
    const own = plan.timeOf(id)
    const wanted =
      task.constraint?.kind === 'finish_by' ? Math.min(projectEnd, task.constraint.timeMs) : projectEnd
    const ends = (followers.get(id) ?? []).flatMap((link) => {
      const next = tasks.get(link.toId)
      if (next === undefined || next.doneAtMs !== null) return []
      return [lateEndFor(link, task, own, next, plan.timeOf(next.id), late, times)]
    })
    const end = Math.min(wanted, ...ends)
    // A milestone comes at the end of a day, so hours of the last day after its work are no room.
    const isOfDay = task.kind === 'milestone' && !isFixed(task)
    const isLate = end < (times.get(id) ?? task).toMs
    late.set(id, isOfDay && !isLate ? own.lastEndOfDay(end) : end)
  }
  return late
}

/** The latest end of a task that lets another one, which waits for it, keep its latest time. */
function lateEndFor(
  link: Link,
  task: PlanTask,
  own: WorkingTime,
  next: PlanTask,
  time: WorkingTime,
  late: ReadonlyMap<string, number>,
  times: Times,
): number {
  const at = times.get(next.id) ?? next
  // What is fixed does not slip, however much room there is behind it.
  const lateEnd = Math.min(late.get(next.id) ?? at.toMs, isFixed(next) ? at.toMs : Number.POSITIVE_INFINITY)
  const isToEnd = link.kind === 'FF' || link.kind === 'SF' || next.kind === 'milestone'
  const lengthMs = isToEnd ? 0 : next.durationMinutes * MINUTE_MS
  const lagMs = link.lagMinutes * MINUTE_MS
  const bound =
    lengthMs === 0 && lagMs === 0 ? lateEnd : time.startAt(time.positionOf(lateEnd) - lengthMs - lagMs)
  if (link.kind === 'FS' || link.kind === 'FF') return bound
  const position = own.positionOf(bound)
  // Where work goes on after the bound only, it has to begin in the minute before the gap.
  const start = own.startAt(position) > bound ? position - MINUTE_MS : position
  return own.endAt(start + task.durationMinutes * MINUTE_MS)
}

function conflictsOf(
  plan: Plan,
  task: PlanTask,
  links: readonly Link[],
  times: Times,
): Standing['conflicts'] {
  const time = plan.timeOf(task.id)
  const at = times.get(task.id) ?? task
  const found: Standing['conflicts'] = []
  const add = (kind: TaskConflict['kind'], dependencyId: string | null, missingMs: number) => {
    const minutes = Math.round(missingMs / MINUTE_MS)
    if (minutes > 0) found.push({ kind, dependencyId, minutes })
  }
  if (isFixed(task)) {
    const position = time.positionOf(at.fromMs)
    const lengthMs = task.durationMinutes * MINUTE_MS
    for (const link of links) add('dependency', link.id, startBound(link, times, time, lengthMs) - position)
    add('project_start', null, time.positionOf(plan.startMs) - position)
  }
  if (task.constraint?.kind === 'finish_by')
    add('finish_by', null, time.positionOf(at.toMs) - time.positionOf(task.constraint.timeMs))
  return found
}
