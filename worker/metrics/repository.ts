import { and, eq, inArray, sql } from 'drizzle-orm'
import { METRICS_MAX } from '../../contracts/limits.ts'
import { MetricDefinition, MetricSource } from '../../contracts/metrics.ts'
import { CLIENT_DIM, type DimNo } from '../../contracts/rollups.ts'
import { metricDefinitions } from '../../db/schema/facts.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { relationOf } from './relation-sql.ts'

/** A catalogue entry together with its number in the fact table. */
export interface NumberedDefinition {
  no: number
  definition: MetricDefinition
}

function toNumbered(row: typeof metricDefinitions.$inferSelect): NumberedDefinition {
  const { no, tenantId: _tenant, version: _version, ...fields } = row
  return { no, definition: MetricDefinition.parse(fields) }
}

/** The catalogue of the workspace, ordered by key. */
export async function listDefinitions(tx: TenantTx): Promise<NumberedDefinition[]> {
  const rows = await tx.db
    .select()
    .from(metricDefinitions)
    .where(sql`${metricDefinitions.tenantId} = ${tx.tenantId}`)
    .orderBy(metricDefinitions.key)
    .limit(METRICS_MAX)
  return rows.map(toNumbered)
}

/** A catalogue entry of which no more is known than what it reads. */
export interface SourcedMetric {
  no: number
  definition: Pick<MetricDefinition, 'source'>
}

/** What those metrics read that read one table, ordered by key. */
export async function listSourcesOf(tx: TenantTx, table: string): Promise<SourcedMetric[]> {
  const rows = await tx.sql<{ no: number; source: unknown }[]>`
    select no, source from metric_definitions where tenant_id = ${tx.tenantId} and source ->> 'table' = ${table}
    order by key limit ${METRICS_MAX}`
  return rows.map(({ no, source }) => ({ no, definition: { source: MetricSource.parse(source) } }))
}

/**
 * Keeps every other transaction of this workspace from changing the catalogue until this one ends: two that define a metric at once
 * would give out the same number. Read the catalogue after it.
 */
