import { describe, expect, it } from 'vitest'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import { moved, shownLayout } from './layout.ts'
import { dashboardQuestions, isAllEmpty, readAnswers } from './questions.ts'

const metric = (key: string, change: Partial<MetricDefinition> = {}): MetricDefinition => ({
  key,
  label: key,
  unit: 'money',
  currency: 'GBP',
  direction: 'up',
  aggregation: 'sum',
  scale: 4,
  source: { kind: 'facts', table: 'custom_metrics' },
  dimensions: [],
  description: '',
  ...change,
})

describe('the layout that is shown', () => {
  it('makes tile, chart and list of a single imported metric', () => {
    expect(shownLayout(undefined, [metric('revenue', { dimensions: ['Country'] })])).toEqual({
      tiles: ['revenue'],
      main: 'revenue',
      lists: [{ metric: 'revenue', dimension: 'Country' }],
    })
  })

  it('puts what a reader wants first, money before counts, and at most four', () => {
    const metrics = ['visits', 'ad_spend', 'net_profit', 'revenue', 'expenses'].map((key) =>
      metric(key, key === 'visits' ? { unit: 'count', currency: null } : {}),
    )
    expect(shownLayout(undefined, metrics).tiles).toEqual(['revenue', 'expenses', 'net_profit', 'ad_spend'])
  })

  it('ranks the first dimension of every metric before the second of one', () => {
    const metrics = [
      metric('revenue', { dimensions: ['Customer', 'Country'] }),
      metric('expenses', { dimensions: ['Category'] }),
    ]
    expect(shownLayout(undefined, metrics).lists.map((list) => list.dimension)).toEqual([
      'Customer',
      'Category',
      'Country',
    ])
  })

  it('ranks customers of a metric without a tile before the system a number came from', () => {
    const metrics = [
      ...['revenue', 'expenses', 'net_profit', 'net_margin'].map((key) =>
        metric(key, { dimensions: ['Source'] }),
      ),
      metric('invoiced', { dimensions: ['Customer'] }),
    ]
    expect(shownLayout(undefined, metrics).lists).toEqual([
      { metric: 'invoiced', dimension: 'Customer' },
      { metric: 'revenue', dimension: 'Source' },
      { metric: 'expenses', dimension: 'Source' },
    ])
  })

  it('leaves out of a saved one what the catalogue no longer knows', () => {
    const saved = {
      tiles: ['gone', 'revenue'],
      main: { metric: 'gone' },
      lists: [{ metric: 'revenue', dimension: 'Gone' }],
    }
    expect(shownLayout(saved, [metric('revenue')])).toEqual({
      tiles: ['revenue'],
      main: 'revenue',
      lists: [],
    })
  })

  it('is empty without metrics', () => {
    expect(shownLayout(undefined, [])).toEqual({ tiles: [], main: null, lists: [] })
  })

  it('moves a tile by a step and stays as it is at the edge', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
  })
})

describe('the questions of a dashboard', () => {
  const layout = {
    tiles: ['revenue', 'orders'],
    main: 'revenue',
    lists: [{ metric: 'revenue', dimension: 'Country' }],
  }
  const range = {
    preset: '7d',
    from: '2026-11-13',
    to: '2026-11-19',
    grainChoice: 'auto',
    grain: 'day',
    compare: 'prev',
    compareFrom: '2026-11-06',
    compareTo: '2026-11-12',
  } as const

  it('ask for figures once and for each list once', () => {
    expect(dashboardQuestions(layout, range, undefined)).toEqual([
      {
        metrics: ['revenue', 'orders'],
        from: '2026-11-13',
        to: '2026-11-19',
        grain: 'day',
        compare: 'previous',
      },
      {
        metrics: ['revenue'],
        from: '2026-11-13',
        to: '2026-11-19',
        grain: 'total',
        breakdown: { dimension: 'Country' },
      },
    ])
    expect(dashboardQuestions({ tiles: [], main: null, lists: [] }, range, undefined)).toEqual([])
  })

  it('know an empty range from one of zeros', () => {
    const answer = (value: string | null) => ({
      series: [
        {
          metric: 'revenue',
          label: 'Revenue',
          unit: 'money' as const,
          currency: 'GBP',
          points: [{ date: '2026-11-13', value, state: 'final' as const }],
          total: value,
        },
      ],
      freshness: [],
    })
    expect(isAllEmpty(readAnswers([answer(null)]))).toBe(true)
    expect(isAllEmpty(readAnswers([answer('0')]))).toBe(false)
  })
})
