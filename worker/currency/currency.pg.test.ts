import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { TenantId } from '../../contracts/ids.ts'
import { WAITING_GROUPS_LISTED_MAX } from '../../contracts/limits.ts'
import { ok } from '../../contracts/result.ts'
import { RateRecord } from '../../contracts/sync.ts'
import { type Lane, openLane } from '../../db/lane.ts'
import { inTenant, type TenantTx } from '../../db/tenant-tx.ts'
import { convertAmount, findRate } from './rules.ts'
import { convertWaiting, openRates, storeRates } from './service.ts'

let admin: postgres.Sql
let lane: Lane
let tenantId: TenantId
beforeAll(() => {
  admin = postgres(inject('postgres').adminUrl, { max: 1 })
})
afterAll(() => admin.end())
beforeEach(() => {
  lane = openLane(inject('postgres').appUrl)
  tenantId = TenantId.parse(randomUUID())
})
afterEach(() => lane.reset())

async function run<T>(work: (tx: TenantTx) => Promise<T>, as = tenantId): Promise<T> {
  const result = await inTenant<T, never>(lane, as, 'write', async (tx) => ok(await work(tx)))
  if (!result.ok) throw new Error('it does not refuse')
  return result.value
}
const rate = (currency: string, rateDate: string, perEuro: string): RateRecord =>
  RateRecord.parse({ kind: 'rate', externalId: `${currency}:${rateDate}`, currency, rateDate, perEuro })
const store = (...records: RateRecord[]) => run((tx) => storeRates(tx, 'test', records))

describe('stored rates', () => {
  it('[CU7] are counted as new, changed or same, and the last of several counts', async () => {
    const friday = rate('USD', '2026-07-10', '1.1702')
    expect(await store()).toEqual({ new: 0, changed: 0, same: 0 })
    expect(
      await store(friday, rate('AUD', '2026-07-10', '1.7'), rate('AUD', '2026-07-10', '1.7943')),
    ).toEqual({
      new: 2,
      changed: 0,
      same: 1,
    })
    expect(await store(friday)).toEqual({ new: 0, changed: 0, same: 1 })
    expect(await store(rate('USD', '2026-07-10', '1.18'), rate('USD', '2026-07-09', '1.17'))).toEqual({
      new: 1,
      changed: 1,
      same: 0,
    })
    const table = await run((tx) => openRates(tx, 'AUD', ['USD', 'AUD'], '2026-07-12', '2026-07-12'))
    expect(findRate(table, 'USD', '2026-07-12', null)).toEqual({
      rate: '1.52059322034',
      rateDate: '2026-07-10',
    })
  })

  it('[CU7] are above zero', () => {
    for (const perEuro of ['0', '0.00', '-1.2']) {
      expect(() => rate('USD', '2026-07-10', perEuro)).toThrow('a rate is above zero')
    }
  })

  it('[CU9] of one workspace are not seen by another, and convert nothing there', async () => {
    await store(rate('USD', '2026-07-10', '1.1702'))
    const other = TenantId.parse(randomUUID())
    const table = await run((tx) => openRates(tx, 'EUR', ['USD'], '2026-07-10', '2026-07-10'), other)
    expect(findRate(table, 'USD', '2026-07-10', null)).toBeNull()
  })
})

/** A row of each table for an amount in a currency on a day, not converted yet. */
async function waitingRows(amount: string, currency: string, day: string): Promise<void> {
  const client = randomUUID()
  const source = randomUUID()
  await run(async (tx) => {
    await tx.sql`insert into financials (tenant_id, client_id, record_date, source_id, source_system, external_id, revenue,
        expenses, cash_flow, currency, updated_at)
      values (${tenantId}, ${client}, ${day}, ${source}, 'test', 'f', ${amount}, 1, null, ${currency}, now())`
    await tx.sql`insert into lead_events (tenant_id, id, client_id, source_id, source_system, external_id, lead_id, event_date, stage,
        status, value, currency)
      values (${tenantId}, ${randomUUID()}, ${client}, ${source}, 'test', 'l', 'l', ${day}, 'New', 'active', ${amount}, ${currency})`
    await tx.sql`insert into custom_metrics (tenant_id, metric_no, record_date, row_key, original, original_currency, client_id, source_id)
      values (${tenantId}, 1, ${day}, ${randomUUID()}, ${amount}, ${currency}, ${client}, ${source})`
  })
}

async function defineMetric(currency: string, scale: number, no = 1): Promise<void> {
  await admin`insert into metric_definitions (tenant_id, key, no, label, unit, currency, direction, aggregation, scale, source, dimensions)
    values (${tenantId}, ${`sales${no}`}, ${no}, 'Sales', 'money', ${currency}, 'up', 'sum', ${scale}, '{}', '[]')`
}

