import { unreachable } from '../../contracts/result.ts'
import {
  type ArchivedRelation,
  ArchiveView,
  RetentionResult,
  type RetentionRule,
} from '../../contracts/retention.ts'
import { retentionRuns } from '../../db/schema/retention.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { cutLeadsSql, LEAD_GOES, LEAD_ORDER, pickedLeadsSql } from './leads-sql.repository.ts'

export type Relation = ArchivedRelation

/** A month of a table, or of one metric in it, with rows to take out. */
export interface Candidate {
  relation: Relation
  metricNo: number
  metric: string | null
  aggregation: string
  month: string
}

/** Rows as they go into a file, with what tells whether they are still the same later. */
export interface TakenRows {
  lines: string[]
  /** Of the lines in their order, worked out by Postgres. */
  md5: string
}

/** What a cut did: how many rows went, on which days. */
export interface Cut {
  rows: number
  days: string[]
}

/** Values go only when their source has been here as long: history that was brought lately stays as it came. */
const OLD_SOURCE = `(t.entered_at < $3::date
  or exists (select from imports i where i.tenant_id = t.tenant_id and i.id = t.source_id and i.finished_at < $3::date)
  or exists (select from connections c where c.tenant_id = t.tenant_id and c.id = t.source_id and c.created_at < $3::date))`
const VALUE_GOES = `t.archived_rows is null and t.value is not null and ${OLD_SOURCE}`
/** Profit and loss waits for the rates of its whole month: an amount that is in no figure yet has no place in a sum. */
const FINANCIAL_GOES = `t.metadata -> 'archivedRows' is null and not exists (
  select from financials w where w.tenant_id = t.tenant_id and w.client_id = t.client_id and w.source_id = t.source_id
    and w.record_date >= date_trunc('month', t.record_date) and w.record_date < date_trunc('month', t.record_date) + interval '1 month'
    and w.rate is null)`

/** The earliest month of a table, or of one metric in it, with rows to take out; null when there is none. */
export function findCandidate(tx: TenantTx, relation: Relation, before: string): Promise<Candidate | null> {
  return relation === 'custom_metrics' ? findValues(tx, before) : findOfTable(tx, relation, before)
}

async function findValues(tx: TenantTx, before: string): Promise<Candidate | null> {
  const [row] = await tx.sql.unsafe<Omit<Candidate, 'relation'>[]>(
    `select d.no as "metricNo", d.key as metric, d.aggregation, date_trunc('month', f.record_date)::date::text as month
     from metric_definitions d cross join lateral (
       select t.record_date from custom_metrics t
       where t.tenant_id = $1::uuid and t.metric_no = d.no and t.record_date < $3::date and $2::int >= 0 and ${VALUE_GOES}
       order by t.record_date limit 1) f
     where d.tenant_id = $1::uuid and d.source ->> 'table' = 'custom_metrics' order by f.record_date, d.no limit 1`,
    [tx.tenantId, 0, before],
  )
  return row === undefined ? null : { relation: 'custom_metrics', ...row }
}

/** Which rows go, and the column of their day. $3 is the first day that stays. */
const GOING: Readonly<Record<Relation, { day: string; goes: string }>> = {
  custom_metrics: { day: 't.record_date', goes: VALUE_GOES },
  financials: { day: 't.record_date', goes: FINANCIAL_GOES },
  lead_events: { day: 't.event_date', goes: LEAD_GOES },
}

async function findOfTable(tx: TenantTx, relation: Relation, before: string): Promise<Candidate | null> {
  const { day, goes } = GOING[relation]
  const [row] = await tx.sql.unsafe<{ month: string }[]>(
    `select date_trunc('month', ${day})::date::text as month from ${relation} t
     where t.tenant_id = $1::uuid and $2::int = 0 and ${day} < $3::date and ${goes} order by ${day} limit 1`,
    [tx.tenantId, 0, before],
  )
  return row === undefined
    ? null
    : { relation, metricNo: 0, metric: null, aggregation: 'sum', month: row.month }
}

/** The rows of one step: $1 tenant, $2 metric, $3 first day that stays, $4 month, $5 how many at most. */
function pickedSql({ relation }: Pick<Candidate, 'relation'>): string {
  if (relation === 'lead_events') return pickedLeadsSql
  const inMonth = `t.tenant_id = $1::uuid and t.record_date >= $4::date and t.record_date < $4::date + interval '1 month' and t.record_date < $3::date`
  return relation === 'custom_metrics'
    ? `select t.* from custom_metrics t where ${inMonth} and t.metric_no = $2::int and ${VALUE_GOES}
       order by t.record_date, t.row_key, t.occurrence limit $5::int`
    : // Whole groups only: a sum has one place in its month.
      `select t.* from financials t join (
         select distinct t.client_id, t.source_id from financials t where ${inMonth} and $2::int = 0 and ${FINANCIAL_GOES}
         order by 1, 2 limit greatest(1, $5::int / 31)) g using (client_id, source_id)
       where ${inMonth} and ${FINANCIAL_GOES} order by t.client_id, t.source_id, t.record_date`
}

