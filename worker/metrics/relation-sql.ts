import type { FactsSource, MetricDefinition } from '../../contracts/metrics.ts'
import type { NumberedDefinition } from './repository.ts'
import type { FactTable } from './rules/tables.ts'

/** How the rows of a fact table are read. Everything here is written by us: names in a definition only choose from it. */
interface TableSql {
  /** Table and condition; every relation names $1 (tenant) and $2 (number of the metric). */
  from: string
  day: string
  rowKey: string
  occurrence: string
  line: string
  /** Where a row came from: the id of a connection or a file, or a name. */
  source: string
  /** How many rows a row stands for, where it is the sum of an archived month; null for a row that is itself. */
  archived: string
  /** What a row counts for where a metric names no column. */
  count: string
  currency: string
  /** Values a definition may name: its amount here, and the condition under which that waits for a rate. */
  columns: Readonly<Record<string, { value: string; waits: string }>>
  /** Dimensions by name; null: the definition's own, kept in d1 to d5. */
  dimensions: Readonly<Record<string, string>> | null
  filters: readonly string[]
  /** Currency of an amount that waits. */
  waitsIn: string
}

const WAITS = 'rate is null'

/** The name of what a fact is about; where several are called so, with the end of the id, so that they stay apart. */
const nameIn = (table: string, id: string): string =>
  `(select case when exists (select from ${table} o where o.tenant_id = n.tenant_id and o.name = n.name and o.id <> n.id)
      then n.name || ' (' || right(n.id::text, 8) || ')' else n.name end
    from ${table} n where n.tenant_id = work_facts.tenant_id and n.id = work_facts.${id})`

const TABLES: Readonly<Record<FactTable, TableSql>> = {
  custom_metrics: {
    from: 'custom_metrics where tenant_id = $1::uuid and metric_no = $2::int',
    day: 'record_date',
    rowKey: 'row_key',
    occurrence: 'occurrence',
    line: 'line',
    source: 'source_id',
    archived: 'archived_rows',
    count: '1::numeric',
    currency: 'currency',
    columns: { value: { value: 'value', waits: 'value is null' } },
    dimensions: null,
    filters: [],
    waitsIn: 'coalesce(original_currency, currency)',
  },
  financials: {
    from: 'financials where tenant_id = $1::uuid and $2::int > 0',
    day: 'record_date',
    // Client, day and source are the key; the day stands beside it.
    rowKey: 'md5(client_id::text || source_id::text)::uuid',
    occurrence: '0',
    line: '0',
    source: 'source_id',
    archived: "(metadata ->> 'archivedRows')::int",
    count: '1::numeric',
    currency: 'null::text',
    columns: {
      revenue: { value: 'base_revenue', waits: WAITS },
      expenses: { value: 'base_expenses', waits: WAITS },
      net_profit: { value: 'base_revenue - base_expenses', waits: WAITS },
      cash_flow: { value: 'base_cash_flow', waits: `${WAITS} and cash_flow is not null` },
    },
    dimensions: { Source: 'source_system' },
    filters: ['source_system'],
    waitsIn: 'currency',
  },
  lead_events: {
    from: 'lead_events where tenant_id = $1::uuid and $2::int > 0',
    day: 'event_date',
    rowKey: 'id',
    occurrence: '0',
    line: '0',
    source: 'source_id',
    archived: 'archived_rows',
    count: 'coalesce(archived_rows, 1)::numeric',
    currency: 'null::text',
    columns: { value: { value: 'base_value', waits: 'value is not null and base_value is null' } },
    dimensions: { Stage: 'stage', Status: 'status', Source: 'source_system' },
    filters: ['stage', 'status', 'source_system'],
    waitsIn: 'currency',
  },
  work_facts: {
    from: 'work_facts where tenant_id = $1::uuid and $2::int > 0',
    day: 'day',
    rowKey: 'id',
    occurrence: '0',
    line: '0',
    source: "'orrery'",
    archived: 'null::int',
    count: '1::numeric',
    currency: 'null::text',
    columns: {
      seconds: { value: 'seconds::numeric', waits: 'false' },
      lead_seconds: { value: 'lead_seconds::numeric', waits: 'false' },
      percent: { value: 'percent::numeric', waits: 'false' },
      late_days: { value: 'late_days::numeric', waits: 'false' },
    },
    dimensions: {
      Artist: nameIn('artists', 'artist_id'),
      Skill: `(select s.skill ->> 'name' from artists n, jsonb_array_elements(n.skills) with ordinality s (skill, place)
        where n.tenant_id = work_facts.tenant_id and n.id = work_facts.artist_id
        order by (s.skill ->> 'level')::int desc, s.place limit 1)`,
      Project: nameIn('projects', 'project_id'),
    },
    filters: ['kind'],
    waitsIn: 'null::text',
  },
}

