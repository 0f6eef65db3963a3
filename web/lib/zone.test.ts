import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { instantOf, wallOf } from './zone.ts'

const zones = [
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Asia/Kolkata',
  'America/Santiago',
] as const
const wall = (text: string) => Date.parse(`${text}Z`) / 60_000
const iso = (ms: number) => new Date(ms).toISOString()

describe('wall clocks', () => {
  it('[BK18] moves a time that the clocks skip on by the gap, and says so', () => {
    expect(instantOf(wall('2026-03-29T01:30'), 'Europe/London')).toEqual({
      ms: Date.parse('2026-03-29T01:30:00Z'),
      problem: 'gap',
    })
    // Half an hour only.
    const lordHowe = instantOf(wall('2026-10-04T02:15'), 'Australia/Lord_Howe')
    expect(lordHowe.problem).toBe('gap')
    expect(wallOf(lordHowe.ms, 'Australia/Lord_Howe')).toBe(wall('2026-10-04T02:45'))
    // At midnight.
    const santiago = instantOf(wall('2026-09-06T00:30'), 'America/Santiago')
    expect([santiago.problem, wallOf(santiago.ms, 'America/Santiago')]).toEqual([
      'gap',
      wall('2026-09-06T01:30'),
    ])
  })

  it('[BK18] takes the first of two times that look alike, and says so', () => {
    const london = instantOf(wall('2026-10-25T01:30'), 'Europe/London')
    expect([iso(london.ms), london.problem]).toEqual(['2026-10-25T00:30:00.000Z', 'twice'])
    const newYork = instantOf(wall('2026-11-01T01:10'), 'America/New_York')
    expect([iso(newYork.ms), newYork.problem]).toEqual(['2026-11-01T05:10:00.000Z', 'twice'])
    expect(instantOf(wall('2026-10-25T12:00'), 'Asia/Kolkata').problem).toBeNull()
  })

  it('[BK18] agrees with the server’s calendar at any time in any of these zones', () => {
    const minute = fc.integer({ min: wall('2024-01-01T00:00'), max: wall('2029-01-01T00:00') })
    fc.assert(
      fc.property(minute, fc.constantFrom(...zones), (min, zone) => {
        const plain = Temporal.PlainDateTime.from(new Date(min * 60_000).toISOString().slice(0, 16))
        expect(instantOf(min, zone).ms).toBe(plain.toZonedDateTime(zone).epochMilliseconds)
        const shown = Temporal.Instant.fromEpochMilliseconds(min * 60_000).toZonedDateTimeISO(zone)
        expect(wallOf(min * 60_000, zone)).toBe(wall(shown.toPlainDateTime().toString().slice(0, 16)))
      }),
      { numRuns: 400 },
    )
  })

  it('[BK18] agrees with it around every change of the clocks', () => {
    for (const zone of zones) {
      let at = Temporal.Instant.from('2025-01-01T00:00:00Z').toZonedDateTimeISO(zone)
      for (let changes = 0; changes < 6; changes += 1) {
        const next = at.getTimeZoneTransition('next')
        if (next === null) break
        const around = Math.floor(next.epochMilliseconds / 60_000) + next.offsetNanoseconds / 60e9
        for (let by = -150; by <= 150; by += 15) {
          const plain = Temporal.PlainDateTime.from(
            new Date((around + by) * 60_000).toISOString().slice(0, 16),
          )
          expect([zone, by, instantOf(around + by, zone).ms]).toEqual([
            zone,
            by,
            plain.toZonedDateTime(zone).epochMilliseconds,
          ])
        }
        at = next
      }
    }
  })
})
