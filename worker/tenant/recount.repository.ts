import { CLIENT_DIM, type DimNo, PERIOD_DAY, PERIOD_MONTH, type Period } from '../../contracts/rollups.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

const EPOCH = `date '1970-01-01'`
const columnOf = (dim: DimNo) => (dim === CLIENT_DIM ? 'client_id::text' : `coalesce(d${dim}, '')`)

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
  metric: { no: number; scale: number },
  days: readonly number[],
  levels: ReadonlyMap<DimNo, Period>,
): Promise<Recount> {
  const parts = [
    `select 0 as dim, 0 as period, record_date - ${EPOCH} as day, '' as val, sum(value) as v, count(*) as n from day_rows group by record_date`,
  ]
  for (const [dim, period] of levels) {
    if (dim === 0) continue
    const isDay = period === PERIOD_DAY
    if (!isDay && period !== PERIOD_MONTH) continue
    const day = isDay ? 'record_date' : `date_trunc('month', record_date)::date`
    parts.push(
      `select ${dim}, ${period}, ${day} - ${EPOCH}, ${columnOf(dim)}, sum(value), count(*) from ${isDay ? 'day_rows' : 'month_rows'} group by 3, 4`,
    )
  }
  const [row] = await tx.sql.unsafe<{ seq: string; months: number[]; buckets: string }[]>(
    `with wanted as (select (${EPOCH} + d) as day from unnest($3::int[]) as d),
     months as (select distinct date_trunc('month', day)::date as first from wanted),
     month_rows as (select f.* from months m join custom_metrics f
       on f.tenant_id = $1::uuid and f.metric_no = $2::int and f.record_date >= m.first and f.record_date < m.first + interval '1 month'),
     day_rows as (select f.* from wanted w join custom_metrics f
       on f.tenant_id = $1::uuid and f.metric_no = $2::int and f.record_date = w.day)
     select (select seq from tenant_heads where tenant_id = $1::uuid)::text as seq,
       (select coalesce(json_agg(first - ${EPOCH}), '[]') from months) as months,
       (select coalesce(json_agg(json_build_array($2::int, b.dim, b.period, b.day, b.val, (b.v * $4::numeric)::numeric(38, 0), b.n)), '[]')::text
        from (${parts.join(' union all ')}) b) as buckets`,
    [tx.tenantId, metric.no, `{${days.join(',')}}`, String(10 ** metric.scale)],
  )
  if (row === undefined) throw new Error('a recount gave no row')
  return { seq: Number(row.seq), months: row.months, buckets: row.buckets }
}

/** Every (metric, day) that has rows, for a rebuild, with the head it was read at. */
export async function listMetricDays(
  tx: TenantTx,
): Promise<{ seq: number; era: number; metrics: { no: number; days: number[] }[] }> {
  const [head] = await tx.sql<{ seq: string; era: number }[]>`
    select seq::text, era from tenant_heads where tenant_id = ${tx.tenantId}`
  const rows = await tx.sql<{ no: number; days: number[] }[]>`
    with recursive steps as (
      (select metric_no, record_date from custom_metrics where tenant_id = ${tx.tenantId} order by metric_no, record_date limit 1)
      union all
      select n.metric_no, n.record_date from steps s cross join lateral (
        select metric_no, record_date from custom_metrics
        where tenant_id = ${tx.tenantId} and (metric_no, record_date) > (s.metric_no, s.record_date)
        order by metric_no, record_date limit 1) n)
    select metric_no as no, json_agg(record_date - date '1970-01-01') as days from steps group by metric_no`
  return {
    seq: Number(head?.seq ?? 0),
    era: head?.era ?? 1,
    metrics: rows.map((row) => ({ no: row.no, days: row.days })),
  }
}
