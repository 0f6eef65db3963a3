/** A calendar day, `YYYY-MM-DD`. */
export type Day = string

export const DAY_MS = 86_400_000
const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

export const midnightUtc = (day: Day): number => Date.parse(`${day}T00:00:00Z`)
export const dayOfUtc = (atMs: number): Day => new Date(atMs).toISOString().slice(0, 10)
export const addDays = (day: Day, days: number): Day => dayOfUtc(midnightUtc(day) + days * DAY_MS)
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((midnightUtc(to) - midnightUtc(from)) / DAY_MS)

/** Null for anything but an existing day written `YYYY-MM-DD`. */
export function parseDay(text: string): Day | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const atMs = midnightUtc(text)
  return Number.isNaN(atMs) || dayOfUtc(atMs) !== text ? null : text
}

export function lastDayOfMonth(day: Day): Day {
  const date = new Date(midnightUtc(day))
  return dayOfUtc(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0))
}

/** The same day of another month, or that month's last day when it is shorter. */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(midnightUtc(day))
  const first = dayOfUtc(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1))
  const last = lastDayOfMonth(first)
  return Number(last.slice(8)) < date.getUTCDate() ? last : `${first.slice(0, 8)}${day.slice(8)}`
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The calendar day at a place, by its IANA zone. */
export function dayIn(zone: string, atMs: number): Day {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    formats.set(zone, format)
  }
  return format.format(atMs)
}

const offsets = new Map<string, number>()

/** The instant at which clocks at a place show `minutes` after midnight of a day. */
export function instantAt(zone: string, day: Day, minutes: number): number {
  const key = `${zone} ${day}`
  let offsetMs = offsets.get(key)
  if (offsetMs === undefined) {
    const noon = midnightUtc(day) + DAY_MS / 2
    const local = new Date(noon).toLocaleString('sv-SE', { timeZone: zone })
    offsetMs = Date.parse(`${local.replace(' ', 'T')}Z`) - noon
    offsets.set(key, offsetMs)
  }
  return midnightUtc(day) + minutes * 60_000 - offsetMs
}

/** "28 February 2018" */
export function longDay(day: Day): string {
  return `${Number(day.slice(8))} ${MONTH_NAMES[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`
}

/** "28 Feb 18", as the columns of a report are headed. */
export function shortDay(day: Day): string {
  const month = MONTH_NAMES[Number(day.slice(5, 7)) - 1]?.slice(0, 3)
  return `${Number(day.slice(8))} ${month} ${day.slice(2, 4)}`
}

/** An instant in Xero's format. */
export const wireInstant = (atMs: number): string => `/Date(${atMs}+0000)/`
/** A calendar day in Xero's format: its midnight in UTC, wherever the organisation is. */
export const wireDay = (day: Day): string => wireInstant(midnightUtc(day))
/** The plain form beside it. */
export const wireDayString = (day: Day): string => `${day}T00:00:00`
