import { describe, expect, it } from 'vitest'
import { numberOfDay } from './days.ts'
import {
  type Deliveries,
  freshnessState,
  nextStaleMs,
  type SourceFreshness,
  sourcesOf,
  staleAtMs,
  staleFrom,
} from './freshness.ts'
import { type AnswerStamp, keptKey } from './keptKey.ts'
import { aContext, aQuestion, planOf } from './testCatalogue.ts'

const HOUR_MS = 3_600_000

function aSource(changes: Partial<SourceFreshness> = {}): SourceFreshness {
  return {
    source: 'Xero',
    connectionId: null,
    nextAt: null,
    asOf: null,
    checkedAt: null,
    state: 'fresh',
    metrics: null,
    asOfDay: null,
    ...changes,
  }
}

describe('freshness', () => {
  const delivered = (changes: Partial<Deliveries> = {}): Deliveries => ({
    ...{ asOf: '1970-01-01T00:00:00Z', staleAtMs: staleAtMs(0, HOUR_MS), isFailed: false, isStatic: false },
    ...changes,
  })

  it('[ME24] forgives one missed run', () => {
    expect(freshnessState(delivered(), 2 * HOUR_MS)).toBe('fresh')
    expect(freshnessState(delivered(), 2 * HOUR_MS + 1)).toBe('stale')
    expect(freshnessState(delivered({ staleAtMs: null }), 10 ** 12)).toBe('fresh')
  })

  it('[ME24] never calls late what is loaded by hand, and says when nothing was delivered or it has failed', () => {
    expect(freshnessState(delivered({ isStatic: true }), 10 ** 12)).toBe('static')
    expect(freshnessState(delivered({ isStatic: true, asOf: null }), 0)).toBe('static')
    expect(freshnessState(delivered({ asOf: null, staleAtMs: null }), 10 ** 12)).toBe('none')
    expect(freshnessState(delivered({ isFailed: true }), 0)).toBe('failed')
    expect(staleAtMs(0, null)).toBeNull()
    expect(staleAtMs(null, HOUR_MS)).toBeNull()
  })

  it('[ME25] knows the next instant at which a source is late', () => {
    const at = (ms: number | null) => delivered({ staleAtMs: ms })
    expect(nextStaleMs([at(50), at(20), at(10), at(null)], 10)).toBe(20)
    expect(nextStaleMs([at(10), at(null)], 10)).toBe(Number.POSITIVE_INFINITY)
    expect(nextStaleMs([], 0)).toBe(Number.POSITIVE_INFINITY)
  })

  it('[ME24] names the sources of the metrics asked for', () => {
    const sources = [
      aSource({ source: 'a', metrics: ['revenue'] }),
      aSource({ source: 'b', metrics: ['orders'] }),
      aSource(),
    ]
    expect(sourcesOf(['revenue'], sources).map(({ source }) => source)).toEqual(['a', 'Xero'])
  })

  it('[ME9] is unsure from the first incomplete day of the latest source', () => {
    const day = numberOfDay('2026-11-10')
    expect(staleFrom([aSource(), aSource({ state: 'static' })])).toBe(Number.POSITIVE_INFINITY)
    expect(
      staleFrom([aSource({ state: 'stale', asOfDay: day + 3 }), aSource({ state: 'stale', asOfDay: day })]),
    ).toBe(day)
    expect(staleFrom([aSource({ state: 'failed', asOfDay: day })])).toBe(day)
    expect(staleFrom([aSource({ state: 'stale' })])).toBe(Number.NEGATIVE_INFINITY)
  })
})

describe('the key of kept answers', () => {
  const stamp: AnswerStamp = { scope: 'all', seq: 7, freshness: [] }
  const past = aQuestion({ from: '2026-01-01', to: '2026-01-31', breakdown: { dimension: 'country' } })
  const keyOf = (changes: object, context = aContext(), changedStamp: Partial<AnswerStamp> = {}): string =>
    keptKey(planOf({ ...past, ...changes }, context), { ...stamp, ...changedStamp })

  it('[ME25] is one for every way of writing a question', () => {
    const { grain, to, from, metrics, breakdown } = past
    expect(keptKey(planOf({ grain, to, from, metrics, ...(breakdown && { breakdown }) }), stamp)).toBe(
      keyOf({}),
    )
    expect(keyOf({ metrics: ['revenue', 'revenue'] })).toBe(keyOf({}))
    expect(keyOf({ breakdown: { dimension: 'country', top: 50 } })).toBe(keyOf({}))
  })

  it('[ME25] differs wherever the answer may', () => {
    const keys = [
      keyOf({}),
      keyOf({ metrics: ['revenue', 'expenses'] }),
      keyOf({ metrics: ['expenses', 'revenue'] }),
      keyOf({ from: '2026-01-02' }),
      keyOf({ to: '2026-01-30' }),
      keyOf({ grain: 'week' }),
      keyOf({ grain: 'month' }),
      keyOf({ clientId: '0197f1f6-6a3b-7c3e-8d1e-3f2f7b1c9a11' }),
      keyOf({ breakdown: undefined }),
      keyOf({ breakdown: { dimension: 'product' } }),
      keyOf({ breakdown: { dimension: 'country', top: 5 } }),
      keyOf({ compare: 'previous' }),
      keyOf({ compare: 'yoy' }),
      keyOf({}, aContext(), { scope: 'client 1' }),
      keyOf({}, aContext(), { seq: 8 }),
      keyOf({}, aContext(), { freshness: [aSource()] }),
      keyOf({}, aContext(), { freshness: [aSource({ state: 'stale' })] }),
    ]
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('[ME25] depends on today only while the range is not over', () => {
    expect(keyOf({}, aContext({ day: '2026-02-01' }))).toBe(keyOf({}, aContext({ day: '2026-02-02' })))
    expect(keyOf({}, aContext({ day: '2026-01-31' }))).not.toBe(keyOf({}, aContext({ day: '2026-01-30' })))
  })

  it('[ME25] depends on the calendar only where the grain does', () => {
    const sunday = aContext({ calendar: { weekStart: 7, fiscalYearStartMonth: 4 } })
    for (const grain of ['day', 'month', 'total']) expect(keyOf({ grain }, sunday)).toBe(keyOf({ grain }))
    for (const grain of ['week', 'quarter', 'year'])
      expect(keyOf({ grain }, sunday)).not.toBe(keyOf({ grain }))
  })

  it('[ME25] ignores sources of other metrics', () => {
    expect(keyOf({}, aContext(), { freshness: [aSource({ metrics: ['orders'] })] })).toBe(keyOf({}))
  })
})
