import { z } from 'zod'
import { FinancialView, LeadView } from '../../contracts/records.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { ListFilter, ListPlan } from './rules/lists.ts'

/** Rows of the sample data are in no list. */
export const notSample = (tx: TenantTx) => tx.sql`
  not exists (select from clients c where c.tenant_id = ${tx.tenantId} and c.id = client_id and c.is_sample)`

const Uuid = z.uuid()
/** A source by its id, where the text is one. */
export const sourceIdIn = (source: string | null) => (Uuid.safeParse(source).success ? source : null)

/** Rows of a table that names the source system in each row. */
export function rowsWhere(tx: TenantTx, day: 'record_date' | 'event_date', filter: ListFilter) {
  const { from, to, clientId, source } = filter
  const column = tx.sql.unsafe(day)
  return tx.sql`tenant_id = ${tx.tenantId} and ${notSample(tx)}
    ${from === null ? tx.sql`` : tx.sql`and ${column} >= ${from}::date`}
    ${to === null ? tx.sql`` : tx.sql`and ${column} <= ${to}::date`}
    ${clientId === null ? tx.sql`` : tx.sql`and client_id = ${clientId}::uuid`}
    ${source === null ? tx.sql`` : tx.sql`and (source_system = ${source} or source_id = ${sourceIdIn(source)}::uuid)`}`
}

interface BaseRow {
  rate: string | null
  rateDate: string | null
  baseCurrency: string
}

type FinancialRow = Omit<FinancialView, 'base' | 'netProfit'> &
  BaseRow & {
    netProfit: string
    baseRevenue: string
    baseExpenses: string
    baseNet: string
    baseCash: string | null
  }

function toFinancial(row: FinancialRow): FinancialView {
  const { rate, rateDate, baseCurrency, baseRevenue, baseExpenses, baseNet, baseCash, ...own } = row
  const amounts = { revenue: baseRevenue, expenses: baseExpenses, netProfit: baseNet, cashFlow: baseCash }
  const base = rate === null ? null : { currency: baseCurrency, rate, rateDate, ...amounts }
  return FinancialView.parse({ ...own, base })
}

/** Profit and loss, newest day first. `base` is the currency of the workspace. */
export async function listFinancials(
  tx: TenantTx,
  plan: ListPlan<[string, string, string]>,
  base: string,
  limit: number,
): Promise<FinancialView[]> {
  const { after, filter } = plan
  const rows = await tx.sql<FinancialRow[]>`
    select record_date::text as "recordDate", trim_scale(revenue)::text as revenue, trim_scale(expenses)::text as expenses,
      trim_scale(revenue - expenses)::text as "netProfit", trim_scale(cash_flow)::text as "cashFlow", currency,
      trim_scale(base_revenue)::text as "baseRevenue", trim_scale(base_expenses)::text as "baseExpenses",
      trim_scale(base_revenue - base_expenses)::text as "baseNet", trim_scale(base_cash_flow)::text as "baseCash",
      trim_scale(rate)::text as rate, rate_date::text as "rateDate", ${base}::text as "baseCurrency",
      source_system as "sourceSystem", source_id::text as "sourceId", external_id as "externalId", client_id::text as "clientId", metadata
    from financials where ${rowsWhere(tx, 'record_date', filter)}
      ${after === null ? tx.sql`` : tx.sql`and (record_date, client_id, source_id) < (${after[0]}::date, ${after[1]}::uuid, ${after[2]}::uuid)`}
    order by record_date desc, client_id desc, source_id desc limit ${limit}`
  return rows.map(toFinancial)
}

export async function countFinancials(tx: TenantTx, filter: ListFilter): Promise<number> {
  const [row] = await tx.sql<{ n: number }[]>`
    select count(*)::int as n from financials where ${rowsWhere(tx, 'record_date', filter)}`
  return row?.n ?? 0
}

/** What only leads are narrowed by. */
export interface LeadFilter extends ListFilter {
  stage: string | null
  status: string | null
  leadId: string | null
}

function leadsWhere(tx: TenantTx, filter: LeadFilter) {
  const { stage, status, leadId } = filter
  return tx.sql`${rowsWhere(tx, 'event_date', filter)}
    ${stage === null ? tx.sql`` : tx.sql`and stage = ${stage}`}
    ${status === null ? tx.sql`` : tx.sql`and status = ${status}`}
    ${leadId === null ? tx.sql`` : tx.sql`and lead_id = ${leadId}`}`
}

type LeadRow = Omit<LeadView, 'base'> & BaseRow & { baseValue: string | null }

function toLead({ rate, rateDate, baseCurrency, baseValue, ...own }: LeadRow): LeadView {
  const base = baseValue === null ? null : { currency: baseCurrency, rate, rateDate, value: baseValue }
  return LeadView.parse({ ...own, base })
}

/** What happened to leads, newest day first. */
export async function listLeads(
  tx: TenantTx,
  filter: LeadFilter,
  after: [string, string] | null,
  base: string,
  limit: number,
): Promise<LeadView[]> {
  const rows = await tx.sql<LeadRow[]>`
    select id::text, event_date::text as "eventDate", lead_id as "leadId", stage, trim_scale(value)::text as value, currency,
      trim_scale(base_value)::text as "baseValue", trim_scale(rate)::text as rate, rate_date::text as "rateDate",
      ${base}::text as "baseCurrency", status, source_system as "sourceSystem", source_id::text as "sourceId",
      client_id::text as "clientId", archived_rows as "archivedRows"
    from lead_events where ${leadsWhere(tx, filter)}
      ${after === null ? tx.sql`` : tx.sql`and (event_date, id) < (${after[0]}::date, ${after[1]}::uuid)`}
    order by event_date desc, id desc limit ${limit}`
  return rows.map(toLead)
}

export async function countLeads(tx: TenantTx, filter: LeadFilter): Promise<number> {
  const [row] = await tx.sql<{ n: number }[]>`
    select count(*)::int as n from lead_events where ${leadsWhere(tx, filter)}`
  return row?.n ?? 0
}
