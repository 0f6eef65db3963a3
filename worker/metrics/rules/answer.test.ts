import { describe, expect, it } from 'vitest'
import { Answer, type Question, type Series } from '../../../contracts/metrics.ts'
import { assembleAnswer } from './answer.ts'
import type { MetricRow } from './cells.ts'
import { numberOfDay } from './days.ts'
import type { SourceFreshness } from './freshness.ts'
import type { QuestionContext } from './question.ts'
import { aContext, aQuestion, aRow, planOf } from './testCatalogue.ts'
import type { WaitingRow } from './waiting.ts'

type RowsByMetric = Record<string, readonly MetricRow[]>

function answerTo(
  changes: Partial<Question>,
  rows: RowsByMetric,
  context: QuestionContext = aContext(),
  freshness: readonly SourceFreshness[] = [],
  waiting: Record<string, readonly WaitingRow[]> = {},
): Answer {
  const planned = planOf(aQuestion(changes), context)
  const answer = assembleAnswer(
    planned,
    (read) => rows[read.metric] ?? [],
    freshness,
    (read) => waiting[read.metric] ?? [],
  )
  return Answer.parse(answer)
}

function seriesOf(...parameters: Parameters<typeof answerTo>): Series {
  const [series] = answerTo(...parameters).series
  if (series === undefined) throw new Error('the answer has no series')
  return series
}

const days = (from: string, to: string): Partial<Question> => ({ from, to, grain: 'day' })
const values = (series: Series): (string | null)[] => series.points.map((point) => point.value)
const states = (series: Series): string[] => series.points.map((point) => point.state)

describe('points', () => {
  it('[ME3][ME8] tells not recorded from zero', () => {
    const rows = [aRow('2026-03-01', 15_000), aRow('2026-03-03', 0), aRow('2026-03-04', 0, '', 0)]
    const series = seriesOf(days('2026-03-01', '2026-03-04'), { revenue: rows })
    expect(series.points).toEqual([
      { date: '2026-03-01', value: '1.5', state: 'final' },
      { date: '2026-03-02', value: null, state: 'missing' },
      { date: '2026-03-03', value: '0', state: 'final' },
      { date: '2026-03-04', value: null, state: 'missing' },
    ])
    expect(series).toMatchObject({ metric: 'revenue', unit: 'money', currency: 'EUR', total: '1.5' })
    expect('dimensionValue' in series).toBe(false)
  })

  it('[ME8] has no total where nothing was recorded', () => {
    expect(seriesOf(days('2026-03-01', '2026-03-02'), {}).total).toBeNull()
  })

  it('[ME8][ME17] says that a ratio over nothing is not applicable', () => {
    const rows = { revenue: [aRow('2026-03-01', 0)], expenses: [aRow('2026-03-01', 5)] }
    const series = seriesOf({ metrics: ['margin'], ...days('2026-03-01', '2026-03-02') }, rows)
    expect(series.points).toEqual([
      { date: '2026-03-01', value: null, state: 'final', reason: 'not_applicable' },
      { date: '2026-03-02', value: null, state: 'missing' },
    ])
    expect(series).toMatchObject({ total: null, totalReason: 'not_applicable' })
  })

  it('[ME9] are open from the bucket of today on', () => {
    const rows = { revenue: [aRow('2026-03-02', 1), aRow('2026-03-03', 1)] }
    const series = seriesOf(days('2026-03-01', '2026-03-04'), rows, aContext({ day: '2026-03-03' }))
    expect(states(series)).toEqual(['missing', 'final', 'open', 'open'])
    const week = seriesOf({ grain: 'week' }, rows, aContext({ day: '2026-03-22' }))
    expect(states(week)).toEqual(['missing', 'final', 'missing', 'open', 'open', 'open'])
  })

  it('[ME9] are stale from the first day a late source has not delivered completely', () => {
    const late: SourceFreshness = {
      source: 'Xero',
      connectionId: null,
      nextAt: null,
      asOf: '2026-03-02T10:00:00Z',
      checkedAt: '2026-03-03T10:00:00Z',
      state: 'stale',
      metrics: ['revenue'],
      asOfDay: numberOfDay('2026-03-02'),
    }
    const rows = { revenue: [aRow('2026-03-01', 1), aRow('2026-03-02', 1)], orders: [aRow('2026-03-02', 1)] }
    const question = { metrics: ['revenue', 'orders', 'average_order'], ...days('2026-03-01', '2026-03-04') }
    const answer = answerTo(question, rows, aContext({ day: '2026-03-04' }), [late])
    expect(answer.series.map(states)).toEqual([
      ['final', 'stale', 'stale', 'stale'],
      ['missing', 'final', 'missing', 'open'],
      ['final', 'stale', 'stale', 'stale'],
    ])
    const { asOfDay: _asOfDay, ...view } = late
    expect(answer.freshness).toEqual([view])
    expect(answerTo({ metrics: ['orders'] }, rows, aContext(), [late]).freshness).toEqual([])
  })

  it('[ME9] are all stale when the host cannot be sure', () => {
    const doubt: SourceFreshness = {
      source: 'orrery',
      connectionId: null,
      nextAt: null,
      asOf: null,
      checkedAt: null,
      state: 'stale',
      metrics: null,
      asOfDay: null,
    }
    expect(states(seriesOf(days('2026-03-01', '2026-03-02'), {}, aContext(), [doubt]))).toEqual([
      'stale',
      'stale',
    ])
  })
})

