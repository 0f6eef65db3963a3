import { addDays } from '../../contracts/days.ts'
import type { CustomMetricView, FinancialView, KpiView, LeadView } from '../../contracts/records.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { readClient } from '../clients/service.ts'
import { countValues, findSystem, findValue, listValues, type ValueFilter } from './entered.repository.ts'
import { countKpis, listKpis } from './kpis.repository.ts'
import {
  countFinancials,
  countLeads,
  type LeadFilter,
  listFinancials,
  listLeads,
} from './lists.repository.ts'
import { type ListFilter, type ListPlan, placeText, type ValuePlace } from './rules/lists.ts'

const KPI_DAYS = 30

/** A page of a list, with the number of rows on all pages. */
export interface Page<T> {
  data: T[]
  meta: { nextCursor: string | null; total: number }
}

/** Reads one row more than is shown, to know whether there are more. Null when the client asked for is none of the workspace. */
async function pageOf<T>(
  tx: TenantTx,
  { filter, limit }: { filter: ListFilter; limit: number },
  list: (limit: number) => Promise<T[]>,
  count: () => Promise<number>,
  placeOf: (row: T) => readonly (string | number)[],
): Promise<Page<T> | null> {
  if (filter.clientId !== null && (await readClient(tx, filter.clientId)) === null) return null
  const [rows, total] = await Promise.all([list(limit + 1), count()])
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? placeText(placeOf(last)) : null
  return { data, meta: { nextCursor, total } }
}

/** Profit and loss, newest day first. `base` is the currency of the workspace. */
export function readFinancials(
  tx: TenantTx,
  plan: ListPlan<[string, string, string]>,
  base: string,
): Promise<Page<FinancialView> | null> {
  return pageOf(
    tx,
    plan,
    (limit) => listFinancials(tx, plan, base, limit),
    () => countFinancials(tx, plan.filter),
    (row) => [row.recordDate, row.clientId, row.sourceId],
  )
}

/** What happened to leads, newest day first. */
export function readLeads(
  tx: TenantTx,
  plan: ListPlan<[string, string]> & { filter: LeadFilter },
  base: string,
): Promise<Page<LeadView> | null> {
  return pageOf(
    tx,
    plan,
    (limit) => listLeads(tx, plan.filter, plan.after, base, limit),
    () => countLeads(tx, plan.filter),
    (row) => [row.eventDate, row.id],
  )
}

/** Dated values, from any source. */
export function readValues(
  tx: TenantTx,
  plan: ListPlan<ValuePlace> & { filter: ValueFilter },
): Promise<Page<CustomMetricView> | null> {
  return pageOf(
    tx,
    plan,
    (limit) => listValues(tx, plan.filter, plan.after, limit),
    () => countValues(tx, plan.filter),
    (row) => [row.id],
  )
}

/** One dated value; null when the workspace has none there. */
export function readValue(tx: TenantTx, place: ValuePlace): Promise<CustomMetricView | null> {
  return findValue(tx, place)
}

/** Name of the system that values of a source came from; `manual` when nothing says it any more. */
export async function systemOfSource(tx: TenantTx, sourceId: string): Promise<string> {
  return (await findSystem(tx, sourceId)) ?? 'manual'
}

/** Headline figures by client: of the days asked for, else of the 30 days up to `to` or today. */
export function readKpis(
  tx: TenantTx,
  plan: ListPlan<[string]>,
  { base, today }: { base: string; today: string },
): Promise<Page<KpiView> | null> {
  const { clientId, source } = plan.filter
  const to =
    plan.filter.to ?? (plan.filter.from !== null && plan.filter.from > today ? plan.filter.from : today)
  const from = plan.filter.from ?? addDays(to, 1 - KPI_DAYS)
  const asked = { from, to, clientId, source, currency: base }
  return pageOf(
    tx,
    plan,
    (limit) => listKpis(tx, asked, plan.after?.[0] ?? null, limit),
    () => countKpis(tx, clientId),
    (row) => [row.clientId],
  )
}
