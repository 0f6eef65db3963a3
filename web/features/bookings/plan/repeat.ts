import type { Repeat } from '../../../../contracts/booking-plans.ts'
import { listOf } from '../../../lib/i18n.ts'
import { dayText } from '../../../lib/wall.ts'
import { wallOfDay } from '../../../ui/timeline/scale.ts'
import { words } from '../words.ts'
import { planWords } from './words.ts'

export const repeatKinds = ['none', 'day', 'week', 'monthDay', 'monthWeekday'] as const
export type RepeatKind = (typeof repeatKinds)[number]

/** What a form holds of how something repeats. */
export interface RepeatFields extends Record<string, unknown> {
  repeat: RepeatKind
  interval: string
  /** Empty: the weekday of the first. */
  weekdays: number[]
  ends: 'count' | 'until'
  count: string
  until: string
}

export const noRepeat: RepeatFields = {
  repeat: 'none',
  interval: '1',
  weekdays: [],
  ends: 'count',
  count: '4',
  until: '',
}

const INTERVAL_MAX = 99
const COUNT_MAX = 366

const whole = (text: string, max: number): number | null => {
  const number = Number(text)
  return /^\d+$/.test(text.trim()) && number >= 1 && number <= max ? number : null
}

/** 1 Monday to 7 Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7
const dayOfMonth = (day: string): number => Number(day.slice(8))

/** `second`, or `last` for a fifth one, which not every month has. */
export function nthOf(day: string): string {
  const nth = Math.ceil(dayOfMonth(day) / 7)
  return nth > 4 ? planWords.last : words.ordinal(nth)
}
const weekdayName = (weekday: number): string => planWords.weekdayNames[weekday - 1] ?? ''

/** The choices, in the words that are true of a first day. */
export function repeatChoices(firstDay: string): { value: RepeatKind; label: string }[] {
  const { repeats } = planWords
  const labels: Record<RepeatKind, string> = {
    none: repeats.none,
    day: repeats.day,
    week: repeats.week,
    monthDay: repeats.monthDay(dayOfMonth(firstDay) || 1),
    monthWeekday: repeats.monthWeekday(nthOf(firstDay), weekdayName(weekdayOf(firstDay))),
  }
  return repeatKinds.map((value) => ({ value, label: labels[value] }))
}

/** Fields that cannot be right, by name. */
export function repeatProblems(fields: RepeatFields, firstDay: string): ('interval' | 'count' | 'until')[] {
  if (fields.repeat === 'none') return []
  const isApart = whole(fields.interval, INTERVAL_MAX) !== null
  return [...(isApart ? [] : (['interval'] as const)), ...endProblems(fields, firstDay)]
}

/** The same of the end alone. */
export function endProblems(
  { ends, count, until }: Pick<RepeatFields, 'ends' | 'count' | 'until'>,
  firstDay: string,
): ('count' | 'until')[] {
  return [
    ...(ends === 'count' && whole(count, COUNT_MAX) === null ? (['count'] as const) : []),
    ...(ends === 'until' && until < firstDay ? (['until'] as const) : []),
  ]
}

/** An end as the server wants it, of fields that can be right. */
export const endOf = ({ ends, count, until }: Pick<RepeatFields, 'ends' | 'count' | 'until'>) =>
  ends === 'count' ? { count: Number(count) } : { until }

/** How it repeats, as the server wants it; null when it does not, or the fields cannot be right. */
export function repeatOf(fields: RepeatFields, firstDay: string): Repeat | null {
  if (fields.repeat === 'none' || repeatProblems(fields, firstDay).length > 0) return null
  const interval = Number(fields.interval)
  const end = endOf(fields)
  if (fields.repeat === 'day') return { every: 'day', interval, ...end }
  if (fields.repeat === 'week') {
    const weekdays = fields.weekdays.length === 0 ? [weekdayOf(firstDay)] : fields.weekdays
    return { every: 'week', interval, weekdays: [...weekdays].sort((a, b) => a - b), ...end }
  }
  return { every: 'month', interval, monthBy: fields.repeat === 'monthDay' ? 'day' : 'weekday', ...end }
}

/** A rule in words: `Every 2 weeks on Monday and Thursday, 6 times`. */
export function repeatText(repeat: Repeat, firstDay: string): string {
  const end =
    repeat.count === undefined
      ? planWords.untilDay(dayText(wallOfDay(repeat.until ?? firstDay)))
      : planWords.so(repeat.count)
  return `${[planWords.every[repeat.every](repeat.interval), onText(repeat, firstDay)].filter(Boolean).join(' ')}, ${end}`
}

function onText(repeat: Repeat, firstDay: string): string | null {
  if (repeat.every === 'day') return null
  if (repeat.every === 'week')
    return planWords.on(listOf((repeat.weekdays ?? [weekdayOf(firstDay)]).map(weekdayName)))
  if (repeat.monthBy === 'weekday') return planWords.onThe(nthOf(firstDay), weekdayName(weekdayOf(firstDay)))
  return planWords.onDay(dayOfMonth(firstDay))
}