describe('records without a rate', () => {
  const waits = (n: number, currency = 'USD', val = '') => ({ val, currency, n })
  const ask = (
    changes: Partial<Question>,
    rows: RowsByMetric,
    waiting: Record<string, readonly WaitingRow[]>,
  ) => answerTo({ ...days('2026-03-01', '2026-03-02'), ...changes }, rows, aContext(), [], waiting).series

  it('[ME32] are told with their currencies, and are in no point and no total', () => {
    const [series] = ask({}, {}, { revenue: [waits(2), waits(1, 'NZD')] })
    expect(series?.notIncluded).toEqual({ records: 3, currencies: ['NZD', 'USD'] })
    expect(series).toMatchObject({ total: null, points: [{ value: null }, { value: null }] })
    const [clean] = ask({}, { revenue: [aRow('2026-03-01', 1)] }, {})
    expect(clean && 'notIncluded' in clean).toBe(false)
  })

  it('[ME32] of a formula are those of its operands', () => {
    const [series] = ask({ metrics: ['margin'] }, {}, { revenue: [waits(2)], expenses: [waits(1, 'NZD')] })
    expect(series?.notIncluded).toEqual({ records: 3, currencies: ['NZD', 'USD'] })
  })

  it('[ME32] belong to their value of a breakdown, also where it has nothing else', () => {
    const rows = { revenue: [aRow('2026-03-01', 5, 'fr'), aRow('2026-03-01', 3, 'de')] }
    const waiting = { revenue: [waits(1, 'USD', 'de'), waits(4, 'USD', 'nz'), waits(2, 'NZD')] }
    const shown = (top?: number) =>
      ask({ breakdown: { dimension: 'country', ...(top ? { top } : {}) } }, rows, waiting).map(
        ({ part, dimensionValue, notIncluded, total }) => [part, dimensionValue, notIncluded?.records, total],
      )
    expect(shown()).toEqual([
      ['value', 'fr', undefined, '0.0005'],
      ['value', 'de', 1, '0.0003'],
      ['value', 'nz', 4, null],
      ['none', null, 2, null],
    ])
    expect(shown(1)).toEqual([
      ['value', 'fr', undefined, '0.0005'],
      ['other', null, 7, '0.0003'],
    ])
  })
})

describe('aggregations', () => {
  const rows = [
    aRow('2026-03-02', 50_000, '', 2),
    aRow('2026-03-09', 10_000, '', 1),
    aRow('2026-03-03', 20_000, '', 4),
  ]

  it.each([
    ['revenue', ['7', '1'], '8'],
    ['price', ['1.1667', '1'], '1.1429'],
    ['cash', ['2', '1'], '1'],
    ['lowest', ['2', '1'], '1'],
    ['highest', ['5', '1'], '5'],
  ])('[ME5] folds %s', (metric, points, total) => {
    const series = seriesOf(
      { metrics: [metric], from: '2026-03-02', to: '2026-03-15', grain: 'week' },
      { [metric]: rows },
    )
    expect(values(series)).toEqual(points)
    expect(series.total).toBe(total)
  })

  it('[ME5] does not carry a last value into the next bucket', () => {
    const series = seriesOf(
      { metrics: ['cash'], ...days('2026-03-01', '2026-03-02') },
      { cash: [aRow('2026-03-01', 10_000)] },
    )
    expect(values(series)).toEqual(['1', null])
  })

  it('[ME4] stays exact beyond 2^53', () => {
    const large = '90071992547409930001'
    const series = seriesOf(days('2026-03-01', '2026-03-02'), {
      revenue: [aRow('2026-03-01', large), aRow('2026-03-02', '9007199254740991')],
    })
    expect(values(series)).toEqual(['9007199254740993.0001', '900719925474.0991'])
    expect(series.total).toBe('9008099974666467.0992')
  })

  it('[ME6] ignores rows outside of the range', () => {
    const outside = [aRow('2026-02-28', 1), aRow('2026-04-01', 1), aRow('2026-03-31', 10_000)]
    expect(seriesOf({ grain: 'month' }, { revenue: outside }).total).toBe('1')
  })
})

