import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../contracts/days.ts'
import {
  autoGrain,
  compareDays,
  grains,
  parseTypedDay,
  presetDays,
  presets,
  type RangeChoice,
  rangeFromQuery,
  rangeQuestion,
  rangeToQuery,
} from './range.ts'

const rules = { today: '2026-11-19', weekStart: 1, fiscalYearStartMonth: 7 }
const written = (choice: RangeChoice) =>
  Object.fromEntries(
    Object.entries(rangeToQuery(choice)).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  )

describe('the address', () => {
  it('[SH11] leaves defaults out', () => {
    expect(written({ preset: '30d', compare: 'prev', grain: 'auto' })).toEqual({})
    expect(
      written({ preset: 'custom', from: '2026-01-01', to: '2026-02-01', compare: 'none', grain: 'day' }),
    ).toEqual({
      range: 'custom',
      from: '2026-01-01',
      to: '2026-02-01',
      cmp: 'none',
      grain: 'day',
    })
  })

  it('[SH11] reads back every choice it wrote', () => {
    const choice = fc.record({
      preset: fc.constantFrom(...presets, 'custom' as const),
      span: fc.integer({ min: 0, max: 900 }),
      compare: fc.constantFrom('prev' as const, 'yoy' as const, 'none' as const),
      grain: fc.constantFrom(...grains, 'auto' as const),
    })
    fc.assert(
      fc.property(choice, ({ preset, span, compare, grain }) => {
        const days = preset === 'custom' ? { from: addDays(rules.today, -span), to: rules.today } : {}
        const range = rangeFromQuery(written({ preset, ...days, compare, grain }), rules)
        expect({ preset: range.preset, compare: range.compare, grain: range.grainChoice }).toEqual({
          preset,
          compare,
          grain,
        })
        if (preset === 'custom') expect({ from: range.from, to: range.to }).toEqual(days)
      }),
    )
  })

  it('[SH11] falls back as a whole when the days make no sense', () => {
    for (const query of [
      { range: 'custom', from: '2026-02-30', to: '2026-03-01' },
      { range: 'custom', from: '2026-03-02', to: '2026-03-01' },
      { range: 'custom', from: '2026-03-02' },
      { range: 'forever' },
    ])
      expect(rangeFromQuery(query, rules)).toMatchObject({
        preset: '30d',
        from: '2026-10-21',
        to: '2026-11-19',
      })
  })

  it('[SH11] asks the metric question in its own words', () => {
    const range = rangeFromQuery({ range: '7d', cmp: 'yoy' }, rules)
    expect(rangeQuestion(range)).toEqual({
      from: '2026-11-13',
      to: '2026-11-19',
      grain: 'day',
      compare: 'yoy',
    })
    expect(rangeQuestion(rangeFromQuery({ cmp: 'none' }, rules))).not.toHaveProperty('compare')
  })
})

describe('presets', () => {
  it.each([
    ['7d', '2026-11-13'],
    ['30d', '2026-10-21'],
    ['90d', '2026-08-22'],
    ['13w', '2026-08-24'],
    ['mtd', '2026-11-01'],
    ['qtd', '2026-10-01'],
    ['ytd', '2026-01-01'],
    ['12m', '2025-12-01'],
    ['fy', '2026-07-01'],
  ] as const)('[SH12] %s begins on %s and ends today', (preset, from) => {
    expect(presetDays(preset, rules)).toEqual({ from, to: rules.today })
  })

  it('[SH12] begins weeks on the day of the workspace and the fiscal year the year before when it must', () => {
    expect(presetDays('13w', { ...rules, weekStart: 7 }).from).toBe('2026-08-23')
    expect(presetDays('fy', { ...rules, today: '2026-03-05' }).from).toBe('2025-07-01')
  })

  it('[SH12] takes days up to 31 days, weeks up to 26 weeks, then months', () => {
    expect(autoGrain('2026-10-01', '2026-10-31')).toBe('day')
    expect(autoGrain('2026-10-01', '2026-11-01')).toBe('week')
    expect(autoGrain('2026-01-01', '2026-07-01')).toBe('week')
    expect(autoGrain('2026-01-01', '2026-07-02')).toBe('month')
    expect(rangeFromQuery({ range: '13w' }, rules).grain).toBe('week')
  })
})

describe('comparison', () => {
  it('[SH13] previous is as many days ending the day before', () => {
    expect(compareDays('prev', '2026-11-01', '2026-11-30')).toEqual({ from: '2026-10-02', to: '2026-10-31' })
    expect(compareDays('none', '2026-11-01', '2026-11-30')).toBeNull()
  })

  it('[SH13] year before is the same dates, the 29th of February becoming the 28th', () => {
    expect(compareDays('yoy', '2024-02-29', '2024-03-31')).toEqual({ from: '2023-02-28', to: '2023-03-31' })
  })
})

describe('typed days', () => {
  it.each([
    ['2026-11-01', '2026-11-01'],
    ['1 nov', '2026-11-01'],
    ['Nov 1, 2025', '2025-11-01'],
    ['1st November', '2026-11-01'],
    ['24 dec', '2025-12-24'],
    ['today', '2026-11-19'],
    [' Yesterday ', '2026-11-18'],
  ])('[SH14] reads %s', (typed, day) => {
    expect(parseTypedDay(typed, rules.today)).toBe(day)
  })

  it.each(['1/2/2026', '31 feb', 'soon', '', '12', 'nov', '1 2 3 nov'])('[SH14] refuses %s', (typed) => {
    expect(parseTypedDay(typed, rules.today)).toBeNull()
  })
})
