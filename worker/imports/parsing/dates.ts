import type { DateFormat } from '../../../contracts/imports.ts'

/** `day` is `YYYY-MM-DD`. `instant`: the text named an offset, so the day depends on a time zone. */
export type DateReading =
  | { kind: 'wall'; day: string; hasTime: boolean }
  | { kind: 'instant'; epochMs: number }
  | { kind: 'blank' }
  | { kind: 'refused' }

type Part = 'year' | 'shortYear' | 'month' | 'monthName' | 'day'

interface FormatRule {
  pattern: RegExp
  parts: readonly [Part, Part, Part]
}

const TIME =
  '(?:[T ,]+(\\d{1,2})(?::(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?)? ?([AaPp]\\.?[Mm]\\.?)? ?(Z|z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?)?'

function rule(date: string, ...parts: [Part, Part, Part]): FormatRule {
  return { pattern: new RegExp(`^${date}${TIME}$`), parts }
}

const Y4 = '(\\d{4})'
const D = '(\\d{1,2})'
const Y2 = '(\\d{2})'
const NAME = '([A-Za-z]{3,9})\\.?'

const rules: Readonly<Record<DateFormat, FormatRule>> = {
  'YYYY-MM-DD': rule(`${Y4}-${D}-${D}`, 'year', 'month', 'day'),
  'YYYY/MM/DD': rule(`${Y4}/${D}/${D}`, 'year', 'month', 'day'),
  'YYYY.MM.DD': rule(`${Y4}\\.${D}\\.${D}`, 'year', 'month', 'day'),
  YYYYMMDD: rule('(\\d{4})(\\d{2})(\\d{2})', 'year', 'month', 'day'),
  'DD/MM/YYYY': rule(`${D}/${D}/${Y4}`, 'day', 'month', 'year'),
  'MM/DD/YYYY': rule(`${D}/${D}/${Y4}`, 'month', 'day', 'year'),
  'DD.MM.YYYY': rule(`${D}\\.${D}\\.${Y4}`, 'day', 'month', 'year'),
  'MM.DD.YYYY': rule(`${D}\\.${D}\\.${Y4}`, 'month', 'day', 'year'),
  'DD-MM-YYYY': rule(`${D}-${D}-${Y4}`, 'day', 'month', 'year'),
  'MM-DD-YYYY': rule(`${D}-${D}-${Y4}`, 'month', 'day', 'year'),
  'DD/MM/YY': rule(`${D}/${D}/${Y2}`, 'day', 'month', 'shortYear'),
  'MM/DD/YY': rule(`${D}/${D}/${Y2}`, 'month', 'day', 'shortYear'),
  'DD.MM.YY': rule(`${D}\\.${D}\\.${Y2}`, 'day', 'month', 'shortYear'),
  'MM.DD.YY': rule(`${D}\\.${D}\\.${Y2}`, 'month', 'day', 'shortYear'),
  'DD-MM-YY': rule(`${D}-${D}-${Y2}`, 'day', 'month', 'shortYear'),
  'MM-DD-YY': rule(`${D}-${D}-${Y2}`, 'month', 'day', 'shortYear'),
  'D MMM YYYY': rule(`${D} ${NAME} ${Y4}`, 'day', 'monthName', 'year'),
  'D-MMM-YYYY': rule(`${D}-${NAME}-${Y4}`, 'day', 'monthName', 'year'),
  'D MMM YY': rule(`${D} ${NAME} ${Y2}`, 'day', 'monthName', 'shortYear'),
  'D-MMM-YY': rule(`${D}-${NAME}-${Y2}`, 'day', 'monthName', 'shortYear'),
  'MMM D, YYYY': rule(`${NAME} ${D},? ${Y4}`, 'monthName', 'day', 'year'),
}

/** Every format there is, in the order in which choices are shown. */
export const dateFormats = Object.keys(rules) as DateFormat[]

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const YEAR_MIN = 1900
const YEAR_MAX = 2199
const SHORT_YEAR_PIVOT = 69
const DATE_CHARS_MAX = 60