describe('formulas', () => {
  const rows = {
    revenue: [aRow('2026-03-01', 1_000_000), aRow('2026-03-02', 2_000_000)],
    expenses: [aRow('2026-03-01', 500_000)],
    orders: [aRow('2026-03-01', 3)],
  }

  it('[ME16] work their total out from the totals of their operands', () => {
    const series = seriesOf({ metrics: ['margin'], ...days('2026-03-01', '2026-03-03') }, rows)
    expect(values(series)).toEqual(['50', '100', null])
    expect(series.total).toBe('83.33')
    expect(series.unit).toBe('percent')
  })

  it('[ME16] take operands at their own scale', () => {
    const series = seriesOf({ metrics: ['average_order'], ...days('2026-03-01', '2026-03-02') }, rows)
    expect(series.points.map((point) => point.value ?? point.reason)).toEqual(['33.3333', 'not_applicable'])
    expect(series.total).toBe('100')
  })
})

describe('breakdowns', () => {
  const byCountry = {
    metrics: ['revenue'],
    ...days('2026-03-01', '2026-03-02'),
    breakdown: { dimension: 'country', top: 2 },
  }
  const rows = [
    aRow('2026-03-01', 10_000, 'France'),
    aRow('2026-03-01', -90_000, 'Spain'),
    aRow('2026-03-02', 20_000, 'Other'),
    aRow('2026-03-02', 5_000, ''),
    aRow('2026-03-01', 5_000, ''),
    aRow('2026-03-01', 1_000, 'Chile'),
  ]
  const shape = (answer: Answer): unknown[] =>
    answer.series.map(({ metric, dimensionValue, part, total }) => [metric, dimensionValue, part, total])

  it('[ME13] shows the largest by absolute total, then the rest', () => {
    expect(shape(answerTo(byCountry, { revenue: rows }))).toEqual([
      ['revenue', 'Spain', 'value', '-9'],
      ['revenue', 'Other', 'value', '2'],
      ['revenue', null, 'other', '2.1'],
    ])
  })

  it('[ME14] keeps blank values together, apart from a value called Other', () => {
    expect(
      shape(answerTo({ ...byCountry, breakdown: { dimension: 'country', top: 9 } }, { revenue: rows })),
    ).toEqual([
      ['revenue', 'Spain', 'value', '-9'],
      ['revenue', 'Other', 'value', '2'],
      ['revenue', 'France', 'value', '1'],
      ['revenue', null, 'none', '1'],
      ['revenue', 'Chile', 'value', '0.1'],
    ])
  })

  it('[ME13] shows the same values for every metric, and ranks by the first', () => {
    const question = {
      ...byCountry,
      metrics: ['expenses', 'profit'],
      breakdown: { dimension: 'country', top: 1 },
    }
    const expenses = [aRow('2026-03-01', 10_000, 'France'), aRow('2026-03-02', 10_000, 'Chile')]
    expect(shape(answerTo(question, { revenue: rows, expenses }))).toEqual([
      ['expenses', 'Chile', 'value', '1'],
      ['expenses', null, 'other', '1'],
      ['profit', 'Chile', 'value', '-0.9'],
      ['profit', null, 'other', '-6'],
    ])
  })

  it('[ME13] orders values without a total of the first metric last', () => {
    const question = {
      ...byCountry,
      metrics: ['expenses', 'revenue'],
      breakdown: { dimension: 'country', top: 9 },
    }
    const answer = answerTo(question, { revenue: rows, expenses: [aRow('2026-03-01', 1, 'Peru')] })
    const first = answer.series.slice(0, 6).map((series) => series.dimensionValue)
    expect(first).toEqual(['Peru', 'Chile', 'France', 'Other', 'Spain', null])
  })

  it('[ME13] has no series where no value was recorded', () => {
    expect(answerTo(byCountry, {}).series).toEqual([])
  })

  it('[ME14] adds up balances of different days in the rest', () => {
    const cash = [
      aRow('2026-03-01', 50_000, 'A'),
      aRow('2026-03-01', 10_000, 'B'),
      aRow('2026-03-01', 99_000, 'C'),
      aRow('2026-03-02', 20_000, 'C'),
    ]
    const question = {
      ...byCountry,
      metrics: ['cash'],
      grain: 'month' as const,
      breakdown: { dimension: 'country', top: 1 },
    }
    const answer = answerTo(question, { cash })
    expect(shape(answer)).toEqual([
      ['cash', 'A', 'value', '5'],
      ['cash', null, 'other', '3'],
    ])
  })

  it('[ME5] folds averages and extremes of the rest', () => {
    const amounts = [
      aRow('2026-03-01', 90_000, 'A'),
      aRow('2026-03-01', 10_000, 'B'),
      aRow('2026-03-02', 50_000, 'C', 4),
    ]
    const totalOfRest = (metric: string): string | null | undefined =>
      answerTo(
        { ...byCountry, metrics: [metric], breakdown: { dimension: 'country', top: 1 } },
        { [metric]: amounts },
      ).series[1]?.total
    expect(['price', 'lowest', 'highest'].map(totalOfRest)).toEqual(['1.2', '1', '5'])
  })
})

