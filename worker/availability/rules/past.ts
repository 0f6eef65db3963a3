import type { AuditChange } from '../../../contracts/audit.ts'
import type { TimeOffView, WeeklyPattern, WorkingHours } from '../../../contracts/availability.ts'
import { patternOn } from './hours.ts'

/** Time off as it was noted. */
export type NotedOff = Pick<TimeOffView, 'kind' | 'title' | 'days' | 'hours'> & { id: string }

/** When somebody is there: weekly hours, each from a day on, and what differs from them. */
export interface Times {
  patterns: readonly WeeklyPattern[]
  timeOff: readonly NotedOff[]
}

/** One thing that changed of it. */
export type TimesChange =
  | { kind: 'hours'; pattern: WeeklyPattern }
  | { kind: 'added'; off: NotedOff }
  | { kind: 'removed'; off: NotedOff }

/** What it was before the first of these changes and after each, oldest first. What none of them speaks of was there all the time. */
export function timesAfter(now: Times, changes: readonly TimesChange[]): Times[] {
  const set = new Set(changes.flatMap((one) => (one.kind === 'hours' ? one.pattern.effectiveFrom : [])))
  const added = new Set(changes.flatMap((one) => (one.kind === 'added' ? one.off.id : [])))
  const removed = changes.flatMap((one) => (one.kind === 'removed' ? one.off : []))
  const first: Times = {
    patterns: now.patterns.filter(({ effectiveFrom }) => !set.has(effectiveFrom)),
    timeOff: [...now.timeOff, ...removed].filter(({ id }) => !added.has(id)),
  }
  const states = [first]
  for (const change of changes) states.push(changed(states.at(-1) ?? first, change))
  return states
}

function changed({ patterns, timeOff }: Times, change: TimesChange): Times {
  switch (change.kind) {
    case 'hours':
      return { patterns: withPattern(patterns, change.pattern), timeOff }
    case 'added':
      return { patterns, timeOff: [...timeOff, change.off] }
    case 'removed':
      return { patterns, timeOff: timeOff.filter(({ id }) => id !== change.off.id) }
  }
}

const withPattern = (patterns: readonly WeeklyPattern[], pattern: WeeklyPattern): WeeklyPattern[] => [
  ...patterns.filter(({ effectiveFrom }) => effectiveFrom !== pattern.effectiveFrom),
  pattern,
]

/** What has to be done so that from today on everything is as it was. */
export interface WayBack {
  hours: WeeklyPattern[]
  remove: NotedOff[]
  add: NotedOff[]
}

/**
 * The way from what is now to what was. Days that are over stay as they are: hours begin today or later, and time off that has ended is
 * neither taken away nor noted again. Hours that begin on a later day are not taken back but made those that counted on it then.
 */
export function wayBack(now: Times, then: Times, today: string): WayBack {
  const later = [...now.patterns, ...then.patterns].flatMap(({ effectiveFrom }) =>
    effectiveFrom > today ? effectiveFrom : [],
  )
  const hours: WeeklyPattern[] = []
  let patterns = now.patterns
  for (const effectiveFrom of [today, ...new Set(later.sort())]) {
    const weekly = weeklyOn(then.patterns, effectiveFrom)
    if (isSame(weeklyOn(patterns, effectiveFrom), weekly)) continue
    hours.push({ effectiveFrom, weekly })
    patterns = withPattern(patterns, { effectiveFrom, weekly })
  }
  const isToCome = ({ days }: NotedOff) => days.to >= today
  return {
    hours,
    remove: without(now.timeOff.filter(isToCome), then.timeOff),
    add: without(then.timeOff.filter(isToCome), now.timeOff),
  }
}

/** Whether anything has to be done. */
export const isAnyWay = ({ hours, remove, add }: WayBack): boolean =>
  hours.length + remove.length + add.length > 0

const weeklyOn = (patterns: readonly WeeklyPattern[], day: string): WorkingHours[] | null =>
  patternOn(patterns, day)?.weekly ?? null
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Those that others do not have, each counted as often as it is noted; what was noted again has another id and says the same. */
function without(all: readonly NotedOff[], others: readonly NotedOff[]): NotedOff[] {
  const saying = ({ kind, title, days, hours }: NotedOff) =>
    JSON.stringify([kind, title, days.from, days.to, hours?.from, hours?.to])
  const left = others.map(saying)
  return all.filter((one) => {
    const at = left.indexOf(saying(one))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** What differs between two of them, as people say it: the hours of each day on which some begin, and every time off by its name. */
export function timesDiff(before: Times, after: Times): AuditChange[] {
  const days = new Set([...before.patterns, ...after.patterns].map(({ effectiveFrom }) => effectiveFrom))
  const hours = [...days].sort().flatMap((day) => {
    const [was, is] = [weeklyText(before.patterns, day), weeklyText(after.patterns, day)]
    return was === is ? [] : [{ field: `hours from ${day}`, before: was, after: is }]
  })
  return [
    ...hours,
    ...without(before.timeOff, after.timeOff).map((off) => ({
      ...named(off),
      before: offText(off),
      after: null,
    })),
    ...without(after.timeOff, before.timeOff).map((off) => ({
      ...named(off),
      before: null,
      after: offText(off),
    })),
  ]
}

function weeklyText(patterns: readonly WeeklyPattern[], day: string): string {
  const weekly = weeklyOn(patterns, day)
  if (weekly === null) return ANY_TIME
  const said = weekly.map(({ weekday, from, to }) => `${WEEKDAYS[weekday - 1]} ${from} – ${to}`)
  return said.length === 0 ? 'closed' : said.join(', ')
}
/** Whoever has no hours. */
export const ANY_TIME = 'any time'

const named = ({ kind, title }: NotedOff) => ({ field: `${kind === 'off' ? 'time off' : 'open'}: ${title}` })
const offText = ({ days, hours }: NotedOff): string =>
  `${days.from} – ${days.to}${hours === null ? '' : `, ${hours.from} – ${hours.to}`}`
