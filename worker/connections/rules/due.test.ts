import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nextDailyAt } from './due.ts'

const TWO = 120
const next = (now: string, timeZone: string, minute = TWO) =>
  nextDailyAt(new Date(now), timeZone, minute).toISOString()

it.each([
  // Sydney: the clock goes from 02:00 to 03:00 on 4 October and from 03:00 to 02:00 on 5 April.
  ['Australia/Sydney', '2026-10-02T20:00:00Z', '2026-10-03T16:00:00.000Z'],
  ['Australia/Sydney', '2026-10-03T16:00:00Z', '2026-10-04T15:00:00.000Z'],
  ['Australia/Sydney', '2026-04-04T14:59:59Z', '2026-04-04T15:00:00.000Z'],
  ['Australia/Sydney', '2026-04-04T15:00:00Z', '2026-04-05T16:00:00.000Z'],
  // Lord Howe: by half an hour, from 02:00 to 02:30 and from 02:00 to 01:30.
  ['Australia/Lord_Howe', '2026-10-03T00:00:00Z', '2026-10-03T15:30:00.000Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', '2026-10-04T15:00:00.000Z'],
  ['Australia/Lord_Howe', '2026-04-04T00:00:00Z', '2026-04-04T15:30:00.000Z'],
  // New York: from 02:00 to 03:00 on 8 March and from 02:00 to 01:00 on 1 November.
  ['America/New_York', '2026-03-08T00:00:00Z', '2026-03-08T07:00:00.000Z'],
  ['America/New_York', '2026-03-08T07:00:00Z', '2026-03-09T06:00:00.000Z'],
  ['America/New_York', '2026-11-01T04:00:00Z', '2026-11-01T07:00:00.000Z'],
  // London: from 01:00 to 02:00 on 29 March and from 02:00 to 01:00 on 25 October.
  ['Europe/London', '2026-03-29T00:00:00Z', '2026-03-29T01:00:00.000Z'],
  ['Europe/London', '2026-10-24T12:00:00Z', '2026-10-25T02:00:00.000Z'],
  ['UTC', '2026-12-31T02:00:00Z', '2027-01-01T02:00:00.000Z'],
])('[ME28] two in the morning in %s after %s is %s', (timeZone, now, expected) => {
  expect(next(now, timeZone)).toBe(expected)
})

it('[ME28] counts a time that the clock skips when it skips it, and one that comes twice the first time', () => {
  expect(next('2026-03-28T12:00:00Z', 'Europe/London', 90)).toBe('2026-03-29T01:00:00.000Z')
  expect(next('2026-10-24T12:00:00Z', 'Europe/London', 90)).toBe('2026-10-25T00:30:00.000Z')
  expect(next('2026-10-25T00:30:00Z', 'Europe/London', 90)).toBe('2026-10-26T01:30:00.000Z')
  expect(next('2026-10-03T00:00:00Z', 'Australia/Lord_Howe', 135)).toBe('2026-10-03T15:30:00.000Z')
  expect(next('2026-04-04T14:00:00Z', 'Australia/Lord_Howe', 105)).toBe('2026-04-04T14:45:00.000Z')
})

it('[ME28] is always ahead, by at most 25 hours, and asking from there moves on', () => {
  const zones = ['Australia/Sydney', 'Australia/Lord_Howe', 'America/New_York', 'Europe/London']
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
      fc.integer({ min: 0, max: 1439 }),
      (zone, now, minute) => {
        const at = nextDailyAt(new Date(now), zone, minute).getTime()
        const after = nextDailyAt(new Date(at), zone, minute).getTime()
        expect(at).toBeGreaterThan(now)
        expect(at - now).toBeLessThanOrEqual(25 * 3_600_000)
        expect(after - at).toBeGreaterThanOrEqual(22 * 3_600_000)
        expect(nextDailyAt(new Date(at - 1), zone, minute).getTime()).toBe(at)
      },
    ),
  )
})

it('[ME28] refuses a zone that does not exist', () => {
  expect(() => next('2026-01-01T00:00:00Z', 'Mars/Olympus')).toThrow(RangeError)
})