describe('comparisons', () => {
  const rows = {
    revenue: [
      aRow('2026-02-27', 30_000),
      aRow('2026-02-28', 40_000),
      aRow('2026-03-01', 10_000),
      aRow('2026-03-02', 20_000),
    ],
  }

  it('[ME10][ME11] align by index', () => {
    const series = seriesOf({ ...days('2026-03-01', '2026-03-02'), compare: 'previous' }, rows)
    expect(series.compare).toEqual({
      from: '2026-02-27',
      to: '2026-02-28',
      points: [
        { date: '2026-02-27', value: '3', state: 'final' },
        { date: '2026-02-28', value: '4', state: 'final' },
      ],
      total: '7',
      currentTo: '2026-03-02',
      currentTotal: '3',
    })
  })

  it('[ME12] hold finished days against as many', () => {
    const question = { ...days('2026-03-01', '2026-03-02'), compare: 'previous' as const }
    const series = seriesOf(question, rows, aContext({ day: '2026-03-02' }))
    expect(series.total).toBe('3')
    expect(series.compare).toMatchObject({
      to: '2026-02-27',
      total: '3',
      currentTo: '2026-03-01',
      currentTotal: '1',
    })
    expect(series.compare?.points.map((point) => point.value)).toEqual(['3', '4'])
  })

  it('[ME12] have no totals when nothing is finished', () => {
    const question = { ...days('2026-03-01', '2026-03-02'), compare: 'previous' as const }
    expect(seriesOf(question, rows, aContext({ day: '2026-03-01' })).compare).toMatchObject({
      from: '2026-02-27',
      to: null,
      total: null,
      currentTo: null,
      currentTotal: null,
    })
  })

  it('[ME11] show 28 February for both days of a leap February, and count it once', () => {
    const leap = { revenue: [aRow('2023-02-28', 10_000), aRow('2023-03-01', 20_000), aRow('2024-02-29', 5)] }
    const series = seriesOf({ ...days('2024-02-28', '2024-03-01'), compare: 'yoy' }, leap)
    expect(series.compare?.points.map((point) => [point.date, point.value])).toEqual([
      ['2023-02-28', '1'],
      ['2023-02-28', '1'],
      ['2023-03-01', '2'],
    ])
    expect(series.compare?.total).toBe('3')
  })

  it('[ME11] count the 29th of an earlier leap February in the total', () => {
    const leap = {
      revenue: [aRow('2024-02-28', 10_000), aRow('2024-02-29', 20_000), aRow('2024-03-01', 40_000)],
    }
    const daily = seriesOf({ ...days('2025-02-28', '2025-03-01'), compare: 'yoy' }, leap)
    expect(daily.compare?.points.map((point) => point.value)).toEqual(['1', '4'])
    expect(daily.compare?.total).toBe('7')
  })

  it('[ME13] show values that exist in the earlier period only', () => {
    const question = {
      ...days('2026-03-01', '2026-03-02'),
      compare: 'previous' as const,
      breakdown: { dimension: 'country' },
    }
    const answer = answerTo(question, {
      revenue: [aRow('2026-03-01', 1, 'New'), aRow('2026-02-28', 10_000, 'Old')],
    })
    expect(
      answer.series.map((series) => [series.dimensionValue, series.total, series.compare?.total]),
    ).toEqual([
      ['New', '0.0001', null],
      ['Old', null, '1'],
    ])
  })
})
