import type { WorkingHours } from '../../../contracts/availability.ts'
import type { CalendarException, WorkingCalendar } from '../../../contracts/project-plans.ts'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

/** A day of the week in the form: its stretches in order. */
export interface DayStretches {
  weekday: number
  stretches: readonly { from: string; to: string }[]
}

const byStart = (a: { from: string }, b: { from: string }): number => (a.from < b.from ? -1 : 1)

/** Seven days for a form, with as many stretches as each has. */
export const stretchesOf = (weekly: readonly WorkingHours[]): DayStretches[] =>
  WEEKDAYS.map((weekday) => ({
    weekday,
    stretches: weekly
      .filter((one) => one.weekday === weekday)
      .map(({ from, to }) => ({ from, to }))
      .sort(byStart),
  }))

/** The hours that the form says. */
export const weeklyOf = (days: readonly DayStretches[]): WorkingHours[] =>
  days.flatMap(({ weekday, stretches }) => stretches.map(({ from, to }) => ({ weekday, from, to })))

const FIRST = { from: '09:00', to: '17:00' }
const LATEST = '23:00'
const REST_HOURS = 1

/** One more stretch for a day: the usual hours where it has none, else an hour after its last, for as long as the day goes. */
export function withStretch({ weekday, stretches }: DayStretches): DayStretches {
  const last = stretches.at(-1)
  if (last === undefined) return { weekday, stretches: [FIRST] }
  const hour = Number(last.to.slice(0, 2)) + REST_HOURS
  const from = last.to > last.from && hour < 23 ? `${String(hour).padStart(2, '0')}:00` : LATEST
  const to = hour + 4 > 23 ? '23:59' : `${String(hour + 4).padStart(2, '0')}:00`
  return { weekday, stretches: [...stretches, { from, to }] }
}

/** Hours in a week, rounded to halves; a stretch that ends before it begins goes on the next day. */
export function weekHours(weekly: readonly WorkingHours[]): number {
  const minute = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
  const DAY_MIN = 1440
  const minutes = weekly.reduce((sum, { from, to }) => {
    const length = minute(to) - minute(from)
    return sum + (length > 0 ? length : length + DAY_MIN)
  }, 0)
  return Math.round(minutes / 30) / 2
}

/** Days that differ, the soonest first. */
export const inOrder = (exceptions: readonly CalendarException[]): CalendarException[] =>
  [...exceptions].sort((a, b) => byStart(a.days, b.days))

/** A calendar with one more day that differs, or one less. */
export const withDay = (calendar: WorkingCalendar, day: CalendarException): WorkingCalendar => ({
  ...calendar,
  exceptions: inOrder([...calendar.exceptions, day]),
})
export const withoutDay = (calendar: WorkingCalendar, day: CalendarException): WorkingCalendar => ({
  ...calendar,
  exceptions: calendar.exceptions.filter((one) => one !== day),
})