const basesOf = async () => {
  const [row] =
    await admin`select f.base_revenue::text as revenue, f.base_expenses::text as expenses, f.base_cash_flow as cash,
      f.rate::text as rate, f.rate_date::text as day, l.base_value::text as lead, m.value::text as value, m.currency
    from financials f, lead_events l, custom_metrics m
    where f.tenant_id = ${tenantId} and l.tenant_id = ${tenantId} and m.tenant_id = ${tenantId}`
  return row
}

describe('amounts that wait for a rate', () => {
  it('[CU6][CU8] stay null without one, and are converted when it arrives, each metric into its own currency', async () => {
    await defineMetric('EUR', 2)
    await waitingRows('1234.5678', 'USD', '2026-07-11')
    await store(rate('AUD', '2026-07-10', '1.7943'), rate('USD', '2026-07-13', '1.2'))
    expect(await run((tx) => convertWaiting(tx, 'AUD'))).toEqual([])
    expect(await basesOf()).toMatchObject({ revenue: null, lead: null, value: null })

    await store(rate('USD', '2026-07-10', '1.1702'))
    expect(await run((tx) => convertWaiting(tx, 'AUD'))).toEqual([
      { table: 'financials', metricNo: null, days: ['2026-07-11'] },
      { table: 'lead_events', metricNo: null, days: ['2026-07-11'] },
      { table: 'custom_metrics', metricNo: 1, days: ['2026-07-11'] },
    ])
    const used = { rate: '1.5333276363', rateDate: '2026-07-10' }
    expect(await basesOf()).toEqual({
      revenue: convertAmount('1234.5678', used.rate),
      expenses: '1.5333',
      cash: null,
      rate: used.rate,
      day: used.rateDate,
      lead: convertAmount('1234.5678', used.rate),
      value: '1055.01',
      currency: 'EUR',
    })
    expect(await run((tx) => convertWaiting(tx, 'AUD'))).toEqual([])
  })

  it('[CU8] keep the rate they were converted with when that is corrected', async () => {
    await defineMetric('AUD', 4)
    await waitingRows('-10', 'EUR', '2026-07-10')
    await store(rate('AUD', '2026-07-10', '1.7943'))
    await run((tx) => convertWaiting(tx, 'AUD'))
    await store(rate('AUD', '2026-07-10', '1.9'))
    await run((tx) => convertWaiting(tx, 'AUD'))
    expect(await basesOf()).toMatchObject({ revenue: '-17.9430', rate: '1.7943', value: '-17.9430' })
  })

  it('[CU8] are all converted, however many they are, and also when newer ones wait in vain', async () => {
    await defineMetric('EUR', 2)
    // Nobody publishes this one, so that nothing ever becomes of what shall be in it.
    await defineMetric('XAU', 2, 2)
    const days = WAITING_GROUPS_LISTED_MAX + 1
    await run(async (tx) => {
      await tx.sql`insert into fx_rates (tenant_id, currency, rate_date, per_euro, source)
        select ${tenantId}, 'USD', date '1980-01-01' + 7 * n, 2, 'test' from generate_series(0, ${Math.ceil((2 * days) / 7)}::int) n`
      await tx.sql`insert into custom_metrics (tenant_id, metric_no, record_date, row_key, original, original_currency, client_id, source_id)
        select ${tenantId}, 1 + n / ${days}::int, date '1980-01-01' + n, gen_random_uuid(), 10, 'USD', gen_random_uuid(), gen_random_uuid()
        from generate_series(0, ${2 * days - 1}::int) n`
    })
    const [touched, ...others] = await run((tx) => convertWaiting(tx, 'AUD'))
    expect([touched?.metricNo, touched?.days.length, others]).toEqual([1, days, []])
    const left =
      await admin`select metric_no as no, count(value)::int as converted, trim_scale(sum(value))::text as sum from custom_metrics
      where tenant_id = ${tenantId} group by 1 order by 1`
    expect([...left]).toEqual([
      { no: 1, converted: days, sum: `${5 * days}` },
      { no: 2, converted: 0, sum: null },
    ])
  })

  it('[CU9] are not those of another workspace', async () => {
    await defineMetric('AUD', 4)
    await waitingRows('10', 'EUR', '2026-07-10')
    const mine = tenantId
    tenantId = TenantId.parse(randomUUID())
    await store(rate('AUD', '2026-07-10', '1.7943'))
    expect(await run((tx) => convertWaiting(tx, 'AUD'))).toEqual([])
    tenantId = mine
    expect(await basesOf()).toMatchObject({ revenue: null, lead: null, value: null })
  })
})
