import {
  addDays,
  addMonths,
  daysBetween,
  isDay,
  partsOf,
  startOfMonth,
  startOfQuarter,
  startOfWeek,
  startOfYear,
} from '../../contracts/days.ts'
import type { Comparison, Grain } from '../../contracts/metrics.ts'

/** Presets in the order of the picker. */
export const presets = ['7d', '30d', '90d', '13w', 'mtd', 'qtd', 'ytd', '12m', 'fy'] as const
export type Preset = (typeof presets)[number]
export const grains = ['day', 'week', 'month'] as const
export type ChosenGrain = (typeof grains)[number]
export type Compare = 'prev' | 'yoy' | 'none'

export const DEFAULT_PRESET: Preset = '30d'
export const DEFAULT_COMPARE: Compare = 'prev'
const DAILY_UP_TO_DAYS = 31
const WEEKLY_UP_TO_DAYS = 26 * 7

/** What the calendar of a workspace decides. `weekStart` is an ISO weekday, `fiscalYearStartMonth` 1 to 12. */
export interface CalendarRules {
  today: string
  weekStart: number
  fiscalYearStartMonth: number
}

/** A range in force: what was chosen, and the exact days it means today. All days are inclusive. */
export interface Range {
  preset: Preset | 'custom'
  from: string
  to: string
  /** What the person chose; `auto` when nothing. */
  grainChoice: ChosenGrain | 'auto'
  grain: ChosenGrain
  compare: Compare
  /** The days compared with; null when nothing is. */
  compareFrom: string | null
  compareTo: string | null
}

/** First and last day of a preset. */
export function presetDays(preset: Preset, rules: CalendarRules): { from: string; to: string } {
  const to = rules.today
  switch (preset) {
    case '7d':
      return { from: addDays(to, -6), to }
    case '30d':
      return { from: addDays(to, -29), to }
    case '90d':
      return { from: addDays(to, -89), to }
    case '13w':
      return { from: addDays(startOfWeek(to, rules.weekStart), -12 * 7), to }
    case 'mtd':
      return { from: startOfMonth(to), to }
    case 'qtd':
      return { from: startOfQuarter(to), to }
    case 'ytd':
      return { from: startOfYear(to), to }
    case '12m':
      return { from: addMonths(startOfMonth(to), -11), to }
    case 'fy':
      return { from: startOfYear(to, rules.fiscalYearStartMonth), to }
  }
}

/** Size of the points when nobody chose one: days up to 31, weeks up to 26 weeks, months beyond. */
export function autoGrain(from: string, to: string): ChosenGrain {
  const days = daysBetween(from, to) + 1
  if (days <= DAILY_UP_TO_DAYS) return 'day'
  return days <= WEEKLY_UP_TO_DAYS ? 'week' : 'month'
}

/** The days a comparison means: as many days ending the day before, or the same dates a year earlier. */
export function compareDays(compare: Compare, from: string, to: string): { from: string; to: string } | null {
  switch (compare) {
    case 'none':
      return null
    case 'prev': {
      const days = daysBetween(from, to) + 1
      return { from: addDays(from, -days), to: addDays(from, -1) }
    }
    case 'yoy':
      return { from: addMonths(from, -12), to: addMonths(to, -12) }
  }
}

const presetSet: ReadonlySet<string> = new Set(presets)
const isPreset = (text: unknown): text is Preset => typeof text === 'string' && presetSet.has(text)

/** Query parameters as the router gives them; of a repeated one only the first counts. */
export type QueryValues = Readonly<Record<string, string | string[] | undefined>>
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

/** Reads the range of an address. What is missing or makes no sense falls back to the default, silently and whole. */
export function rangeFromQuery(query: QueryValues, rules: CalendarRules): Range {
  const [name, fromText, toText] = [one(query.range), one(query.from), one(query.to)]
  const hasDays =
    fromText !== undefined && toText !== undefined && isDay(fromText) && isDay(toText) && fromText <= toText
  const preset = isPreset(name) ? name : hasDays ? 'custom' : DEFAULT_PRESET
  const days = preset === 'custom' ? { from: fromText ?? '', to: toText ?? '' } : presetDays(preset, rules)
  const grainText = one(query.grain)
  const grainChoice = grains.find((grain) => grain === grainText) ?? 'auto'
  const compareText = one(query.cmp)
  const compare = compareText === 'yoy' || compareText === 'none' ? compareText : DEFAULT_COMPARE
  const compared = compareDays(compare, days.from, days.to)
  return {
    preset,
    ...days,
    grainChoice,
    grain: grainChoice === 'auto' ? (preset === '13w' ? 'week' : autoGrain(days.from, days.to)) : grainChoice,
    compare,
    compareFrom: compared?.from ?? null,
    compareTo: compared?.to ?? null,
  }
}

/** What was chosen, before it has days. */
export interface RangeChoice {
  preset: Preset | 'custom'
  from?: string
  to?: string
  compare: Compare
  grain: ChosenGrain | 'auto'
}

/** The parameters of an address for a choice; defaults are null, which the router leaves out. */
export function rangeToQuery(
  choice: RangeChoice,
): Record<'range' | 'from' | 'to' | 'cmp' | 'grain', string | null> {
  const isCustom = choice.preset === 'custom'
  return {
    range: choice.preset === DEFAULT_PRESET ? null : choice.preset,
    from: isCustom ? (choice.from ?? null) : null,
    to: isCustom ? (choice.to ?? null) : null,
    cmp: choice.compare === DEFAULT_COMPARE ? null : choice.compare,
    grain: choice.grain === 'auto' ? null : choice.grain,
  }
}

/** The part of a metric question that a range decides. */
export function rangeQuestion(range: Range): {
  from: string
  to: string
  grain: Grain
  compare?: Comparison
} {
  const base = { from: range.from, to: range.to, grain: range.grain }
  if (range.compare === 'none') return base
  return { ...base, compare: range.compare === 'prev' ? 'previous' : 'yoy' }
}

const monthWords = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Reads a day as a person types it: `2026-11-01`, `1 nov`, `Nov 1 2026`, `today`, `yesterday`. A month without a year
 * is the latest one that is not after today. Null when it is not one clear day: `1/2/2026` is two, so it is refused.
 */
export function parseTypedDay(text: string, today: string): string | null {
  const typed = text.trim().toLowerCase().replaceAll(',', ' ').replace(/\s+/g, ' ')
  if (typed === 'today') return today
  if (typed === 'yesterday') return addDays(today, -1)
  if (isDay(typed)) return typed
  const words = typed.split(' ')
  const monthAt = words.findIndex(
    (word) => monthWords.includes(word.slice(0, 3)) && /^[a-z]{3,9}\.?$/.test(word),
  )
  if (monthAt < 0) return null
  const month = monthWords.indexOf((words[monthAt] ?? '').slice(0, 3)) + 1
  const numbers = words.filter((_, at) => at !== monthAt)
  if (
    numbers.length < 1 ||
    numbers.length > 2 ||
    !numbers.every((word) => /^\d{1,4}(st|nd|rd|th)?$/.test(word))
  )
    return null
  const dayOfMonth = Number.parseInt(numbers[0] ?? '', 10)
  const year = numbers[1] ? Number.parseInt(numbers[1], 10) : partsOf(today).year
  const write = (inYear: number) =>
    `${String(inYear).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
  const day = write(numbers[1] || write(year) <= today ? year : year - 1)
  return isDay(day) ? day : null
}
