import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { relationOf } from '../worker/metrics/relation-sql.ts'
import { type StandardSetName, standardMetrics } from '../worker/metrics/rules/standard.ts'

/** Rows of each of the three tables: a million in all on a real server; the embedded one plans alike from fewer, and is slow to fill. */
const ROWS = inject('postgres').kind === 'real' ? 334_000 : 30_000
const FILL_MS_MAX = 180_000
const TENANTS = 4
const tenant = (i: number) => `00000000-0000-7000-8000-00000000000${i}`
const TENANT_OF_ROW = `('00000000-0000-7000-8000-00000000000' || (i % ${TENANTS}))::uuid`
const CLIENT_OF_ROW = `('00000000-0000-7000-9000-' || lpad((i / ${TENANTS} % 40)::text, 12, '0'))::uuid`
const CLIENT = '00000000-0000-7000-9000-000000000007'
const UUID_OF_ROW = `('10000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid`
const DAY_OF_ROW = `date '2020-01-01' + i / ${TENANTS * 40} % 1500`

const tables = [
  `insert into financials (tenant_id, client_id, record_date, source_id, source_system, external_id, revenue, expenses, currency, rate, updated_at)
   select ${TENANT_OF_ROW}, ${CLIENT_OF_ROW}, ${DAY_OF_ROW}, ${UUID_OF_ROW}, 'file', i::text, i % 977, i % 131, 'GBP', 1, now() from generate_series(0, ${ROWS - 1}) i`,
  `insert into lead_events (tenant_id, id, client_id, source_id, source_system, external_id, lead_id, event_date, stage, status)
   select ${TENANT_OF_ROW}, ${UUID_OF_ROW}, ${CLIENT_OF_ROW}, ${UUID_OF_ROW}, 'file', i::text, 'lead ' || i / ${TENANTS} / 5, ${DAY_OF_ROW}, 'stage ' || i / ${TENANTS} % 7, 'status ' || i / ${TENANTS} % 5
   from generate_series(0, ${ROWS - 1}) i`,
  `insert into custom_metrics (tenant_id, metric_no, record_date, row_key, value, client_id, source_id)
   select ${TENANT_OF_ROW}, i / ${TENANTS} % 3 + 1, ${DAY_OF_ROW}, ${UUID_OF_ROW}, i % 977, ${CLIENT_OF_ROW}, ${CLIENT_OF_ROW} from generate_series(0, ${ROWS - 1}) i`,
]

let sql: postgres.Sql
let connection: postgres.ReservedSql
beforeAll(async () => {
  sql = postgres(inject('postgres').adminUrl, { max: 1 })
  connection = await sql.reserve()
  // Everything is rolled back at the end, so that no other test meets these rows.
  await connection.unsafe('begin')
  for (const insert of tables) await connection.unsafe(insert)
  await connection.unsafe('analyze financials; analyze lead_events; analyze custom_metrics')
  // From here on as the Worker: row-level security is part of every plan.
  await connection.unsafe(
    `set local role orrery_app; select set_config('app.tenant_id', '${tenant(1)}', true), set_config('app.clients', '*', true)`,
  )
}, FILL_MS_MAX)
afterAll(async () => {
  await connection.unsafe('rollback')
  connection.release()
  await sql.end()
})

interface Node {
  'Node Type': string
  'Index Name'?: string
  'Index Cond'?: string
  'Relation Name'?: string
  Plans?: Node[]
}

async function nodesOf(query: string): Promise<Node[]> {
  const [row] = await connection.unsafe(`explain (format json) ${query}`)
  const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)]
  // Postgres documents this shape.
  const [plan] = (row?.['QUERY PLAN'] ?? []) as { Plan: Node }[]
  return plan === undefined ? [] : flat(plan.Plan)
}

const mine = `tenant_id = '${tenant(1)}'::uuid`
/** Rows of a standard metric in February, as every query of its figures and records reads them. */
function rowsOf(table: StandardSetName, key: string): string {
  const definition = standardMetrics(table, 'GBP').find((one) => one.key === key)
  if (definition === undefined) throw new Error(`there is no ${key}`)
  const { sql: relation, filters } = relationOf({ definition })
  const bound = relation
    .replaceAll('$1', `'${tenant(1)}'`)
    .replaceAll('$2', '1')
    .replaceAll('$3', `'${filters}'`)
  return `select sum(value) from (${bound}) f where record_date between '2020-02-01' and '2020-02-28'`
}

