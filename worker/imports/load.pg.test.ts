import fc from 'fast-check'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { DIMENSIONS_MAX } from '../../contracts/limits.ts'
import { type DimNo, PERIOD_MONTH, type Period } from '../../contracts/rollups.ts'
import { LoadBench, type Loaded, type OpenFile } from './testing/load-bench.ts'

const open: LoadBench[] = []
const workspace = async () => {
  const bench = await LoadBench.open(inject('postgres').appUrl)
  open.push(bench)
  return bench
}
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close()
})

const HEADER = 'day,item,n'
const counts = {
  date: 'day',
  values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }],
  dimensions: ['item'],
}
const csv = (rows: readonly string[], header = HEADER) => `${[header, ...rows].join('\n')}\n`
/** A row of the shape the helpers below count: day, item, n. */
const stored = (bench: LoadBench) =>
  bench.rows<{ day: string; d1: string | null; value: string; occurrence: number }>(
    `select record_date::text as day, d1, trim_scale(value)::text as value, occurrence from custom_metrics
     where tenant_id = $1 and metric_no = 1 order by record_date, d1, value, row_key, occurrence`,
  )
const lines = async (bench: LoadBench) =>
  (await stored(bench)).map((row) => `${row.day},${row.d1 ?? ''},${row.value}`)
const sum = (done: readonly Loaded[], of: 'rowsLoaded' | 'rowsSame') =>
  done.reduce((all, one) => all + one[of], 0)

function multiset(rows: readonly string[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const row of rows) found.set(row, (found.get(row) ?? 0) + 1)
  return found
}
/** What a workspace holds after imports of these files, in whatever order and however cut. */
function modelOf(files: readonly (readonly string[])[]): string[] {
  const most = new Map<string, number>()
  for (const rows of files)
    for (const [row, copies] of multiset(rows)) most.set(row, Math.max(most.get(row) ?? 0, copies))
  return [...most].flatMap(([row, copies]) => Array<string>(copies).fill(row)).sort()
}

/** The buckets as deltas say they are. */
function applied(done: readonly Loaded[]): string[] {
  const buckets = new Map<string, { units: bigint; n: number }>()
  for (const { delta } of done) {
    if (delta === null) throw new Error('a batch had no exact delta')
    // Units are whole numbers that may exceed what a double holds exactly; these tests stay far below.
    for (const [metric, dim, period, day, val, units, n] of JSON.parse(delta)) {
      const name = [metric, dim, period, day, val].join('|')
      const known = buckets.get(name) ?? { units: 0n, n: 0 }
      buckets.set(name, { units: known.units + BigInt(units), n: known.n + n })
    }
  }
  return [...buckets].map(([name, { units, n }]) => `${name}|${units}|${n}`).sort()
}

/** The buckets as the rows say they are. */
async function counted(bench: LoadBench, levels: ReadonlyMap<DimNo, Period> = new Map()): Promise<string[]> {
  const dims = [
    ...Array.from({ length: DIMENSIONS_MAX }, (_, i) => `coalesce(d${i + 1}, '')`),
    'client_id::text',
  ]
  const parts = dims.map((value, i) => {
    const period = levels.get((i + 1) as DimNo) ?? 0
    const day = period === PERIOD_MONTH ? `date_trunc('month', record_date)::date` : 'record_date'
    return `select metric_no, ${i + 1} as dim, ${period} as period, ${day} as day, ${value} as val, value from custom_metrics where tenant_id = $1`
  })
  const rows = await bench.rows<{ line: string }>(`
    select concat_ws('|', b.metric_no, dim, period, day - date '1970-01-01', val, sum(value * power(10::numeric, d.scale))::numeric(38, 0), count(*)) as line
    from (select metric_no, 0 as dim, 0 as period, record_date as day, '' as val, value from custom_metrics where tenant_id = $1
      union all ${parts.join(' union all ')}) b
    join metric_definitions d on d.tenant_id = $1 and d.no = b.metric_no
    where dim in (0, 6) or dim <= jsonb_array_length(d.dimensions) group by b.metric_no, dim, period, day, val`)
  return rows.map((row) => row.line).sort()
}

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
      { numRuns: 25 },
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
      { numRuns: 12 },
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

  it('[IM22] makes a client of every name and gives rows without one to the workspace itself', async () => {
    const bench = await workspace()
    const mapping = { date: 'day', client: 'item', values: counts.values }
    const rows = [
      '2026-01-01,Müller & Söhne,1',
      '2026-01-01,,2',
      '2026-01-02,Acme,4',
      '2026-01-02,Müller & Söhne,8',
    ]
    const done = await bench.load(csv(rows), mapping, 2)
    expect(done.at(-1)?.view).toMatchObject({ rowsRead: 4, rowsLoaded: 4, rowsSame: 0 })
    const sums = await bench.rows(
      `select c.name, c.is_default, trim_scale(sum(value))::text as sum from custom_metrics f join clients c on c.tenant_id = $1 and c.id = f.client_id
       where f.tenant_id = $1 group by 1, 2 order by 1`,
    )
    expect(sums).toEqual([
      { name: 'Acme', is_default: false, sum: '4' },
      { name: 'Müller & Söhne', is_default: false, sum: '9' },
      { name: 'Test', is_default: true, sum: '2' },
    ])
    expect(applied(done)).toEqual(await counted(bench))
    const again = await bench.load(csv(rows), mapping)
    expect(sum(again, 'rowsSame')).toBe(4)
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
      { numRuns: 15 },
    )
  })
})

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
