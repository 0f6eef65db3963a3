import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WorkingHours } from '../../../contracts/availability.ts'
import { edgeMs } from './edges.ts'
import { closedIn, type Exception, patternOn, type Schedule, segmentsIn, wholeDaysOf } from './hours.ts'

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
const weekdays = (from = '09:00', to = '17:00'): WorkingHours[] =>
  [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from, to }))
const works = (timeZone: string, weekly: WorkingHours[] | null, exceptions: Exception[] = []): Schedule => ({
  timeZone,
  patterns: [{ effectiveFrom: '2020-01-01', weekly }],
  exceptions,
})
const off = (firstDay: string, lastDay = firstDay, hours: Exception['hours'] = null): Exception => ({
  ...{ kind: 'off', title: 'Leave', firstDay, lastDay, hours },
})
const shown = (parts: readonly { fromMs: number; toMs: number; state: string }[]) =>
  parts.map(({ fromMs, toMs, state }) => `${iso(fromMs)} ${iso(toMs)} ${state}`)

describe('working hours', () => {
  it('[BK23] leave the rest of the day closed, and all of the weekend', () => {
    const period = { fromMs: utc('2026-06-05T00:00'), toMs: utc('2026-06-08T12:00') }
    expect(shown(closedIn(works('UTC', weekdays()), period))).toEqual([
      '2026-06-05T00:00 2026-06-05T09:00 outside',
      '2026-06-05T17:00 2026-06-08T09:00 outside',
    ])
    expect(closedIn(works('UTC', null), period)).toEqual([])
    expect(closedIn({ ...works('UTC', null), patterns: [] }, period)).toEqual([])
  })

  it('[BK23] may go over midnight, and reach from the day before into what is asked for', () => {
    const night = works('UTC', [{ weekday: 5, from: '22:00', to: '02:00' }])
    const period = { fromMs: utc('2026-06-06T00:00'), toMs: utc('2026-06-06T06:00') }
    expect(shown(closedIn(night, period))).toEqual(['2026-06-06T02:00 2026-06-06T06:00 outside'])
  })

  it('[BK23] count from a day on until the next ones do, so that the past stays as it was', () => {
    const patterns = [
      { effectiveFrom: '2026-06-10', weekly: weekdays('10:00', '14:00') },
      { effectiveFrom: '2026-06-01', weekly: weekdays() },
    ]
    expect(patternOn(patterns, '2026-05-31')).toBeUndefined()
    expect(patternOn(patterns, '2026-06-09')?.weekly?.[0]?.from).toBe('09:00')
    expect(patternOn(patterns, '2026-06-10')?.weekly?.[0]?.from).toBe('10:00')
  })

  it('[BK24] begin after a gap of the clocks, and with the first of two times that look alike', () => {
    const edges: [string, string, string, string][] = [
      ['Europe/London', '2026-03-29', '01:30', '2026-03-29T01:00'],
      ['Europe/London', '2026-10-25', '01:30', '2026-10-25T00:30'],
      ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:00'],
      ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30'],
      ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30'],
      ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45'],
      ['Pacific/Chatham', '2026-09-27', '03:00', '2026-09-26T14:00'],
      ['Asia/Kolkata', '2026-03-29', '01:30', '2026-03-28T20:00'],
      ['America/Santiago', '2026-09-06', '00:00', '2026-09-06T04:00'],
    ]
    for (const [zone, day, time, wanted] of edges)
      expect([zone, day, iso(edgeMs(day, time, zone))]).toEqual([zone, day, wanted])
  })

  it('[BK24] keep their length on the clock of the artist, also where a day has 23 or 25 hours', () => {
    const sundays = works('Europe/London', [{ weekday: 7, from: '00:00', to: '06:00' }])
    const free = (day: string) =>
      segmentsIn(sundays, { fromMs: utc(`${day}T00:00`) - 7_200_000, toMs: utc(`${day}T20:00`) }, [])
        .filter(({ state }) => state === 'free')
        .map(({ fromMs, toMs }) => (toMs - fromMs) / 3_600_000)
    expect([free('2026-03-22'), free('2026-03-29'), free('2026-10-25')]).toEqual([[6], [5], [7]])
  })
})

describe('time off and opened time', () => {
  const day = { fromMs: utc('2026-06-05T00:00'), toMs: utc('2026-06-06T00:00') }

  it('[BK25] says why, before what lies outside the hours, and for hours of a day only where they are said', () => {
    expect(shown(closedIn(works('UTC', weekdays(), [off('2026-06-05')]), day))).toEqual([
      '2026-06-05T00:00 2026-06-06T00:00 off',
    ])
    const noon = off('2026-06-05', '2026-06-05', { from: '12:00', to: '13:00' })
    expect(shown(closedIn(works('UTC', weekdays(), [noon]), day))).toEqual([
      '2026-06-05T00:00 2026-06-05T09:00 outside',
      '2026-06-05T12:00 2026-06-05T13:00 off',
      '2026-06-05T17:00 2026-06-06T00:00 outside',
    ])
  })

  it('[BK25] is overridden by what was opened', () => {
    const open: Exception = { ...off('2026-06-05'), kind: 'open', hours: { from: '10:00', to: '20:00' } }
    expect(shown(closedIn(works('UTC', weekdays(), [off('2026-06-05'), open]), day))).toEqual([
      '2026-06-05T00:00 2026-06-05T10:00 off',
      '2026-06-05T20:00 2026-06-06T00:00 off',
    ])
  })
})