export async function lockCatalogue(tx: TenantTx): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`metric_definitions ${tx.tenantId}`}, 0))`
}

/** Stores a definition under its key and gives its number; an existing key keeps its number. */
export async function saveDefinition(
  tx: TenantTx,
  definition: MetricDefinition,
): Promise<NumberedDefinition> {
  // What cannot be read must not get into the catalogue.
  if (definition.source.kind === 'facts') relationOf({ definition })
  await lockCatalogue(tx)
  const [row] = await tx.db
    .insert(metricDefinitions)
    .values({
      tenantId: tx.tenantId,
      no: sql<number>`(select coalesce(max(no), 0) + 1 from metric_definitions where tenant_id = ${tx.tenantId})` as never,
      ...definition,
    })
    .onConflictDoUpdate({
      target: [metricDefinitions.tenantId, metricDefinitions.key],
      set: {
        label: definition.label,
        dimensions: definition.dimensions,
        source: definition.source,
        description: definition.description,
        version: sql`metric_definitions.version + 1`,
      },
    })
    .returning()
  if (row === undefined) throw new Error('a definition was not stored')
  return toNumbered(row)
}

/** Whether the table of a metric has any row for it, converted or not. */
export async function hasRows(
  tx: TenantTx,
  no: number,
  table: 'custom_metrics' | 'financials',
): Promise<boolean> {
  const [row] =
    table === 'financials'
      ? await tx.sql<{ found: boolean }[]>`
          select exists (select 1 from financials where tenant_id = ${tx.tenantId}) as found`
      : await tx.sql<{ found: boolean }[]>`
          select exists (select 1 from custom_metrics where tenant_id = ${tx.tenantId} and metric_no = ${no}) as found`
  return row?.found ?? false
}

/** Takes definitions out of the catalogue. */
export async function deleteDefinitions(tx: TenantTx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await tx.db
    .delete(metricDefinitions)
    .where(and(eq(metricDefinitions.tenantId, tx.tenantId), inArray(metricDefinitions.key, [...keys])))
}

/** The column of a relation that a dimension is in, as text; blank values are ''. */
export const columnOfDim = (dim: DimNo) =>
  dim === CLIENT_DIM ? `coalesce(client_id::text, '')` : `coalesce(d${dim}, '')`

/** What is asked of Postgres because no rollup holds it. `aggregate` folds the rows of one day. */
export interface BucketsQuery {
  aggregate: 'sum' | 'last' | 'min' | 'max'
  dim: DimNo | null
  clientId: string | null
  from: string
  to: string
}

/** One bucket of a day; `val` is '' for a blank value and without a dimension. `units` are whole 10^-scale parts as text. */
export interface AskedBucket {
  day: number
  val: string
  units: string
  n: number
}

/** Buckets by day (and dimension value) straight from the rows. */
export async function askBuckets(
  tx: TenantTx,
  entry: NumberedDefinition,
  query: BucketsQuery,
): Promise<AskedBucket[]> {
  const relation = relationOf(entry)
  const value = query.dim === null ? `''` : columnOfDim(query.dim)
  const fold = {
    sum: 'sum(value)',
    min: 'min(value)',
    max: 'max(value)',
    last: '(array_agg(value order by line desc, row_key desc))[1]',
  }[query.aggregate]
  return tx.sql.unsafe<AskedBucket[]>(
    `select ${value} as val, record_date - date '1970-01-01' as day, (${fold} * $6::numeric)::numeric(38, 0)::text as units, sum(coalesce(archived_rows, 1))::int as n
     from (${relation.sql}) f where record_date between $4::date and $5::date and ($7::uuid is null or client_id = $7::uuid)
     group by 1, record_date`,
    [
      tx.tenantId,
      entry.no,
      relation.filters,
      query.from,
      query.to,
      String(10 ** entry.definition.scale),
      query.clientId,
    ],
  )
}

/** A page of the rows behind a number. */
export interface RecordsFilter {
  from: string
  to: string
  clientId: string | null
  dim: DimNo | null
  value: string | null
  after: { date: string; key: string; occurrence: number } | null
  limit: number
}

/** A stored row as the list of records shows it. */
export interface RecordRow {
  date: string
  key: string
  occurrence: number
  value: string
  currency: string | null
  dims: (string | null)[]
  sourceId: string
  line: number
  archivedRows: number | null
}

const MATCHES = `record_date between $4::date and $5::date and ($6::uuid is null or client_id = $6::uuid)`

function dimFilter(dim: DimNo | null): string {
  return dim === null ? 'and $7::text is null' : `and ${columnOfDim(dim)} = coalesce($7::text, '')`
}

/** Rows in order of day, newest last, one page. */
export async function listRecords(
  tx: TenantTx,
  entry: NumberedDefinition,
  filter: RecordsFilter,
): Promise<RecordRow[]> {
  const relation = relationOf(entry)
  const rows = await tx.sql.unsafe<
    (Omit<RecordRow, 'dims'> & Record<'d1' | 'd2' | 'd3' | 'd4' | 'd5', string | null>)[]
  >(
    `select record_date::text as date, row_key::text as key, occurrence, trim_scale(value)::text as value, currency,
       d1, d2, d3, d4, d5, source_id::text as "sourceId", line, archived_rows as "archivedRows"
     from (${relation.sql}) f where ${MATCHES} ${dimFilter(filter.dim)}
       and ($8::date is null or (record_date, row_key, occurrence) > ($8::date, $9::uuid, $10::int))
     order by record_date, row_key, occurrence limit $11::int`,
    [
      tx.tenantId,
      entry.no,
      relation.filters,
      filter.from,
      filter.to,
      filter.clientId,
      filter.value,
      filter.after?.date ?? null,
      filter.after?.key ?? null,
      filter.after?.occurrence ?? null,
      filter.limit,
    ],
  )
  return rows.map((row) => ({ ...row, dims: [row.d1, row.d2, row.d3, row.d4, row.d5] }))
}

/** Number and exact sum of all rows of the filter, over all pages. */
export async function sumRecords(
  tx: TenantTx,
  entry: NumberedDefinition,
  filter: RecordsFilter,
): Promise<{ total: number; sum: string }> {
  const relation = relationOf(entry)
  const [row] = await tx.sql.unsafe<{ total: number; sum: string }[]>(
    `select count(*)::int as total, trim_scale(coalesce(sum(value), 0))::text as sum
     from (${relation.sql}) f where ${MATCHES} ${dimFilter(filter.dim)}`,
    [tx.tenantId, entry.no, relation.filters, filter.from, filter.to, filter.clientId, filter.value],
  )
  return row ?? { total: 0, sum: '0' }
}
