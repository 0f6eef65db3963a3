import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addDays } from '../../../contracts/days.ts'
import type { Schedule } from '../../availability/rules/hours.ts'
import type { WorkFact } from './facts.ts'
import { hoursMoved, hoursOf, joinedDays, type KeptHours, keptDays, lastDayAhead } from './hours.ts'

const HOUR = 3600
const weekly = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }))
const schedule = (over: Partial<Schedule> = {}): Schedule => ({
  timeZone: 'Europe/London',
  patterns: [{ effectiveFrom: '2026-01-01', weekly }],
  exceptions: [],
  ...over,
})
const span = (from: string, to: string) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) })
const booking = (from: string, to: string) => ({
  ...{ id: 'b', projectId: null, share: 100 },
  ...span(from, to),
})
// Monday to Sunday
const week = { from: '2026-06-01', to: '2026-06-07' }

it('[ME40] a week of eight hours a day is five days of them, less time off and with what was opened', () => {
  expect(hoursOf(schedule(), 1, [], week).available.map(({ seconds }) => seconds / HOUR)).toEqual([
    8, 8, 8, 8, 8,
  ])
  const exceptions: Schedule['exceptions'] = [
    {
      kind: 'off',
      title: 'Dentist',
      firstDay: '2026-06-02',
      lastDay: '2026-06-02',
      hours: { from: '09:00', to: '12:00' },
    },
    { kind: 'off', title: 'Holiday', firstDay: '2026-06-03', lastDay: '2026-06-03', hours: null },
    {
      kind: 'open',
      title: 'Shoot',
      firstDay: '2026-06-06',
      lastDay: '2026-06-06',
      hours: { from: '10:00', to: '12:00' },
    },
  ]
  expect(hoursOf(schedule({ exceptions }), 1, [], week).available).toEqual([
    { day: '2026-06-01', seconds: 8 * HOUR },
    { day: '2026-06-02', seconds: 5 * HOUR },
    { day: '2026-06-04', seconds: 8 * HOUR },
    { day: '2026-06-05', seconds: 8 * HOUR },
    { day: '2026-06-06', seconds: 2 * HOUR },
  ])
})

it('[ME40] a room for three is there three times', () => {
  expect(hoursOf(schedule(), 3, [], week).available[0]?.seconds).toBe(24 * HOUR)
})

it('[ME41] whole days take the hours of their days, and time outside of the hours takes none', () => {
  const days = hoursOf(schedule(), 1, [booking('2026-06-04T23:00:00Z', '2026-06-07T23:00:00Z')], week)
  expect(days.booked).toEqual([{ day: '2026-06-05', seconds: 8 * HOUR, bookingId: 'b', projectId: null }])
  const half = { ...booking('2026-06-01T08:00:00Z', '2026-06-01T12:00:00Z'), share: 50 }
  expect(hoursOf(schedule(), 1, [half], week).booked.map(({ seconds }) => seconds / HOUR)).toEqual([2])
  const late = hoursOf(schedule(), 1, [booking('2026-06-01T15:00:00Z', '2026-06-01T20:00:00Z')], week)
  expect(late.booked).toEqual([{ day: '2026-06-01', seconds: HOUR, bookingId: 'b', projectId: null }])
})

it('[ME40] counts a night that the clocks change by the time that passes, on the days it lies in', () => {
  const night = [{ weekday: 6, from: '22:00', to: '06:00' }]
  const one = schedule({ patterns: [{ effectiveFrom: '2026-01-01', weekly: night }] })
  expect(hoursOf(one, 1, [], { from: '2026-03-28', to: '2026-03-29' }).available).toEqual([
    { day: '2026-03-28', seconds: 2 * HOUR },
    { day: '2026-03-29', seconds: 5 * HOUR },
  ])
})

it('[ME42] works hours out to the end of the thirteenth month ahead, and keeps what is over for 400 days', () => {
  expect([lastDayAhead('2026-11-26'), lastDayAhead('2026-12-01')]).toEqual(['2027-12-31', '2028-01-31'])
  expect(keptDays({ from: '2020-01-01', to: '2050-01-01' }, '2026-11-26')).toEqual({
    from: addDays('2026-11-26', -400),
    to: '2027-12-31',
  })
  expect(keptDays({ from: '2030-01-01', to: '2031-01-01' }, '2026-11-26')).toBeNull()
})

it('[ME41] what is booked of a day is never more than is there, and days taken one by one are the days together', () => {
  const aBooking = fc.record({ start: fc.nat(24 * 9), hours: fc.integer({ min: 1, max: 60 }) })
  fc.assert(
    fc.property(
      aBooking,
      fc.constantFrom('Europe/London', 'Asia/Kolkata', 'UTC'),
      ({ start, hours }, timeZone) => {
        const fromMs = Date.UTC(2026, 4, 31) + start * 3_600_000
        const own = [{ id: 'b', projectId: null, share: 100, fromMs, toMs: fromMs + hours * 3_600_000 }]
        const whole = hoursOf(schedule({ timeZone }), 1, own, week)
        for (const { day, seconds } of whole.booked)
          expect(seconds).toBeLessThanOrEqual(whole.available.find((one) => one.day === day)?.seconds ?? 0)
        const parts = [0, 1, 2, 3, 4, 5, 6].map((i) => addDays(week.from, i))
        const apart = parts.map((day) => hoursOf(schedule({ timeZone }), 1, own, { from: day, to: day }))
        expect(apart.flatMap(({ booked }) => booked)).toEqual(whole.booked)
        expect(apart.flatMap(({ available }) => available)).toEqual(whole.available)
      },
    ),
  )
})

const aFact = fc.record({
  kind: fc.constantFrom('available' as const, 'booked' as const),
  day: fc.constantFrom('2026-06-01', '2026-06-02'),
  id: fc.constantFrom('a', 'b'),
  artistId: fc.constantFrom('a', 'b'),
  projectId: fc.constantFrom('p', null),
  seconds: fc.integer({ min: 1, max: 2 }),
})
const keyOf = ({ kind, day, id }: Pick<WorkFact, 'kind' | 'day' | 'id'>) => `${kind} ${day} ${id}`
const someFacts = fc.uniqueArray(aFact, { selector: keyOf, maxLength: 8 })

it('[ME42] changes of what was kept what came out otherwise, and nothing else', () => {
  fc.assert(
    fc.property(someFacts, someFacts, fc.boolean(), (old, wanted, isOfOtherClient) => {
      const kept: KeptHours[] = old.map((one) => ({ ...one, isOfOtherClient }))
      const fresh = wanted.map((one): WorkFact => ({ ...one, bookingId: null, leadSeconds: null }))
      const { put, gone } = hoursMoved(kept, fresh)
      const rows = new Map<string, object>(old.map((one) => [keyOf(one), one]))
      for (const one of gone) expect(rows.delete(keyOf(one))).toBe(true)
      for (const { bookingId: _b, leadSeconds: _l, ...one } of put) {
        if (!isOfOtherClient) expect(rows.get(keyOf({ ...one }))).not.toEqual(one)
        rows.set(keyOf(one), one)
      }
      expect(rows).toEqual(new Map(wanted.map((one) => [keyOf(one), one])))
    }),
  )
})

it('[ME42] lays days that overlap or follow each other once', () => {
  const days = (from: number, to: number) => ({ from: `2026-06-0${from}`, to: `2026-06-0${to}` })
  expect(joinedDays([days(5, 6), days(1, 3), days(2, 2), days(4, 4)])).toEqual([days(1, 6)])
  expect(joinedDays([days(5, 6), days(1, 3)])).toEqual([days(1, 3), days(5, 6)])
})
