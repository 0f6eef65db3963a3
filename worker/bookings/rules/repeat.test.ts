import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Repeat } from '../../../contracts/booking-plans.ts'
import { goneOn, repeatedDays, ruleText, shiftRepeat, splitRepeat } from './repeat.ts'

const days = (repeat: object, first: string) => repeatedDays(Repeat.parse(repeat), first)

describe('[BK44] a rule', () => {
  it('repeats by days and by weekdays of every second week', () => {
    expect(days({ every: 'day', interval: 3, count: 3 }, '2028-02-27')).toEqual([
      '2028-02-27',
      '2028-03-01',
      '2028-03-04',
    ])
    const weeks = { every: 'week', interval: 2, weekdays: [4, 2], until: '2027-03-25' }
    expect(days(weeks, '2027-03-08')).toEqual(['2027-03-09', '2027-03-11', '2027-03-23', '2027-03-25'])
    expect(days({ every: 'week', count: 2 }, '2027-03-10')).toEqual(['2027-03-10', '2027-03-17'])
  })

  it('repeats by months on the same day, which in a shorter month is its last one', () => {
    expect(days({ every: 'month', count: 4 }, '2028-01-31')).toEqual([
      '2028-01-31',
      '2028-02-29',
      '2028-03-31',
      '2028-04-30',
    ])
    expect(days({ every: 'month', count: 3 }, '2027-01-29')).toEqual([
      '2027-01-29',
      '2027-02-28',
      '2027-03-29',
    ])
  })

  it('repeats by months on the same weekday, of which a fifth one is the last', () => {
    expect(days({ every: 'month', monthBy: 'weekday', count: 3 }, '2027-03-09')).toEqual([
      '2027-03-09',
      '2027-04-13',
      '2027-05-11',
    ])
    expect(days({ every: 'month', monthBy: 'weekday', count: 3 }, '2027-01-29')).toEqual([
      '2027-01-29',
      '2027-02-26',
      '2027-03-26',
    ])
  })

  it('ends on a day or after so many times, and never later than a plan may hold', () => {
    expect(Repeat.safeParse({ every: 'day' }).success).toBe(false)
    expect(Repeat.safeParse({ every: 'day', count: 2, until: '2027-01-01' }).success).toBe(false)
    expect(Repeat.safeParse({ every: 'day', count: 367 }).success).toBe(false)
    expect(Repeat.safeParse({ every: 'day', weekdays: [1], count: 2 }).success).toBe(false)
    expect(days({ every: 'day', until: '2099-01-01' }, '2027-01-01')).toHaveLength(367)
    expect(days({ every: 'day', until: '2026-12-31' }, '2027-01-01')).toEqual([])
  })

  it('is an RRULE for other programs', () => {
    const repeat = Repeat.parse({ every: 'week', weekdays: [1, 3], count: 5 })
    expect(ruleText(repeat, '2027-03-08')).toBe('RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO,WE')
  })
})

describe('[BK46] a rule that is moved', () => {
  const anyRepeat = fc.record({
    every: fc.constant('week' as const),
    interval: fc.integer({ min: 1, max: 4 }),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    count: fc.integer({ min: 2, max: 30 }),
  })

  it('by weeks says the same days so much later', () => {
    const repeat = Repeat.parse({ every: 'week', weekdays: [6, 7], until: '2027-03-21' })
    expect(shiftRepeat(repeat, 2)).toEqual({
      ...repeat,
      weekdays: [1, 2],
      until: '2027-03-23',
    })
    expect(shiftRepeat(repeat, -6).weekdays).toEqual([1, 7])
  })

  it('in two says, before and after, what the whole said', () => {
    fc.assert(
      fc.property(anyRepeat, fc.nat(), (repeat, pick) => {
        const all = repeatedDays(repeat, '2027-03-08')
        const at = all[1 + (pick % (all.length - 1))] ?? ''
        const { before, after } = splitRepeat(repeat, '2027-03-08', at)
        expect([...repeatedDays(before, '2027-03-08'), ...repeatedDays(after, at)]).toEqual(all)
      }),
    )
  })
})

describe('[BK49] a rule that goes on', () => {
  const monthly = Repeat.parse({ every: 'month', count: 3 })
  const of = (repeat: Repeat, firstDay: string) => ({ repeat, firstDay })

  it('keeps the day of its first month, which a short one between does not change', () => {
    expect(goneOn(of(monthly, '2027-12-31'), '2028-02-29', { count: 2 })).toEqual({
      ...{ days: ['2028-03-31', '2028-04-30'], times: 5 },
      repeat: { ...monthly, count: 5 },
    })
  })

  it('ends on a day where it did before, and says so', () => {
    const weekly = Repeat.parse({ every: 'week', interval: 2, weekdays: [1, 3], until: '2027-03-17' })
    expect(goneOn(of(weekly, '2027-03-03'), '2027-03-17', { until: '2027-04-12' })).toEqual({
      ...{ days: ['2027-03-29', '2027-03-31', '2027-04-12'], times: 6 },
      repeat: { ...weekly, until: '2027-04-12' },
    })
    expect(goneOn(of(weekly, '2027-03-03'), '2027-03-17', { until: '2027-03-20' }).days).toEqual([])
  })

  it('says what the longer rule would have said from the beginning', () => {
    const anyRule = fc.record({
      every: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
      interval: fc.integer({ min: 1, max: 5 }),
      count: fc.integer({ min: 1, max: 12 }),
    })
    fc.assert(
      fc.property(
        anyRule,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
        (repeat, more, n) => {
          const firstDay = `2027-01-${String(n).padStart(2, '0')}`
          const had = repeatedDays(repeat, firstDay)
          const longer = goneOn(of(repeat, firstDay), had.at(-1) ?? '', { count: more })
          expect(repeatedDays(longer.repeat, firstDay)).toEqual([...had, ...longer.days])
          expect(longer.days).toHaveLength(more)
        },
      ),
    )
  })
})