/** Reads a date written in one format, strictly: 31 February is refused, not moved to March. */
export function readDate(text: string, format: DateFormat): DateReading {
  const cell = text.trim()
  if (cell === '') return { kind: 'blank' }
  const match = cell.length > DATE_CHARS_MAX ? null : rules[format].pattern.exec(cell)
  if (match === null) return { kind: 'refused' }
  const date = calendarDate(match, rules[format].parts)
  if (date === null) return { kind: 'refused' }
  const [hour, minute, second, half, zone] = match.slice(4)
  if (hour === undefined) return { kind: 'wall', day: date.day, hasTime: false }
  // A lone number after the date is an hour only when am or pm says so.
  if (minute === undefined && half === undefined) return { kind: 'refused' }
  const time = secondsOfDay(Number(hour), Number(minute ?? 0), Number(second ?? 0), half)
  if (time === null) return { kind: 'refused' }
  if (zone === undefined) return { kind: 'wall', day: date.day, hasTime: true }
  const offset = offsetMinutes(zone)
  if (offset === null) return { kind: 'refused' }
  return { kind: 'instant', epochMs: date.epochMs + time * 1000 - offset * 60_000 }
}

function calendarDate(
  match: RegExpExecArray,
  parts: FormatRule['parts'],
): { day: string; epochMs: number } | null {
  let year = 0
  let month = 0
  let day = 0
  for (const [i, part] of parts.entries()) {
    const text = match[i + 1] ?? ''
    if (part === 'year') year = Number(text)
    else if (part === 'shortYear') year = Number(text) + (Number(text) < SHORT_YEAR_PIVOT ? 2000 : 1900)
    else if (part === 'month') month = Number(text)
    else if (part === 'day') day = Number(text)
    else month = monthNumber(text)
  }
  if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1) return null
  const epochMs = Date.UTC(year, month - 1, day)
  // The calendar carries a day too many into the next month; then it was no date.
  if (new Date(epochMs).getUTCDate() !== day) return null
  return { day: dayText(epochMs), epochMs }
}

function monthNumber(name: string): number {
  const lower = name.toLowerCase()
  if (lower === 'sept') return 9
  return MONTHS.findIndex((month) => month === lower || (lower.length === 3 && month.startsWith(lower))) + 1
}

function secondsOfDay(hour: number, minute: number, second: number, half: string | undefined): number | null {
  // 60 is a leap second; 24:00 is not accepted because it would be the next day.
  if (minute > 59 || second > 60) return null
  if (half === undefined) return hour > 23 ? null : hour * 3600 + minute * 60 + second
  if (hour < 1 || hour > 12) return null
  const isAfternoon = half.toLowerCase().startsWith('p')
  return ((hour % 12) + (isAfternoon ? 12 : 0)) * 3600 + minute * 60 + second
}

function offsetMinutes(zone: string): number | null {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  if (match === null) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  if (minutes > 15 * 60 || Number(match[3] ?? 0) > 59) return null
  return match[1] === '-' ? -minutes : minutes
}

/** `YYYY-MM-DD` of the UTC calendar. */
export function dayText(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10)
}

const QUARTER_MS = 15 * 60 * 1000
const OFFSETS_KEPT_MAX = 40_000

/** True when the runtime knows the zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/**
 * The calendar day of an instant in a zone. Asking the runtime costs microseconds, so the offset is remembered for each
 * quarter of an hour: every offset in use changes on such a boundary.
 */
export function dayInZone(timeZone: string): (epochMs: number) => string {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const offsets = new Map<number, number>()
  const offsetAt = (quarterMs: number): number => {
    const known = offsets.get(quarterMs)
    if (known !== undefined) return known
    const part: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(quarterMs)) part[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
    const offset = Date.UTC(year, month - 1, day, hour, minute, second) - quarterMs
    if (offsets.size >= OFFSETS_KEPT_MAX) offsets.clear()
    offsets.set(quarterMs, offset)
    return offset
  }
  return (epochMs) => dayText(epochMs + offsetAt(Math.floor(epochMs / QUARTER_MS) * QUARTER_MS))
}
