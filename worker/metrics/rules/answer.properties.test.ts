import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Grain, type Question, type Series } from '../../../contracts/metrics.ts'
import { assembleAnswer } from './answer.ts'
import { listBuckets } from './buckets.ts'
import type { MetricRow } from './cells.ts'
import { dayOfNumber, numberOfDay } from './days.ts'
import { textOfUnits, unitsOfText } from './decimals.ts'
import { aContext, aQuestion, aRow, planOf } from './testCatalogue.ts'

interface Fact {
  day: number
  value: string
  units: bigint
}

const FIRST = numberOfDay('2023-11-01')
const anyFacts = fc.array(
  fc.record<Fact>({
    day: fc.integer({ min: FIRST, max: FIRST + 800 }),
    value: fc.constantFrom('', 'a', 'b', 'c', 'd', 'e'),
    units: fc.oneof(
      fc.bigInt({ min: -20_000n, max: 20_000n }),
      fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }),
    ),
  }),
  { maxLength: 60 },
)
const anyRange = fc
  .tuple(fc.integer({ min: FIRST + 400, max: FIRST + 700 }), fc.integer({ min: 0, max: 120 }))
  .map(([from, length]) => ({ from: dayOfNumber(from), to: dayOfNumber(from + length) }))
const anyGrain = fc.constantFrom(...Grain.options)
const anyCompare = fc.constantFrom('previous', 'yoy') as fc.Arbitrary<'previous' | 'yoy'>
const anyCalendar = fc.record({
  weekStart: fc.integer({ min: 1, max: 7 }),
  fiscalYearStartMonth: fc.integer({ min: 1, max: 12 }),
})

type Fold = (units: bigint[]) => bigint
const sumOf: Fold = (units) => units.reduce((sum, unit) => sum + unit, 0n)

/** Rows as the read model keeps them: one per day (or month) and value. */
function rowsOf(
  facts: readonly Fact[],
  keyOf: (day: number) => string,
  hasDimension: boolean,
  fold: Fold = sumOf,
): MetricRow[] {
  const groups = new Map<string, Fact[]>()
  for (const fact of facts) {
    const key = JSON.stringify([keyOf(fact.day), hasDimension ? fact.value : ''])
    groups.set(key, [...(groups.get(key) ?? []), fact])
  }
  return [...groups].map(([key, members]) => {
    const [day, value] = JSON.parse(key) as [string, string]
    return aRow(day, String(fold(members.map(({ units }) => units))), value, members.length)
  })
}

const byDay = (day: number): string => dayOfNumber(day)
const byMonth = (day: number): string => `${dayOfNumber(day).slice(0, 7)}-01`

function seriesOf(
  question: Question,
  rows: readonly MetricRow[],
  calendar?: { weekStart: number; fiscalYearStartMonth: number },
) {
  const planned = planOf(question, aContext(calendar && { calendar }))
  return assembleAnswer(
    planned,
    () => rows,
    [],
    () => [],
  ).series
}

const sumOfTexts = (texts: readonly (string | null | undefined)[]): string =>
  textOfUnits(sumOf(texts.map((text) => BigInt(unitsOfText(text ?? '0', 4) ?? 0))), 4)
const sumOfFacts = (facts: readonly Fact[], from: string, to: string): string =>
  textOfUnits(
    sumOf(
      facts.filter(({ day }) => day >= numberOfDay(from) && day <= numberOfDay(to)).map(({ units }) => units),
    ),
    4,
  )