it.each([
  ['net profit by date', rowsOf('financials', 'net_profit'), 'financials_date', ['record_date']],
  [
    'pipeline value by date',
    rowsOf('lead_events', 'pipeline_value'),
    'lead_events_tenant_id_event_date',
    ['event_date'],
  ],
  [
    'amounts without a rate',
    `select min(record_date) from financials where ${mine} and rate is null`,
    'financials_unconverted',
    [],
  ],
  [
    'lead values without a rate',
    `select count(*) from lead_events where ${mine} and value is not null and base_value is null`,
    'lead_events_unconverted',
    [],
  ],
  [
    'values without a rate',
    `select metric_no, count(*) from custom_metrics where ${mine} and value is null group by metric_no`,
    'custom_metrics_unconverted',
    [],
  ],
  [
    'who entered values',
    `select metric_no, entered_by from custom_metrics where ${mine} and entered_by is not null and (metric_no, entered_by) > (1, 'person:p')
     order by metric_no, entered_by limit 1`,
    'custom_metrics_entered',
    [],
  ],
  [
    '(client, date)',
    `select * from financials where ${mine} and client_id = '${CLIENT}' and record_date between '2020-03-01' and '2020-04-30'`,
    'financials_tenant_id_client_id',
    ['client_id', 'record_date'],
  ],
  [
    '(date)',
    `select * from financials where ${mine} and record_date = '2020-02-03'`,
    'financials_date',
    ['record_date'],
  ],
  [
    '(client, date)',
    `select * from lead_events where ${mine} and client_id = '${CLIENT}' and event_date between '2020-03-01' and '2020-03-31'`,
    'lead_events_client',
    ['client_id', 'event_date'],
  ],
  [
    '(lead)',
    `select * from lead_events where ${mine} and lead_id = 'lead 77'`,
    'lead_events_lead',
    ['lead_id'],
  ],
  [
    '(stage, status)',
    `select * from lead_events where ${mine} and stage = 'stage 3' and status = 'status 2' limit 50`,
    'lead_events_stage',
    ['stage', 'status'],
  ],
  [
    '(metric, date)',
    `select * from custom_metrics where ${mine} and metric_no = 2 and record_date between '2020-02-01' and '2020-02-28' order by record_date, row_key, occurrence limit 51`,
    'custom_metrics_tenant_id_metric_no',
    ['metric_no', 'record_date'],
  ],
  [
    '(metric, date) from a cursor on',
    `select * from custom_metrics where ${mine} and metric_no = 2 and (record_date, row_key, occurrence) > ('2020-02-11', '10000000-0000-7000-8000-000000000000', 0) and record_date between '2020-02-01' and '2020-02-28' order by record_date, row_key, occurrence limit 51`,
    'custom_metrics_tenant_id_metric_no',
    ['metric_no', 'record_date'],
  ],
])(
  'a list by %s is read from an index that starts with the tenant: %s',
  async (_name, query, index, columns) => {
    const nodes = await nodesOf(query)
    const used = nodes.find((node) => node['Index Name']?.startsWith(index))
    expect([index, nodes.map((node) => node['Index Name'] ?? node['Node Type'])]).toEqual([
      index,
      expect.arrayContaining([expect.stringContaining(index)]),
    ])
    for (const column of ['tenant_id', ...columns]) expect(used?.['Index Cond']).toContain(column)
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan')
  },
)

it('a list that no index serves is not mistaken for one that has it', async () => {
  const nodes = await nodesOf(`select * from lead_events where value = 1`)
  expect(nodes.some((node) => (node['Index Cond'] ?? '').includes('value'))).toBe(false)
})

it('every unique key holds the date, so that months can become partitions', async () => {
  const keys = await connection.unsafe<{ name: string; columns: string[] }[]>(`
    select ic.relname as name, array(select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey)) as columns
    from pg_index i join pg_class ic on ic.oid = i.indexrelid join pg_class c on c.oid = i.indrelid
    where i.indisunique and c.relname in ('financials', 'lead_events', 'custom_metrics')`)
  expect(keys).toHaveLength(4)
  for (const { name, columns } of keys)
    expect([name, columns.some((column) => column === 'record_date' || column === 'event_date')]).toEqual([
      name,
      true,
    ])
})
