import { isDay } from '../../../contracts/days.ts'
import type { DayClock } from '../../platform/clock.ts'
import type { ExactJson } from '../../platform/exact-json.ts'
import type { DayRule, InstantFormat } from './define.ts'
import { textAt } from './paths.ts'

const SECOND_MS = 1000
const MS_DATE = /^\/Date\((-?\d{1,15})([+-]\d{4})?\)\/$/
const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?$/
/** Beyond it no calendar of a business goes; also what `Date` can hold. */
const INSTANT_MS_MAX = 8.64e15

/** An instant as a provider writes it, or null when it is none. The offset of `/Date()/` only says where it was seen from. */
export function readInstant(text: string, format: InstantFormat): Date | null {
  const ms = msOf(text, format)
  return Number.isNaN(ms) || Math.abs(ms) > INSTANT_MS_MAX ? null : new Date(ms)
}

function msOf(text: string, format: InstantFormat): number {
  switch (format) {
    case 'ms_date':
      return Number(MS_DATE.exec(text)?.[1] ?? Number.NaN)
    case 'unix_seconds':
      return /^-?\d{1,12}(\.\d+)?$/.test(text) ? Number(text) * SECOND_MS : Number.NaN
    case 'unix_ms':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    case 'iso': {
      const match = ISO.exec(text)
      if (match === null) return Number.NaN
      const [, day = '', time = '', zone = 'Z'] = match
      const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone
      return isDay(day) ? Date.parse(`${day}T${time.slice(0, 12)}${offset}`) : Number.NaN
    }
  }
}

/** The calendar day a record belongs to, or null. */
export function readDay(record: ExactJson, rule: DayRule, clock: DayClock, timeZone: string): string | null {
  for (const path of rule.at) {
    const text = textAt(record, path)
    if (text === null) continue
    return rule.kind === 'date' ? calendarDay(text) : instantDay(text, rule.format, clock, timeZone)
  }
  return null
}

/** A day that was a day from the start. Turning it into an instant of some zone would shift it. */
function calendarDay(text: string): string | null {
  const stored = readInstant(text, 'ms_date')
  const day = stored === null ? text.slice(0, 10) : stored.toISOString().slice(0, 10)
  return isDay(day) ? day : null
}

function instantDay(text: string, format: InstantFormat, clock: DayClock, timeZone: string): string | null {
  const instant = readInstant(text, format)
  return instant === null ? null : clock.dayIn(timeZone, instant)
}