const ORDER: Readonly<Record<Relation, string>> = {
  custom_metrics: 'p.record_date, p.row_key, p.occurrence',
  financials: 'p.client_id, p.source_id, p.record_date',
  lead_events: LEAD_ORDER,
}
const lineOf = `(to_jsonb(p) - 'tenant_id')::text`
const argsOf = (tx: TenantTx, one: Candidate, before: string, limit: number) => [
  tx.tenantId,
  one.metricNo,
  before,
  one.month,
  limit,
]

/** Rows of a month in the order of their key, at most so many. */
export async function readRows(
  tx: TenantTx,
  one: Candidate,
  before: string,
  limit: number,
): Promise<TakenRows> {
  const rows = await tx.sql.unsafe<{ line: string; md5: string }[]>(
    `with p as materialized (${pickedSql(one)})
     select ${lineOf} as line, (select md5(string_agg(${lineOf}, e'\\n' order by ${ORDER[one.relation]})) from p) as md5
     from p order by ${ORDER[one.relation]}`,
    argsOf(tx, one, before, limit),
  )
  return { lines: rows.map(({ line }) => line), md5: rows[0]?.md5 ?? '' }
}

/**
 * Takes the rows out and puts what they add up to in their place, if they still are what was read. Null when they are not: somebody
 * changed one meanwhile.
 */
export async function cutRows(
  tx: TenantTx,
  one: Candidate,
  before: string,
  limit: number,
  md5: string,
): Promise<Cut | null> {
  const args = argsOf(tx, one, before, limit)
  const [same] = await tx.sql.unsafe<{ is: boolean }[]>(
    `with p as materialized (${pickedSql(one)} for update of t)
     select md5(string_agg(${lineOf}, e'\\n' order by ${ORDER[one.relation]})) = $6::text as is from p`,
    [...args, md5],
  )
  if (same?.is !== true) return null
  const [cut] = await tx.sql.unsafe<{ rows: number; days: string[] }[]>(cutSql(one), args)
  return cut ?? null
}

function cutSql({ relation, aggregation }: Candidate): string {
  switch (relation) {
    case 'financials':
      return cutFinancialsSql()
    case 'lead_events':
      return cutLeadsSql
    case 'custom_metrics':
      return cutValuesSql(aggregation)
    default:
      return unreachable(relation)
  }
}

const RESULT = `select (select count(*) from gone)::int as rows,
  (select coalesce(json_agg(distinct day), '[]') from (
     select record_date::text as day from gone union select record_date::text from put) d) as days`

/** Sums of a month stand on its first day, in the base currency. */
function cutFinancialsSql(): string {
  const key = 'c.tenant_id = p.tenant_id and c.client_id = p.client_id and c.source_id = p.source_id'
  return `with p as materialized (${pickedSql({ relation: 'financials' })}),
  gone as (delete from financials c using p where ${key} and c.record_date = p.record_date returning c.*),
  old as (delete from financials c using (select distinct tenant_id, client_id, source_id from p) p
    where ${key} and c.record_date = $4::date and c.metadata -> 'archivedRows' is not null returning c.*),
  put as (insert into financials (tenant_id, client_id, record_date, source_id, source_system, external_id, revenue, expenses, cash_flow,
      currency, base_revenue, base_expenses, base_cash_flow, rate, rate_date, metadata, updated_at)
    select $1::uuid, client_id, $4::date, source_id, min(source_system), 'archived:' || $4::text, sum(base_revenue), sum(base_expenses),
      sum(base_cash_flow), (select currency from workspace_settings where tenant_id = $1::uuid), sum(base_revenue), sum(base_expenses),
      sum(base_cash_flow), 1, $4::date,
      jsonb_build_object('archivedRows', sum(coalesce((metadata ->> 'archivedRows')::int, 1))), max(updated_at)
    from (select * from gone union all select * from old) a group by client_id, source_id returning record_date)
  ${RESULT}`
}

const GROUP = 'client_id, source_id, currency, d1, d2, d3, d4, d5'
const KEPT_FIRST: Readonly<Record<string, string>> = {
  min: 'value, record_date, row_key, occurrence',
  max: 'value desc, record_date, row_key, occurrence',
  last: 'record_date desc, line desc, row_key desc, occurrence desc',
}

