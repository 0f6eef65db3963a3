import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { triesHere } from '../../scripts/checks/tries.ts'
import type { LoadBench } from './testing/load-bench.ts'
import { applied, counted, counts, csv, lines, sum, workspaces } from './testing/load-rows.ts'

const workspace = workspaces()

describe('rows known by an external id', () => {
  const byId = { ...counts, externalId: 'id' }
  const idCsv = (rows: readonly string[]) => csv(rows, 'id,day,item,n')
  const kept = (bench: LoadBench) =>
    bench.rows<{ row: Record<string, unknown> }>(
      `select row from fact_history where tenant_id = $1 order by row ->> 'record_date'`,
    )

  it('[IM21] leaves the same, replaces the changed and moves them between days', async () => {
    const bench = await workspace()
    const first = await bench.load(idCsv(['1,2026-01-01,a,1', '2,2026-01-01,b,2', '3,2026-01-05,c,3']), byId)
    expect(applied(first)).toEqual(await counted(bench))
    const [second] = await bench.load(
      idCsv(['1,2026-01-01,a,1', '2,2026-01-01,b,20', '3,2026-01-07,c,3', '4,2026-01-08,d,4']),
      byId,
    )
    expect(second).toMatchObject({ rowsLoaded: 3, rowsSame: 1, delta: null })
    expect(await lines(bench)).toEqual([
      '2026-01-01,a,1',
      '2026-01-01,b,20',
      '2026-01-07,c,3',
      '2026-01-08,d,4',
    ])
    const days = new Set(second?.touched.flatMap((one) => one.days))
    expect(['2026-01-01', '2026-01-05', '2026-01-07'].filter((day) => !days.has(day))).toEqual([])
    const history = await kept(bench)
    expect(history.map(({ row }) => [row.record_date, row.d1, Number(row.value)])).toEqual([
      ['2026-01-01', 'b', 2],
      ['2026-01-05', 'c', 3],
    ])
  })

  it('[IM21] lets the last of several rows with one id stand, within a batch and across', async () => {
    const bench = await workspace()
    const rows = [
      '1,2026-01-01,a,1',
      '2,2026-01-01,b,2',
      '1,2026-01-02,a,9',
      '1,2026-01-03,a,7',
      '2,2026-01-01,b,2',
    ]
    for (const sizes of [9, [3, 1], 1]) {
      const done = await bench.load(idCsv(rows), byId, sizes)
      expect(done.at(-1)?.view).toMatchObject({ rowsRead: 5, status: 'done' })
      expect(await lines(bench)).toEqual(['2026-01-01,b,2', '2026-01-03,a,7'])
    }
    const same = await bench.load(idCsv(['1,2026-01-03,a,7', '2,2026-01-01,b,2']), byId)
    expect([sum(same, 'rowsLoaded'), sum(same, 'rowsSame')]).toEqual([0, 2])
    expect(await lines(bench)).toEqual(['2026-01-01,b,2', '2026-01-03,a,7'])
  })

  it('[IM21] takes a value away that the new form of the row leaves blank', async () => {
    const bench = await workspace()
    const mapping = {
      ...byId,
      values: [...counts.values, { metric: 'cost', label: 'Cost', currency: 'GBP', expression: 'c' }],
    }
    const text = (rows: readonly string[]) => csv(rows, 'id,day,item,n,c')
    await bench.load(text(['1,2026-01-01,a,1,5', '2,2026-01-01,b,2,6']), mapping)
    await bench.load(text(['1,2026-01-01,a,1,', '2,2026-01-01,b,2,6']), mapping)
    const left = await bench.rows(
      'select metric_no, trim_scale(value)::text as v from custom_metrics where tenant_id = $1 order by 1, 2',
    )
    expect(left).toEqual([
      { metric_no: 1, v: '1' },
      { metric_no: 1, v: '2' },
      { metric_no: 2, v: '6' },
    ])
    await bench.load(text(['1,2026-01-01,a,4,8', '1,2026-01-01,a,3,']), mapping)
    expect(
      await bench.rows(
        'select trim_scale(sum(value))::text as v from custom_metrics where tenant_id = $1 group by metric_no order by metric_no',
      ),
    ).toEqual([{ v: '5' }, { v: '6' }])
  })

  it('[IM21] [IM24] holds the last form of every id after any sequence of files', async () => {
    const row = fc.record({
      id: fc.integer({ min: 1, max: 5 }),
      day: fc.integer({ min: 1, max: 3 }),
      n: fc.integer({ min: 1, max: 3 }),
    })
    const file = fc.record({
      rows: fc.array(row, { minLength: 1, maxLength: 10 }),
      size: fc.integer({ min: 1, max: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 4 }), async (files) => {
        const bench = await workspace()
        const model = new Map<number, string>()
        for (const { rows, size } of files) {
          const done = await bench.load(
            idCsv(rows.map(({ id, day, n }) => `${id},2026-01-0${day},i${id},${n}`)),
            byId,
            size,
          )
          for (const { id, day, n } of rows) model.set(id, `2026-01-0${day},i${id},${n}`)
          expect((await lines(bench)).sort()).toEqual([...model.values()].sort())
          expect(sum(done, 'rowsLoaded') + sum(done, 'rowsSame')).toBe(rows.length)
        }
        await bench.close()
      }),
      { numRuns: triesHere(15) },
    )
  })
})
