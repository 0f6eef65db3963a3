import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterQuiet, nextDigestMs } from './times.ts'

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)
const night = { from: '22:00', to: '07:00' }
const putOff = (text: string, quiet: typeof night | null, zone = 'Europe/Berlin') =>
  iso(afterQuiet(Date.parse(`${text}:00Z`), quiet, zone))
const digest = (text: string, at: string, quiet: typeof night | null = null, zone = 'Europe/Berlin') =>
  iso(nextDigestMs(Date.parse(`${text}:00Z`), at, quiet, zone))

describe('[NT8] quiet hours', () => {
  it('put off what falls into them until they are over, on the clock of the person', () => {
    expect(putOff('2027-05-03T20:30', night)).toBe('2027-05-04T05:00')
    expect(putOff('2027-05-04T03:00', night)).toBe('2027-05-04T05:00')
    expect(putOff('2027-05-03T19:59', night)).toBe('2027-05-03T19:59')
    expect(putOff('2027-05-04T05:00', night)).toBe('2027-05-04T05:00')
    expect(putOff('2027-05-03T12:30', { from: '12:00', to: '13:00' }, 'UTC')).toBe('2027-05-03T13:00')
    expect(putOff('2027-05-03T12:30', null)).toBe('2027-05-03T12:30')
  })

  it('end by the clock also where it changes in them', () => {
    expect(putOff('2027-03-28T00:30', night)).toBe('2027-03-28T05:00')
    expect(putOff('2027-10-31T00:30', night)).toBe('2027-10-31T06:00')
    expect(putOff('2027-03-28T00:30', { from: '01:00', to: '02:30' })).toBe('2027-03-28T01:00')
  })

  it('whenever it is, what is put off comes later, within a day, and is put off no more', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '30'))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`)
    const zone = fc.constantFrom('Europe/Berlin', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kolkata')
    const moment = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-01-01') })
    fc.assert(
      fc.property(moment, time, time, zone, (ms, from, to, timeZone) => {
        fc.pre(from !== to)
        const found = afterQuiet(ms, { from, to }, timeZone)
        expect(found).toBeGreaterThanOrEqual(ms)
        expect(found - ms).toBeLessThanOrEqual(26 * 3_600_000)
        expect(afterQuiet(found, { from, to }, timeZone)).toBe(found)
      }),
    )
  })
})

it('[NT9] the daily mail comes at its time, the next day once that has passed, and after quiet hours', () => {
  expect(digest('2027-05-03T05:00', '08:00')).toBe('2027-05-03T06:00')
  expect(digest('2027-05-03T06:00', '08:00')).toBe('2027-05-04T06:00')
  expect(digest('2027-05-03T06:00', '06:00', night)).toBe('2027-05-04T05:00')
  expect(digest('2027-03-27T12:00', '02:30')).toBe('2027-03-28T01:00')
})
