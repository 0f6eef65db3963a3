import { describe, expect, it } from 'vitest'
import { clockOf, intervalMs, isLate, minuteOf, nextDue, scheduleOf, scheduleText } from './schedule.ts'

const now = new Date('2026-03-18T04:30:00Z')

describe('the schedule of a stream', () => {
  it('[CN38] counts seconds from the start of a run, and a daily time in the zone of the workspace', () => {
    expect(nextDue({ everySeconds: 300, dailyAtMinute: null }, now, 'UTC')).toEqual(
      new Date('2026-03-18T04:35:00Z'),
    )
    // 02:00 in Sydney is 15:00 UTC in summer time.
    expect(nextDue({ everySeconds: null, dailyAtMinute: 120 }, now, 'Australia/Sydney')).toEqual(
      new Date('2026-03-18T15:00:00Z'),
    )
    expect(nextDue({ everySeconds: null, dailyAtMinute: null }, now, 'UTC')).toBeNull()
  })

  it('writes and reads times of the day', () => {
    for (const clock of ['00:00', '02:00', '09:05', '23:59']) expect(clockOf(minuteOf(clock))).toBe(clock)
  })

  it('[AU24] is asked for again by what the log says of it', () => {
    const said = (stream: Parameters<typeof scheduleText>[0]) => scheduleOf(scheduleText(stream))
    const none = { everySeconds: null, dailyAtMinute: null }
    expect(said({ isEnabled: false, everySeconds: 300, dailyAtMinute: null })).toEqual({ isEnabled: false })
    expect(said({ isEnabled: true, everySeconds: 300, dailyAtMinute: null })).toEqual({
      isEnabled: true,
      everySeconds: 300,
    })
    expect(said({ isEnabled: true, everySeconds: null, dailyAtMinute: 390 })).toEqual({
      isEnabled: true,
      dailyAt: '06:30',
    })
    expect(said({ isEnabled: true, ...none })).toEqual({ isEnabled: true })
  })

  it('[CN46] is late when it was last read more than two intervals ago', () => {
    const stream = {
      isEnabled: true,
      everySeconds: 60,
      dailyAtMinute: null,
      checkedAt: '2026-03-18T04:28:00.000Z',
    }
    const made = '2026-03-18T00:00:00.000Z'
    expect(isLate(stream, made, now)).toBe(false)
    expect(isLate(stream, made, new Date(now.getTime() + 1))).toBe(true)
    expect(isLate({ ...stream, isEnabled: false }, made, new Date('2027-01-01T00:00:00Z'))).toBe(false)
    expect(isLate({ ...stream, checkedAt: null }, made, now)).toBe(true)
    expect(intervalMs({ everySeconds: null, dailyAtMinute: 0 })).toBe(86_400_000)
    expect(isLate({ ...stream, everySeconds: null }, made, now)).toBe(false)
  })
})
