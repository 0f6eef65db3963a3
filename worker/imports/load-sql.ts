import { CLIENT_DIM, type DimNo, PERIOD_DAY, PERIOD_MONTH, type Period } from '../../contracts/rollups.ts'
import { SELF } from '../clients/service.ts'

/** A metric that a load feeds, in the order of its value columns. */
export interface LoadMetric {
  no: number
  scale: number
  currency: string | null
  /** How many dimensions the metric has in the catalogue; those the file lacks are kept as blank. */
  dimensionCount: number
  /** How finely each dimension is kept now; absent means by day. */
  levels: ReadonlyMap<DimNo, Period>
}

/** What a load statement looks like: it depends on the mapping only, so the prepared statement is used again. */
export interface LoadShape {
  metrics: readonly LoadMetric[]
  /** Number of dimension columns of the file. */
  dimensionCount: number
  /** For d1 to d5: which of the file's dimension columns is stored there (0-based), or null. */
  dimensionAt: readonly (number | null)[]
  /** `column`: each row names its client; `fixed`: all rows are about one client. */
  client: 'column' | 'fixed'
  /** `content`: a row is its content, copies are kept; `external`: a row is known by an id and may change. */
  identity: 'content' | 'external'
}

const EPOCH = `date '1970-01-01'`
const DIMS = ['d1', 'd2', 'd3', 'd4', 'd5']

/**
 * Parameters of every load statement: $1 tenant, $2 source, $3 lines, $4 days, $5 keys, $6 occurrences, $7 one client's id, or
 * the external name of each row's client, $8 content hashes, then the dimension columns, then the value columns, and where rows name
 * their clients, the names of those whose rows are left out; all Postgres arrays.
 */
function inputSql(shape: LoadShape): string {
  const dims = Array.from({ length: shape.dimensionCount }, (_, i) => `dim${i}`)
  const client = shape.client === 'column' ? '$7::text[]' : 'null::text[]'
  const first = 9
  const dimArgs = dims.map((_, i) => `$${first + i}::text[]`)
  const valueArgs = shape.metrics.map((_, i) => `$${first + dims.length + i}::numeric[]`)
  const names = [
    'line',
    'day',
    'key',
    'occ',
    'client',
    'content',
    ...dims,
    ...shape.metrics.map((_, i) => `v${i}`),
  ]
  const clientId = shape.client === 'column' ? 'c.id' : '$7::uuid'
  const clientJoin =
    shape.client === 'column'
      ? `join clients c on c.tenant_id = $1::uuid and c.external_id = coalesce(i.client, '${SELF}')`
      : ''
  const values = shape.metrics.map(
    (metric, i) =>
      `(${metric.no}, i.v${i}, ${metric.scale}, ${metric.currency === null ? 'null' : `'${metric.currency}'`})`,
  )
  const after = first + dims.length + shape.metrics.length
  const isTaken =
    shape.client === 'column'
      ? `and not exists (select from unnest($${after}::text[]) as a(name) where a.name = t.client)`
      : ''
  const isExternal = shape.identity === 'external'
  // Of several rows with one id only the last is looked at, also for the values it leaves blank.
  const read = isExternal ? '(select distinct on (key) * from input order by key, line desc)' : 'input'
  return `input as materialized (
    select * from unnest($3::int[], $4::date[], $5::uuid[], $6::int[], ${[client, '$8::uuid[]', ...dimArgs, ...valueArgs].join(', ')})
      as t(${names.join(', ')}) where ${isOpenMonth(shape.metrics, 't.day')} ${isTaken}),
  vals as (
    select i.line, i.day, i.key, ${isExternal ? '0::smallint as occ' : 'i.occ'}, i.content, ${clientId} as client_id, ${allDims(shape, 'i')},
      m.metric_no, round(m.value, m.scale) as value, m.currency
    from ${read} i ${clientJoin}
    cross join lateral (values ${values.join(', ')}) as m(metric_no, value, scale, currency)
    where m.value is not null)`
}

/** Rows of an archived month would be counted twice; a row that one of its metrics cannot take is left out whole. */
export const isOpenMonth = (metrics: readonly Pick<LoadMetric, 'no'>[], day: string) =>
  `not exists (select from archived_months a where a.tenant_id = $1::uuid and a.relation = 'custom_metrics'
    and a.metric_no in (${metrics.map(({ no }) => no).join(', ')}) and a.month = date_trunc('month', ${day})::date)`

/** The five dimension columns, null where the load has fewer. */
function allDims(shape: LoadShape, from: string): string {
  return DIMS.map((name, i) => {
    const column = shape.dimensionAt[i] ?? null
    return column === null ? `null::text as ${name}` : `${from}.dim${column} as ${name}`
  }).join(', ')
}

const COLUMNS = `tenant_id, metric_no, record_date, row_key, occurrence, value, currency, client_id, d1, d2, d3, d4, d5, source_id, line, content`
const RETURNED = 'metric_no, record_date, value, client_id, d1, d2, d3, d4, d5, line'

/** The buckets that the rows of `ins` belong to, as one JSON text that SQLite reads. */
function deltaSql(shape: LoadShape): string {
  const parts = [totalsSql()]
  for (const dim of [1, 2, 3, 4, 5] as const) parts.push(...dimensionSql(shape, dim, `coalesce(d${dim}, '')`))
  parts.push(...dimensionSql(shape, CLIENT_DIM, 'client_id::text'))
  const powers = shape.metrics.map((metric) => `(${metric.no}, ${10 ** metric.scale}::numeric)`)
  return `(select coalesce(json_agg(json_build_array(b.m, b.dim, b.period, b.day, b.val, (b.v * p.factor)::numeric(38, 0), b.n))::text, '[]')
    from (${parts.join(' union all ')}) as b join (values ${powers.join(', ')}) as p(m, factor) on p.m = b.m)`
}

