import { describe, expect, it } from 'vitest'
import { type ConnectionStream, connectionSources, staticSource } from './sources.ts'

const HOUR_MS = 3_600_000
const ms = (time: string) => Date.parse(time)
const stream = (name: string, metrics: string[], over: Partial<ConnectionStream> = {}): ConnectionStream => ({
  ...{
    connectionId: 'c1',
    clientId: 'k1',
    label: 'Xero',
    status: 'active',
    stream: name,
    metrics,
    isEnabled: true,
  },
  ...{ everySeconds: 3600, dataAsOf: '2026-05-01T10:00:00.000Z', checkedAt: '2026-05-01T10:05:00.000Z' },
  nextDueAt: '2026-05-01T11:00:00.000Z',
  ...over,
})
const daily = (metrics: string[], over: Partial<ConnectionStream> = {}) =>
  stream('reports', metrics, {
    ...{ everySeconds: null, dataAsOf: '2026-04-30T16:00:00.000Z', checkedAt: '2026-04-30T16:00:00.000Z' },
    nextDueAt: '2026-05-01T16:00:00.000Z',
    ...over,
  })

describe('connections as sources', () => {
  it('[ME34] reach as far as the stream that reaches least far, for the metrics that both feed', () => {
    const sources = connectionSources([
      stream('invoices', ['invoiced', 'revenue']),
      daily(['revenue', 'expenses']),
    ])
    expect(sources.map(({ metrics, asOf, nextAt, checkedAt }) => [metrics, asOf, checkedAt, nextAt])).toEqual(
      [
        [['invoiced'], '2026-05-01T10:00:00.000Z', '2026-05-01T10:05:00.000Z', '2026-05-01T11:00:00.000Z'],
        [['revenue'], '2026-04-30T16:00:00.000Z', '2026-04-30T16:00:00.000Z', '2026-05-01T11:00:00.000Z'],
        [['expenses'], '2026-04-30T16:00:00.000Z', '2026-04-30T16:00:00.000Z', '2026-05-01T16:00:00.000Z'],
      ],
    )
    expect(sources.every((source) => source.connectionId === 'c1' && source.name === 'Xero')).toBe(true)
  })

  it('[ME34] are late when the first of their streams is, a daily one after two days', () => {
    const [both] = connectionSources([stream('invoices', ['revenue']), daily(['revenue'])])
    expect(both?.staleAtMs).toBe(ms('2026-05-01T10:00:00Z') + 2 * HOUR_MS + 1)
    const [alone] = connectionSources([daily(['revenue'])])
    expect(alone?.staleAtMs).toBe(ms('2026-04-30T16:00:00Z') + 48 * HOUR_MS + 1)
  })

  it('[ME34] do not count streams that are switched off, unless there is no other', () => {
    const off = { isEnabled: false }
    const [one] = connectionSources([stream('invoices', ['revenue']), daily(['revenue'], off)])
    expect(one).toMatchObject({ asOf: '2026-05-01T10:00:00.000Z', isStatic: false })
    const [none] = connectionSources([daily(['revenue'], off)])
    expect(none).toMatchObject({
      asOf: '2026-04-30T16:00:00.000Z',
      isStatic: true,
      nextAt: null,
      staleAtMs: null,
    })
  })

  it('[ME24] have failed, or are expected to deliver nothing more, by their status', () => {
    for (const status of ['error', 'pending'] as const)
      expect(connectionSources([stream('a', ['m'], { status })])).toMatchObject([{ isFailed: true }])
    expect(connectionSources([stream('a', ['m'], { status: 'disabled' })])).toMatchObject([
      { isFailed: false, isStatic: true, nextAt: null, staleAtMs: null },
    ])
  })

  it('[ME34] reach nowhere while one stream has delivered nothing, and are none without a metric', () => {
    const empty = stream('b', ['m'], { dataAsOf: null, checkedAt: null, nextDueAt: null })
    expect(connectionSources([stream('a', ['m']), empty])).toMatchObject([{ asOf: null, isStatic: false }])
    expect(connectionSources([empty])).toMatchObject([
      { asOf: null, checkedAt: null, nextAt: null, staleAtMs: null },
    ])
    expect(connectionSources([stream('a', [])])).toEqual([])
    expect(connectionSources([stream('a', ['m']), stream('a', ['m'], { connectionId: 'c2' })])).toHaveLength(
      2,
    )
  })
})

it('[ME24] what is entered by hand is never late', () => {
  expect(staticSource({ id: 'f', name: 'sales.csv', clientId: null }, ['m'], null)).toMatchObject({
    isStatic: true,
    isFailed: false,
    staleAtMs: null,
  })
})