/** Values become one row by the metric's own aggregation: a sum on the first of the month, or the one row that decides. */
function cutValuesSql(aggregation: string): string {
  const first = KEPT_FIRST[aggregation]
  const columns = `tenant_id, metric_no, record_date, row_key, occurrence, value, currency, original, original_currency, rate, rate_date,
    client_id, d1, d2, d3, d4, d5, source_id, line, content, entered_by, entered_at, archived_rows`
  const weight = 'sum(coalesce(archived_rows, 1))'
  const put =
    first === undefined
      ? `select $1::uuid, $2::int, $4::date, md5(row(${GROUP})::text)::uuid, 0, sum(value), currency, null::numeric, null::text, null::numeric,
           null::date, client_id, d1, d2, d3, d4, d5, source_id, 0, null::uuid, null::text, null::timestamptz, ${weight}
         from a group by ${GROUP}`
      : `select distinct on (${GROUP}) tenant_id, metric_no, record_date, row_key, occurrence, value, currency, original, original_currency,
           rate, rate_date, client_id, d1, d2, d3, d4, d5, source_id, line, null::uuid, null::text, null::timestamptz,
           ${weight} over (partition by ${GROUP})
         from a order by ${GROUP}, ${first}`
  return `with p as materialized (${pickedSql({ relation: 'custom_metrics' })}),
  gone as (delete from custom_metrics c using p where c.tenant_id = p.tenant_id and c.metric_no = p.metric_no
    and c.record_date = p.record_date and c.row_key = p.row_key and c.occurrence = p.occurrence returning c.*),
  old as (delete from custom_metrics c where c.tenant_id = $1::uuid and c.metric_no = $2::int and c.record_date >= $4::date
    and c.record_date < $4::date + interval '1 month' and c.archived_rows is not null returning c.*),
  a as (select * from gone union all select * from old),
  put as (insert into custom_metrics (${columns}) ${put} returning record_date)
  ${RESULT}`
}

/** A month of a metric that stands as figures only. */
export interface OldMonth {
  metricNo: number
  metric: string
  month: string
}

/** $2: the first month that stays; $3: figures have to have stood since before this day. */
const OLD_FIGURE = `t.tenant_id = $1::uuid and t.archived_rows is not null and t.record_date < $2::date
  and exists (select from archived_months a where a.tenant_id = t.tenant_id and a.relation = 'custom_metrics' and a.metric_no = t.metric_no
    and a.month = date_trunc('month', t.record_date)::date and a.archived_at < $3::date)`

/** The earliest month of values that has been kept as figures for long enough; null when there is none. */
export async function findOldMonth(tx: TenantTx, before: string, since: string): Promise<OldMonth | null> {
  const [row] = await tx.sql.unsafe<OldMonth[]>(
    `select d.no as "metricNo", d.key as metric, date_trunc('month', f.record_date)::date::text as month
     from metric_definitions d cross join lateral (
       select t.record_date from custom_metrics t where t.metric_no = d.no and ${OLD_FIGURE} order by t.record_date limit 1) f
     where d.tenant_id = $1::uuid and d.source ->> 'table' = 'custom_metrics' order by f.record_date, d.no limit 1`,
    [tx.tenantId, before, since],
  )
  return row ?? null
}

/** Takes the figures of a month out; its rows stay in their files. */
export async function deleteOldMonth(
  tx: TenantTx,
  { metricNo, month }: OldMonth,
  before: string,
  since: string,
): Promise<Cut> {
  const [cut] = await tx.sql.unsafe<Cut[]>(
    `with gone as (delete from custom_metrics t where ${OLD_FIGURE} and t.metric_no = $4::int
       and t.record_date >= $5::date and t.record_date < $5::date + interval '1 month' returning t.record_date)
     select count(*)::int as rows, coalesce(json_agg(distinct record_date::text), '[]') as days from gone`,
    [tx.tenantId, before, since, metricNo, month],
  )
  return cut ?? { rows: 0, days: [] }
}

/** Figures of months that the next run takes out. */
export async function previewOldMonths(
  tx: TenantTx,
  before: string,
  since: string,
): Promise<{ rows: number; firstDay: string | null; lastDay: string | null }> {
  const [row] = await tx.sql.unsafe<{ rows: number; firstDay: string | null; lastDay: string | null }[]>(
    `select count(*)::int as rows, min(t.record_date)::text as "firstDay", max(t.record_date)::text as "lastDay"
     from custom_metrics t where ${OLD_FIGURE}`,
    [tx.tenantId, before, since],
  )
  return row ?? { rows: 0, firstDay: null, lastDay: null }
}

