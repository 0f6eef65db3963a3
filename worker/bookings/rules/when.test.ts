import { describe, expect, it } from 'vitest'
import { overlaps } from '../../availability/rules/spans.ts'
import { periodOf } from './when.ts'

const HOUR_MS = 60 * 60 * 1000
const hoursOf = (day: string, timeZone: string) => {
  const period = periodOf({ days: { from: day, to: day } }, timeZone)
  return period.ok ? (period.value.toMs - period.value.fromMs) / HOUR_MS : null
}
const startOf = (day: string, timeZone: string) => {
  const period = periodOf({ days: { from: day, to: day } }, timeZone)
  return period.ok ? new Date(period.value.fromMs).toISOString() : null
}

describe('[MH1] [BK1] the time of a booking', () => {
  it('of whole days goes to the midnight after the last, whatever the clocks do', () => {
    expect(hoursOf('2026-03-29', 'Europe/London')).toBe(23)
    expect(hoursOf('2026-10-25', 'Europe/London')).toBe(25)
    expect(hoursOf('2026-03-08', 'America/New_York')).toBe(23)
    expect(hoursOf('2026-10-04', 'Australia/Lord_Howe')).toBe(23.5)
    expect(hoursOf('2026-04-05', 'Pacific/Chatham')).toBe(25)
    expect(hoursOf('2026-04-05', 'Asia/Kolkata')).toBe(24)
  })

  it('begins with the first moment of a day whose midnight is skipped', () => {
    // Chile sets its clocks from 24:00 to 01:00 on the first Saturday of September after the second.
    expect(startOf('2026-09-06', 'America/Santiago')).toBe('2026-09-06T04:00:00.000Z')
    expect(hoursOf('2026-09-06', 'America/Santiago')).toBe(23)
    expect(startOf('2026-11-26', 'Asia/Kolkata')).toBe('2026-11-25T18:30:00.000Z')
  })

  it('is refused when it is empty, turned round, unbounded or longer than two years', () => {
    const said = (startTime: string, endTime: string) => periodOf({ startTime, endTime }, 'UTC').ok
    expect(said('2026-05-01T10:00:00Z', '2026-05-01T10:00:00Z')).toBe(false)
    expect(said('2026-05-01T10:00:00Z', '2026-05-01T09:00:00Z')).toBe(false)
    expect(said('2026-05-01T10:00:00+02:00', '2026-05-01T08:00:00Z')).toBe(false)
    expect(said('2026-05-01T10:00:00Z', '2028-05-09T10:00:00Z')).toBe(false)
    expect(periodOf({ startTime: '2026-05-01T10:00:00Z' }, 'UTC').ok).toBe(false)
    expect(periodOf({ days: { from: '2026-05-02', to: '2026-05-01' } }, 'UTC').ok).toBe(false)
    expect(said('2026-05-01T10:00:00+02:00', '2026-05-01T08:00:01Z')).toBe(true)
  })

  it('touches what comes right after it without a clash', () => {
    expect(overlaps({ fromMs: 10, toMs: 11 }, { fromMs: 11, toMs: 12 })).toBe(false)
    expect(overlaps({ fromMs: 10, toMs: 12 }, { fromMs: 11, toMs: 13 })).toBe(true)
  })
})
