import { describe, expect, it } from 'vitest'
import { MetricDefinition } from '../../../contracts/metrics.ts'
import { SheetQuery } from '../../../contracts/records.ts'
import { err, ok } from '../../../contracts/result.ts'
import { planSheet, sheetColumns } from './sheet.ts'

const VALUES = { kind: 'facts', table: 'custom_metrics', column: 'value' }
const entry = (no: number, key: string, label: string, source: object = VALUES) => ({
  no,
  definition: MetricDefinition.parse({
    key,
    label,
    unit: 'count',
    currency: null,
    direction: 'up',
    aggregation: 'sum',
    scale: 4,
    source,
    dimensions: [],
    description: '',
  }),
})
const keysOf = ({ columns }: { columns: { definition: { key: string } }[] }) =>
  columns.map(({ definition }) => definition.key)

describe('what a sheet may be asked', () => {
  it('[RC27] is up to 31 days in their order', () => {
    const query = (from: string, to: string, metrics?: string) =>
      planSheet(SheetQuery.parse({ from, to, ...(metrics === undefined ? {} : { metrics }) }))
    expect(query('2026-01-01', '2026-01-31', 'a,,b')).toEqual(
      ok({ from: '2026-01-01', to: '2026-01-31', clientId: null, asked: ['a', 'b'] }),
    )
    expect(query('2026-01-01', '2026-02-01')).toEqual(
      err({ code: 'range_too_long', details: { days: 32, max: 31 } }),
    )
    expect(query('2026-01-02', '2026-01-01')).toMatchObject({ ok: false, error: { code: 'reversed_dates' } })
    expect(SheetQuery.safeParse({ from: '2026-01-01', to: '2026-01-02', metrics: 'A b' }).success).toBe(false)
  })
})

describe('the columns of a sheet', () => {
  const ratio = { kind: 'formula', formula: 'visits / hours' }
  const money = { kind: 'facts', table: 'financials', column: 'revenue' }
  const catalogue = [
    entry(1, 'visits', 'Visits'),
    entry(2, 'hours', 'Hours'),
    entry(3, 'rate', 'A rate', ratio),
    entry(4, 'revenue', 'Revenue', money),
    entry(5, 'calls', 'Calls'),
  ]

  it('[RC27] are those kept by hand and those asked for that take values, by label', () => {
    const found = sheetColumns(catalogue, new Set([1, 2]), ['calls', 'rate', 'revenue', 'unknown'])
    expect([keysOf(found), found.total]).toEqual([['calls', 'hours', 'visits'], 3])
  })

  it('[RC27] are 40 at most, and those asked for stay', () => {
    const many = Array.from({ length: 45 }, (_, i) => entry(i, `m${i}`, `M ${String(i).padStart(2, '0')}`))
    const found = sheetColumns(many, new Set(many.map(({ no }) => no)), ['m44'])
    expect([found.columns.length, found.total]).toEqual([40, 45])
    expect(keysOf(found).slice(-2)).toEqual(['m38', 'm44'])
  })
})
