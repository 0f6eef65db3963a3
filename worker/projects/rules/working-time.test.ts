import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WorkingHours } from '../../../contracts/availability.ts'
import { edgeMs } from '../../availability/rules/edges.ts'
import { closedIn, type Schedule } from '../../availability/rules/hours.ts'
import { ZoneDays } from '../../availability/rules/zone-days.ts'
import { WorkingTime } from './working-time.ts'

const HOUR_MS = 3_600_000
const zones = [
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Asia/Kolkata',
  'America/Santiago',
] as const
const utc = (text: string) => Date.parse(`${text}Z`)
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)
const office = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }))
const hoursOf = (
  timeZone: string,
  weekly: WorkingHours[] | null,
  exceptions: Schedule['exceptions'] = [],
): Schedule => ({ timeZone, patterns: [{ effectiveFrom: '0001-01-01', weekly }], exceptions })
const timeOf = (hours: Schedule, anchor: string) =>
  new WorkingTime(hours, new ZoneDays(hours.timeZone), utc(anchor))
const add = (time: WorkingTime, ms: number, hours: number) =>
  time.endAt(time.positionOf(ms) + hours * HOUR_MS)

describe('working time', () => {
  it('[PJ1] leaves out nights, weekends and holidays: the working duration is the truth, the end follows', () => {
    const time = timeOf(hoursOf('UTC', office), '2026-06-01T00:00')
    expect(iso(add(time, utc('2026-06-05T13:00'), 4))).toBe('2026-06-05T17:00')
    expect(iso(add(time, utc('2026-06-05T13:00'), 5))).toBe('2026-06-08T10:00')
    expect(iso(time.startAt(time.positionOf(utc('2026-06-05T17:00'))))).toBe('2026-06-08T09:00')
    const holiday = {
      kind: 'off' as const,
      title: 'Holiday',
      firstDay: '2026-06-08',
      lastDay: '2026-06-08',
      hours: null,
    }
    const saturday = {
      ...holiday,
      kind: 'open' as const,
      firstDay: '2026-06-06',
      lastDay: '2026-06-06',
      hours: { from: '10:00', to: '12:00' },
    }
    const other = timeOf(hoursOf('UTC', office, [holiday, saturday]), '2026-06-01T00:00')
    expect(iso(add(other, utc('2026-06-05T13:00'), 5))).toBe('2026-06-06T11:00')
    expect(iso(add(other, utc('2026-06-05T13:00'), 7))).toBe('2026-06-09T10:00')
  })

  it('[PJ1] goes back as well, and counts the same both ways', () => {
    const time = timeOf(hoursOf('UTC', office), '2026-06-01T00:00')
    expect(iso(add(time, utc('2026-06-01T10:00'), -2))).toBe('2026-05-29T16:00')
    expect(time.minutesBetween(utc('2026-05-29T16:00'), utc('2026-06-01T10:00'))).toBe(120)
    expect(time.minutesBetween(utc('2026-06-01T10:00'), utc('2026-05-29T16:00'))).toBe(-120)
    // A year before the anchor, and shifts that go over midnight.
    expect(iso(add(time, utc('2025-06-02T10:00'), 8))).toBe('2025-06-03T10:00')
    const nights = timeOf(hoursOf('UTC', [{ weekday: 5, from: '22:00', to: '06:00' }]), '2026-06-01T00:00')
    expect(iso(add(nights, utc('2026-06-05T00:00'), 5))).toBe('2026-06-06T03:00')
  })

  it('[PJ1] is wall-clock time of its zone, also on days of 23 and 25 hours', () => {
    const sundays = hoursOf('Europe/London', [{ weekday: 7, from: '00:00', to: '06:00' }])
    const time = timeOf(sundays, '2026-03-01T00:00')
    const worked = (day: string) =>
      time.minutesBetween(utc(`${day}T00:00`) - 2 * HOUR_MS, utc(`${day}T20:00`)) / 60
    expect([worked('2026-03-22'), worked('2026-03-29'), worked('2026-10-25')]).toEqual([6, 5, 7])
  })

  it('[PJ1] has an answer to every sum, also where nobody works any more', () => {
    const gone = { ...hoursOf('UTC', office), patterns: [{ effectiveFrom: '0001-01-01', weekly: [] }] }
    const time = timeOf(gone, '2026-06-01T00:00')
    const end = add(time, utc('2026-06-01T00:00'), 8)
    expect(Number.isFinite(end)).toBe(true)
    expect(end - time.startAt(time.positionOf(utc('2026-06-01T00:00')))).toBe(8 * HOUR_MS)
  })

  it('[PJ5] ends a day where its last hour ends, and a day without hours on the next that has some', () => {
    const time = timeOf(hoursOf('UTC', office), '2026-06-01T00:00')
    expect(iso(time.endOfDay(utc('2026-06-05T11:00'), true))).toBe('2026-06-05T17:00')
    expect(iso(time.endOfDay(utc('2026-06-05T17:00'), true))).toBe('2026-06-05T17:00')
    expect(iso(time.endOfDay(utc('2026-06-05T18:00'), true))).toBe('2026-06-08T17:00')
    expect(iso(time.endOfDay(utc('2026-06-06T00:00'), false))).toBe('2026-06-08T17:00')
    const always = timeOf(hoursOf('UTC', null), '2026-06-01T00:00')
    expect(iso(always.endOfDay(utc('2026-06-05T00:00'), true))).toBe('2026-06-05T00:00')
    expect(iso(always.endOfDay(utc('2026-06-05T00:00'), false))).toBe('2026-06-06T00:00')
  })

  it('[PJ1] agrees with the hours of artists in any zone, and goes there and back', () => {
    const time = fc
      .record({ h: fc.integer({ min: 0, max: 23 }), m: fc.constantFrom('00', '15', '30', '45') })
      .map(({ h, m }) => `${String(h).padStart(2, '0')}:${m}`)
    const weekly = fc.array(fc.record({ weekday: fc.integer({ min: 1, max: 7 }), from: time, to: time }), {
      minLength: 1,
      maxLength: 6,
    })
    const around = fc.integer({ min: utc('2026-01-01T00:00'), max: utc('2027-01-01T00:00') })
    const exception = fc
      .tuple(
        around,
        fc.constantFrom('off' as const, 'open' as const),
        fc.option(fc.record({ from: time, to: time })),
      )
      .map(([ms, kind, hours]) => {
        const day = iso(ms).slice(0, 10)
        return { kind, title: 'x', firstDay: day, lastDay: day, hours }
      })
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        weekly,
        fc.array(exception, { maxLength: 4 }),
        around,
        fc.integer({ min: 1, max: 12 * 24 * HOUR_MS }),
        fc.integer({ min: -500 * HOUR_MS, max: 500 * HOUR_MS }),
        (zone, hours, exceptions, fromMs, lengthMs, work) => {
          const schedule = hoursOf(zone, hours, exceptions)
          const counted = timeOf(schedule, '2026-06-01T00:00')
          const closed = closedIn(schedule, { fromMs, toMs: fromMs + lengthMs }).reduce(
            (sum, span) => sum + span.toMs - span.fromMs,
            0,
          )
          expect(counted.positionOf(fromMs + lengthMs) - counted.positionOf(fromMs)).toBe(lengthMs - closed)
          const position = counted.positionOf(fromMs) + work
          expect(counted.positionOf(counted.startAt(position))).toBe(position)
          expect(counted.positionOf(counted.endAt(position))).toBe(position)
          expect(counted.endAt(position)).toBeLessThanOrEqual(counted.startAt(position))
        },
      ),
      { numRuns: 80 },
    )
  })

  it('[PJ1] finds the same edges by arithmetic as the calendar of the zone', () => {
    const day = fc
      .integer({ min: utc('2020-01-01T00:00'), max: utc('2030-01-01T00:00') })
      .map((ms) => iso(ms).slice(0, 10))
    const clocks = new Map(zones.map((zone) => [zone, new ZoneDays(zone)]))
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        day,
        fc.constantFrom('00:00', '02:30', '09:00', '23:45'),
        (zone, on, at) => {
          const found = clocks.get(zone)?.edgeMs(on, at) ?? 0
          expect(found).toBe(edgeMs(on, at, zone))
          if (at === '09:00') expect(clocks.get(zone)?.dayAt(found)).toBe(on)
        },
      ),
      { numRuns: 300 },
    )
  })
})