describe('answers', () => {
  it('[ME6] add up: the points of any grain are the total, and the total is the facts', () => {
    fc.assert(
      fc.property(anyFacts, anyRange, anyGrain, anyCalendar, (facts, range, grain, calendar) => {
        const [series] = seriesOf(aQuestion({ ...range, grain }), rowsOf(facts, byDay, false), calendar)
        expect(sumOfTexts(series?.points.map((point) => point.value) ?? [])).toBe(series?.total ?? '0')
        expect(series?.total ?? '0').toBe(sumOfFacts(facts, range.from, range.to))
      }),
    )
  })

  it('[ME3] have a point for each bucket of the range and no other', () => {
    fc.assert(
      fc.property(anyFacts, anyRange, anyGrain, anyCalendar, (facts, range, grain, calendar) => {
        const [series] = seriesOf(aQuestion({ ...range, grain }), rowsOf(facts, byDay, false), calendar)
        const buckets = listBuckets(numberOfDay(range.from), numberOfDay(range.to), grain, calendar)
        expect(series?.points.map((point) => point.date)).toEqual(buckets.map((bucket) => bucket.date))
        for (const [index, point] of (series?.points ?? []).entries()) {
          const bucket = buckets[index]
          const isRecorded = facts.some(({ day }) => bucket && day >= bucket.from && day <= bucket.to)
          expect(point.state).toBe(isRecorded ? 'final' : 'missing')
          expect(point.value !== null).toBe(isRecorded)
        }
      }),
    )
  })

  it('[ME7] are the same from rows by day and rows by month', () => {
    const month = fc.integer({ min: 1, max: 12 }).map((number) => String(number).padStart(2, '0'))
    const months = fc.tuple(month, month).map(([first, last]) => ({
      from: `2024-${first}-01`,
      to: monthEnd(`2025-${last}-01`),
    }))
    const monthGrain = fc.constantFrom<Grain>('month', 'quarter', 'year', 'total')
    const metric = fc.constantFrom('revenue', 'lowest', 'highest', 'price')
    fc.assert(
      fc.property(anyFacts, months, monthGrain, anyCalendar, metric, (facts, range, grain, calendar, key) => {
        const question = aQuestion({
          metrics: [key],
          ...range,
          grain,
          breakdown: { dimension: 'country', top: 2 },
        })
        expect(planOf(question, aContext({ calendar })).reads[0]?.rows).toBe('month')
        const fold = foldOf(key)
        const daily = seriesOf(question, rowsOf(facts, byDay, true, fold), calendar)
        expect(daily).toEqual(seriesOf(question, rowsOf(facts, byMonth, true, fold), calendar))
      }),
    )
  })

  it('[ME13] add up over a breakdown, in both periods', () => {
    fc.assert(
      fc.property(
        anyFacts,
        anyRange,
        anyGrain,
        anyCompare,
        fc.integer({ min: 1, max: 7 }),
        (facts, range, grain, compare, top) => {
          const question = aQuestion({ ...range, grain, compare })
          const [whole] = seriesOf(question, rowsOf(facts, byDay, false))
          const parts = seriesOf(
            { ...question, breakdown: { dimension: 'country', top } },
            rowsOf(facts, byDay, true),
          )
          expect(parts.length).toBeLessThanOrEqual(top + 1)
          expect(sumOfTexts(parts.map((part) => part.total))).toBe(whole?.total ?? '0')
          expect(sumOfTexts(parts.map((part) => part.compare?.total))).toBe(whole?.compare?.total ?? '0')
          for (const [index, point] of (whole?.points ?? []).entries()) {
            expect(sumOfTexts(parts.map((part) => part.points[index]?.value))).toBe(point.value ?? '0')
          }
        },
      ),
    )
  })

  it('[ME13] do not depend on the order of rows', () => {
    fc.assert(
      fc.property(anyFacts, anyRange, anyGrain, (facts, range, grain) => {
        const rows = rowsOf(facts, byDay, true)
        const question = aQuestion({ ...range, grain, breakdown: { dimension: 'country', top: 3 } })
        expect(seriesOf(question, rows)).toEqual(seriesOf(question, rows.toReversed()))
      }),
    )
  })

  it('[ME12] hold the same number of finished days against each other', () => {
    fc.assert(
      fc.property(
        anyFacts,
        anyRange,
        anyGrain,
        fc.integer({ min: -3, max: 125 }),
        (facts, range, grain, offset) => {
          const today = numberOfDay(range.from) + offset
          const planned = planOf(aQuestion({ ...range, grain, compare: 'previous' }), aContext({ today }))
          const [series] = assembleAnswer(
            planned,
            () => rowsOf(facts, byDay, false),
            [],
            () => [],
          ).series as [Series]
          const { from, to, total, currentTo, currentTotal } = series.compare ?? {}
          if (offset <= 0) {
            expect([to, total, currentTo, currentTotal]).toEqual([null, null, null, null])
            return
          }
          const finished = numberOfDay(currentTo ?? '') - numberOfDay(range.from)
          expect(numberOfDay(currentTo ?? '')).toBe(Math.min(today - 1, numberOfDay(range.to)))
          expect(numberOfDay(to ?? '') - numberOfDay(from ?? '')).toBe(finished)
          expect(total ?? '0').toBe(sumOfFacts(facts, from ?? '', to ?? ''))
          expect(currentTotal ?? '0').toBe(sumOfFacts(facts, range.from, currentTo ?? ''))
        },
      ),
    )
  })
})

function foldOf(metric: string): Fold {
  if (metric === 'lowest') return (units) => units.reduce((least, unit) => (unit < least ? unit : least))
  if (metric === 'highest') return (units) => units.reduce((most, unit) => (unit > most ? unit : most))
  return sumOf
}

function monthEnd(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number)
  return dayOfNumber(
    numberOfDay(month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`) - 1,
  )
}
