import { describe, expect, it } from 'vitest'
import { dayFields, hoursOn, hoursToCome, weeklyOf } from './availability.ts'

const weekly = [{ weekday: 2, from: '10:00', to: '14:00' }]
const patterns = [
  { effectiveFrom: '2026-06-10', weekly: null },
  { effectiveFrom: '2026-06-01', weekly },
  { effectiveFrom: '2026-07-01', weekly },
]

describe('weekly hours', () => {
  it('are those that began last; before the first, and where they say so, any time', () => {
    expect(hoursOn(patterns, '2026-05-31')).toBeNull()
    expect(hoursOn(patterns, '2026-06-09')).toBe(weekly)
    expect(hoursOn(patterns, '2026-06-10')).toBeNull()
    expect(hoursToCome(patterns, '2026-06-09').map(({ effectiveFrom }) => effectiveFrom)).toEqual([
      '2026-06-10',
      '2026-07-01',
    ])
  })

  it('fill a form of seven days and come back from it', () => {
    const days = dayFields(weekly)
    expect(days.filter(({ isOn }) => isOn).map(({ weekday }) => weekday)).toEqual([2])
    expect(weeklyOf(days)).toEqual(weekly)
    expect(weeklyOf(dayFields(null)).map(({ weekday }) => weekday)).toEqual([1, 2, 3, 4, 5])
  })
})
