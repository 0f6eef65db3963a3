import { describe, expect, it } from 'vitest'
import {
  columnAt,
  dayOfWall,
  daysTouched,
  lastDayOf,
  shareOf,
  shownAround,
  shownFrom,
  stepped,
  steppedFrom,
  wallOfDay,
} from './scale.ts'

const MONDAY = 1
const SUNDAY = 7

describe('what is shown around a day', () => {
  it('is a day by hours, a week and a month by days, a quarter by whole weeks', () => {
    const day = shownAround('day', '2026-11-26', MONDAY)
    expect([day.firstDay, day.lastDay, day.columns.length, day.snapMin]).toEqual([
      '2026-11-26',
      '2026-11-26',
      24,
      15,
    ])
    const week = shownAround('week', '2026-11-26', MONDAY)
    expect([week.firstDay, week.lastDay, week.columns.length, week.snapMin]).toEqual([
      '2026-11-23',
      '2026-11-29',
      7,
      1440,
    ])
    const month = shownAround('month', '2026-02-14', MONDAY)
    expect([month.firstDay, month.lastDay, month.columns.length]).toEqual(['2026-02-01', '2026-02-28', 28])
    const quarter = shownAround('quarter', '2026-11-26', MONDAY)
    expect([quarter.firstDay, quarter.lastDay, quarter.columns.length]).toEqual([
      '2026-09-28',
      '2027-01-03',
      14,
    ])
  })

  it('begins weeks on the day on which the workspace begins them', () => {
    expect(shownAround('week', '2026-11-26', SUNDAY).firstDay).toBe('2026-11-22')
  })

  it('marks the weekend by days only', () => {
    const weekend = shownAround('week', '2026-11-26', MONDAY).columns.filter(({ isWeekend }) => isWeekend)
    expect(weekend.map(({ day }) => day)).toEqual(['2026-11-28', '2026-11-29'])
    expect(shownAround('quarter', '2026-11-26', MONDAY).columns.some(({ isWeekend }) => isWeekend)).toBe(
      false,
    )
  })

  it('goes on and back by what it shows', () => {
    expect(stepped('day', '2026-03-01', -1)).toBe('2026-02-28')
    expect(stepped('week', '2026-11-26', 1)).toBe('2026-12-03')
    expect(stepped('month', '2026-01-31', 1)).toBe('2026-02-01')
    expect(stepped('quarter', '2026-11-26', -1)).toBe('2026-07-01')
  })
})

describe('where a moment stands', () => {
  const week = shownAround('week', '2026-11-26', MONDAY)

  it('is a share of the width, cut off at the edges', () => {
    expect(shareOf(wallOfDay('2026-11-23'), week)).toBe(0)
    expect(shareOf(wallOfDay('2026-11-26') + 720, week)).toBeCloseTo(0.5)
    expect(shareOf(wallOfDay('2026-12-20'), week)).toBe(1)
    expect(shareOf(wallOfDay('2026-01-01'), week)).toBe(0)
  })

  it('is in a column, the nearest one outside', () => {
    expect(columnAt(wallOfDay('2026-11-24') - 1, week)).toBe(0)
    expect(columnAt(wallOfDay('2026-11-24'), week)).toBe(1)
    expect(columnAt(wallOfDay('2027-01-01'), week)).toBe(6)
  })

  it('belongs to a day; a stretch that ends at midnight ends the day before', () => {
    const span = { from: wallOfDay('2026-11-26') + 600, to: wallOfDay('2026-11-28') }
    expect([dayOfWall(span.from), lastDayOf(span), daysTouched(span)]).toEqual([
      '2026-11-26',
      '2026-11-27',
      2,
    ])
    expect(dayOfWall(-1)).toBe('1969-12-31')
  })
})

it('[PJ35] a plan shows whole weeks from the one of a day on, and goes on with a part of what was seen', () => {
  const shown = shownFrom('month', '2026-11-26', 1)
  expect([shown.firstDay, shown.lastDay, shown.columns.length]).toEqual(['2026-11-23', '2026-12-27', 35])
  expect(shownFrom('quarter', '2026-11-26', 7)).toMatchObject({
    firstDay: '2026-11-22',
    lastDay: '2027-02-20',
  })
  expect(shownFrom('week', '2026-11-26', 1).lastDay).toBe('2026-12-06')
  expect(shownFrom('day', '2026-11-26', 1).lastDay).toBe('2026-11-26')
  const steps = (['day', 'week', 'month', 'quarter'] as const).map((zoom) =>
    steppedFrom(zoom, '2026-11-23', 1),
  )
  expect(steps).toEqual(['2026-11-24', '2026-11-30', '2026-12-21', '2027-02-15'])
})
