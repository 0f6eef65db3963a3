/**
 * Arithmetic on calendar days written `YYYY-MM-DD`. Days have no time and no zone, so everything here goes through UTC
 * midnights, where every day is 86,400 s long. All functions are pure; "today" is always an argument.
 */

const DAY_MS = 24 * 60 * 60 * 1000
const DAY_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/

function toMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

function fromMs(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

function fromParts(year: number, month: number, dayOfMonth: number): string {
  return fromMs(Date.UTC(year, month - 1, dayOfMonth))
}

/** Year, month (1-12) and day of the month of a day. */
export function partsOf(day: string): { year: number; month: number; dayOfMonth: number } {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number)
  return { year, month, dayOfMonth }
}

/** True for text that names a day that exists: `2026-02-30` does not. */
export function isDay(text: string): boolean {
  return DAY_TEXT.test(text) && !Number.isNaN(toMs(text)) && fromMs(toMs(text)) === text
}

/** The day `count` days later (earlier when negative). */
export function addDays(day: string, count: number): string {
  return fromMs(toMs(day) + count * DAY_MS)
}

/** Whole days from one day to another; 0 for the same day. */
export function daysBetween(from: string, to: string): number {
  return Math.round((toMs(to) - toMs(from)) / DAY_MS)
}

/** The same day of the month `count` months later; the 31st becomes the last day of a shorter month. */
export function addMonths(day: string, count: number): string {
  const { year, month, dayOfMonth } = partsOf(day)
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + count + 1, 0)).getUTCDate()
  return fromParts(year, month + count, Math.min(dayOfMonth, lastOfMonth))
}

/** Day of the week by ISO: 1 Monday to 7 Sunday. */
export function isoWeekday(day: string): number {
  return new Date(toMs(day)).getUTCDay() || 7
}

/** First day of the week the day is in; `weekStart` is the ISO weekday weeks begin on. */
export function startOfWeek(day: string, weekStart: number): string {
  return addDays(day, -((isoWeekday(day) - weekStart + 7) % 7))
}

/** First day of the month the day is in. */
export function startOfMonth(day: string): string {
  const { year, month } = partsOf(day)
  return fromParts(year, month, 1)
}

/** First day of the calendar quarter the day is in. */
export function startOfQuarter(day: string): string {
  const { year, month } = partsOf(day)
  return fromParts(year, month - ((month - 1) % 3), 1)
}

/** First day of the year the day is in; `startMonth` (1-12) is the month the year begins with. */
export function startOfYear(day: string, startMonth = 1): string {
  const { year, month } = partsOf(day)
  return fromParts(month >= startMonth ? year : year - 1, startMonth, 1)
}
