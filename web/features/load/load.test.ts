import { describe, expect, it } from 'vitest'
import type { LoadDay } from '../../../contracts/project-plans.ts'
import { isOverbooked, loadShown, openText, weekLoad, weeksFrom } from './load.ts'

const day = (of: string, busyMinutes: number, availableMinutes = 480): LoadDay => ({
  day: of,
  ...{ busyMinutes, availableMinutes, plannedMinutes: busyMinutes, bookedMinutes: 0 },
})
const [week] = weeksFrom('2026-06-03', 1, 1)
if (week === undefined) throw new Error('there is no week')
const monday = (busy: number) => [
  day('2026-06-01', busy),
  ...['2026-06-02', '2026-06-03', '2026-06-04', '2026-06-05'].map((of) => day(of, 0)),
]

describe('load by week', () => {
  it('[PJ42] weeks begin where those of the workspace do', () => {
    expect(weeksFrom('2026-06-03', 2, 1)).toEqual([
      { from: '2026-06-01', to: '2026-06-07' },
      { from: '2026-06-08', to: '2026-06-14' },
    ])
    expect(weeksFrom('2026-06-03', 1, 7)).toEqual([{ from: '2026-05-31', to: '2026-06-06' }])
  })

  it('[PJ42] a week is held against all of its hours, and not only those of busy days', () => {
    expect(weekLoad(monday(480), week)).toEqual({
      ...{ busyMinutes: 480, availableMinutes: 2400, overDays: 0, level: 'some', percent: 20 },
    })
    const full = monday(480).map((one) => ({ ...one, busyMinutes: 480 }))
    expect(weekLoad(full, week)).toMatchObject({ level: 'full', percent: 100 })
    expect(weekLoad([...full, day('2026-06-06', 60, 0)], week)).toMatchObject({ level: 'over', overDays: 1 })
    expect(weekLoad([day('2026-06-08', 60)], week)).toMatchObject({ level: 'free', percent: null })
  })

  it('[PJ42] a day with too much is named even where the week has room', () => {
    expect(weekLoad(monday(600), week)).toMatchObject({ level: 'some', overDays: 1, percent: 25 })
    expect([isOverbooked({ days: monday(600) }), isOverbooked({ days: monday(480) })]).toEqual([true, false])
  })

  it('[PJ42] the address says from when, who, and whose week is open', () => {
    expect(loadShown({}, '2026-06-03')).toEqual({ day: '2026-06-03', who: 'all', open: null })
    const open = openText('ada', '2026-06-01')
    expect(loadShown({ at: '2026-07-01', who: 'over', open }, '2026-06-03')).toEqual({
      ...{ day: '2026-07-01', who: 'over', open: { artistId: 'ada', from: '2026-06-01' } },
    })
    expect(loadShown({ at: 'soon', open: 'ada' }, '2026-06-03')).toMatchObject({
      ...{ day: '2026-06-03', open: null },
    })
  })
})
