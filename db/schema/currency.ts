import { date, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { tenantId, tenantPolicy } from './tenant.ts'

/** Reference rates as published: units of a currency for one euro on a day (ECB). Weekends and holidays have none. */
export const fxRates = pgTable(
  'fx_rates',
  {
    tenantId: tenantId(),
    currency: text('currency').notNull(),
    rateDate: date('rate_date', { mode: 'string' }).notNull(),
    perEuro: numeric('per_euro').notNull(),
    source: text('source').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.currency, t.rateDate] }), tenantPolicy('fx_rates')],
)
