import { addDays, daysBetween, isoWeekday } from '../../../contracts/days.ts'
import type { CascadeChange } from '../../../contracts/project-plans.ts'
import type { DependencyView, PhaseView, ProjectPlan, TaskView } from '../../../contracts/projects.ts'
import { spanText } from '../../lib/wall.ts'
import { instantOf, wallOf } from '../../lib/zone.ts'
import type { NewLink, TimelineLink } from '../../ui/timeline/links.ts'
import type { Draft } from '../../ui/timeline/moves.ts'
import type { TimelineBar, TimelineRow } from '../../ui/timeline/parts.ts'
import { DAY_MIN, dayOfWall, type Span } from '../../ui/timeline/scale.ts'
import { words } from './words.ts'

/** A day of a task is so long where nobody has said anything else. */
export const DAY_WORK_MIN = 480
/** Row of the tasks that belong to no phase. */
export const NO_PHASE = 'none'
const GROUP = 'phase:'
export const groupRowId = (phaseId: string | null): string => `${GROUP}${phaseId ?? NO_PHASE}`
/** The phase a row is the head of: `undefined` where it is none, null for the tasks without one. */
export function phaseOfRow(rowId: string): string | null | undefined {
  if (!rowId.startsWith(GROUP)) return undefined
  const id = rowId.slice(GROUP.length)
  return id === NO_PHASE ? null : id
}

/** A phase with its tasks, in the order they are drawn. The one without a name holds what belongs to no phase. */
export interface Group {
  phase: PhaseView | null
  tasks: TaskView[]
}

/** Phases by their position, tasks within them by theirs, and what belongs to none at the end. */
export function groupsOf({ phases, tasks }: Pick<ProjectPlan, 'phases' | 'tasks'>): Group[] {
  const sorted = [...tasks].sort((a, b) => a.position - b.position || a.startTime.localeCompare(b.startTime))
  const groups = [...phases]
    .sort((a, b) => a.position - b.position)
    .map((phase): Group => ({ phase, tasks: sorted.filter(({ phaseId }) => phaseId === phase.id) }))
  const known = new Set<string>(phases.map(({ id }) => id))
  const loose = sorted.filter(({ phaseId }) => phaseId === null || !known.has(phaseId))
  return loose.length > 0 || groups.length === 0 ? [...groups, { phase: null, tasks: loose }] : groups
}

/** When a task is, on the wall clock of its project. */
export const taskSpan = (times: { startTime: string; endTime: string }, zone: string): Span => ({
  from: wallOf(Date.parse(times.startTime), zone),
  to: wallOf(Date.parse(times.endTime), zone),
})

/** `Wed 18 – Fri 20 Nov`: the days of a task. Hours are said where it is of one day only. */
export function whenText(span: Span): string {
  const from = Math.floor(span.from / DAY_MIN) * DAY_MIN
  const to = Math.ceil(span.to / DAY_MIN) * DAY_MIN
  return spanText(from, Math.max(to, from + DAY_MIN))
}

/** What the page knows besides the plan itself. */
export interface PlanView {
  zone: string
  nowMin: number
  isCriticalShown: boolean
  mayWrite: boolean
  nameOf: (artistId: string) => string | null
  closed: ReadonlySet<string>
  /** When tasks were meant to be in the baseline that is compared with. */
  before: ReadonlyMap<string, Span>
  /** Where tasks are drawn while a change of theirs is on its way or asked about. */
  moving: ReadonlyMap<string, Span>
}

/** Rows of a plan: heads of phases, and below those that are open their tasks. */
export function rowsOf(groups: readonly Group[], view: PlanView): TimelineRow[] {
  return groups.flatMap(({ phase, tasks }) => {
    const id = groupRowId(phase?.id ?? null)
    const isClosed = view.closed.has(id)
    const done = phase === null ? null : words.percent(phase.progress)
    const head: TimelineRow = {
      id,
      name: phase?.name ?? words.noPhase,
      ...(done === null ? {} : { aside: done }),
      who: null,
      group: isClosed ? 'closed' : 'open',
      nowMin: view.nowMin,
    }
    const rows = tasks.map((task): TimelineRow => {
      const name = task.artistId === null ? null : view.nameOf(task.artistId)
      const end = taskSpan(task, view.zone).to
      return {
        id: task.id,
        name: task.name,
        aside: shortDay(task.kind === 'milestone' ? end : end - 1),
        who: name === null || task.artistId === null ? null : { id: task.artistId, name },
        isPart: true,
        nowMin: view.nowMin,
      }
    })
    return isClosed ? [head] : [head, ...rows]
  })
}

const months = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' })
const shortDay = (min: number) => `${new Date(min * 60_000).getUTCDate()} ${months.format(min * 60_000)}`

/** The bar of a task, with everything about it in one sentence. */
export function barOf(task: TaskView, waits: number, view: PlanView): TimelineBar {
  const span = view.moving.get(task.id) ?? taskSpan(task, view.zone)
  const before = view.before.get(task.id) ?? null
  const isDone = task.doneAt !== null
  const who = task.artistId === null ? null : view.nameOf(task.artistId)
  const [conflict] = task.conflicts
  const isPending = view.moving.has(task.id)
  const canMove = view.mayWrite && !isDone && task.actualStart === null && !isPending
  const percent = task.progress > 0 && !isDone ? words.percent(task.progress) : ''
  return {
    id: task.id,
    rowId: task.id,
    ...span,
    title: percent,
    sub: whenText(span),
    look: isDone ? 'done' : 'task',
    letter: isDone ? '✓' : '',
    label: [
      `${words.kindsOf[task.kind]} ${task.name}`,
      whenText(span),
      who === null ? null : words.by(who),
      isDone ? words.doneWord : percent || null,
      task.isCritical ? words.criticalWord : null,
      task.isPinned ? words.pinnedWord : null,
      waits > 0 ? words.waitsFor(waits) : null,
      before === null ? null : words.before(whenText(before)),
    ]
      .filter(Boolean)
      .join(', '),
    clash: conflict === undefined ? null : words.conflicts[conflict.kind],
    isMoment: task.kind === 'milestone',
    ...(isDone ? {} : { progress: task.progress }),
    isCritical: view.isCriticalShown && task.isCritical && !isDone,
    before,
    isPending,
    isMovable: canMove,
    isLinkable: view.mayWrite,
  }
}

