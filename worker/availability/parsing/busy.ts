import { Temporal } from 'temporal-polyfill'
import {
  BUSY_BLOCKS_MAX,
  BUSY_DAYS_AHEAD,
  BUSY_DAYS_BACK,
  BUSY_ENTRIES_MAX,
  BUSY_STEPS_MAX,
  BUSY_STEPS_OF_ONE_MAX,
} from '../../../contracts/limits.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'
import { edgeMs } from '../rules/edges.ts'
import { type Span, united, within } from '../rules/spans.ts'
import {
  type Component,
  componentOf,
  type Property,
  propertyOf,
  readCalendars,
  valuesOf,
  wordOf,
} from './entries.ts'
import { namedZone, plainOf, stepsOf, TooManySteps, UTC, wallOf, wallsOf, type Zone, Zones } from './zones.ts'

export type BusyRefusal = { code: 'not_calendar' | 'broken' | 'too_large' }

/** When somebody is busy by a calendar, and how many of its entries could not be understood. */
export interface Busy {
  spans: Span[]
  skipped: number
}

const DAY_MS = 86_400_000
/** What one entry that repeats costs besides its occurrences. */
const STEPS_OF_A_RULE = 10

/** The stretch of time of which busy time is kept, around a moment. */
export const busyPeriod = (nowMs: number): Span => ({
  fromMs: nowMs - BUSY_DAYS_BACK * DAY_MS,
  toMs: nowMs + BUSY_DAYS_AHEAD * DAY_MS,
})

/**
 * Busy time of a calendar in a period: entries that are not cancelled and take time, with what they repeat to. Whole days, and times
 * without a zone, are those of the artist's zone. Nothing but times comes out. What costs too much to work out is refused as a whole.
 */
export function readBusy(text: string, timeZone: string, period: Span): Result<Busy, BusyRefusal> {
  const read = readCalendars(text)
  if (!read.ok) return err({ code: read.code })
  const spans: Span[] = []
  let { skipped } = read
  let steps = 0
  for (const calendar of read.calendars) {
    const own = namedZone(timeZone)
    if (own === null) throw new Error('an artist without a time zone')
    const entries = calendar.parts.map(componentOf).filter(({ name }) => name === 'vevent')
    if (entries.length > BUSY_ENTRIES_MAX) return err({ code: 'too_large' })
    const clock = { zones: new Zones(calendar, own, period), timeZone, period }
    for (const series of seriesOf(entries)) {
      const found = busyOf(series, clock)
      spans.push(...found.spans)
      skipped += found.skipped
      steps += found.steps
      if (steps > BUSY_STEPS_MAX) return err({ code: 'too_large' })
    }
  }
  const busy = within(spans, period)
  return busy.length > BUSY_BLOCKS_MAX ? err({ code: 'too_large' }) : ok({ spans: busy, skipped })
}

/** Entries of one id: those that stand for themselves or repeat, and those that replace an occurrence. */
interface Series {
  masters: Component[]
  replacing: Component[]
}

function seriesOf(entries: readonly Component[]): Iterable<Series> {
  const byId = new Map<string, Series>()
  entries.forEach((entry, at) => {
    const id = String(propertyOf(entry, 'uid')?.[3] ?? `entry ${at}`)
    const series = byId.get(id) ?? { masters: [], replacing: [] }
    byId.set(id, series)
    if (propertyOf(entry, 'recurrence-id') === undefined) series.masters.push(entry)
    else series.replacing.push(entry)
  })
  return byId.values()
}

interface Clock {
  zones: Zones
  timeZone: string
  period: Span
}

/** When an entry takes place, on the wall of its zone and as instants; of whole days the length is in days. */
interface When {
  wallMs: number
  fromMs: number
  length: { days: number } | { ms: number }
  zone: Zone
}

/** An entry that stands in place of an occurrence, and of all that follow where it says so. */
interface Replacement {
  insteadOfMs: number
  insteadOfWallMs: number
  when: When
  takesTime: boolean
  isFromThenOn: boolean
}

function busyOf({ masters, replacing }: Series, clock: Clock): Busy & { steps: number } {
  const spans: Span[] = []
  let [skipped, steps] = [0, 0]
  const replacements = replacing.flatMap((entry) => {
    try {
      return [replacementOf(entry, clock)]
    } catch {
      skipped += 1
      return []
    }
  })
  spans.push(...replacements.flatMap(({ takesTime, when }) => (takesTime ? [spanOf(when, 0)] : [])))
  for (const entry of masters) {
    steps += 1
    try {
      const walls = occurrencesOf(entry, clock)
      steps += walls.steps
      spans.push(...remaining(entry, walls, replacements, clock))
    } catch (error) {
      skipped += 1
      steps += error instanceof TooManySteps ? BUSY_STEPS_OF_ONE_MAX : STEPS_OF_A_RULE
    }
  }
  return { spans: united(spans), skipped, steps }
}

