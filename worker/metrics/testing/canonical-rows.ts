import type { TenantTx } from '../../../db/tenant-tx.ts'

/** Profit and loss of a day; `rate` null: it waits for one. Amounts are whole cents. */
export interface Booked {
  clientId: string
  day: string
  sourceId: string
  system: string
  revenueCents: number
  expensesCents: number
  cashCents: number | null
  currency: string
  rate: number | null
}

/** One change of a lead; `rate` null: its value waits for one. */
export interface Lead {
  clientId: string
  day: string
  stage: string
  status: string
  valueCents: number | null
  currency: string
  rate: number | null
}

const text = (cents: number) => (cents / 100).toFixed(2)

/** Stores profit and loss as a source of it does, with whole rates, so that sums stay easy to follow. */
export async function storeBooked(tx: TenantTx, rows: readonly Booked[]): Promise<void> {
  for (const row of rows) {
    const base = (cents: number | null) =>
      cents === null || row.rate === null ? null : text(cents * row.rate)
    await tx.sql`
      insert into financials (tenant_id, client_id, record_date, source_id, source_system, external_id, revenue, expenses, cash_flow,
        currency, base_revenue, base_expenses, base_cash_flow, rate, rate_date, updated_at)
      values (${tx.tenantId}, ${row.clientId}, ${row.day}, ${row.sourceId}, ${row.system}, ${row.day}, ${text(row.revenueCents)},
        ${text(row.expensesCents)}, ${row.cashCents === null ? null : text(row.cashCents)}, ${row.currency}, ${base(row.revenueCents)},
        ${base(row.expensesCents)}, ${base(row.cashCents)}, ${row.rate}, ${row.rate === null ? null : row.day}, now())
      on conflict (tenant_id, client_id, record_date, source_id) do nothing`
  }
}

export async function storeLeads(tx: TenantTx, rows: readonly Lead[]): Promise<void> {
  for (const row of rows) {
    const value = row.valueCents === null ? null : text(row.valueCents)
    const base = row.valueCents === null || row.rate === null ? null : text(row.valueCents * row.rate)
    const id = crypto.randomUUID()
    await tx.sql`
      insert into lead_events (tenant_id, id, client_id, source_id, source_system, external_id, lead_id, event_date, stage, status, value,
        currency, base_value, rate, rate_date)
      values (${tx.tenantId}, ${id}, ${row.clientId}, ${id}, 'crm', ${id}, ${id}, ${row.day}, ${row.stage}, ${row.status}, ${value},
        ${value === null ? null : row.currency}, ${base}, ${base === null ? null : row.rate}, ${base === null ? null : row.day})`
  }
}
