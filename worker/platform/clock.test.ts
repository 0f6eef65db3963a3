import { describe, expect, it } from 'vitest'
import { DayClock } from './clock.ts'

const at = (text: string) => new Date(text)

describe('the day of a workspace', () => {
  it.each([
    ['Australia/Sydney', '2026-10-03T13:59:59Z', '2026-10-03'],
    ['Australia/Sydney', '2026-10-03T14:00:00Z', '2026-10-04'],
    // Daylight saving began on 4 October: midnight comes an hour earlier from then on.
    ['Australia/Sydney', '2026-10-04T13:00:00Z', '2026-10-05'],
    ['Australia/Lord_Howe', '2026-10-04T13:00:00Z', '2026-10-05'],
    ['America/New_York', '2026-11-01T03:59:59Z', '2026-10-31'],
    ['America/New_York', '2026-11-01T04:00:00Z', '2026-11-01'],
    ['Europe/London', '2026-06-30T23:30:00Z', '2026-07-01'],
    ['UTC', '2026-12-31T23:59:59Z', '2026-12-31'],
    // First and last minute of the days on which the clock is changed, and the minutes beside them.
    ['Australia/Sydney', '2026-10-04T12:59:59Z', '2026-10-04'],
    ['Australia/Sydney', '2026-04-04T12:59:59Z', '2026-04-04'],
    ['Australia/Sydney', '2026-04-04T13:00:00Z', '2026-04-05'],
    ['Australia/Sydney', '2026-04-05T13:59:59Z', '2026-04-05'],
    ['Australia/Sydney', '2026-04-05T14:00:00Z', '2026-04-06'],
    ['Australia/Lord_Howe', '2026-10-03T13:29:59Z', '2026-10-03'],
    ['Australia/Lord_Howe', '2026-10-03T13:30:00Z', '2026-10-04'],
    ['Australia/Lord_Howe', '2026-10-04T12:59:59Z', '2026-10-04'],
    ['Australia/Lord_Howe', '2026-04-04T12:59:59Z', '2026-04-04'],
    ['Australia/Lord_Howe', '2026-04-04T13:00:00Z', '2026-04-05'],
    ['Australia/Lord_Howe', '2026-04-05T13:29:59Z', '2026-04-05'],
    ['Australia/Lord_Howe', '2026-04-05T13:30:00Z', '2026-04-06'],
    ['America/New_York', '2026-03-08T04:59:59Z', '2026-03-07'],
    ['America/New_York', '2026-03-08T05:00:00Z', '2026-03-08'],
    ['America/New_York', '2026-03-09T03:59:59Z', '2026-03-08'],
    ['America/New_York', '2026-03-09T04:00:00Z', '2026-03-09'],
    ['America/New_York', '2026-11-02T04:59:59Z', '2026-11-01'],
    ['America/New_York', '2026-11-02T05:00:00Z', '2026-11-02'],
    ['Europe/London', '2026-03-28T23:59:59Z', '2026-03-28'],
    ['Europe/London', '2026-03-29T22:59:59Z', '2026-03-29'],
    ['Europe/London', '2026-03-29T23:00:00Z', '2026-03-30'],
    ['Europe/London', '2026-10-24T22:59:59Z', '2026-10-24'],
    ['Europe/London', '2026-10-24T23:00:00Z', '2026-10-25'],
    ['Europe/London', '2026-10-25T23:59:59Z', '2026-10-25'],
  ])('[ME27] is that of %s at %s', (timeZone, instant, day) => {
    expect(new DayClock().dayIn(timeZone, at(instant))).toBe(day)
  })

  it('[ME27] follows the clock over midnight and differs by zone', () => {
    const clock = new DayClock()
    expect(clock.dayIn('UTC', at('2026-01-01T23:59:59Z'))).toBe('2026-01-01')
    expect(clock.dayIn('Pacific/Auckland', at('2026-01-01T23:59:59Z'))).toBe('2026-01-02')
    expect(clock.dayIn('UTC', at('2026-01-02T00:00:00Z'))).toBe('2026-01-02')
  })

  it('[ME27] refuses a zone that does not exist', () => {
    expect(() => new DayClock().dayIn('Mars/Olympus', at('2026-01-01T00:00:00Z'))).toThrow(RangeError)
  })
})