/** Occurrences of an entry without those that are left out or replaced. */
function remaining(
  entry: Component,
  { when, walls }: Occurrences,
  replacements: readonly Replacement[],
  clock: Clock,
): Span[] {
  const gone = new Set([
    ...valuesOf(entry, 'exdate').map(({ property, value }) => instantOf(property, value, clock).fromMs),
    ...replacements.map(({ insteadOfMs }) => insteadOfMs),
  ])
  const onwards = replacements
    .filter(({ isFromThenOn }) => isFromThenOn)
    .sort((a, b) => a.insteadOfMs - b.insteadOfMs)
  const isBusy = takesTime(entry)
  return walls.flatMap((wallMs) => {
    const ms = spanOf(when, wallMs - when.wallMs).fromMs
    if (gone.has(ms)) return []
    const later = onwards.findLast(({ insteadOfMs }) => insteadOfMs <= ms)
    if (later === undefined) return isBusy ? [spanOf(when, wallMs - when.wallMs)] : []
    return later.takesTime ? [spanOf(later.when, wallMs - later.insteadOfWallMs)] : []
  })
}

interface Occurrences {
  when: When
  walls: number[]
  steps: number
}

/** Where an entry takes place within the period: once, or as often as it repeats. */
function occurrencesOf(entry: Component, clock: Clock): Occurrences {
  const when = whenOf(entry, clock)
  const rules = valuesOf(entry, 'rrule')
  const more = valuesOf(entry, 'rdate').map(({ property, value }) => instantOf(property, value, clock).wallMs)
  // An occurrence that began before the period may reach into it, and zones are at most a day apart.
  const lengthMs = 'days' in when.length ? when.length.days * DAY_MS : when.length.ms
  const asked = { fromMs: clock.period.fromMs - lengthMs - DAY_MS, toMs: clock.period.toMs + DAY_MS }
  const offsetMs = when.wallMs - when.fromMs
  const repeated = rules.flatMap(({ value }) => wallsOf(value, when.wallMs, asked, offsetMs))
  const first = rules.length === 0 ? [when.wallMs] : []
  const cost = rules.reduce((sum, { value }) => sum + STEPS_OF_A_RULE + stepsOf(value), 0)
  return { when, walls: [...new Set([...first, ...more, ...repeated])], steps: cost + repeated.length }
}

const takesTime = (entry: Component): boolean =>
  wordOf(entry, 'status') !== 'CANCELLED' && wordOf(entry, 'transp') !== 'TRANSPARENT'

function replacementOf(entry: Component, clock: Clock): Replacement {
  const property = propertyOf(entry, 'recurrence-id')
  if (property === undefined) throw new Error('nothing is replaced')
  const instead = instantOf(property, property[3], clock)
  return {
    insteadOfMs: instead.fromMs,
    insteadOfWallMs: instead.wallMs,
    when: whenOf(entry, clock),
    takesTime: takesTime(entry),
    isFromThenOn: property[1].range === 'THISANDFUTURE',
  }
}

function whenOf(entry: Component, clock: Clock): When {
  const start = propertyOf(entry, 'dtstart')
  if (start === undefined) throw new Error('an entry without a start')
  const from = instantOf(start, start[3], clock)
  const end = propertyOf(entry, 'dtend')
  const lasts = propertyOf(entry, 'duration')?.[3]
  const lastsMs = typeof lasts === 'string' ? durationMs(lasts) : null
  if (start[2] === 'date') {
    const toMs = end === undefined ? from.wallMs + (lastsMs ?? DAY_MS) : instantOf(end, end[3], clock).wallMs
    return { ...from, length: { days: Math.max(1, Math.round((toMs - from.wallMs) / DAY_MS)) } }
  }
  const ms = end === undefined ? (lastsMs ?? 0) : instantOf(end, end[3], clock).fromMs - from.fromMs
  if (ms < 0) throw new Error('an entry that ends before it starts')
  return { ...from, length: { ms } }
}

const durationMs = (text: string): number =>
  Temporal.Duration.from(text).total({ unit: 'millisecond', relativeTo: '1970-01-01' })

/** A value of a property on its wall and as an instant. Days begin at midnight of the artist's zone. */
function instantOf(property: Property, value: unknown, { zones, timeZone }: Clock): Omit<When, 'length'> {
  // A period stands for its start: all occurrences are as long as the entry.
  const text = String(Array.isArray(value) ? value[0] : value)
  const wallMs = wallOf(text)
  if (text.length === 10)
    return { wallMs, fromMs: edgeMs(text, '00:00', timeZone), zone: midnightsOf(timeZone) }
  const name = property[1].tzid
  const zone = text.endsWith('Z') ? UTC : zones.of(typeof name === 'string' ? name : null)
  return { wallMs, fromMs: zone.instantOf(wallMs), zone }
}

const midnightsOf = (timeZone: string): Zone => ({
  instantOf: (wallMs) => edgeMs(plainOf(wallMs).slice(0, 10), '00:00', timeZone),
})

/** The occurrence of an entry so much later on its wall. */
function spanOf({ wallMs, length, zone }: When, laterMs: number): Span {
  const fromMs = zone.instantOf(wallMs + laterMs)
  const toMs = 'days' in length ? zone.instantOf(wallMs + laterMs + length.days * DAY_MS) : fromMs + length.ms
  return { fromMs, toMs }
}
