import { describe, expect, it } from 'vitest'
import {
  isAnyWay,
  type NotedOff,
  type Times,
  type TimesChange,
  timesAfter,
  timesDiff,
  wayBack,
} from './past.ts'

const week = (from: string, ...weekdays: number[]) =>
  weekdays.map((weekday) => ({ weekday, from, to: '17:00' }))
const from = (effectiveFrom: string, weekly: ReturnType<typeof week> | null) => ({ effectiveFrom, weekly })
const off = (id: string, first: string, last: string, over: Partial<NotedOff> = {}): NotedOff => ({
  ...{ id, kind: 'off', title: 'Holiday', days: { from: first, to: last }, hours: null },
  ...over,
})
const times = (patterns: Times['patterns'], timeOff: NotedOff[] = []): Times => ({ patterns, timeOff })
const TODAY = '2026-06-10'

describe('[AU26] what was', () => {
  it('follows from what is and what was changed, and what no change speaks of was there all the time', () => {
    const [winter, summer] = [from('2026-01-01', week('09:00', 1)), from('2026-07-01', week('08:00', 1, 2))]
    const changes: TimesChange[] = [
      { kind: 'hours', pattern: winter },
      { kind: 'added', off: off('b', '2026-06-20', '2026-06-21') },
      { kind: 'hours', pattern: summer },
      { kind: 'removed', off: off('old', '2026-03-01', '2026-03-02') },
      { kind: 'removed', off: off('b', '2026-06-20', '2026-06-21') },
    ]
    const always = from('2025-01-01', null)
    const kept = off('kept', '2026-08-01', '2026-08-02')
    const states = timesAfter(times([always, winter, summer], [kept]), changes)
    const said = states.map(({ patterns, timeOff }) => [
      patterns.map(({ effectiveFrom }) => effectiveFrom.slice(0, 7)).join(' '),
      timeOff.map(({ id }) => id).join(' '),
    ])
    expect(said).toEqual([
      ['2025-01', 'kept old'],
      ['2025-01 2026-01', 'kept old'],
      ['2025-01 2026-01', 'kept old b'],
      ['2025-01 2026-01 2026-07', 'kept old b'],
      ['2025-01 2026-01 2026-07', 'kept b'],
      ['2025-01 2026-01 2026-07', 'kept'],
    ])
  })
})

describe('[AU26] the way back', () => {
  const winter = from('2026-01-01', week('09:00', 1))
  it('begins today, and hours of a later day become those that counted on it', () => {
    const now = times([winter, from('2026-06-01', week('10:00', 1)), from('2026-07-01', week('08:00', 2))])
    expect(wayBack(now, times([winter]), TODAY)).toEqual({
      hours: [from(TODAY, week('09:00', 1)), from('2026-07-01', week('09:00', 1))],
      ...{ remove: [], add: [] },
    })
  })

  it('brings hours back that were to come, and leaves what is the same', () => {
    const then = times([winter, from('2026-07-01', week('08:00', 2))])
    expect(wayBack(times([winter]), then, TODAY).hours).toEqual([from('2026-07-01', week('08:00', 2))])
    expect(isAnyWay(wayBack(then, then, TODAY))).toBe(false)
    // Other hours in the past alone are no way to go.
    expect(isAnyWay(wayBack(times([from('2025-01-01', null), winter]), times([winter]), TODAY))).toBe(false)
  })

  it('is any time again where there were no hours', () => {
    expect(wayBack(times([winter]), times([]), TODAY).hours).toEqual([from(TODAY, null)])
  })

  it('leaves time off that is over, and counts the same noted again as the same', () => {
    const [over, last] = [off('a', '2026-06-01', '2026-06-09'), off('b', '2026-06-01', TODAY)]
    const come = off('c', '2026-07-01', '2026-07-05')
    const twice = [off('d', '2026-08-01', '2026-08-01'), off('e', '2026-08-01', '2026-08-01')]
    const way = wayBack(
      times([], [off('c2', '2026-07-01', '2026-07-05'), ...twice]),
      times([], [over, last, come, off('f', '2026-08-01', '2026-08-01')]),
      TODAY,
    )
    expect(way).toEqual({ hours: [], remove: [twice[1]], add: [last] })
    expect(wayBack(times([], [over]), times([]), TODAY).remove).toEqual([])
  })
})

it('[AU26] says what differs by the day on which hours begin and by the name of time off', () => {
  const before = times([from('2026-01-01', week('09:00', 1, 2))], [off('a', '2026-07-01', '2026-07-02')])
  const after = times(
    [from('2026-01-01', week('09:00', 1, 2)), from('2026-07-01', [])],
    [
      off('b', '2026-08-01', '2026-08-01', {
        kind: 'open',
        title: 'Fair',
        hours: { from: '10:00', to: '12:00' },
      }),
    ],
  )
  expect(timesDiff(before, after)).toEqual([
    { field: 'hours from 2026-07-01', before: 'Mon 09:00 – 17:00, Tue 09:00 – 17:00', after: 'closed' },
    { field: 'time off: Holiday', before: '2026-07-01 – 2026-07-02', after: null },
    { field: 'open: Fair', before: null, after: '2026-08-01 – 2026-08-01, 10:00 – 12:00' },
  ])
})
