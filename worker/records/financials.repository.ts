import type { TenantTx } from '../../db/tenant-tx.ts'
import { storableJson } from './rules/texts.ts'

/** Profit and loss of one day as stored. Amounts are decimal text with at most 4 decimals. */
export interface NewFinancial {
  externalId: string
  day: string
  revenue: string
  expenses: string
  cashFlow: string | null
  currency: string
  base: { revenue: string; expenses: string; cashFlow: string | null; rate: string; rateDate: string } | null
  /** The rate is the source's own: another one is a change. */
  isRateGiven: boolean
  metadata: Record<string, unknown> | null
}

/** Whose rows they are. */
export interface FinancialPlace {
  clientId: string
  sourceId: string
  sourceSystem: string
}

const HISTORY = (from: string, row: string) => `
  insert into fact_history (tenant_id, id, relation, row_key, to_seq, row, at)
  select $1::uuid, gen_random_uuid(), 'financials', concat_ws(':', ${row} ->> 'client_id', ${row} ->> 'record_date', ${row} ->> 'source_id'),
    h.seq + 1, ${row}, now()
  from ${from} join tenant_heads h on h.tenant_id = $1::uuid`

/**
 * Moves rows of records that are on another day or client now to the history. `dayOf` is the day of each record, by external id; null:
 * it has no row any more. A source has one row a day, so all of them are looked through.
 */
export function retireFinancials(
  tx: TenantTx,
  place: FinancialPlace,
  dayOf: ReadonlyMap<string, string | null>,
): Promise<{ externalId: string; day: string }[]> {
  return tx.sql.unsafe<{ externalId: string; day: string }[]>(
    `with gone as (delete from financials f
       where f.tenant_id = $1::uuid and f.source_id = $2::uuid and $3::text::jsonb ? f.external_id
         and (f.record_date::text is distinct from ($3::text::jsonb ->> f.external_id) or f.client_id <> $4::uuid)
       returning f.*),
     kept as (${HISTORY('gone g', 'to_jsonb(g)')})
     select external_id as "externalId", record_date::text as day from gone`,
    [tx.tenantId, place.sourceId, storableJson(Object.fromEntries(dayOf)), place.clientId],
  )
}

/** Stores one row for each day; what was there and differs goes to the history. Gives the days that changed. */
export function upsertFinancials(
  tx: TenantTx,
  place: FinancialPlace,
  rows: readonly NewFinancial[],
  at: Date,
): Promise<{ externalId: string; day: string; isNew: boolean }[]> {
  const given = rows.map(({ base, ...row }) => ({
    ...row,
    baseRevenue: base?.revenue,
    baseExpenses: base?.expenses,
    baseCashFlow: base?.cashFlow,
    rate: base?.rate,
    rateDate: base?.rateDate,
  }))
  return tx.sql.unsafe<{ externalId: string; day: string; isNew: boolean }[]>(
    `with state as materialized (
       select g.*, to_jsonb(f) as was from jsonb_to_recordset($2::text::jsonb) as g("externalId" text, day date, revenue numeric(24, 4),
         expenses numeric(24, 4), "cashFlow" numeric(24, 4), currency text, "baseRevenue" numeric, "baseExpenses" numeric,
         "baseCashFlow" numeric, rate numeric, "rateDate" date, "isRateGiven" boolean, metadata jsonb)
       left join financials f on f.tenant_id = $1::uuid and f.client_id = $3::uuid and f.record_date = g.day and f.source_id = $4::uuid
       where f.tenant_id is null
         or (f.external_id, f.revenue, f.expenses, f.cash_flow, f.currency, f.metadata)
           is distinct from (g."externalId", g.revenue, g.expenses, g."cashFlow", g.currency, g.metadata)
         or (g."isRateGiven" and (f.rate, f.rate_date) is distinct from (g.rate, g."rateDate"))),
     kept as (${HISTORY('state s', 's.was')} where s.was is not null),
     put as (
       insert into financials (tenant_id, client_id, record_date, source_id, source_system, external_id, revenue, expenses, cash_flow,
         currency, base_revenue, base_expenses, base_cash_flow, rate, rate_date, metadata, updated_at)
       select $1::uuid, $3::uuid, day, $4::uuid, $5::text, "externalId", revenue, expenses, "cashFlow", currency, "baseRevenue",
         "baseExpenses", "baseCashFlow", rate, "rateDate", metadata, $6::timestamptz from state
       on conflict (tenant_id, client_id, record_date, source_id) do update set external_id = excluded.external_id,
         revenue = excluded.revenue, expenses = excluded.expenses, cash_flow = excluded.cash_flow, currency = excluded.currency,
         base_revenue = excluded.base_revenue, base_expenses = excluded.base_expenses, base_cash_flow = excluded.base_cash_flow,
         rate = excluded.rate, rate_date = excluded.rate_date, metadata = excluded.metadata, updated_at = excluded.updated_at)
     select "externalId", day::text as day, was is null as "isNew" from state`,
    [tx.tenantId, storableJson(given), place.clientId, place.sourceId, place.sourceSystem, at.toISOString()],
  )
}
