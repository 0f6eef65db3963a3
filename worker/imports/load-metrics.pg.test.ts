import { describe, expect, it } from 'vitest'
import { type DimNo, PERIOD_MONTH, type Period } from '../../contracts/rollups.ts'
import { applied, counted, counts, csv, workspaces } from './testing/load-rows.ts'

const workspace = workspaces()

/** 2026-01-01 as days since 1970-01-01. */
const DAY_OF_FIRST = 20454

describe('metrics that several files feed', () => {
  it('refuses a file that means something else by the same key', async () => {
    const bench = await workspace()
    await bench.load(csv(['2026-01-01,a,1']), counts)
    const other = (value: object) =>
      bench.commit(csv(['2026-01-01,a,1']), { ...counts, values: [{ ...counts.values[0], ...value }] })
    await expect(other({ unit: 'percent' })).rejects.toThrow('metric_mismatch')
    await expect(other({ unit: undefined, currency: 'EUR' })).rejects.toThrow('metric_mismatch')
    await expect(other({ scale: 1 })).rejects.toThrow('metric_mismatch')
    await expect(other({ label: 'Another label' })).resolves.toBeDefined()
  })

  it('places dimensions by name, whatever their order in the file', async () => {
    const bench = await workspace()
    const values = [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }]
    const first = await bench.load('day,city,colour,n\n2026-01-01,Rome,red,1\n', {
      date: 'day',
      values,
      dimensions: ['city', 'colour'],
    })
    const second = await bench.load('n,colour,day,size,city\n2,blue,2026-01-02,L,Oslo\n', {
      date: 'day',
      values,
      dimensions: ['size', 'colour', 'city'],
    })
    const third = await bench.load('day,n\n2026-01-03,4\n', { date: 'day', values })
    const rows = await bench.rows(
      `select d1, d2, d3, d4 from custom_metrics where tenant_id = $1 order by record_date`,
    )
    expect(rows).toEqual([
      { d1: 'Rome', d2: 'red', d3: null, d4: null },
      { d1: 'Oslo', d2: 'blue', d3: 'L', d4: null },
      { d1: null, d2: null, d3: null, d4: null },
    ])
    expect(await bench.rows('select dimensions from metric_definitions where tenant_id = $1')).toEqual([
      { dimensions: ['city', 'colour', 'size'] },
    ])
    // Rows of a file without a dimension are in that dimension's blank bucket, or a breakdown would not add up to the total.
    const whole = await counted(bench)
    expect(applied([...second, ...third])).toEqual(
      whole.filter((line) => !line.includes(`|${DAY_OF_FIRST}|`)),
    )
    // Buckets of the rows before it are counted again when the metric gains the dimension.
    expect(whole).toEqual(expect.arrayContaining(applied(first)))
  })

  it('refuses a sixth dimension', async () => {
    const bench = await workspace()
    const values = counts.values
    await bench.load('day,n,a,b,c,d,e\n2026-01-01,1,,,,,\n', {
      date: 'day',
      values,
      dimensions: ['a', 'b', 'c', 'd', 'e'],
    })
    await expect(
      bench.commit('day,n,f\n2026-01-01,1,x\n', { date: 'day', values, dimensions: ['f'] }),
    ).rejects.toThrow('too_many_dimensions')
  })

  it('gives deltas by month where a dimension is kept by month', async () => {
    const bench = await workspace()
    const levels = new Map<DimNo, Period>([[1, PERIOD_MONTH]])
    bench.keepAt(1, levels)
    const done = await bench.load(
      csv(['2026-01-31,a,1', '2026-01-02,a,2', '2026-02-01,a,4', '2026-02-01,b,8']),
      counts,
      [3, 9],
    )
    expect(applied(done)).toEqual(await counted(bench, levels))
  })
})
