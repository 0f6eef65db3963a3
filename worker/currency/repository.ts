import type { RateRecord } from '../../contracts/sync.ts'
import { preferNothing, preferSets } from '../../db/planner.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { EURO } from './rules.ts'

export interface PublishedRate {
  currency: string
  day: string
  perEuro: string
}

/** Published rates of some currencies between two days, both inclusive. */
export function listRates(
  tx: TenantTx,
  currencies: readonly string[],
  from: string,
  to: string,
): Promise<PublishedRate[]> {
  return tx.sql<PublishedRate[]>`
    select currency, rate_date::text as day, per_euro::text as "perEuro" from fx_rates
    where tenant_id = ${tx.tenantId} and currency = any(${`{${currencies.join(',')}}`}::text[])
      and rate_date between ${from} and ${to}`
}

/** Stores rates; of several for one currency and day the last counts. */
export async function upsertRates(
  tx: TenantTx,
  source: string,
  records: readonly RateRecord[],
): Promise<{ new: number; changed: number }> {
  const given = JSON.stringify(
    records.map(({ currency, rateDate, perEuro }) => [currency, rateDate, perEuro]),
  )
  const [row] = await tx.sql<{ new: number; changed: number }[]>`
    with given as (
      select distinct on (1, 2) r.value ->> 0 as currency, (r.value ->> 1)::date as rate_date, (r.value ->> 2)::numeric as per_euro
      from jsonb_array_elements(${given}::text::jsonb) with ordinality as r(value, place) order by 1, 2, r.place desc),
    put as (
      insert into fx_rates (tenant_id, currency, rate_date, per_euro, source)
      select ${tx.tenantId}, currency, rate_date, per_euro, ${source} from given
      on conflict (tenant_id, currency, rate_date) do update set per_euro = excluded.per_euro, source = excluded.source
        where fx_rates.per_euro <> excluded.per_euro)
    select (count(*) filter (where f.per_euro is null))::int as new,
      (count(*) filter (where f.per_euro <> g.per_euro))::int as changed
    from given g left join fx_rates f
      on f.tenant_id = ${tx.tenantId} and f.currency = g.currency and f.rate_date = g.rate_date`
  return row ?? { new: 0, changed: 0 }
}

/** Where amounts wait for a rate. */
export type WaitingTable = 'financials' | 'lead_events' | 'custom_metrics'

/** Amounts of one day and currency that wait for a rate to `target` (null: the base currency); `metricNo` 0 where rows have none. */
export interface WaitingGroup {
  metricNo: number
  currency: string
  target: string | null
  day: string
}

/** A group together with the rate that was found for it. */
export interface RatedGroup extends WaitingGroup {
  rate: string
  rateDate: string
}

const GROUPS: Readonly<Record<WaitingTable, string>> = {
  financials: `select 0 as no, currency, null as target, record_date as day from financials
    where tenant_id = $1::uuid and rate is null`,
  lead_events: `select 0 as no, currency, null as target, event_date as day from lead_events
    where tenant_id = $1::uuid and value is not null and base_value is null`,
  custom_metrics: `select m.metric_no as no, m.original_currency as currency, d.currency as target, m.record_date as day
    from custom_metrics m join metric_definitions d on d.tenant_id = m.tenant_id and d.no = m.metric_no
    where m.tenant_id = $1::uuid and m.value is null and m.original_currency is not null`,
}

/**
 * Groups that wait although both currencies have been published for their day, or for one of a few days before, newest first. Those
 * that wait in vain are not among them, because they would keep others from ever being listed.
 */
export function listWaitingGroups(
  tx: TenantTx,
  table: WaitingTable,
  base: string,
  ageDaysMax: number,
  limit: number,
): Promise<WaitingGroup[]> {
  return tx.sql.unsafe<WaitingGroup[]>(
    `select no as "metricNo", currency, target, day::text as day
     from (select distinct *, coalesce(target, $4::text) as goal from (${GROUPS[table]}) w) w
     where exists (select from fx_rates r
       where r.tenant_id = $1::uuid and r.currency = case when w.currency = '${EURO}' then w.goal else w.currency end
         and r.rate_date between w.day - $2::int and w.day
         and ('${EURO}' in (w.currency, w.goal) or exists (select from fx_rates g
           where g.tenant_id = $1::uuid and g.currency = w.goal and g.rate_date = r.rate_date)))
     order by w.day desc, no, currency limit $3::int`,
    [tx.tenantId, ageDaysMax, limit, base],
  )
}

const RATED = `rated as (
  select (r.value ->> 0)::int as no, r.value ->> 1 as currency, (r.value ->> 2)::date as day, (r.value ->> 3)::numeric as rate,
    (r.value ->> 4)::date as rate_date
  from jsonb_array_elements($2::text::jsonb) as r(value))`

const UPDATES: Readonly<Record<WaitingTable, string>> = {
  financials: `update financials f set base_revenue = round(f.revenue * r.rate, 4), base_expenses = round(f.expenses * r.rate, 4),
      base_cash_flow = round(f.cash_flow * r.rate, 4), rate = r.rate, rate_date = r.rate_date
    from rated r where f.tenant_id = $1::uuid and f.rate is null and f.currency = r.currency and f.record_date = r.day
    returning r.no, r.day`,
  lead_events: `update lead_events e set base_value = round(e.value * r.rate, 4), rate = r.rate, rate_date = r.rate_date
    from rated r where e.tenant_id = $1::uuid and e.value is not null and e.base_value is null and e.currency = r.currency
      and e.event_date = r.day
    returning r.no, r.day`,
  custom_metrics: `update custom_metrics m set value = round(m.original * r.rate, d.scale), currency = d.currency, rate = r.rate,
      rate_date = r.rate_date
    from rated r join metric_definitions d on d.tenant_id = $1::uuid and d.no = r.no
    where m.tenant_id = $1::uuid and m.value is null and m.metric_no = r.no and m.original_currency = r.currency
      and m.record_date = r.day
    returning r.no, r.day`,
}

/** Converts the rows of some groups; gives the metric numbers (0 where rows have none) and days that moved. */
export async function convertGroups(
  tx: TenantTx,
  table: WaitingTable,
  groups: readonly RatedGroup[],
): Promise<{ metricNo: number; days: string[] }[]> {
  const rated = groups.map(({ metricNo, currency, day, rate, rateDate }) => [
    metricNo,
    currency,
    day,
    rate,
    rateDate,
  ])
  preferSets(tx)
  const moved = await tx.sql.unsafe<{ metricNo: number; days: string[] }[]>(
    `with ${RATED}, moved as (${UPDATES[table]})
     select no as "metricNo", json_agg(distinct day) as days from moved group by no`,
    [tx.tenantId, JSON.stringify(rated)],
  )
  preferNothing(tx)
  return moved
}
