import { describe, expect, it } from 'vitest'
import { BREAKDOWN_TOP_MAX, DAILY_RANGE_DAYS_MAX, QUESTION_CELLS_MAX } from '../../../contracts/limits.ts'
import { Grain, QueryRequest, type Question } from '../../../contracts/metrics.ts'
import { defaultCalendar } from './buckets.ts'
import { dayOfNumber, numberOfDay } from './days.ts'
import { nearestNames } from './nearestNames.ts'
import type { QuestionContext, QuestionRefusal } from './question.ts'
import { aContext, aQuestion, planOf, testCatalogue } from './testCatalogue.ts'
import { checkQuestion } from './validate.ts'

function refusalOf(changes: Partial<Question>, context: QuestionContext = aContext()): QuestionRefusal {
  const checked = checkQuestion(aQuestion(changes), testCatalogue, context)
  if (checked.ok) throw new Error('the question was not refused')
  return checked.error
}

describe('the shape of a question', () => {
  it('[ME22] is one question or up to 20, with real dates and nothing unknown', () => {
    expect(QueryRequest.safeParse(aQuestion()).success).toBe(true)
    expect(QueryRequest.safeParse({ questions: [aQuestion(), aQuestion()] }).success).toBe(true)
    expect(QueryRequest.safeParse({ questions: [] }).success).toBe(false)
    expect(QueryRequest.safeParse({ questions: Array(21).fill(aQuestion()) }).success).toBe(false)
    expect(QueryRequest.safeParse(aQuestion({ from: '2026-02-29' })).success).toBe(false)
    expect(QueryRequest.safeParse({ ...aQuestion(), color: 'red' }).success).toBe(false)
    expect(QueryRequest.safeParse(aQuestion({ metrics: [] })).success).toBe(false)
  })
})

describe('refusals', () => {
  it('[ME21] names the nearest metrics', () => {
    expect(refusalOf({ metrics: ['revenu'] })).toMatchObject({
      code: 'unknown_metric',
      message: 'There is no metric "revenu". Did you mean revenue?',
      details: { metric: 'revenu', nearest: ['revenue'] },
    })
    expect(refusalOf({ metrics: ['revenue', 'zzzzzz'] }).message).toContain('GET /api/v1/metrics')
  })

  it('[ME21] suggests by letters and by parts of a name, at most three', () => {
    const names = ['revenue', 'revenue_net', 'expenses', 'orders', 'order_count', 'cash']
    expect(nearestNames('Revenue', names)).toEqual(['revenue', 'revenue_net'])
    expect(nearestNames('rveenue', names)).toEqual(['revenue'])
    expect(nearestNames('net', names)).toEqual(['revenue_net'])
    expect(nearestNames('e', ['a_very_long_name'])).toEqual([])
    expect(nearestNames('name', ['name1', 'name2', 'name3', 'name4'])).toEqual(['name1', 'name2', 'name3'])
  })

  it('[ME21] names the dimensions there are', () => {
    expect(refusalOf({ breakdown: { dimension: 'colour' } })).toMatchObject({
      code: 'unknown_dimension',
      message: 'The metric "revenue" has no dimension "colour". Use country or product.',
      details: { dimensions: ['country', 'product'] },
    })
  })

  it('[ME33] breaks every metric down by client, also formulas', () => {
    for (const metric of ['revenue', 'margin', 'orders'])
      expect(
        planOf(aQuestion({ metrics: [metric], breakdown: { dimension: 'client' } })).breakdown,
      ).toMatchObject({
        dimension: 'client',
      })
  })

  it('[ME20] breaks a formula down only where every operand can be', () => {
    expect(refusalOf({ metrics: ['margin'], breakdown: { dimension: 'product' } })).toMatchObject({
      code: 'unknown_dimension',
      details: { metric: 'margin', dimensions: ['country'] },
    })
    expect(planOf(aQuestion({ metrics: ['margin'], breakdown: { dimension: 'country' } })).leaves.size).toBe(
      2,
    )
  })

  it('[ME18] refuses a broken formula with its own reason', () => {
    expect(refusalOf({ metrics: ['broken'] })).toMatchObject({
      code: 'invalid_formula',
      details: { metric: 'broken' },
    })
  })

  it('[ME22] refuses reversed dates and allows one day', () => {
    expect(refusalOf({ from: '2026-03-02', to: '2026-03-01' })).toMatchObject({
      code: 'reversed_dates',
      details: { from: '2026-03-02', to: '2026-03-01' },
    })
    expect(planOf(aQuestion({ from: '2026-03-01', to: '2026-03-01' })).current.buckets.length).toBe(1)
  })

  it('[ME22] refuses ten years by day and says which grain fits', () => {
    const refusal = refusalOf({ from: '2016-01-01', to: '2025-12-31' })
    expect(refusal.code).toBe('range_too_long')
    expect(refusal.message).toBe(
      '2016-01-01 to 2025-12-31 has 3653 points by day; a series has at most 1100. Ask with grain "week", or for a shorter range.',
    )
    expect(
      planOf(aQuestion({ from: '2016-01-01', to: '2025-12-31', grain: 'week' })).current.buckets.length,
    ).toBe(523)
  })

  it('[ME22] draws the line at exactly the bound', () => {
    const from = numberOfDay('2020-01-01')
    const to = (days: number): string => dayOfNumber(from + days - 1)
    expect(
      planOf(aQuestion({ from: '2020-01-01', to: to(DAILY_RANGE_DAYS_MAX) })).current.buckets.length,
    ).toBe(1100)
    expect(refusalOf({ from: '2020-01-01', to: to(DAILY_RANGE_DAYS_MAX + 1) }).code).toBe('range_too_long')
  })

  it('[ME22] answers any range as a total, and suggests it when nothing else fits', () => {
    const everything = { from: '0001-01-01', to: '9999-12-31' }
    expect(planOf(aQuestion({ ...everything, grain: 'total' })).current.buckets.length).toBe(1)
    for (const grain of Grain.options.slice(0, -1)) {
      expect(refusalOf({ ...everything, grain }).details).toMatchObject({ suggestion: 'total' })
    }
  })

  it('[ME22] does not count time before the year 1', () => {
    expect(refusalOf({ from: '0001-01-01', to: '0001-01-31', compare: 'previous' })).toMatchObject({
      code: 'range_too_long',
      details: { compare: 'previous' },
    })
    expect(refusalOf({ from: '0000-06-01', to: '0001-01-31' }).message).toContain('before the year 1')
  })

  it('[ME23] bounds the values of an answer before reading anything', () => {
    const year = { from: '2024-01-01', to: '2024-12-31', breakdown: { dimension: 'country' } }
    expect(planOf(aQuestion({ ...year, compare: 'yoy' })).breakdown).toEqual({
      dimension: 'country',
      top: 50,
    })
    expect(refusalOf({ ...year, breakdown: { dimension: 'country', top: 200 } })).toMatchObject({
      code: 'question_too_large',
      details: { cells: 366 * 201, cellsMax: QUESTION_CELLS_MAX },
    })
    const few = aContext({ countValues: () => 38 })
    expect(
      planOf(aQuestion({ ...year, breakdown: { dimension: 'country', top: 200 }, compare: 'yoy' }), few),
    ).toBeDefined()
    const known = aContext({ countValues: (metric) => (metric === 'revenue' ? 38 : null) })
    const two = { ...year, metrics: ['margin'], breakdown: { dimension: 'country', top: 200 } }
    expect(refusalOf(two, known).details).toMatchObject({ cells: 366 * 201 })
  })

  it('[ME23] bounds the values of a breakdown', () => {
    const month = { from: '2026-01-01', to: '2026-01-31', grain: 'month' as const }
    expect(
      planOf(aQuestion({ ...month, breakdown: { dimension: 'country', top: BREAKDOWN_TOP_MAX } })),
    ).toBeDefined()
    expect(
      refusalOf({ ...month, breakdown: { dimension: 'country', top: BREAKDOWN_TOP_MAX + 1 } }),
    ).toMatchObject({
      code: 'question_too_large',
      details: { top: 201, topMax: 200 },
    })
  })
})

