import { describe, expect, it } from 'vitest'
import { isNoteDue, isRecent, placeOf, sessionEnd } from './rules.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const begun = new Date('2026-03-01T10:00:00Z')
const from = (ms: number) => new Date(begun.getTime() + ms)

describe('sessions', () => {
  it('[AC40] end a week after the last use and never later than 90 days after they began', () => {
    expect(sessionEnd(begun, begun, false)).toEqual(from(7 * DAY_MS))
    expect(sessionEnd(begun, from(80 * DAY_MS), false)).toEqual(from(87 * DAY_MS))
    expect(sessionEnd(begun, from(84 * DAY_MS), false)).toEqual(from(90 * DAY_MS))
    expect(sessionEnd(begun, from(89 * DAY_MS), false)).toEqual(from(90 * DAY_MS))
  })

  it('[AC40] are noted every five minutes, and once more when a place becomes known', () => {
    const here = { country: 'AU', city: 'Sydney' }
    const noted = { updatedAt: begun, country: 'AU' }
    expect(isNoteDue(noted, here, from(299_999))).toBe(false)
    expect(isNoteDue(noted, here, from(300_000))).toBe(true)
    expect(isNoteDue({ updatedAt: begun, country: null }, here, from(1))).toBe(true)
    expect(isNoteDue({ updatedAt: begun, country: null }, null, from(1))).toBe(false)
  })

  it('[AC40] have a place only where the network names a country', () => {
    expect(placeOf({ country: 'AU', city: 'Sydney' })).toEqual({ country: 'AU', city: 'Sydney' })
    expect(placeOf({ country: 'AU' })).toEqual({ country: 'AU', city: null })
    expect(placeOf({ country: 'AU', city: 'x'.repeat(500) })?.city).toHaveLength(80)
    for (const none of [
      undefined,
      null,
      {},
      { country: 'T1' },
      { country: 'XX' },
      { country: 61, city: 'Sydney' },
    ])
      expect(placeOf(none)).toBeNull()
  })

  it('[AC43] stand in for a password for a quarter of an hour', () => {
    expect(isRecent(begun, from(15 * 60_000 - 1))).toBe(true)
    expect(isRecent(begun, from(15 * 60_000))).toBe(false)
  })
})
