import type { TenantTx } from '../../db/tenant-tx.ts'

/** Rows that were erased, by table and metric number (0 where rows have none), with the days they were on. */
export interface ErasedRows {
  table: 'custom_metrics' | 'financials' | 'lead_events'
  metricNo: number
  rows: number
  days: string[]
}

/** Erases every row of a source together with what the history kept of them. */
export async function eraseRows(tx: TenantTx, sourceId: string): Promise<ErasedRows[]> {
  const gone = await tx.sql<ErasedRows[]>`
    with m as (delete from custom_metrics where tenant_id = ${tx.tenantId} and source_id = ${sourceId} returning metric_no, record_date),
    f as (delete from financials where tenant_id = ${tx.tenantId} and source_id = ${sourceId} returning record_date),
    l as (delete from lead_events where tenant_id = ${tx.tenantId} and source_id = ${sourceId} returning event_date),
    h as (delete from fact_history where tenant_id = ${tx.tenantId} and row ->> 'source_id' = ${sourceId})
    select "table", no as "metricNo", count(*)::int as rows, json_agg(distinct day) as days from (
      select 'custom_metrics' as "table", metric_no as no, record_date as day from m
      union all select 'financials', 0, record_date from f
      union all select 'lead_events', 0, event_date from l) g
    group by 1, 2`
  return [...gone]
}