/** What lies in files, by table and year, newest first. */
export async function listArchives(tx: TenantTx): Promise<ArchiveView[]> {
  const rows = await tx.sql<{ relation: string; year: string; rows: number; archivedAt: Date }[]>`
    select relation, to_char(month, 'YYYY') as year, sum(rows)::int as rows, max(archived_at) as "archivedAt"
    from archived_months where tenant_id = ${tx.tenantId} group by 1, 2 order by 2 desc, 1`
  return rows.map(({ archivedAt, ...row }) =>
    ArchiveView.parse({ ...row, archivedAt: new Date(archivedAt).toISOString() }),
  )
}

/** Files of one year of a table, as they were written. */
export interface ArchivedMonth {
  month: string
  metricNo: number
  parts: number
  keyId: string
}

export async function listArchivedMonths(
  tx: TenantTx,
  relation: Relation,
  year: string,
): Promise<ArchivedMonth[]> {
  return await tx.sql<ArchivedMonth[]>`
    select month::text as month, metric_no as "metricNo", parts, key_id as "keyId" from archived_months
    where tenant_id = ${tx.tenantId} and relation = ${relation} and to_char(month, 'YYYY') = ${year}
    order by month, metric_no`
}

/** How many files the rows of a month lie in already. */
export async function countParts(tx: TenantTx, one: Candidate): Promise<number> {
  const [row] = await tx.sql<{ parts: number }[]>`
    select parts from archived_months where tenant_id = ${tx.tenantId} and relation = ${one.relation}
      and metric_no = ${one.metricNo} and month = ${one.month}::date`
  return row?.parts ?? 0
}

/** Notes that rows of a month lie in one file more. */
export async function notePart(
  tx: TenantTx,
  one: Candidate,
  part: { rows: number; no: number; keyId: string; at: Date },
): Promise<void> {
  await tx.sql`
    insert into archived_months (tenant_id, relation, metric_no, month, rows, parts, key_id, archived_at)
    values (${tx.tenantId}, ${one.relation}, ${one.metricNo}, ${one.month}::date, ${part.rows}, ${part.no}, ${part.keyId}, ${part.at.toISOString()})
    on conflict (tenant_id, relation, metric_no, month) do update
      set rows = archived_months.rows + excluded.rows, parts = excluded.parts, key_id = excluded.key_id, archived_at = excluded.archived_at`
}

/** Rows that lie in files, by table. */
export async function countArchived(tx: TenantTx): Promise<ReadonlyMap<Relation, number>> {
  const rows = await tx.sql<{ relation: Relation; rows: string }[]>`
    select relation, sum(rows)::text as rows from archived_months where tenant_id = ${tx.tenantId} group by relation`
  return new Map(rows.map(({ relation, rows: count }) => [relation, Number(count)]))
}

/** The months of a table, or of these metrics in it, that have rows in files, each as `<metric> <month>`. */
export async function listArchived(
  tx: TenantTx,
  relation: Relation,
  metricNos: readonly number[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.sql<{ month: string }[]>`
    select metric_no || ' ' || month::text as month from archived_months where tenant_id = ${tx.tenantId} and relation = ${relation}
      and metric_no in (select jsonb_array_elements_text(${JSON.stringify(metricNos)}::text::jsonb)::int)`
  return new Set(rows.map(({ month }) => month))
}

/** What the next run would take out. */
export async function previewRows(
  tx: TenantTx,
  relation: Relation,
  before: string,
): Promise<{ rows: number; firstDay: string | null; lastDay: string | null }> {
  const { day, goes } = GOING[relation]
  const [row] = await tx.sql.unsafe<{ rows: number; firstDay: string | null; lastDay: string | null }[]>(
    `select count(*)::int as rows, min(${day})::text as "firstDay", max(${day})::text as "lastDay"
     from ${relation} t where t.tenant_id = $1::uuid and $2::int = 0 and ${day} < $3::date and ${goes}`,
    [tx.tenantId, 0, before],
  )
  return row ?? { rows: 0, firstDay: null, lastDay: null }
}

/** Stores what came of a run of a rule. */
export async function noteRun(
  tx: TenantTx,
  rule: RetentionRule,
  at: Date,
  result: RetentionResult,
): Promise<void> {
  const row = { ranAt: at.toISOString(), result }
  await tx.db
    .insert(retentionRuns)
    .values({ tenantId: tx.tenantId, rule, ...row })
    .onConflictDoUpdate({ target: [retentionRuns.tenantId, retentionRuns.rule], set: row })
}

export async function listRuns(
  tx: TenantTx,
): Promise<ReadonlyMap<string, { ranAt: string; result: RetentionResult }>> {
  const rows = await tx.sql<{ rule: string; ranAt: Date; result: unknown }[]>`
    select rule, ran_at as "ranAt", result from retention_runs where tenant_id = ${tx.tenantId}`
  return new Map(
    rows.map(({ rule, ranAt, result }) => [
      rule,
      { ranAt: new Date(ranAt).toISOString(), result: RetentionResult.parse(result) },
    ]),
  )
}
