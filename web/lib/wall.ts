import { LOCALE } from './i18n.ts'

/** Words for wall-clock times in minutes since 1970; see zone.ts. */
const MIN_MS = 60_000
const DAY_MIN = 1440
const DASH = '\u2013'

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: 'UTC' })
const weekdays = format({ weekday: 'short' })
const months = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' })
const clocks = format({ hour: 'numeric', minute: '2-digit' })
const hours = format({ hour: 'numeric' })

/** `Thu`. */
export const weekdayText = (min: number): string => weekdays.format(min * MIN_MS)
/** `Nov`. */
export const monthText = (min: number): string => months.format(min * MIN_MS)
/** `19`. */
export const dayNumber = (min: number): string => String(new Date(min * MIN_MS).getUTCDate())
/** `Thu 19 Nov`. */
export const dayText = (min: number): string => `${weekdayText(min)} ${dayNumber(min)} ${monthText(min)}`
/** `2:30 pm`. */
export const timeText = (min: number): string => clocks.format(min * MIN_MS)
const hourPart = (min: number, type: 'hour' | 'dayPeriod') =>
  hours.formatToParts(min * MIN_MS).find((part) => part.type === type)?.value ?? ''
/** `2` of `2 pm`. */
export const hourText = (min: number): string => hourPart(min, 'hour')
/** `pm` of `2 pm`. */
export const halfText = (min: number): string => hourPart(min, 'dayPeriod')

const isMidnight = (min: number) => min % DAY_MIN === 0

/** `Thu 19 Nov`, `Thu 19 – Sat 21 Nov`, `Thu 19 Nov, 2:00 pm – 4:30 pm`: the end is not part of it any more. */
export function spanText(from: number, to: number): string {
  if (isMidnight(from) && isMidnight(to)) {
    const last = to - DAY_MIN
    if (last <= from) return dayText(from)
    const isSameMonth = monthText(from) === monthText(last) && last - from < 40 * DAY_MIN
    const first = isSameMonth ? `${weekdayText(from)} ${dayNumber(from)}` : dayText(from)
    return `${first} ${DASH} ${dayText(last)}`
  }
  const isSameDay = Math.floor(from / DAY_MIN) === Math.floor((to - 1) / DAY_MIN)
  if (isSameDay) return `${dayText(from)}, ${timeText(from)} ${DASH} ${timeText(to)}`
  return `${dayText(from)}, ${timeText(from)} ${DASH} ${dayText(to)}, ${timeText(to)}`
}

/** A wall-clock time as the fields of a form have it: `2026-11-19` and `14:30`. */
export function wallFields(min: number): { day: string; time: string } {
  const text = new Date(min * MIN_MS).toISOString()
  return { day: text.slice(0, 10), time: text.slice(11, 16) }
}

/** The wall-clock time of a day and a time of a form; null when one is none. */
export function wallFromFields(day: string, time: string): number | null {
  const ms = Date.parse(`${day}T${time}:00Z`)
  return /^\d{2}:\d{2}$/.test(time) && Number.isFinite(ms) ? ms / MIN_MS : null
}
