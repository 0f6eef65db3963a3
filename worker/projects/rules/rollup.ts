import { daysBetween } from '../../../contracts/days.ts'
import type { Weighting } from '../../../contracts/projects.ts'
import type { Span } from '../../availability/rules/spans.ts'
import { ZoneDays } from '../../availability/rules/zone-days.ts'

/** What a task adds to its phase and project. */
export interface RolledTask extends Span {
  durationMinutes: number
  effortMinutes: number | null
  progress: number
  doneAtMs: number | null
}

/** What follows from the tasks of a phase or project. */
export interface RolledUp {
  fromMs: number | null
  toMs: number | null
  progress: number
  taskCount: number
  doneCount: number
}

/**
 * First start, last end and progress. A task weighs its effort, or as much as any other; where nothing weighs anything (milestones only) all weigh alike.
 * What is done counts in full. Rounded down, so that 100 is said only when nothing is left.
 */
export function rollUp(tasks: readonly RolledTask[], weighting: Weighting): RolledUp {
  const efforts = tasks.map(({ effortMinutes, durationMinutes }) => effortMinutes ?? durationMinutes)
  const isByEffort = weighting === 'effort' && efforts.some((effort) => effort > 0)
  let [worked, weight] = [0, 0]
  for (const [at, { progress, doneAtMs }] of tasks.entries()) {
    const own = isByEffort ? (efforts[at] ?? 0) : 1
    weight += own
    worked += own * (doneAtMs === null ? progress : 100)
  }
  return {
    fromMs: tasks.length === 0 ? null : Math.min(...tasks.map(({ fromMs }) => fromMs)),
    toMs: tasks.length === 0 ? null : Math.max(...tasks.map(({ toMs }) => toMs)),
    progress: weight === 0 ? 0 : Math.floor(worked / weight),
    taskCount: tasks.length,
    doneCount: tasks.filter(({ doneAtMs }) => doneAtMs !== null).length,
  }
}

/** Whole days by which a plan ends after the day it was promised for. What ends at midnight ends on the day before. */
export function lateDays(endMs: number, dueDay: string, timeZone: string): number {
  return Math.max(0, daysBetween(dueDay, new ZoneDays(timeZone).dayAt(endMs - 1)))
}
