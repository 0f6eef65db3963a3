import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { BUSY_STEPS_OF_ONE_MAX } from '../../../contracts/limits.ts'
import type { Span } from '../rules/spans.ts'
import { type Component, componentOf, propertyOf, valuesOf } from './entries.ts'

/** Where the clocks of a zone stand: the instant of what they show. Both are milliseconds; a wall time as if it were UTC. */
export interface Zone {
  instantOf(wallMs: number): number
}

export const UTC: Zone = { instantOf: (wallMs) => wallMs }
const DAY_MS = 86_400_000
/** Changes of the clocks that count in the period are looked for from so far before it. */
const CHANGES_BEFORE_MS = 800 * DAY_MS

/** Milliseconds of a wall time such as `2026-05-04T09:00:00`. Throws when it is none. */
export function wallOf(text: string): number {
  const ms = Date.parse(`${text.length === 10 ? `${text}T00:00:00` : text.replace(/Z$/, '')}Z`)
  if (Number.isNaN(ms)) throw new Error('not a time')
  return ms
}
export const plainOf = (wallMs: number): string => new Date(wallMs).toISOString().slice(0, 19)

/** A zone of the time zone database. What its clocks skip moves on by the gap, what they show twice is the first time. */
class NamedZone implements Zone {
  private readonly known = new Map<number, number>()
  private readonly name: string

  constructor(name: string) {
    this.name = name
  }

  instantOf(wallMs: number): number {
    const known = this.known.get(wallMs)
    if (known !== undefined) return known
    const found = Temporal.PlainDateTime.from(plainOf(wallMs)).toZonedDateTime(this.name).epochMilliseconds
    this.known.set(wallMs, found)
    return found
  }
}

/** A zone that a calendar describes itself: when its clocks change, in order, and how far they are from UTC from then on. */
class DescribedZone implements Zone {
  private readonly changes: readonly { wallMs: number; offsetMs: number }[]
  private readonly firstOffsetMs: number

  constructor(zone: Component, period: Span) {
    const parts = zone.parts.map(componentOf)
    this.changes = parts.flatMap((part) => changesOf(part, period)).sort((a, b) => a.wallMs - b.wallMs)
    this.firstOffsetMs = offsetOf(parts[0], 'tzoffsetto')
  }

  instantOf(wallMs: number): number {
    const offsetMs = this.changes.findLast((one) => one.wallMs <= wallMs)?.offsetMs ?? this.firstOffsetMs
    return wallMs - offsetMs
  }
}

function offsetOf(part: Component | undefined, name: string): number {
  const value = part && propertyOf(part, name)?.[3]
  const found = typeof value === 'string' ? /^([+-])(\d\d):?(\d\d)(?::?(\d\d))?$/.exec(value) : null
  if (found === null) throw new Error('a zone without an offset')
  const [, sign, hours, minutes, seconds = '0'] = found
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
}

function changesOf(part: Component, { fromMs, toMs }: Span): { wallMs: number; offsetMs: number }[] {
  const offsetMs = offsetOf(part, 'tzoffsetto')
  const start = wallOf(String(propertyOf(part, 'dtstart')?.[3]))
  const more = valuesOf(part, 'rdate').map(({ value }) => wallOf(String(value)))
  const rules = valuesOf(part, 'rrule').flatMap(({ value }) =>
    wallsOf(value, start, { fromMs: fromMs - CHANGES_BEFORE_MS, toMs }, offsetMs),
  )
  return [start, ...more, ...rules].map((wallMs) => ({ wallMs, offsetMs }))
}

/** A named zone that this machine knows; null for any other name. */
export function namedZone(name: string): Zone | null {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return new NamedZone(name)
  } catch {
    return null
  }
}

/**
 * The zones of one calendar by the names it uses: those of the time zone database first, which are never cut short, then what the
 * calendar describes. A name that nobody knows is the artist's own zone.
 */
export class Zones {
  private readonly described: ReadonlyMap<string, Component>
  private readonly known = new Map<string, Zone>()
  private readonly own: Zone
  private readonly period: Span

  constructor(calendar: Component, own: Zone, period: Span) {
    this.own = own
    this.period = period
    this.described = new Map(
      calendar.parts
        .map(componentOf)
        .filter(({ name }) => name === 'vtimezone')
        .map((zone) => [String(propertyOf(zone, 'tzid')?.[3]), zone]),
    )
  }

  /** Null is a time that floats: it counts on the clock of whoever reads it. */
  of(name: string | null): Zone {
    if (name === null) return this.own
    const known = this.known.get(name)
    if (known !== undefined) return known
    const description = this.described.get(name)
    const found =
      namedZone(name) ?? (description === undefined ? this.own : new DescribedZone(description, this.period))
    this.known.set(name, found)
    return found
  }
}

const Rule = z.record(z.string(), z.unknown())
/** Parts of a rule by which it repeats; `until` is told apart, because its form varies. */
const RULE_PARTS = [
  'freq',
  'interval',
  'count',
  'byday',
  'bymonth',
  'bymonthday',
  'byyearday',
  'byweekno',
  'byhour',
  'byminute',
  'bysecond',
  'bysetpos',
  'wkst',
]

/** A rule that was given up, because it repeats too often or never. */
export class TooManySteps extends Error {
  override readonly name = 'TooManySteps'
}

/** How often a rule may have to be stepped through before it reaches what is asked for. */
export const stepsOf = (rule: unknown): number =>
  Math.min(Number(Rule.safeParse(rule).data?.count ?? 0) || 0, BUSY_STEPS_OF_ONE_MAX)

/**
 * Wall times at which a rule repeats within a period, its start among them. The clocks do not matter to it, so it is worked out as if
 * there were none. `offsetMs` is that of the zone about then, for an end that is given in UTC. Throws when there is no sense in the
 * rule, or when it would have to be stepped through too often.
 */
export function wallsOf(rule: unknown, startMs: number, period: Span, offsetMs: number): number[] {
  const parts = new Map<string, unknown>(Object.entries(Rule.parse(rule)))
  const text = RULE_PARTS.flatMap((name) => {
    const value = parts.get(name)
    return value === undefined ? [] : [`${name.toUpperCase()}=${[value].flat().join(',')}`]
  })
  const until = parts.get('until')
  const untilMs =
    typeof until !== 'string'
      ? Number.POSITIVE_INFINITY
      : // A day is over at its end; an instant is brought onto the wall.
        wallOf(until) + (until.length === 10 ? DAY_MS - 1 : until.endsWith('Z') ? offsetMs : 0)
  const toMs = Math.min(period.toMs, untilMs)
  if (toMs < period.fromMs) return []
  const repeated = new RRuleTemporal({
    rruleString: `RRULE:${text.join(';')}`,
    dtstart: Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO('UTC'),
    tzid: 'UTC',
    temporal: Temporal,
    includeDtstart: true,
    maxIterations: BUSY_STEPS_OF_ONE_MAX,
    maxCandidateEvaluations: BUSY_STEPS_OF_ONE_MAX,
  })
  try {
    return repeated
      .between(new Date(period.fromMs), new Date(toMs), true)
      .map(({ epochMilliseconds }) => epochMilliseconds)
  } catch (error) {
    throw error instanceof Error && error.message.startsWith('Maximum') ? new TooManySteps() : error
  }
}
