import { Temporal } from 'temporal-polyfill'
import type { WeeklyPattern } from '../../../contracts/availability.ts'
import { type Span, united, within, without } from './spans.ts'

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

/**
 * The instant of an edge of working hours. One that the clocks skip is the first moment after the gap, so that nobody works in time that
 * is not there; one they show twice is the first.
 */
export function edgeMs(day: string, time: string, timeZone: string): number {
  const plain = Temporal.PlainDateTime.from(`${day}T${time}`)
  const found = plain.toZonedDateTime(timeZone)
  if (found.toPlainDateTime().equals(plain)) return found.epochMilliseconds
  const before = plain.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  return (before.getTimeZoneTransition('next') ?? found).epochMilliseconds
}

const after = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString()
const dayAt = (ms: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate()

/** Hours of a day; an end that is not after the start is on the next day. */
const hoursOf = (day: string, { from, to }: { from: string; to: string }, timeZone: string): Span => ({
  fromMs: edgeMs(day, from, timeZone),
  toMs: edgeMs(to > from ? day : after(day), to, timeZone),
})
const allDay = (day: string, timeZone: string): Span => ({
  fromMs: edgeMs(day, '00:00', timeZone),
  toMs: edgeMs(after(day), '00:00', timeZone),
})

/** Every day of the zone that may reach into a stretch of time: a night shift of the day before does. */
function daysAround({ fromMs, toMs }: Span, timeZone: string): string[] {
  const last = dayAt(toMs, timeZone)
  const days: string[] = []
  for (
    let day = dayAt(fromMs, timeZone).subtract({ days: 1 });
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  )
    days.push(day.toString())
  return days
}

/** The pattern that counts on a day; undefined before the first one. */
export function patternOn(patterns: readonly WeeklyPattern[], day: string): WeeklyPattern | undefined {
  return [...patterns]
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
    .findLast(({ effectiveFrom }) => effectiveFrom <= day)
}

function patternHours({ timeZone, patterns }: Schedule, day: string): Span[] {
  const weekly = patternOn(patterns, day)?.weekly ?? null
  if (weekly === null) return [allDay(day, timeZone)]
  const { dayOfWeek } = Temporal.PlainDate.from(day)
  return weekly.filter(({ weekday }) => weekday === dayOfWeek).map((hours) => hoursOf(day, hours, timeZone))
}

function exceptionHours(exceptions: readonly Exception[], day: string, timeZone: string): Span[] {
  return exceptions
    .filter(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay)
    .map(({ hours }) => (hours === null ? allDay(day, timeZone) : hoursOf(day, hours, timeZone)))
}

/**
 * When somebody is not open in a stretch of time: time off first, then their own calendar, then what lies outside the hours. What was
 * opened is open, unless their calendar says otherwise: opening a day gives nobody time they do not have.
 */
export function closedIn(schedule: Schedule, period: Span): Closed[] {
  const { timeZone, exceptions, away = [] } = schedule
  const days = daysAround(period, timeZone)
  const ofKind = (kind: Exception['kind']) => exceptions.filter((one) => one.kind === kind)
  const opened = united(days.flatMap((day) => exceptionHours(ofKind('open'), day, timeZone)))
  const taken: Span[] = []
  const off: Closed[] = ofKind('off').flatMap((one) => {
    const spans = days.flatMap((day) => exceptionHours([one], day, timeZone))
    const own = within(without(spans, [...opened, ...taken]), period)
    taken.push(...own)
    return own.map((span) => ({ ...span, state: 'off' as const, title: one.title }))
  })
  const busy = without(within(away, period), taken)
  const hours = days.flatMap((day) => patternHours(schedule, day))
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
  const days = united(closed).flatMap((part) => {
    const start = dayAt(part.fromMs, timeZone).toString()
    const isFromMidnight = edgeMs(start, '00:00', timeZone) === part.fromMs
    const fromMs = isFromMidnight ? part.fromMs : edgeMs(after(start), '00:00', timeZone)
    const toMs = edgeMs(dayAt(part.toMs, timeZone).toString(), '00:00', timeZone)
    return fromMs < toMs ? [{ fromMs, toMs }] : []
  })
  return closed.flatMap((part) =>
    days.flatMap((span) => within([part], span).map((inside) => ({ ...part, ...inside }))),
  )
}
