import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import type { Repeat } from '../../../contracts/booking-plans.ts'
import { addDays } from '../../../contracts/days.ts'
import { PLAN_OCCURRENCES_MAX } from '../../../contracts/limits.ts'

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const FREQUENCIES = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY' } as const
/** Every month has this day; those after it are the last one where it is missing. */
const SHORTEST_MONTH_DAYS = 28

// Days have no zone. Which instant an occurrence is follows later, by the clock of whoever is booked.
const NO_ZONE = 'UTC'
const midnightOf = (day: string) => Temporal.PlainDate.from(day).toZonedDateTime(NO_ZONE)
const codeOf = (weekday: number) => weekdays[weekday - 1] ?? 'MO'

function ruleOf(repeat: Repeat, firstDay: string) {
  const first = Temporal.PlainDate.from(firstDay)
  return new RRuleTemporal({
    temporal: Temporal,
    freq: FREQUENCIES[repeat.every],
    interval: repeat.interval,
    dtstart: midnightOf(firstDay),
    ...(repeat.count === undefined ? {} : { count: repeat.count }),
    ...(repeat.until === undefined ? {} : { until: midnightOf(repeat.until) }),
    ...daysOf(repeat, first),
  })
}

/** Which days of a week or a month. */
function daysOf(repeat: Repeat, first: Temporal.PlainDate) {
  if (repeat.every === 'week') return { byDay: (repeat.weekdays ?? [first.dayOfWeek]).map(codeOf) }
  if (repeat.every === 'day') return {}
  if (repeat.monthBy === 'weekday') {
    const nth = Math.ceil(first.day / 7)
    // A fifth one is not in every month; the last one is.
    return { byDay: [`${nth > 4 ? -1 : nth}${codeOf(first.dayOfWeek)}`] }
  }
  if (first.day <= SHORTEST_MONTH_DAYS) return { byMonthDay: [first.day] }
  const upTo = Array.from({ length: first.day - SHORTEST_MONTH_DAYS + 1 }, (_, i) => SHORTEST_MONTH_DAYS + i)
  return { byMonthDay: upTo, bySetPos: [-1] }
}

/** Days on which it happens, the first of them on the first day or after; at most one more than a plan may have. */
export function repeatedDays(repeat: Repeat, firstDay: string): string[] {
  const days: string[] = []
  ruleOf(repeat, firstDay).all((at) => {
    days.push(at.toPlainDate().toString())
    return days.length <= PLAN_OCCURRENCES_MAX
  })
  return days.slice(0, PLAN_OCCURRENCES_MAX + 1)
}

/** The rule for other programs: the RRULE of RFC 5545. */
export function ruleText(repeat: Repeat, firstDay: string): string {
  return (
    ruleOf(repeat, firstDay)
      .toString()
      .split('\n')
      .find((line) => line.startsWith('RRULE:')) ?? ''
  )
}

/** The same rule some days later: its weekdays and its end move with it. */
export function shiftRepeat(repeat: Repeat, days: number): Repeat {
  const moved = (weekday: number) => ((((weekday - 1 + days) % 7) + 7) % 7) + 1
  return {
    ...repeat,
    ...(repeat.weekdays === undefined ? {} : { weekdays: repeat.weekdays.map(moved).sort((a, b) => a - b) }),
    ...(repeat.until === undefined ? {} : { until: addDays(repeat.until, days) }),
  }
}

/**
 * A rule that goes on after a day of it, by so many times more or until a day: the days that come with it, and the rule as it is then, which
 * ends as it did before, by a number or on a day. `times` is how often it happens in all.
 */
export function goneOn(
  { repeat, firstDay }: { repeat: Repeat; firstDay: string },
  lastDay: string,
  by: { count: number } | { until: string },
): { days: string[]; repeat: Repeat; times: number } {
  const { until: _until, count: _count, ...rule } = repeat
  // One more than there may be in all shows whether there are too many.
  const all = repeatedDays({ ...rule, count: PLAN_OCCURRENCES_MAX + 1 }, firstDay)
  const had = all.filter((day) => day <= lastDay).length
  const times = 'count' in by ? had + by.count : all.filter((day) => day <= by.until).length
  const days = all.slice(had, times)
  const end = repeat.count === undefined ? { until: days.at(-1) ?? lastDay } : { count: times }
  return { days, repeat: { ...rule, ...end }, times }
}

/** A rule in two: what comes before a day of it, and what is left from that day on. */
export function splitRepeat(repeat: Repeat, firstDay: string, at: string): { before: Repeat; after: Repeat } {
  const { until: _until, count, ...rule } = repeat
  const before = repeatedDays(repeat, firstDay).filter((day) => day < at)
  const left = count === undefined ? repeat : { ...rule, count: Math.max(1, count - before.length) }
  return { before: { ...rule, until: addDays(at, -1) }, after: left }
}
