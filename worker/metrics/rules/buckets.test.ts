import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Grain } from '../../../contracts/metrics.ts'
import {
  areMonthAligned,
  bucketStart,
  countBuckets,
  defaultCalendar,
  findBucket,
  isOpenBucket,
  listBuckets,
} from './buckets.ts'
import { civilOfNumber, dayOfNumber, numberOfCivil, numberOfDay, weekdayOf, yearEarlier } from './days.ts'
import { cutAtToday, earlierPeriod, type Period } from './periods.ts'

const DAY_MS = 86_400_000
const anyDay = fc.integer({ min: numberOfDay('0001-01-01'), max: numberOfDay('9999-12-31') })
const anyRange = fc
  .tuple(
    fc.integer({ min: numberOfDay('1950-01-01'), max: numberOfDay('2100-01-01') }),
    fc.integer({ min: 0, max: 900 }),
  )
  .map(([from, length]) => ({ from, to: from + length }))
const anyGrain = fc.constantFrom(...Grain.options)
const anyCalendar = fc.record({
  weekStart: fc.integer({ min: 1, max: 7 }),
  fiscalYearStartMonth: fc.integer({ min: 1, max: 12 }),
})

const dates = (from: string, to: string, grain: Grain, calendar = defaultCalendar): string[] =>
  listBuckets(numberOfDay(from), numberOfDay(to), grain, calendar).map((bucket) => bucket.date)

function periodOf(from: string, to: string, grain: Grain): Period {
  const [first, last] = [numberOfDay(from), numberOfDay(to)]
  return { from: first, to: last, buckets: listBuckets(first, last, grain, defaultCalendar) }
}

const spans = (period: Period): string[] =>
  period.buckets.map((bucket) => `${dayOfNumber(bucket.from)}..${dayOfNumber(bucket.to)}`)

describe('days', () => {
  it('[ME1] counts days as the Gregorian calendar does, for every year from 1 to 9999', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const text = new Date(day * DAY_MS).toISOString().slice(0, 10)
        expect(dayOfNumber(day)).toBe(text)
        expect(numberOfDay(text)).toBe(day)
        expect(weekdayOf(day) % 7).toBe(new Date(day * DAY_MS).getUTCDay())
      }),
    )
  })

  it('[ME1] knows leap years, and that 1900 and 2100 are none', () => {
    expect(dayOfNumber(numberOfDay('2024-02-28') + 1)).toBe('2024-02-29')
    expect(dayOfNumber(numberOfDay('1900-02-28') + 1)).toBe('1900-03-01')
    expect(dayOfNumber(numberOfDay('2100-02-28') + 1)).toBe('2100-03-01')
    expect(dayOfNumber(numberOfDay('2000-02-28') + 1)).toBe('2000-02-29')
    expect(civilOfNumber(numberOfCivil(-1, 12, 31))).toEqual({ year: -1, month: 12, day: 31 })
  })

  it('[ME1] has 24 clockless hours on the days when clocks change', () => {
    expect(dates('2026-03-28', '2026-03-30', 'day')).toEqual(['2026-03-28', '2026-03-29', '2026-03-30'])
    expect(numberOfDay('2026-10-26') - numberOfDay('2026-10-24')).toBe(2)
  })
})

describe('buckets', () => {
  it('[ME1] cover exactly the range, whatever the grain, week start and fiscal year', () => {
    fc.assert(
      fc.property(anyRange, anyGrain, anyCalendar, ({ from, to }, grain, calendar) => {
        const buckets = listBuckets(from, to, grain, calendar)
        expect(buckets.length).toBe(countBuckets(from, to, grain, calendar))
        let next = from
        for (const bucket of buckets) {
          expect(bucket.from).toBe(next)
          expect(bucket.to).toBeGreaterThanOrEqual(bucket.from)
          expect(bucket.date).toBe(dayOfNumber(bucketStart(bucket.from, grain, calendar, from)))
          expect(bucketStart(bucket.to, grain, calendar, from)).toBe(numberOfDay(bucket.date))
          next = bucket.to + 1
        }
        expect(next).toBe(to + 1)
      }),
    )
  })

  it('[ME1] finds the bucket of each day, and none outside', () => {
    fc.assert(
      fc.property(anyRange, anyGrain, fc.nat(900), ({ from, to }, grain, offset) => {
        const buckets = listBuckets(from, to, grain, defaultCalendar)
        const day = from + offset
        const found = buckets[findBucket(buckets, day)]
        expect(found !== undefined).toBe(day <= to)
        if (found !== undefined) expect(found.from <= day && day <= found.to).toBe(true)
        expect(findBucket(buckets, from - 1)).toBe(-1)
      }),
    )
    expect(findBucket([], 0)).toBe(-1)
  })

  it('[ME2] dates a bucket on its first calendar day although the range begins later', () => {
    expect(dates('2026-11-03', '2026-11-10', 'week')).toEqual(['2026-11-02', '2026-11-09'])
    expect(dates('2026-01-15', '2026-03-02', 'month')).toEqual(['2026-01-01', '2026-02-01', '2026-03-01'])
    expect(dates('2026-02-15', '2026-07-01', 'quarter')).toEqual(['2026-01-01', '2026-04-01', '2026-07-01'])
    expect(dates('2025-12-31', '2026-01-01', 'year')).toEqual(['2025-01-01', '2026-01-01'])
    expect(dates('2026-02-15', '2029-07-01', 'total')).toEqual(['2026-02-15'])
  })

  it('[ME2] begins weeks on the day of the workspace', () => {
    const sunday = { weekStart: 7, fiscalYearStartMonth: 1 }
    expect(dates('2026-11-03', '2026-11-10', 'week', sunday)).toEqual(['2026-11-01', '2026-11-08'])
    expect(dates('2026-11-01', '2026-11-07', 'week', sunday)).toEqual(['2026-11-01'])
  })

  it('[ME2] begins years and quarters with the fiscal year', () => {
    const april = { weekStart: 1, fiscalYearStartMonth: 4 }
    const november = { weekStart: 1, fiscalYearStartMonth: 11 }
    expect(dates('2026-03-31', '2026-04-01', 'year', april)).toEqual(['2025-04-01', '2026-04-01'])
    expect(dates('2026-01-01', '2026-03-31', 'quarter', november)).toEqual(['2025-11-01', '2026-02-01'])
    expect(dates('2026-10-31', '2026-11-01', 'year', november)).toEqual(['2025-11-01', '2026-11-01'])
  })

  it('[ME9] are open while they contain today or lie ahead', () => {
    const bucket = { date: '2026-11-01', from: numberOfDay('2026-11-01'), to: numberOfDay('2026-11-30') }
    expect(isOpenBucket(bucket, numberOfDay('2026-11-30'))).toBe(true)
    expect(isOpenBucket(bucket, numberOfDay('2026-10-01'))).toBe(true)
    expect(isOpenBucket(bucket, numberOfDay('2026-12-01'))).toBe(false)
  })

  it('[ME7] are month-aligned when every edge is', () => {
    expect(areMonthAligned(periodOf('2026-01-01', '2026-12-31', 'quarter').buckets)).toBe(true)
    expect(areMonthAligned(periodOf('2026-01-01', '2026-12-31', 'week').buckets)).toBe(false)
    expect(areMonthAligned(periodOf('2026-01-02', '2026-12-31', 'month').buckets)).toBe(false)
    expect(areMonthAligned(periodOf('2026-01-01', '2026-12-30', 'month').buckets)).toBe(false)
  })
})

