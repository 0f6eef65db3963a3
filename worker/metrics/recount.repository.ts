import { PERIOD_DAY, PERIOD_MONTH } from '../../contracts/rollups.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { relationOf } from './relation-sql.ts'
import { columnOfDim, type NumberedDefinition } from './repository.ts'
import type { Levels } from './rules/levels.ts'
import type { FactTable } from './rules/tables.ts'

const EPOCH = `date '1970-01-01'`

/** Buckets of some days of a metric counted from the rows, with the head they were read at. */
export interface Recount {
  seq: number
  months: number[]
  buckets: string
}

/**
 * Counts whole days again, and the months those days are in for dimensions kept by month. `days` count from 1970-01-01.
 * The answer is JSON text of `[metric, dim, period, day, value, units, rows]`.
 */
export async function recountDays(
  tx: TenantTx,
  entry: NumberedDefinition,
  days: readonly number[],
  levels: Levels,
): Promise<Recount> {
  const relation = relationOf(entry)
  const parts = [
    `select 0 as dim, 0 as period, record_date - ${EPOCH} as day, '' as val, sum(value) as v, sum(coalesce(archived_rows, 1)) as n from day_rows group by record_date`,
  ]
  for (const [dim, period] of levels) {
    if (dim === 0) continue
    const isDay = period === PERIOD_DAY
    if (!isDay && period !== PERIOD_MONTH) continue
    const day = isDay ? 'record_date' : `date_trunc('month', record_date)::date`
    parts.push(
      `select ${dim}, ${period}, ${day} - ${EPOCH}, ${columnOfDim(dim)}, sum(value), sum(coalesce(archived_rows, 1)) from ${isDay ? 'day_rows' : 'month_rows'} group by 3, 4`,
    )
  }
  const [row] = await tx.sql.unsafe<{ seq: string; months: number[]; buckets: string }[]>(
    `with wanted as (select (${EPOCH} + d) as day from unnest($4::int[]) as d),
     months as (select distinct date_trunc('month', day)::date as first from wanted),
     month_rows as (select f.* from months m join (${relation.sql}) f
       on f.record_date >= m.first and f.record_date < m.first + interval '1 month'),
     day_rows as (select f.* from wanted w join (${relation.sql}) f on f.record_date = w.day)
     select (select seq from tenant_heads where tenant_id = $1::uuid)::text as seq,
       (select coalesce(json_agg(first - ${EPOCH}), '[]') from months) as months,
       (select coalesce(json_agg(json_build_array($2::int, b.dim, b.period, b.day, b.val, (b.v * $5::numeric)::numeric(38, 0), b.n)), '[]')::text
        from (${parts.join(' union all ')}) b) as buckets`,
    [tx.tenantId, entry.no, relation.filters, `{${days.join(',')}}`, String(10 ** entry.definition.scale)],
  )
  if (row === undefined) throw new Error('a recount gave no row')
  return { seq: Number(row.seq), months: row.months, buckets: row.buckets }
}

/** Number and era of the last event in the snapshot of this transaction. */
export async function readPosition(tx: TenantTx): Promise<{ seq: number; era: number }> {
  const [head] = await tx.sql<{ seq: string; era: number }[]>`
    select seq::text, era from tenant_heads where tenant_id = ${tx.tenantId}`
  return { seq: Number(head?.seq ?? 0), era: head?.era ?? 1 }
}

/** Days with rows of each metric number in `custom_metrics`, as day numbers. Jumps along the key from day to day. */
export function listCustomMetricDays(tx: TenantTx): Promise<{ no: number; days: number[] }[]> {
  return tx.sql<{ no: number; days: number[] }[]>`
    with recursive steps as (
      (select metric_no, record_date from custom_metrics where tenant_id = ${tx.tenantId} order by metric_no, record_date limit 1)
      union all
      select n.metric_no, n.record_date from steps s cross join lateral (
        select metric_no, record_date from custom_metrics
        where tenant_id = ${tx.tenantId} and (metric_no, record_date) > (s.metric_no, s.record_date)
        order by metric_no, record_date limit 1) n)
    select metric_no as no, json_agg(record_date - date '1970-01-01') as days from steps group by metric_no`
}

const DAY_COLUMNS = { financials: 'record_date', lead_events: 'event_date', work_facts: 'day' } as const

/** Days a canonical table has rows on, as day numbers, in order. Jumps along the index from day to day. */
export async function listTableDays(
  tx: TenantTx,
  table: Exclude<FactTable, 'custom_metrics'>,
): Promise<number[]> {
  const day = DAY_COLUMNS[table]
  const first = `select ${day} as day from ${table} where tenant_id = $1::uuid`
  const rows = await tx.sql.unsafe<{ day: number }[]>(
    `with recursive steps as (
      (${first} order by ${day} limit 1)
      union all
      select n.day from steps s cross join lateral (${first} and ${day} > s.day order by ${day} limit 1) n)
    select day - ${EPOCH} as day from steps order by 1`,
    [tx.tenantId],
  )
  return rows.map((row) => row.day)
}