function totalsSql(): string {
  return `select metric_no as m, 0 as dim, 0 as period, record_date - ${EPOCH} as day, '' as val, sum(value) as v, count(*) as n
    from ins group by metric_no, record_date`
}

function dimensionSql(shape: LoadShape, dim: DimNo, value: string): string[] {
  const at = (period: Period) =>
    shape.metrics
      .filter((metric) => dim === CLIENT_DIM || metric.dimensionCount >= dim)
      .filter((metric) => (metric.levels.get(dim) ?? PERIOD_DAY) === period)
      .map((metric) => metric.no)
  const parts: string[] = []
  for (const period of [PERIOD_DAY, PERIOD_MONTH] as const) {
    const metrics = at(period)
    if (metrics.length === 0) continue
    const day = period === PERIOD_DAY ? 'record_date' : `date_trunc('month', record_date)::date`
    parts.push(`select metric_no, ${dim}, ${period}, ${day} - ${EPOCH}, ${value}, sum(value), count(*)
      from ins where metric_no in (${metrics.join(', ')}) group by metric_no, 4, 5`)
  }
  return parts
}

const RESULT = (shape: LoadShape) => `select
    (select count(*) from vals)::int as attempted, (select count(distinct line) from vals)::int as lines_attempted,
    (select count(*) from ins)::int as inserted, (select count(distinct line) from ins)::int as lines_inserted,
    (select coalesce(json_agg(json_build_array(t.metric_no, t.days)), '[]') from
      (select metric_no, json_agg(distinct record_date) as days from ins group by metric_no) as t)::text as touched,
    ${deltaSql(shape)} as delta`

/** First pass: stores what is new and gives the delta of the buckets in the same statement. */
export function insertSql(shape: LoadShape): string {
  return `with ${inputSql(shape)},
  ins as (insert into custom_metrics (${COLUMNS})
    select $1::uuid, metric_no, day, key, occ, value, currency, client_id, d1, d2, d3, d4, d5, $2::uuid, line, content from vals
    on conflict do nothing returning ${RETURNED})
  ${RESULT(shape)}`
}

/**
 * Second pass, only when some rows were there already: copies inside this file become further occurrences, copies of rows that an
 * earlier import stored are counted as the same. With e stored copies, o of them by this import and m matched so far, x more
 * copies first use up the e - o - m that other imports stored; only the rest is new.
 */
export function occurrencesSql(shape: LoadShape): string {
  const same = (alias: string) =>
    `${alias}.tenant_id = $1::uuid and ${alias}.metric_no = k.metric_no and ${alias}.record_date = k.day and ${alias}.row_key = k.key`
  return `with ${inputSql(shape)},
  k as (select v.metric_no, v.day, v.key, count(*)::int as x, array_agg(v.line order by v.line) as lines, min(v.value) as value,
      min(v.currency) as currency, min(v.client_id::text)::uuid as client_id, ${DIMS.map((d) => `min(v.${d}) as ${d}`).join(', ')}
    from vals v join custom_metrics s on s.tenant_id = $1::uuid and s.metric_no = v.metric_no and s.record_date = v.day
      and s.row_key = v.key and s.occurrence = v.occ
    where not (s.source_id = $2::uuid and s.line = v.line) group by v.metric_no, v.day, v.key),
  state as materialized (select k.*, c.stored, greatest(0, k.x - (c.stored - c.own - c.matched))::int as extra
    from k cross join lateral (select count(*)::int as stored, (count(*) filter (where s.source_id = $2::uuid))::int as own,
        coalesce((select m.copies from import_matches m where m.tenant_id = $1::uuid and m.import_id = $2::uuid
          and m.metric_no = k.metric_no and m.row_key = k.key), 0) as matched
      from custom_metrics s where ${same('s')}) as c),
  matched as (insert into import_matches (tenant_id, import_id, metric_no, row_key, copies)
    select $1::uuid, $2::uuid, metric_no, key, x - extra from state where x > extra
    on conflict (tenant_id, import_id, metric_no, row_key) do update set copies = import_matches.copies + excluded.copies),
  ins as (insert into custom_metrics (${COLUMNS})
    select $1::uuid, metric_no, day, key, stored + g.i - 1, value, currency, client_id, d1, d2, d3, d4, d5, $2::uuid, lines[x - extra + g.i], null
    from state cross join lateral generate_series(1, extra) as g(i) returning ${RETURNED})
  ${RESULT(shape)}`
}

/**
 * Before the first pass of rows with an external id: moves the stored rows whose content differs to the history and deletes them,
 * so that the insert stores the new form. Gives the days they were on.
 */
export function retireChangedSql(shape: LoadShape): string {
  const metricNos = shape.metrics.map((metric) => metric.no).join(', ')
  return `with ${inputSql(shape)},
  latest as (select distinct on (key) key, content from input order by key, line desc),
  gone as (delete from custom_metrics s using latest l
    where s.tenant_id = $1::uuid and s.metric_no in (${metricNos}) and s.row_key = l.key and s.content is not null and s.content <> l.content
      and $2::uuid is not null
    returning s.*),
  kept as (insert into fact_history (tenant_id, id, relation, row_key, to_seq, row, at)
    select $1::uuid, gen_random_uuid(), 'custom_metrics', g.metric_no || ':' || g.row_key, h.seq + 1, to_jsonb(g), now()
    from gone g join tenant_heads h on h.tenant_id = $1::uuid)
  select metric_no, record_date::text as day, line from gone`
}