describe('the plan', () => {
  it('[ME16] reads the operands of a formula, each once', () => {
    const planned = planOf(aQuestion({ metrics: ['margin', 'profit', 'revenue', 'margin'] }))
    expect(planned.metrics.map((metric) => metric.definition.key)).toEqual(['margin', 'profit', 'revenue'])
    expect(planned.reads.map((read) => read.metric)).toEqual(['revenue', 'expenses'])
    expect(planned.earlierReads).toEqual([])
  })

  it('[ME7] is content with rows by month where every edge is the edge of a month', () => {
    const rowsOf = (changes: Partial<Question>, context = aContext()): (string | undefined)[] => {
      const planned = planOf(aQuestion(changes), context)
      return [planned.reads[0]?.rows, planned.earlierReads[0]?.rows]
    }
    const year = { from: '2026-01-01', to: '2026-12-31', grain: 'month' as const }
    expect(rowsOf(year)).toEqual(['month', undefined])
    expect(rowsOf({ ...year, grain: 'total', compare: 'yoy' })).toEqual(['month', 'month'])
    expect(rowsOf({ ...year, grain: 'day' })).toEqual(['day', undefined])
    expect(rowsOf({ ...year, to: '2026-12-30' })).toEqual(['day', undefined])
    expect(rowsOf({ ...year, to: '2026-03-31', compare: 'previous' })).toEqual(['month', 'day'])
    expect(rowsOf({ ...year, compare: 'yoy' }, aContext({ day: '2026-11-20' }))).toEqual(['day', 'day'])
    expect(rowsOf({ ...year, compare: 'yoy' }, aContext({ day: '2026-11-01' }))).toEqual(['month', 'month'])
  })

  it('[ME2] carries the calendar, the client and today', () => {
    const clientId = '0197f1f6-6a3b-7c3e-8d1e-3f2f7b1c9a11' as NonNullable<Question['clientId']>
    const planned = planOf(aQuestion({ clientId, grain: 'week' }), {
      today: 5,
      calendar: { ...defaultCalendar, weekStart: 7 },
    })
    expect(planned).toMatchObject({ clientId, today: 5, calendar: { weekStart: 7 } })
    expect(planned.current.buckets[0]?.date).toBe('2026-03-01')
  })
})
