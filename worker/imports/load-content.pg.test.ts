import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { triesHere } from '../../scripts/checks/tries.ts'
import type { Loaded, OpenFile } from './testing/load-bench.ts'
import {
  applied,
  counted,
  counts,
  csv,
  lines,
  modelOf,
  stored,
  sum,
  workspaces,
} from './testing/load-rows.ts'

const workspace = workspaces()

describe('rows known by their content', () => {
  it('[IM24] refuses a batch that comes twice and changes nothing', async () => {
    const bench = await workspace()
    const file = await bench.commit(
      csv(['2026-01-01,a,1', '2026-01-02,b,2', '2026-01-03,c,x']),
      counts,
      [2, 1],
    )
    const [first, second] = file.batches
    if (first === undefined || second === undefined) throw new Error('the file has two batches')
    expect(await bench.store(file, second)).toBeNull()
    expect(await bench.store(file, first)).toMatchObject({ rowsLoaded: 2, rowsSame: 0 })
    const before = await bench.rows('select * from imports where tenant_id = $1')
    expect(await bench.store(file, first)).toBeNull()
    expect(await bench.rows('select * from imports where tenant_id = $1')).toEqual(before)
    expect((await bench.store(file, second))?.view).toMatchObject({ status: 'loading', rowsRejected: 1 })
    for (const batch of file.batches.slice(2))
      expect((await bench.store(file, batch))?.view.status).toBe('done')
    for (const batch of file.batches) expect(await bench.store(file, batch)).toBeNull()
    expect(await lines(bench)).toEqual(['2026-01-01,a,1', '2026-01-02,b,2'])
  })

  it('[IM20] keeps copies inside a batch and across batches', async () => {
    const bench = await workspace()
    const rows = [
      '2026-01-01,a,1',
      '2026-01-01,a,1',
      '2026-01-02,b,2',
      '2026-01-01,a,1',
      '2026-01-01,a,1',
      '2026-01-01,a,1',
    ]
    const done = await bench.load(csv(rows), counts, [2, 1, 3])
    expect([sum(done, 'rowsLoaded'), sum(done, 'rowsSame')]).toEqual([6, 0])
    const copies = (await stored(bench)).filter((row) => row.d1 === 'a').map((row) => row.occurrence)
    expect(copies).toEqual([0, 1, 2, 3, 4])
    expect(
      await bench.rows('select count(distinct line)::int as lines from custom_metrics where tenant_id = $1'),
    ).toEqual([{ lines: 6 }])
  })

  it('[IM26] counts what an earlier file brought as the same, copies included', async () => {
    const bench = await workspace()
    const a = '2026-01-01,a,1'
    const b = '2026-01-02,b,2'
    await bench.load(csv([a, a, b]), counts)
    const done = await bench.load(csv([b, a, '2026-01-03,c,3', a, a, b]), counts, 2)
    expect([sum(done, 'rowsLoaded'), sum(done, 'rowsSame')]).toEqual([3, 3])
    expect(await lines(bench)).toEqual([a, a, a, b, b, '2026-01-03,c,3'])
    const again = await bench.load(csv([a, a, a, b, b]), counts, 3)
    expect([sum(again, 'rowsLoaded'), sum(again, 'rowsSame')]).toEqual([0, 5])
  })

  it('[IM20] [IM24] [IM26] holds the most copies that one file has, however files are cut and interleaved', async () => {
    const row = fc.constantFrom(
      '2026-01-01,a,1',
      '2026-01-01,b,1',
      '2026-01-01,a,2',
      '2026-02-01,a,1',
      '2026-02-02,,5',
    )
    const file = fc.record({
      rows: fc.array(row, { minLength: 1, maxLength: 14 }),
      sizes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
    })
    const turns = fc.array(fc.nat({ max: 20 }), { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 4 }), turns, async (files, order) => {
        const bench = await workspace()
        const running: { file: OpenFile; next: number }[] = []
        for (const { rows, sizes } of files)
          running.push({ file: await bench.commit(csv(rows), counts, sizes), next: 0 })
        const done: Loaded[] = []
        for (const turn of [...order, ...Array<number>(200).fill(0)]) {
          const left = running.filter((one) => one.next < one.file.batches.length)
          const chosen = left[turn % Math.max(1, left.length)]
          const batch = chosen?.file.batches[chosen.next]
          if (chosen === undefined || batch === undefined) break
          chosen.next += 1
          const loaded = await bench.store(chosen.file, batch)
          if (loaded === null) throw new Error('a batch was refused')
          done.push(loaded)
          if (turn % 3 === 0) expect(await bench.store(chosen.file, batch)).toBeNull()
        }
        const model = modelOf(files.map((one) => one.rows))
        expect((await lines(bench)).sort()).toEqual(model)
        expect(sum(done, 'rowsLoaded')).toBe(model.length)
        expect(sum(done, 'rowsSame')).toBe(files.flatMap((one) => one.rows).length - model.length)
        expect(applied(done)).toEqual(await counted(bench))
        await bench.close()
      }),
      { numRuns: triesHere(25) },
    )
  })

  it('[IM26] exact per file when files come one after the other', async () => {
    const row = fc.constantFrom('2026-01-01,a,1', '2026-01-01,b,1', '2026-01-01,a,2')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { minLength: 1, maxLength: 12 }), { minLength: 2, maxLength: 4 }),
        async (files) => {
          const bench = await workspace()
          for (const [i, rows] of files.entries()) {
            const done = await bench.load(csv(rows), counts, [3, 1])
            const grown = modelOf(files.slice(0, i + 1)).length - modelOf(files.slice(0, i)).length
            expect([sum(done, 'rowsLoaded'), sum(done, 'rowsSame')]).toEqual([grown, rows.length - grown])
            expect(done.at(-1)?.view).toMatchObject({
              rowsRead: rows.length,
              rowsLoaded: grown,
              rowsSame: rows.length - grown,
            })
          }
          await bench.close()
        },
      ),
      { numRuns: triesHere(12) },
    )
  })

  it('[IM13] [IM14] feeds several metrics, where a blank value of one leaves the others', async () => {
    const bench = await workspace()
    const mapping = {
      date: 'day',
      values: [
        { metric: 'units', label: 'Units', unit: 'count', expression: 'n' },
        { metric: 'sales', label: 'Sales', currency: 'GBP', expression: 'n * price' },
      ],
    }
    const rows = [
      '2026-01-01,a,2,1.25',
      '2026-01-01,a,,3',
      '2026-01-02,b,4,',
      '2026-01-02,b,4,',
      '2026-01-03,c,,',
    ]
    const done = await bench.load(csv(rows, 'day,item,n,price'), mapping, [3, 9])
    expect(done.at(-1)?.view).toMatchObject({ rowsRead: 5, rowsLoaded: 3, rowsSame: 0, rowsRejected: 2 })
    const sums = await bench.rows(
      `select d.key, count(*)::int as n, trim_scale(sum(value))::text as sum, min(f.currency) as currency from custom_metrics f
       join metric_definitions d on d.tenant_id = $1 and d.no = f.metric_no where f.tenant_id = $1 group by d.key order by d.key`,
    )
    expect(sums).toEqual([
      { key: 'sales', n: 1, sum: '2.5', currency: 'GBP' },
      { key: 'units', n: 3, sum: '10', currency: null },
    ])
    expect(applied(done)).toEqual(await counted(bench))
  })

  it('rounds once, half away from zero, to the decimals of the metric', async () => {
    const bench = await workspace()
    const values = [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n', scale: 2 }]
    const done = await bench.load(
      csv(['2026-01-01,a,0.005', '2026-01-01,b,-0.005', '2026-01-01,c,99999999999999999.994']),
      { date: 'day', values },
    )
    const [row] = await bench.rows(`select sum(value)::text as sum from custom_metrics where tenant_id = $1`)
    expect(row).toEqual({ sum: '99999999999999999.99' })
    expect(done[0]?.delta).toContain('9999999999999999999')
  })

  it('[IM22] cuts, trims and keeps texts that look like syntax', async () => {
    const bench = await workspace()
    const texts = ['NULL', '"a, b"', ' x ', '{}', 'a\\b', '=1+1', 'ä'.repeat(250)]
    await bench.load(csv(texts.map((text, i) => `2026-01-01,${text},${i}`)), counts)
    const found = await bench.rows<{ d1: string }>(
      'select d1 from custom_metrics where tenant_id = $1 order by value',
    )
    expect(found.map((row) => row.d1)).toEqual(['NULL', 'a, b', 'x', '{}', 'a\\b', '=1+1', 'ä'.repeat(200)])
  })
})
