import { addDays, isDay } from '../../../contracts/days.ts'
import type { ProjectStatus } from '../../../contracts/projects.ts'
import { type Zoom, zooms } from '../../ui/timeline/scale.ts'

type Search = Readonly<Record<string, string | string[] | undefined>>
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
const oneOf = <T extends string>(known: readonly T[], value: string | undefined): T | null =>
  known.find((name) => name === value) ?? null

export const statuses: readonly ProjectStatus[] = ['planned', 'active', 'on_hold', 'completed']

/** Which projects the list shows, as its address says. */
export interface ProjectsShown {
  text: string
  status: ProjectStatus | null
  archived: 'no' | 'yes' | 'all'
  cursor: string | null
}

/** Reads the address of the list; what is not known there is every project that is not archived. */
export function projectsShown(search: Search): ProjectsShown {
  return {
    text: (one(search.q) ?? '').trim(),
    status: oneOf(statuses, one(search.status)),
    archived: oneOf(['yes', 'all'], one(search.archived)) ?? 'no',
    cursor: one(search.cursor) ?? null,
  }
}

/** What the page of a project shows, as its address says. */
export interface PlanShown {
  view: 'gantt' | 'list'
  zoom: Zoom
  /** Null: around the start of the plan, or today once it has begun. */
  day: string | null
  isCritical: boolean
  baselineId: string | null
  /** The task whose panel is open. */
  taskId: string | null
  /** The plan is to be held against the hours of today at once. */
  isRecheck: boolean
}

/** Reads the address of a plan; what is not known there is the chart of a month. */
export function planShown(search: Search): PlanShown {
  const day = one(search.at)
  const open = one(search.open)
  return {
    view: one(search.view) === 'list' ? 'list' : 'gantt',
    zoom: oneOf(zooms, one(search.zoom)) ?? 'month',
    day: day !== undefined && isDay(day) ? day : null,
    isCritical: one(search.critical) === '1',
    baselineId: one(search.baseline) ?? null,
    taskId: open?.startsWith('task:') === true ? open.slice('task:'.length) : null,
    isRecheck: one(search.recheck) === '1',
  }
}

/** So many days of what was are seen beside what is to come. */
const BEHIND_DAYS = 7

/** The day a plan is opened at: a week ago while it runs, else where it begins or a week before it has ended. */
export function firstDay(today: string, startDay: string, endDay: string | null): string {
  const seen = endDay !== null && today > endDay ? endDay : today
  const behind = addDays(seen, -BEHIND_DAYS)
  return behind < startDay ? startDay : behind
}
