import { describe, expect, it } from 'vitest'
import { Freshness } from '../../../contracts/metrics.ts'
import { isAllLeftOut, problemOf, sourcesOf } from './sources.ts'

const CONNECTION = '0198c0de-0000-7000-8000-000000000001'
const source = (changes: Record<string, unknown>) =>
  Freshness.parse({
    source: 'Xero',
    connectionId: CONNECTION,
    metrics: ['revenue'],
    nextAt: null,
    asOf: null,
    checkedAt: null,
    state: 'fresh',
    ...changes,
  })

describe('what is wrong with the sources of a figure', () => {
  it('is nothing while they are in time or loaded by hand', () => {
    expect(problemOf('revenue', [source({}), source({ state: 'static', metrics: null })])).toBeNull()
  })

  it('is the late source, with where to mend it', () => {
    expect(problemOf('revenue', [source({}), source({ source: 'Shop', state: 'stale' })])).toEqual({
      source: 'Shop',
      state: 'stale',
      connectionId: CONNECTION,
    })
  })

  it('is the failed one before a late one, whatever their order', () => {
    const sources = [source({ state: 'stale' }), source({ source: 'Shop', state: 'failed' })]
    expect(problemOf('revenue', sources)?.source).toBe('Shop')
  })

  it('marks only the metrics that the source feeds', () => {
    const late = source({ state: 'stale' })
    expect(problemOf('sessions', [late])).toBeNull()
    expect(sourcesOf('sessions', [late])).toEqual([])
    expect(problemOf('sessions', [source({ state: 'stale', metrics: null })])?.state).toBe('stale')
  })
})

describe('a series whose records all wait for a rate', () => {
  const notIncluded = { records: 3, currencies: ['USD' as never] }
  it('is told apart from no data and from a recorded zero', () => {
    expect(isAllLeftOut({ total: null, notIncluded })).toBe(true)
    expect(isAllLeftOut({ total: null })).toBe(false)
    expect(isAllLeftOut({ total: '0', notIncluded })).toBe(false)
  })
})
