import type { MetricDirection, MetricUnit } from '../../contracts/metrics.ts'
import { compare, magnitude, percentOf, sign, subtract } from './decimal.ts'
import { LOCALE, plural } from './i18n.ts'

/** Values of this size and more are shortened on tiles. */
const COMPACT_FROM = '100000'
const WHOLE_MONEY_FROM = '1000'
const FEW = '10'
/** Half of the last decimal that is shown: below it a change would read as zero. */
const PERCENT_SHOWN_FROM = '0.05'
const MINUS = '\u2212'
const NBSP = '\u00a0'
const DASH = '\u2013'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const RELATIVE_UP_TO_MS = 7 * DAY_MS

export interface FormatOptions {
  locale?: string
  /** Currency of amounts that name none. */
  currency?: string
  /** Zone of business times. */
  timeZone?: string
}

/** Change from one period to the next, ready to be drawn. `text` carries no sign: the arrow shows the direction. */
export interface Change {
  direction: 'up' | 'down' | 'flat'
  text: string
  isGood: boolean | null
}

export type Format = ReturnType<typeof createFormat>

/** Intl takes decimal text exactly; its type wants proof that the text is a number, which the contracts gave. */
const exact = (value: string) => value as Intl.StringNumericLiteral
const withMinus = (text: string) => text.replaceAll('-', MINUS)
const monthNames = (locale: string) =>
  Array.from({ length: 12 }, (_, month) =>
    new Intl.DateTimeFormat(locale.startsWith('en') ? 'en-US' : locale, {
      month: 'short',
      timeZone: 'UTC',
    }).format(Date.UTC(2026, month, 1)),
  )

const formats = new Map<string, ReturnType<typeof build>>()

/** The formats for a locale, currency and zone. Amounts are exact decimal text in and never become a float. */
export function createFormat(options: FormatOptions = {}) {
  const cacheKey = `${options.locale}|${options.currency}|${options.timeZone}`
  const kept = formats.get(cacheKey)
  if (kept) return kept
  const made = build(options.locale ?? LOCALE, options.currency ?? 'USD', options.timeZone)
  formats.set(cacheKey, made)
  return made
}