const PLACES = [0, 1, 2, 3, 4] as const

/** The rows of a metric as SQL. Parameters: $1 tenant, $2 number of the metric, $3 `filters`. */
export interface Relation {
  /**
   * A select with the columns record_date, value (never null, in the metric's unit), currency, client_id, d1 to d5, row_key,
   * occurrence, source_id, line, archived_rows. Within a day (row_key, occurrence) is unique.
   */
  sql: string
  /** JSON text of the values that filters let through, by column. */
  filters: string
}

/** The one place that says which rows a metric has. Throws when a definition names what its table does not have. */
export function relationOf({ definition }: Pick<NumberedDefinition, 'definition'>): Relation {
  const { source, table } = tableOf(definition)
  const value = columnOf(definition, source, table)?.value ?? table.count
  const columns = [
    `${table.day} as record_date`,
    `${value} as value`,
    `${table.currency} as currency`,
    'client_id',
    ...dimensionsOf(definition, table),
    `${table.rowKey} as row_key`,
    `${table.occurrence} as occurrence`,
    `${table.source} as source_id`,
    `${table.line} as line`,
    `${table.archived} as archived_rows`,
  ]
  const sql = `select ${columns.join(', ')} from ${table.from} and ${value} is not null ${filterSql(definition, source, table)}`
  return { sql, filters: JSON.stringify(source.filters ?? {}) }
}

/** The rows of a metric whose amount waits for a rate, in the same shape with `currency` theirs; null when none can. */
export function waitingRelationOf({ definition }: Pick<NumberedDefinition, 'definition'>): Relation | null {
  const { source, table } = tableOf(definition)
  const column = columnOf(definition, source, table)
  if (column === null || definition.unit !== 'money') return null
  const columns = [
    `${table.day} as record_date`,
    `${table.waitsIn} as currency`,
    'client_id',
    ...dimensionsOf(definition, table),
  ]
  const sql = `select ${columns.join(', ')} from ${table.from} and ${column.waits} ${filterSql(definition, source, table)}`
  return { sql, filters: JSON.stringify(source.filters ?? {}) }
}

function tableOf(definition: MetricDefinition): { source: FactsSource; table: TableSql } {
  const { source } = definition
  if (source.kind !== 'facts') throw new Error(`metric ${definition.key} has no rows of its own`)
  return { source, table: TABLES[source.table] }
}

function columnOf(definition: MetricDefinition, source: FactsSource, table: TableSql) {
  if (source.column === undefined) return null
  if (!Object.hasOwn(table.columns, source.column)) throw unknown(definition, source.column)
  return table.columns[source.column] ?? null
}

/** d1 to d5 in the order in which the definition names its dimensions. */
function dimensionsOf(definition: MetricDefinition, table: TableSql): string[] {
  return PLACES.map((place) => {
    if (table.dimensions === null) return `d${place + 1}`
    const name = definition.dimensions[place]
    if (name === undefined) return `null::text as d${place + 1}`
    if (!Object.hasOwn(table.dimensions, name)) throw unknown(definition, name)
    return `${table.dimensions[name]} as d${place + 1}`
  })
}

function filterSql(definition: MetricDefinition, source: FactsSource, table: TableSql): string {
  const parts = Object.keys(source.filters ?? {}).map((name) => {
    const column = table.filters.find((one) => one === name)
    if (column === undefined) throw unknown(definition, name)
    return `and ${column} = any(array(select jsonb_array_elements_text($3::text::jsonb -> '${column}')))`
  })
  // A parameter that a statement does not name has no type.
  return ['and $3::text is not null', ...parts].join(' ')
}

function unknown(definition: MetricDefinition, name: string): Error {
  return new Error(`metric ${definition.key}: its table has no ${name}`)
}