/** The bar of a phase, from its first task to its last; null without tasks. */
export function groupBarOf({ phase, tasks }: Group, view: PlanView): TimelineBar | null {
  const spans = tasks.map((task) => view.moving.get(task.id) ?? taskSpan(task, view.zone))
  if (spans.length === 0) return null
  const span = {
    from: Math.min(...spans.map(({ from }) => from)),
    to: Math.max(...spans.map(({ to }) => to)),
  }
  const id = groupRowId(phase?.id ?? null)
  const name = phase?.name ?? words.noPhase
  return {
    id,
    rowId: id,
    ...span,
    title: '',
    sub: whenText(span),
    look: 'group',
    letter: '',
    label: words.group(name, phase?.progress ?? 0, whenText(span)),
    isMovable: false,
  }
}

/** All bars of a plan; tasks of a closed phase have none. */
export function barsOf(
  groups: readonly Group[],
  links: readonly DependencyView[],
  view: PlanView,
): TimelineBar[] {
  const waits = new Map<string, number>()
  for (const { toTaskId } of links) waits.set(toTaskId, (waits.get(toTaskId) ?? 0) + 1)
  return groups.flatMap((group) => {
    const head = groupBarOf(group, view)
    const isClosed = view.closed.has(groupRowId(group.phase?.id ?? null))
    const bars = isClosed ? [] : group.tasks.map((task) => barOf(task, waits.get(task.id) ?? 0, view))
    return head === null ? bars : [head, ...bars]
  })
}

/** Lines of a plan. One between two critical tasks is critical where that is shown. */
export function linksOf(plan: ProjectPlan, isCriticalShown: boolean): TimelineLink[] {
  const critical = new Set<string>(
    isCriticalShown ? plan.tasks.filter(({ isCritical }) => isCritical).map(({ id }) => id) : [],
  )
  return plan.dependencies.map(({ id, fromTaskId, toTaskId, kind }) => ({
    id,
    fromId: fromTaskId,
    toId: toTaskId,
    kind,
    isCritical: critical.has(fromTaskId) && critical.has(toTaskId),
  }))
}

/** The tasks a new link would close a circle through, from the one that would wait and back to it; null where it closes none. */
export function loopOf(
  links: readonly DependencyView[],
  { fromId, toId }: Pick<NewLink, 'fromId' | 'toId'>,
): string[] | null {
  const next = new Map<string, string[]>()
  for (const { fromTaskId, toTaskId } of links)
    next.set(fromTaskId, [...(next.get(fromTaskId) ?? []), toTaskId])
  const cameFrom = new Map<string, string | null>([[toId, null]])
  const queue = [toId]
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (at === fromId) {
      const path: string[] = []
      for (let step: string | null = at; step !== null; step = cameFrom.get(step) ?? null) path.unshift(step)
      return [...path, toId]
    }
    for (const to of next.get(at) ?? [])
      if (!cameFrom.has(to)) {
        cameFrom.set(to, at)
        queue.push(to)
      }
  }
  return null
}

/** Days from Monday to Friday after the first day and up to the last one; negative where it lies before. */
export function workdaysBetween(first: string, last: string): number {
  if (last < first) return -workdaysBetween(last, first)
  const count = daysBetween(first, last)
  let found = 0
  for (let day = 1; day <= count; day += 1) if (isoWeekday(addDays(first, day)) <= 5) found += 1
  return found
}

/** By how much working time a stretch is longer than before. By days a day counts as eight hours, else minutes do. */
function longerBy(beforeMin: number, afterMin: number): number {
  if ((afterMin - beforeMin) % DAY_MIN !== 0) return afterMin - beforeMin
  return workdaysBetween(dayOfWall(beforeMin), dayOfWall(afterMin)) * DAY_WORK_MIN
}

/** What dropping a bar would change of its task: a start before which it does not begin, a duration, or both. */
export function changeOfDrop(task: TaskView, bar: Span, draft: Draft, zone: string): CascadeChange {
  const hasMoved = draft.from !== bar.from
  const isResized = draft.to - draft.from !== bar.to - bar.from && task.kind === 'task'
  const longer = isResized ? longerBy(bar.to, draft.to) - longerBy(bar.from, draft.from) : 0
  const startTime = new Date(instantOf(draft.from, zone).ms).toISOString()
  return {
    taskId: task.id,
    ...(hasMoved ? { startTime } : {}),
    ...(isResized ? { durationMinutes: Math.max(15, task.durationMinutes + longer) } : {}),
  }
}

/** Working time between two wall-clock times as a new task has it: whole days of eight hours, or the minutes of one day. */
export function durationOfDraft({ from, to }: Span): number {
  if (dayOfWall(from) === dayOfWall(to - 1) && to - from < DAY_MIN) return to - from
  const before = addDays(dayOfWall(from), -1)
  return Math.max(1, workdaysBetween(before, dayOfWall(to - 1))) * DAY_WORK_MIN
}
