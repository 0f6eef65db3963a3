import { type CustomMetricView, SheetOther } from '../../contracts/records.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { columns, FROM, sourceSystem, toView, type ValueRow } from './entered.repository.ts'
import { sourceIdOf } from './identity.ts'
import { notSample } from './lists.repository.ts'

/** Which values a sheet is about. */
export interface SheetScope {
  from: string
  to: string
  clientId: string
  metricNos: readonly number[]
}

/** A value that a person typed stands for the whole day: the source of hands, and no dimension. */
const isTyped = (tx: TenantTx) => tx.sql`
  (m.source_id = ${sourceIdOf(tx.sourceScope, 'manual')}::uuid and coalesce(m.d1, m.d2, m.d3, m.d4, m.d5) is null)`

const inScope = (tx: TenantTx, { from, to, clientId, metricNos }: SheetScope) => tx.sql`
  m.tenant_id = ${tx.tenantId} and m.metric_no = any(${[...metricNos]}::int[]) and m.record_date between ${from}::date and ${to}::date
  and m.client_id = ${clientId}::uuid and ${notSample(tx)}`

/** The values that were typed: at most one for each metric and day, which is what their key is made of. */
export async function listTyped(tx: TenantTx, scope: SheetScope): Promise<CustomMetricView[]> {
  const rows = await tx.sql<ValueRow[]>`
    select ${columns(tx)} ${tx.sql.unsafe(FROM)} where ${inScope(tx, scope)} and ${isTyped(tx)}
    order by m.metric_no, m.record_date`
  return rows.map(toView)
}

/** All other values of the same days, folded for each metric and day as figures are (`askBuckets`). */
export async function listOthers(tx: TenantTx, scope: SheetScope): Promise<SheetOther[]> {
  const rows = await tx.sql<SheetOther[]>`
    with rows as materialized (
      select m.metric_no, m.record_date, m.value, m.line, m.row_key, m.source_id from custom_metrics m
      where ${inScope(tx, scope)} and not ${isTyped(tx)}),
    named as (
      select m.source_id, coalesce(${sourceSystem(tx)}, 'manual') as system, coalesce(
        (select label from connections c where c.tenant_id = ${tx.tenantId} and c.id = m.source_id),
        (select name from imports i where i.tenant_id = ${tx.tenantId} and i.id = m.source_id)) as name
      from (select distinct source_id, ${tx.tenantId}::uuid as tenant_id from rows) m)
    select d.key as "metricName", r.record_date::text as "recordDate", count(*)::int as rows,
      trim_scale(round(case d.aggregation when 'avg' then avg(r.value) when 'min' then min(r.value) when 'max' then max(r.value)
        when 'last' then (array_agg(r.value order by r.line desc, r.row_key desc))[1] else sum(r.value) end, d.scale))::text as value,
      (select json_agg(json_build_object('system', n.system, 'name', n.name) order by n.name, n.system)
        from named n where n.source_id = any(array_agg(distinct r.source_id))) as sources
    from rows r join metric_definitions d on d.tenant_id = ${tx.tenantId} and d.no = r.metric_no
    group by d.key, d.aggregation, d.scale, r.record_date order by d.key, r.record_date`
  return rows.map((row) => SheetOther.parse(row))
}
