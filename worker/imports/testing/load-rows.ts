import { afterEach, inject } from 'vitest'
import { DIMENSIONS_MAX } from '../../../contracts/limits.ts'
import { type DimNo, PERIOD_MONTH, type Period } from '../../../contracts/rollups.ts'
import { LoadBench, type Loaded } from './load-bench.ts'

/** For a test file: opens workspaces, each closed after its test. */
export function workspaces(): () => Promise<LoadBench> {
  const open: LoadBench[] = []
  afterEach(async () => {
    for (const bench of open.splice(0)) await bench.close()
  })
  return async () => {
    const bench = await LoadBench.open(inject('postgres').appUrl)
    open.push(bench)
    return bench
  }
}

const HEADER = 'day,item,n'
/** How a file with that header is read. */
export const counts = {
  date: 'day',
  values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }],
  dimensions: ['item'],
}
export const csv = (rows: readonly string[], header = HEADER) => `${[header, ...rows].join('\n')}\n`
/** Rows of the shape above as they are stored. */
export const stored = (bench: LoadBench) =>
  bench.rows<{ day: string; d1: string | null; value: string; occurrence: number }>(
    `select record_date::text as day, d1, trim_scale(value)::text as value, occurrence from custom_metrics
     where tenant_id = $1 and metric_no = 1 order by record_date, d1, value, row_key, occurrence`,
  )
export const lines = async (bench: LoadBench) =>
  (await stored(bench)).map((row) => `${row.day},${row.d1 ?? ''},${row.value}`)
export const sum = (done: readonly Loaded[], of: 'rowsLoaded' | 'rowsSame') =>
  done.reduce((all, one) => all + one[of], 0)

function multiset(rows: readonly string[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const row of rows) found.set(row, (found.get(row) ?? 0) + 1)
  return found
}
/** What a workspace holds after imports of these files, in whatever order and however cut. */
export function modelOf(files: readonly (readonly string[])[]): string[] {
  const most = new Map<string, number>()
  for (const rows of files)
    for (const [row, copies] of multiset(rows)) most.set(row, Math.max(most.get(row) ?? 0, copies))
  return [...most].flatMap(([row, copies]) => Array<string>(copies).fill(row)).sort()
}

/** The buckets as deltas say they are. */
export function applied(done: readonly Loaded[]): string[] {
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
export async function counted(
  bench: LoadBench,
  levels: ReadonlyMap<DimNo, Period> = new Map(),
): Promise<string[]> {
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
