import { KpiView } from '../../contracts/records.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { sourceIdIn } from './lists.repository.ts'

/** What figures are asked for: a range, one client or all that are open, one source or all. */
export interface KpisAsked {
  from: string
  to: string
  clientId: string | null
  source: string | null
  /** Base currency of the workspace. */
  currency: string
}

const clientsWhere = (tx: TenantTx, clientId: string | null) => tx.sql`
  tenant_id = ${tx.tenantId} and not is_sample
  ${clientId === null ? tx.sql`and archived_at is null` : tx.sql`and id = ${clientId}::uuid`}`

/** Headline figures by client, the default one first, then by name. `after` is the id of the last client seen. */
export async function listKpis(
  tx: TenantTx,
  { from, to, clientId, source, currency }: KpisAsked,
  after: string | null,
  limit: number,
): Promise<KpiView[]> {
  const ofSource =
    source === null
      ? tx.sql``
      : tx.sql`and (source_system = ${source} or source_id = ${sourceIdIn(source)}::uuid)`
  const rows = await tx.sql<Record<string, unknown>[]>`
    with page as (
      select id, name, is_default from clients where ${clientsWhere(tx, clientId)}
        ${after === null ? tx.sql`` : tx.sql`and (not is_default, name, id) > (select not is_default, name, id from clients where tenant_id = ${tx.tenantId} and id = ${after}::uuid)`}
      order by not is_default, name, id limit ${limit}),
    booked as (
      select client_id, sum(base_revenue) as revenue, sum(base_expenses) as expenses, sum(base_cash_flow) as cash,
        count(*) filter (where rate is null) as waiting
      from financials where tenant_id = ${tx.tenantId} and client_id in (select id from page)
        and record_date between ${from}::date and ${to}::date ${ofSource} group by client_id),
    latest as (
      -- Of several changes of one day the one that ends the lead is the last.
      select distinct on (client_id, source_id, lead_id) client_id, event_date, status, value, base_value
      from lead_events where tenant_id = ${tx.tenantId} and client_id in (select id from page) and event_date <= ${to}::date
        and archived_rows is null ${ofSource}
      order by client_id, source_id, lead_id, event_date desc, (status in ('won', 'lost')) desc, external_id desc),
    leads as (
      select client_id, count(*) filter (where status in ('active', 'stale')) as open,
        count(*) filter (where status = 'won' and event_date >= ${from}::date) as won,
        count(*) filter (where status = 'lost' and event_date >= ${from}::date) as lost,
        sum(base_value) filter (where status in ('active', 'stale')) as pipeline,
        count(*) filter (where status in ('active', 'stale') and value is not null and base_value is null) as waiting
      from latest group by client_id),
    -- Leads of archived months have all ended; their sums stand on the first of the month they ended in.
    ended as (
      select client_id, sum(archived_leads) filter (where status = 'won') as won, sum(archived_leads) filter (where status = 'lost') as lost
      from lead_events where tenant_id = ${tx.tenantId} and client_id in (select id from page) and archived_rows is not null
        and event_date between ${from}::date and ${to}::date ${ofSource} group by client_id)
    select p.id::text as "clientId", p.name as "clientName", ${from}::text as "from", ${to}::text as "to", ${currency}::text as currency,
      trim_scale(b.revenue)::text as revenue, trim_scale(b.expenses)::text as expenses,
      trim_scale(b.revenue - b.expenses)::text as "netProfit", trim_scale(b.cash)::text as "cashFlow",
      coalesce(l.open, 0)::int as "leadsOpen", (coalesce(l.won, 0) + coalesce(e.won, 0))::int as "leadsWon",
      (coalesce(l.lost, 0) + coalesce(e.lost, 0))::int as "leadsLost",
      trim_scale(l.pipeline)::text as "pipelineValue", (coalesce(b.waiting, 0) + coalesce(l.waiting, 0))::int as "notIncluded",
      greatest(
        (select max(record_date) from financials where tenant_id = ${tx.tenantId} and client_id = p.id ${ofSource}),
        (select max(event_date) from lead_events where tenant_id = ${tx.tenantId} and client_id = p.id ${ofSource}))::text as "lastRecordDate",
      (select to_char(max(last_sync_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from connections
        where tenant_id = ${tx.tenantId} and client_id = p.id
          ${source === null ? tx.sql`` : tx.sql`and (provider = ${source} or id = ${sourceIdIn(source)}::uuid)`}) as "lastSyncAt"
    from page p left join booked b on b.client_id = p.id left join leads l on l.client_id = p.id
      left join ended e on e.client_id = p.id
    order by not p.is_default, p.name, p.id`
  return rows.map((row) => KpiView.parse(row))
}

/** How many clients there are figures of. */
export async function countKpis(tx: TenantTx, clientId: string | null): Promise<number> {
  const [row] = await tx.sql<{ n: number }[]>`
    select count(*)::int as n from clients where ${clientsWhere(tx, clientId)}`
  return row?.n ?? 0
}
