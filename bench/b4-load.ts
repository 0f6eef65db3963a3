import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import postgres from 'postgres'
import { sampleRetailCsv } from '../worker/imports/parsing/sample.ts'
import type { Bench, Part } from './harness/bench.ts'
import type { BenchPostgres } from './harness/postgres.ts'
import { notRunLine, perSecond, ratioLine } from './harness/report.ts'
import { retailMapping } from './harness/retail.ts'
import { interleave, pairedRatio } from './harness/rounds.ts'
import { loadFile, openBareWorkspace } from './harness/workspace.ts'

const ROWS = 50_000
const ROWS_PER_UNNEST = 5000
const COLUMNS =
  'tenant_id, metric_no, record_date, row_key, occurrence, value, currency, client_id, d1, source_id, line'
/** The same columns, keys and indexes; no policy, no event, no rollup. */
const FLOOR_TABLE = 'create table if not exists floor_rows (like custom_metrics including all)'

/** The whole load path against what Postgres takes in at best. */
export const b4: Part = {
  name: 'B4',
  title: 'Loading 50,000 lines',
  run: async (bench) => {
    const csv = Buffer.from(sampleRetailCsv({ rows: ROWS, seed: 4 }))
    const real = await bench.realPostgres()
    if (real === null) bench.add(notRunLine('B4', 'load against COPY', 'no server found'))
    else await compare(bench, real, csv, 'COPY of the same stored rows', copyRows, 0.35)
    await compare(bench, await bench.embeddedPostgres(), csv, 'plain unnest of the same rows', unnestRows)
  },
}

type Fill = (sql: postgres.Sql, rows: StoredRow[]) => Promise<void>
type StoredRow = Record<string, string | null>

async function compare(
  bench: Bench,
  server: BenchPostgres,
  csv: Buffer,
  floorName: string,
  fill: Fill,
  aim?: number,
) {
  const sql = postgres(server.adminUrl, { max: 1, onnotice: () => undefined })
  const load = async () => {
    const workspace = await openBareWorkspace(server.appUrl, csv, retailMapping('load'))
    const startedAt = performance.now()
    const read = await loadFile(workspace, csv)
    const took = performance.now() - startedAt
    await workspace.lane.reset()
    const [stored] = await sql<{ n: number; total: string }[]>`
      select count(*)::int as n, sum(value)::text as total from custom_metrics where tenant_id = ${workspace.tenantId}`
    bench.check(
      read === ROWS && stored?.n === ROWS,
      `B4: of ${ROWS} lines ${stored?.n} were stored on ${server.kind}`,
    )
    return { perSecond: (ROWS * 1000) / took, tenantId: workspace.tenantId }
  }
  try {
    await sql.unsafe(FLOOR_TABLE)
    const { tenantId } = await load()
    const rows = await sql.unsafe<StoredRow[]>(
      `select ${COLUMNS.split(', ')
        .map((name) => `${name}::text`)
        .join(', ')} from custom_metrics where tenant_id = $1::text::uuid order by line`,
      [tenantId],
    )
    const both = await interleave(Math.min(3, bench.rounds), {
      floor: async () => {
        await sql`truncate floor_rows`
        const startedAt = performance.now()
        await fill(sql, rows)
        return (rows.length * 1000) / (performance.now() - startedAt)
      },
      subject: async () => (await load()).perSecond,
    })
    bench.add(
      ratioLine({
        part: 'B4',
        what: `file to stored rows, event and rollup delta, ${server.kind} Postgres`,
        measured: perSecond(both.subject.median, ' rows/s'),
        against: `${floorName} ${perSecond(both.floor.median, ' rows/s')}`,
        ratio: pairedRatio(both.subject, both.floor),
        ...(aim === undefined ? {} : { aim: { value: aim } }),
        floorSpread: both.floor.spread,
      }),
    )
  } finally {
    await sql.unsafe('drop table if exists floor_rows').catch(() => undefined)
    await sql.end()
  }
}

async function copyRows(sql: postgres.Sql, rows: StoredRow[]): Promise<void> {
  const lines = rows.map((row) =>
    Object.values(row)
      .map((value) => value ?? '\\N')
      .join('\t'),
  )
  const bytes = Buffer.from(`${lines.join('\n')}\n`)
  const target = await sql.unsafe(`copy floor_rows (${COLUMNS}) from stdin`).writable()
  for (let at = 0; at < bytes.length; at += 65_536) {
    if (!target.write(bytes.subarray(at, at + 65_536))) await once(target, 'drain')
  }
  target.end()
  await finished(target)
}

async function unnestRows(sql: postgres.Sql, rows: StoredRow[]): Promise<void> {
  const types = 'uuid, int, date, uuid, smallint, numeric, text, uuid, text, uuid, int'.split(', ')
  const names = COLUMNS.split(', ')
  const arrays = types.map((type, i) => `$${i + 1}::${type}[]`).join(', ')
  for (let at = 0; at < rows.length; at += ROWS_PER_UNNEST) {
    const part = rows.slice(at, at + ROWS_PER_UNNEST)
    const columns = names.map((name) => part.map((row) => row[name] ?? null))
    await sql.unsafe(
      `insert into floor_rows (${COLUMNS}) select * from unnest(${arrays})`,
      columns as never,
      { prepare: true },
    )
  }
}
