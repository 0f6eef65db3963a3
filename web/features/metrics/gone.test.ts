import { describe, expect, it } from 'vitest'
import { makeGoneMetrics } from './gone.ts'
import { answersQuery, recordedDaysQuery, recordsQuery } from './queries.ts'

const removed = (key: string) => ({ type: 'metric.removed', subject: `metric:${key}` })
const defined = (key: string) => ({ type: 'metric.defined', subject: `metric:${key}` })
const days = { from: '2026-01-01', to: '2026-01-31' }
const answers = (...metrics: string[]) =>
  answersQuery('w', [{ metrics, ...days, grain: 'day', breakdown: { dimension: 'clicks' } }] as never)
    .queryKey

describe('[ME45] a metric that left the catalogue', () => {
  it('is found in every kind of question that names it, and only there', () => {
    const gone = makeGoneMetrics()
    expect(gone.isNamedIn(answers('visits'))).toBe(false)
    gone.hear([removed('visits'), removed('clicks'), { type: 'sample.removed', subject: 'sample' }])
    const recorded = recordedDaysQuery('w', ['sales', 'visits'], undefined, '2026-01-31', true)
    const records = recordsQuery(
      'w',
      { metric: 'visits', ...days, slice: null } as never,
      undefined,
      undefined,
    )
    for (const key of [answers('sales', 'visits'), recorded.queryKey, records.queryKey])
      expect(gone.isNamedIn(key)).toBe(true)
    // A dimension that is called as a metric was.
    expect(gone.isNamedIn(answers('sales'))).toBe(false)
  })

  it('is asked for again once it is back', () => {
    const gone = makeGoneMetrics()
    gone.hear([removed('visits'), defined('visits')])
    expect(gone.isNamedIn(answers('visits'))).toBe(false)
  })
})