function build(locale: string, homeCurrency: string, timeZone: string | undefined) {
  const numbers = new Map<string, Intl.NumberFormat>()
  const number = (key: string, make: () => Intl.NumberFormatOptions) => {
    const kept = numbers.get(key) ?? new Intl.NumberFormat(locale, make())
    numbers.set(key, kept)
    return kept
  }
  const months = monthNames(locale)
  const currencyStyle = (currency: string | null | undefined): Intl.NumberFormatOptions => ({
    style: 'currency',
    currency: currency ?? homeCurrency,
    currencyDisplay: 'narrowSymbol',
  })

  /** Full amount with the decimals of its currency: `$33,184.20`. */
  const money = (value: string, currency?: string | null) =>
    withMinus(number(`m${currency}`, () => currencyStyle(currency)).format(exact(value)))

  /** Number with separators, at most `decimals` (default 2): `541,909`. */
  const count = (value: string, decimals = 2) =>
    withMinus(number(`c${decimals}`, () => ({ maximumFractionDigits: decimals })).format(exact(value)))

  const points = (value: string) => {
    const decimals = compare(magnitude(value), '100') >= 0 ? 0 : 1
    return withMinus(
      number(`p${decimals}`, () => ({
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      })).format(exact(value)),
    )
  }
  /** A share or rate; 61.2 is `61.2%`. No decimals from 100 % on. */
  const percent = (value: string) => `${points(value)}%`

  /** Seconds as `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
  const duration = (value: string) => {
    const seconds = Math.round(Math.abs(Number(value)))
    const steps: [number, string][] = [
      [86_400, 'd'],
      [3_600, 'h'],
      [60, 'min'],
      [1, 's'],
    ]
    const at = Math.max(
      0,
      steps.findIndex(([size]) => seconds >= size),
    )
    if (seconds === 0) return `0${NBSP}s`
    const [size, name] = steps[at] as [number, string]
    const next = steps[at + 1]
    const rest = next ? Math.floor((seconds % size) / next[0]) : 0
    const text = `${Math.floor(seconds / size)}${NBSP}${name}${next && rest > 0 ? ` ${rest}${NBSP}${next[1]}` : ''}`
    return sign(value) < 0 ? MINUS + text : text
  }

  /** Full value of a metric by its unit: for tables, tooltips and accessible names. */
  const value = (text: string | null, unit: MetricUnit, currency?: string | null): string => {
    if (text === null) return DASH
    switch (unit) {
      case 'money':
        return money(text, currency)
      case 'count':
        return count(text)
      case 'percent':
        return percent(text)
      case 'duration':
        return duration(text)
    }
  }

  /** Short value for tiles and axes: `$389.1K`; below 100,000 as it is, money without cents from 1,000. */
  const short = (text: string | null, unit: MetricUnit, currency?: string | null): string => {
    if (text === null || unit === 'percent' || unit === 'duration') return value(text, unit, currency)
    const size = magnitude(text)
    const style = unit === 'money' ? currencyStyle(currency) : {}
    if (compare(size, COMPACT_FROM) >= 0) {
      return withMinus(
        number(`s${unit}${currency}`, () => ({
          ...style,
          notation: 'compact',
          minimumFractionDigits: 1,
          maximumFractionDigits: 1,
        })).format(exact(text)),
      )
    }
    if (unit === 'money' && compare(size, WHOLE_MONEY_FROM) >= 0) {
      return withMinus(
        number(`w${currency}`, () => ({ ...style, maximumFractionDigits: 0 })).format(exact(text)),
      )
    }
    return value(text, unit, currency)
  }

  /** For ranked lists: never shortened, money without cents from 1,000. */
  const whole = (text: string | null, unit: MetricUnit, currency?: string | null): string => {
    if (text === null || unit !== 'money' || compare(magnitude(text), WHOLE_MONEY_FROM) < 0)
      return value(text, unit, currency)
    return withMinus(
      number(`w${currency}`, () => ({ ...currencyStyle(currency), maximumFractionDigits: 0 })).format(
        exact(text),
      ),
    )
  }

  /** Axis label: as short as it can be, `$20K`. Takes a float because it is a position, not a figure. */
  const axis = (position: number, unit: MetricUnit, currency?: string | null): string => {
    if (unit === 'percent')
      return `${withMinus(number('axp', () => ({ maximumFractionDigits: 1 })).format(position))}%`
    if (unit === 'duration') return duration(String(position))
    const style = unit === 'money' ? currencyStyle(currency) : {}
    return withMinus(
      number(`ax${unit}${currency}`, () => ({
        ...style,
        notation: 'compact',
        minimumFractionDigits: 0,
        maximumFractionDigits: 1,
      })).format(position),
    )
  }

  /**
   * The change between two values of a metric. Percentages differ in `pp`; from zero it is "new"; where the sign was or
   * is negative the plain difference is shown; below 10 events counts are shown instead of percent. Null: nothing to compare.
   */
  const change = (
    now: string | null,
    before: string | null,
    unit: MetricUnit,
    goodWhen: MetricDirection,
    currency?: string | null,
  ): Change | null => {
    if (now === null || before === null) return null
    const difference = subtract(now, before)
    const way = sign(difference)
    const direction = way > 0 ? 'up' : way < 0 ? 'down' : 'flat'
    const isGood = way === 0 || goodWhen === 'neutral' ? null : (goodWhen === 'up') === way > 0
    const size = magnitude(difference)
    const flat: Change = { direction: 'flat', text: 'no change', isGood: null }
    if (way === 0) return flat
    if (unit === 'percent') {
      return compare(size, PERCENT_SHOWN_FROM) < 0
        ? flat
        : { direction, text: `${points(size)}${NBSP}pp`, isGood }
    }
    if (sign(before) === 0) return { direction, text: 'new', isGood }
    const isFew = unit === 'count' && compare(magnitude(before), FEW) < 0
    if (sign(before) < 0 || sign(now) < 0 || isFew)
      return { direction, text: short(size, unit, currency), isGood }
    const share = percentOf(size, magnitude(before)) ?? '0'
    return compare(share, PERCENT_SHOWN_FROM) < 0 ? flat : { direction, text: percent(share), isGood }
  }

  const monthOf = (day: string) => months[Number(day.slice(5, 7)) - 1] ?? ''
  const dayOf = (day: string) => String(Number(day.slice(8, 10)))
  const yearOf = (day: string) => String(Number(day.slice(0, 4)))

  /** `3 Nov 2026`; without the year for axes and lists of one year. */
  const day = (text: string, withYear = true) =>
    `${dayOf(text)} ${monthOf(text)}${withYear ? ` ${yearOf(text)}` : ''}`

  /** `Nov 2026` */
  const month = (text: string) => `${monthOf(text)} ${yearOf(text)}`

  /** `1–30 Nov 2026`, `24 Aug – 19 Nov 2026`, `3 Nov 2026`. */
  const dayRange = (from: string, to: string): string => {
    if (from === to) return day(from)
    if (from.slice(0, 7) === to.slice(0, 7)) return `${dayOf(from)}${DASH}${day(to)}`
    return `${day(from, from.slice(0, 4) !== to.slice(0, 4))} ${DASH} ${day(to)}`
  }

  const zoned = (at: Date, fields: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...fields }).format(at)
  const clock = (at: Date) =>
    zoned(at, { hour: 'numeric', minute: '2-digit' })
      .replace(/\u202f/g, ' ')
      .toLowerCase()
  const isoDay = (at: Date) =>
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
      at,
    )

  /** A time of day as it is stored, `14:02`, as `2:02 pm`. */
  const timeOfDay = (text: string) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' })
      .format(new Date(`2000-01-01T${text}:00Z`))
      .replace(/\u202f/g, ' ')
      .toLowerCase()

  /** `3 Nov 2026, 2:02 pm`. */
  const dateTime = (iso: string) => `${day(isoDay(new Date(iso)))}, ${clock(new Date(iso))}`

  /** `2 min ago` within seven days, else the date. */
  const ago = (iso: string, nowMs: number): string => {
    const age = nowMs - Date.parse(iso)
    if (age < MINUTE_MS) return 'just now'
    if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)}${NBSP}min ago`
    if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)}${NBSP}h ago`
    if (age < RELATIVE_UP_TO_MS) {
      const days = Math.floor(age / DAY_MS)
      return `${days}${NBSP}${plural(days, { one: 'day', other: 'days' })} ago`
    }
    return day(isoDay(new Date(iso)))
  }

  /** `in 13 min`, `in 2 h`; the date and time from a day on, and `now` once it is due. */
  const until = (iso: string, nowMs: number): string => {
    const rest = Date.parse(iso) - nowMs
    if (rest <= 0) return 'now'
    if (rest < HOUR_MS) return `in ${Math.ceil(rest / MINUTE_MS)}${NBSP}min`
    if (rest < DAY_MS) return `in ${Math.round(rest / HOUR_MS)}${NBSP}h`
    return dateTime(iso)
  }

  /** `3.4 MB`. */
  const bytes = (size: number): string => {
    if (size < 1_000) return `${size}${NBSP}B`
    if (size < 1_000_000) return `${count((size / 1_000).toFixed(1), 1)}${NBSP}kB`
    return `${count((size / 1_000_000).toFixed(1), 1)}${NBSP}MB`
  }

  /** The business day it is now, in the zone of the workspace. */
  const today = (nowMs: number) => isoDay(new Date(nowMs))

  return {
    money,
    count,
    percent,
    duration,
    value,
    short,
    whole,
    axis,
    change,
    day,
    month,
    dayRange,
    clock: (iso: string) => clock(new Date(iso)),
    timeOfDay,
    dateTime,
    ago,
    until,
    bytes,
    today,
  }
}

/** Shortens an id in the middle: `0198f3…77ab`. */
export function shortId(id: string): string {
  return id.length <= 13 ? id : `${id.slice(0, 6)}…${id.slice(-4)}`
}

/** First letters of the first and last word: `Ana M.` is `AM`. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = words[0]?.[0] ?? '?'
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''
  return (first + last).toUpperCase()
}