describe('the parts of a stretch of time', () => {
  it('[BK25] are busy where a booking keeps them, whatever the hours say', () => {
    const period = { fromMs: utc('2026-06-05T08:00'), toMs: utc('2026-06-05T18:00') }
    const busy = [{ fromMs: utc('2026-06-05T07:00'), toMs: utc('2026-06-05T10:00') }]
    expect(shown(segmentsIn(works('UTC', weekdays()), period, busy))).toEqual([
      '2026-06-05T08:00 2026-06-05T10:00 busy',
      '2026-06-05T10:00 2026-06-05T17:00 free',
      '2026-06-05T17:00 2026-06-05T18:00 outside',
    ])
  })

  it('[BK24] [BK25] fill it without a gap and without an overlap, in any zone at any time', () => {
    const time = fc
      .record({ h: fc.integer({ min: 0, max: 23 }), m: fc.constantFrom('00', '15', '30', '45') })
      .map(({ h, m }) => `${String(h).padStart(2, '0')}:${m}`)
    const hours = fc.record({ weekday: fc.integer({ min: 1, max: 7 }), from: time, to: time })
    const around = fc.integer({ min: utc('2026-01-01T00:00'), max: utc('2027-01-01T00:00') })
    const length = fc.integer({ min: 1, max: 10 * 86_400_000 })
    const span = fc.tuple(around, length).map(([fromMs, ms]) => ({ fromMs, toMs: fromMs + ms }))
    fc.assert(
      fc.property(
        span,
        fc.constantFrom(...zones),
        fc.array(hours, { maxLength: 6 }),
        fc.array(span, { maxLength: 3 }),
        fc.boolean(),
        (period, zone, weekly, busy, isOff) => {
          const day = new Date(period.fromMs).toISOString().slice(0, 10)
          const parts = segmentsIn(works(zone, weekly, isOff ? [off(day)] : []), period, busy)
          expect(parts[0]?.fromMs).toBe(period.fromMs)
          expect(parts.at(-1)?.toMs).toBe(period.toMs)
          for (const [at, part] of parts.slice(1).entries()) expect(part.fromMs).toBe(parts[at]?.toMs)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('[BK26] are whole days where nothing of a day is open', () => {
    const week = { fromMs: utc('2026-06-04T00:00'), toMs: utc('2026-06-09T12:00') }
    const closed = closedIn(works('UTC', weekdays(), [off('2026-06-05')]), week)
    expect(shown(wholeDaysOf(closed, 'UTC'))).toEqual([
      '2026-06-05T00:00 2026-06-06T00:00 off',
      '2026-06-06T00:00 2026-06-08T00:00 outside',
    ])
    expect(
      wholeDaysOf(closedIn(works('UTC', weekdays()), { ...week, toMs: utc('2026-06-05T17:00') }), 'UTC'),
    ).toEqual([])
  })
})

describe('[BK53] a calendar of their own', () => {
  const at = (text: string) => Date.parse(`2027-05-${text}:00Z`)
  const shown = (schedule: Schedule, period = { fromMs: at('07T00:00'), toMs: at('08T00:00') }) =>
    closedIn(schedule, period).map(({ fromMs, toMs, state }) =>
      [new Date(fromMs).toISOString().slice(11, 16), new Date(toMs).toISOString().slice(11, 16), state].join(
        ' ',
      ),
    )
  const weekly = [{ weekday: 5, from: '09:00', to: '17:00' }]
  const patterns = [{ effectiveFrom: '2020-01-01', weekly }]
  const away = [
    { fromMs: at('07T08:00'), toMs: at('07T10:00') },
    { fromMs: at('07T12:00'), toMs: at('07T14:00') },
  ]

  it('closes the time it is busy, after time off, and within the hours and outside of them', () => {
    const off = { kind: 'off' as const, title: 'Dentist', firstDay: '2027-05-07', lastDay: '2027-05-07' }
    const exceptions = [{ ...off, hours: { from: '13:00', to: '15:00' } }]
    expect(shown({ timeZone: 'UTC', patterns, exceptions, away })).toEqual([
      '00:00 08:00 outside',
      '08:00 10:00 away',
      '12:00 13:00 away',
      '13:00 15:00 off',
      '17:00 00:00 outside',
    ])
  })

  it('closes it on a day that was opened and for whoever has no hours', () => {
    const open = { kind: 'open' as const, title: 'Shoot', firstDay: '2027-05-07', lastDay: '2027-05-07' }
    const exceptions = [{ ...open, hours: null }]
    const both = ['08:00 10:00 away', '12:00 14:00 away']
    expect(shown({ timeZone: 'UTC', patterns, exceptions, away })).toEqual(both)
    expect(shown({ timeZone: 'UTC', patterns: [], exceptions: [], away })).toEqual(both)
  })

  it('is walked through in one go, however full it is', () => {
    const busy = Array.from({ length: 10_000 }, (_, no) => ({
      fromMs: at('01T00:00') + no * 3_000_000,
      toMs: at('01T00:00') + no * 3_000_000 + 60_000,
    }))
    const period = { fromMs: at('01T00:00'), toMs: at('01T00:00') + 10_000 * 3_000_000 }
    const closed = closedIn({ timeZone: 'UTC', patterns, exceptions: [], away: busy }, period)
    expect(closed.filter(({ state }) => state === 'away')).toHaveLength(10_000)
  })
})
