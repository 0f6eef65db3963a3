import { describe, expect, it } from 'vitest'
import type { CalendarException } from '../../../contracts/project-plans.ts'
import { stretchesOf, weekHours, weeklyOf, withDay, withoutDay, withStretch } from './hours.ts'

const lunch = [
  { weekday: 1, from: '13:00', to: '17:30' },
  { weekday: 1, from: '09:00', to: '12:00' },
  { weekday: 5, from: '22:00', to: '02:00' },
]

describe('hours in a form', () => {
  it('[PJ44] keep every stretch of a day, in order', () => {
    const days = stretchesOf(lunch)
    expect(days.map(({ stretches }) => stretches.length)).toEqual([2, 0, 0, 0, 1, 0, 0])
    expect(weeklyOf(days)).toEqual([
      { weekday: 1, from: '09:00', to: '12:00' },
      { weekday: 1, from: '13:00', to: '17:30' },
      { weekday: 5, from: '22:00', to: '02:00' },
    ])
    expect(weekHours(lunch)).toBe(11.5)
  })

  it('[PJ44] a stretch is added after the last one, within the day', () => {
    const day = (...stretches: { from: string; to: string }[]) => ({ weekday: 1, stretches })
    expect(withStretch(day()).stretches).toEqual([{ from: '09:00', to: '17:00' }])
    expect(withStretch(day({ from: '09:00', to: '12:00' })).stretches[1]).toEqual({
      ...{ from: '13:00', to: '17:00' },
    })
    expect(withStretch(day({ from: '09:00', to: '22:30' })).stretches[1]).toEqual({
      ...{ from: '23:00', to: '23:59' },
    })
  })

  it('[PJ44] days that differ stand in order, and one goes alone', () => {
    const off = (from: string): CalendarException => ({
      ...{ kind: 'off', title: 'Holiday', days: { from, to: from }, hours: null },
    })
    const made = withDay(withDay({ weekly: lunch, exceptions: [] }, off('2026-12-25')), off('2026-08-31'))
    expect(made.exceptions.map(({ days }) => days.from)).toEqual(['2026-08-31', '2026-12-25'])
    const [first] = made.exceptions
    if (first === undefined) throw new Error('nothing was added')
    expect(withoutDay(made, first).exceptions.map(({ days }) => days.from)).toEqual(['2026-12-25'])
  })
})