describe('earlier periods', () => {
  it('[ME10] previous is as many days ending the day before', () => {
    fc.assert(
      fc.property(anyRange, anyGrain, ({ from, to }, grain) => {
        const current = { from, to, buckets: listBuckets(from, to, grain, defaultCalendar) }
        const earlier = earlierPeriod(current, 'previous', grain === 'day')
        expect(earlier.to).toBe(from - 1)
        expect(earlier.to - earlier.from).toBe(to - from)
        expect(earlier.buckets.map((bucket) => bucket.to - bucket.from)).toEqual(
          current.buckets.map((bucket) => bucket.to - bucket.from),
        )
      }),
    )
  })

  it('[ME10] a year earlier is the same date, 29 February the 28th', () => {
    expect(dayOfNumber(yearEarlier(numberOfDay('2024-02-29')))).toBe('2023-02-28')
    expect(dayOfNumber(yearEarlier(numberOfDay('2025-02-28')))).toBe('2024-02-28')
    expect(dayOfNumber(yearEarlier(numberOfDay('2026-11-20')))).toBe('2025-11-20')
  })

  it('[ME11] moves buckets one by one, so points align by index', () => {
    const march = earlierPeriod(periodOf('2026-03-01', '2026-03-31', 'month'), 'previous', false)
    expect(spans(march)).toEqual(['2026-01-29..2026-02-28'])
    expect(march.buckets[0]?.date).toBe('2026-01-29')
  })

  it('[ME11] keeps 29 February inside a coarser bucket a year earlier', () => {
    const months = earlierPeriod(periodOf('2025-01-01', '2025-03-31', 'month'), 'yoy', false)
    expect(spans(months)).toEqual([
      '2024-01-01..2024-01-31',
      '2024-02-01..2024-02-29',
      '2024-03-01..2024-03-31',
    ])
  })

  it('[ME11] asks for 28 February twice by day', () => {
    const days = earlierPeriod(periodOf('2024-02-28', '2024-03-01', 'day'), 'yoy', true)
    expect(spans(days)).toEqual([
      '2023-02-28..2023-02-28',
      '2023-02-28..2023-02-28',
      '2023-03-01..2023-03-01',
    ])
  })

  it('[ME11] coarser buckets a year earlier cover exactly the earlier range', () => {
    const coarse = fc.constantFrom<Grain>('week', 'month', 'quarter', 'year', 'total')
    fc.assert(
      fc.property(anyRange, coarse, ({ from, to }, grain) => {
        const buckets = listBuckets(from, to, grain, defaultCalendar)
        const earlier = earlierPeriod({ from, to, buckets }, 'yoy', false)
        expect(earlier.buckets.length).toBe(buckets.length)
        let next = earlier.from
        for (const bucket of earlier.buckets) {
          expect(bucket.from).toBe(next)
          next = bucket.to + 1
        }
        expect(next).toBe(earlier.to + 1)
      }),
    )
  })

  it('[ME12] cuts both sides yesterday', () => {
    const november = periodOf('2026-11-01', '2026-11-30', 'week')
    const cut = cutAtToday(november, 'previous', numberOfDay('2026-11-20'))
    expect(cut && [dayOfNumber(cut.currentTo), dayOfNumber(cut.earlierTo)]).toEqual([
      '2026-11-19',
      '2026-10-20',
    ])
    const year = cutAtToday(november, 'yoy', numberOfDay('2026-11-20'))
    expect(year && dayOfNumber(year.earlierTo)).toBe('2025-11-19')
    const past = cutAtToday(november, 'previous', numberOfDay('2026-12-01'))
    expect(past && dayOfNumber(past.currentTo)).toBe('2026-11-30')
    expect(cutAtToday(november, 'previous', numberOfDay('2026-11-01'))).toBeNull()
  })
})
