import type { WeeklyPattern } from '../../../contracts/availability.ts'
import { addDays } from '../../../contracts/days.ts'
import { type Span, united, within, without } from './spans.ts'
import { type ZoneDays, zoneDaysOf } from './zone-days.ts'

/** Time off, or open time against the pattern: days of the artist's zone, both part of it; without hours all day. */
export interface Exception {
  kind: 'off' | 'open'
  title: string
  firstDay: string
  lastDay: string
  hours: { from: string; to: string } | null
}

/** When somebody works: weekly patterns, each until the next one begins, and what differs from them. */
export interface Schedule {
  timeZone: string
  patterns: readonly WeeklyPattern[]
  exceptions: readonly Exception[]
  /** When they are busy by a calendar of their own. */
  away?: readonly Span[]
}

export interface Closed extends Span {
  state: 'outside' | 'off' | 'away'
  title: string | null
}

const after = (day: string): string => addDays(day, 1)
/** 1 is Monday. */
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

/** Hours of a day; an end that is not after the start is on the next day. */
const hoursOf = (day: string, { from, to }: { from: string; to: string }, zone: ZoneDays): Span => ({
  fromMs: zone.edgeMs(day, from),
  toMs: zone.edgeMs(to > from ? day : after(day), to),
})
const allDay = (day: string, zone: ZoneDays): Span => ({
  fromMs: zone.edgeMs(day, '00:00'),
  toMs: zone.edgeMs(after(day), '00:00'),
})

/** Every day of the zone that may reach into a stretch of time: a night shift of the day before does. */
function daysAround({ fromMs, toMs }: Span, zone: ZoneDays): string[] {
  const last = zone.dayAt(toMs)
  const days: string[] = []
  for (let day = addDays(zone.dayAt(fromMs), -1); day <= last; day = after(day)) days.push(day)
  return days
}

/** The pattern that counts on a day; undefined before the first one. */
export function patternOn(patterns: readonly WeeklyPattern[], day: string): WeeklyPattern | undefined {
  return [...patterns]
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
    .findLast(({ effectiveFrom }) => effectiveFrom <= day)
}

function patternHours(patterns: Schedule['patterns'], day: string, zone: ZoneDays): Span[] {
  const weekly = patternOn(patterns, day)?.weekly ?? null
  if (weekly === null) return [allDay(day, zone)]
  const dayOfWeek = weekdayOf(day)
  return weekly.filter(({ weekday }) => weekday === dayOfWeek).map((hours) => hoursOf(day, hours, zone))
}

function exceptionHours(exceptions: readonly Exception[], day: string, zone: ZoneDays): Span[] {
  return exceptions
    .filter(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay)
    .map(({ hours }) => (hours === null ? allDay(day, zone) : hoursOf(day, hours, zone)))
}

/**
 * When somebody is not open in a stretch of time: time off first, then their own calendar, then what lies outside the hours. What was
 * opened is open, unless their calendar says otherwise: opening a day gives nobody time they do not have.
 */
export function closedIn(schedule: Schedule, period: Span): Closed[] {
  const { exceptions, away = [] } = schedule
  const zone = zoneDaysOf(schedule.timeZone)
  const days = daysAround(period, zone)
  const ofKind = (kind: Exception['kind']) => exceptions.filter((one) => one.kind === kind)
  const opened = united(days.flatMap((day) => exceptionHours(ofKind('open'), day, zone)))
  const taken: Span[] = []
  const off: Closed[] = ofKind('off').flatMap((one) => {
    const spans = days.flatMap((day) => exceptionHours([one], day, zone))
    const own = within(without(spans, [...opened, ...taken]), period)
    taken.push(...own)
    return own.map((span) => ({ ...span, state: 'off' as const, title: one.title }))
  })
  const busy = without(within(away, period), taken)
  const hours = days.flatMap((day) => patternHours(schedule.patterns, day, zone))
  const outside = without([period], [...hours, ...opened, ...taken, ...busy])
  const untitled = (spans: readonly Span[], state: Closed['state']): Closed[] =>
    spans.map((span) => ({ ...span, state, title: null }))
  return [...off, ...untitled(busy, 'away'), ...untitled(outside, 'outside')].sort(
    (a, b) => a.fromMs - b.fromMs,
  )
}

export interface Segment extends Span {
  state: 'free' | 'busy' | Closed['state']
  title: string | null
}

/** A stretch of time, part by part: what bookings keep is busy whatever the hours say, the rest is closed or free. */
export function segmentsIn(schedule: Schedule, period: Span, busy: readonly Span[]): Segment[] {
  const kept = within(busy, period)
  const closed = closedIn(schedule, period).flatMap((part) =>
    without([part], kept).map((span): Segment => ({ ...span, state: part.state, title: part.title })),
  )
  const free = without([period], [...kept, ...closed])
  return [
    ...closed,
    ...kept.map((span): Segment => ({ ...span, state: 'busy', title: null })),
    ...free.map((span): Segment => ({ ...span, state: 'free', title: null })),
  ].sort((a, b) => a.fromMs - b.fromMs)
}

/** The parts of closed stretches that lie in days with nothing open: what whoever books whole days wants to hear of. */
export function wholeDaysOf(closed: readonly Closed[], timeZone: string): Closed[] {
  const zone = zoneDaysOf(timeZone)
  const days = united(closed).flatMap((part) => {
    const start = zone.dayAt(part.fromMs)
    const isFromMidnight = zone.edgeMs(start, '00:00') === part.fromMs
    const fromMs = isFromMidnight ? part.fromMs : zone.edgeMs(after(start), '00:00')
    const toMs = zone.edgeMs(zone.dayAt(part.toMs), '00:00')
    return fromMs < toMs ? [{ fromMs, toMs }] : []
  })
  return closed.flatMap((part) =>
    days.flatMap((span) => within([part], span).map((inside) => ({ ...part, ...inside }))),
  )
}
