import { describe, expect, it } from 'vitest'
import type { MetricDefinition, Series } from '../../../contracts/metrics.ts'
import { createFormat } from '../../lib/format.ts'
import { operandsOf } from './operands.ts'
import { recordedDays } from './queries.ts'
import { rankedRows } from './ranking.ts'

const format = createFormat({ locale: 'en-AU', currency: 'GBP' })
const slice = (dimensionValue: string | null, part: Series['part'], total: string | null): Series => ({
  metric: 'revenue',
  label: 'Revenue',
  unit: 'money',
  currency: 'GBP',
  dimensionValue,
  part,
  points: [],
  total,
})

describe('ranked slices', () => {
  const rows = rankedRows(
    [
      slice('Eire', 'value', '75'),
      slice('Other', 'value', '-15'),
      slice(null, 'none', '0'),
      slice(null, 'other', '40'),
    ],
    '100',
    format,
  )

  it('keep a value called Other apart from the folded rest, and blanks from both', () => {
    expect(rows.map((row) => [row.label, row.slice])).toEqual([
      ['Eire', 'Eire'],
      ['Other', 'Other'],
      ['(none)', ''],
      ['Other', null],
    ])
  })

  it('have shares of the whole and bars by size', () => {
    expect(rows.map((row) => row.share)).toEqual(['75.0%', '\u221215.0%', '0.0%', '40.0%'])
    expect(rows.map((row) => row.size)).toEqual([1, 0.2, 0, 40 / 75])
  })

  it('have no share where parts do not add up', () => {
    expect(rankedRows([slice('Eire', 'value', '75')], null, format)[0]?.share).toBe('')
  })
})

describe('recorded days', () => {
  const point = (date: string, value: string | null) => ({ date, value, state: 'final' as const })
  it('are the months with a value, up to today', () => {
    const months = {
      ...slice(null, undefined, null),
      points: [point('2010-11-01', null), point('2010-12-01', '5'), point('2011-12-01', '0')],
    }
    expect(recordedDays({ series: [months] }, '2026-11-19')).toEqual({ from: '2010-12-01', to: '2011-12-31' })
    expect(recordedDays({ series: [months] }, '2011-12-09')).toEqual({ from: '2010-12-01', to: '2011-12-09' })
    expect(recordedDays({ series: [] }, '2011-12-09')).toBeNull()
  })
})

describe('operands', () => {
  it('are the metrics a formula names, each once', () => {
    const metric = (key: string) => ({ key }) as MetricDefinition
    const known = [metric('revenue'), metric('cost')]
    expect(operandsOf('(revenue - cost) / revenue * 100', known).map((one) => one.key)).toEqual([
      'revenue',
      'cost',
    ])
  })
})
