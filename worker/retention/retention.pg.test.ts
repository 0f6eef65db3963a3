import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { TenantId } from '../../contracts/ids.ts'
import { ok } from '../../contracts/result.ts'
import { type Lane, openLane } from '../../db/lane.ts'
import { inTenant, type TenantTx } from '../../db/tenant-tx.ts'
import { triesHere } from '../../scripts/checks/tries.ts'
import { readCatalogue } from '../metrics/service.ts'
import { cutStep, forgetMonth, previewRetention, readStep, type Step } from './service.ts'

const AT = new Date('2026-11-26T02:00:00Z')
const cutoffs = {
  financials: '2019-01-01',
  leads: '2019-01-01',
  customMetrics: '2025-11-01',
  valueMonths: '2025-08-01',
  monthsSince: '2026-11-27',
}
let admin: postgres.Sql
let lane: Lane
let tenantId: TenantId
const [client, other, source] = [randomUUID(), randomUUID(), randomUUID()]

beforeAll(() => {
  admin = postgres(inject('postgres').adminUrl, { max: 1 })
})
afterAll(() => admin.end())
beforeEach(async () => {
  lane = openLane(inject('postgres').appUrl)
  tenantId = TenantId.parse(randomUUID())
  await admin`insert into tenant_heads (tenant_id, fence, hash) values (${tenantId}, 1, sha256(''))`
  await admin`insert into workspace_settings (tenant_id, name, slug, time_zone, currency) values (${tenantId}, 'T', 't', 'UTC', 'USD')`
  await admin`insert into connections (tenant_id, id, client_id, provider, label, status, accounts, settings, created_at)
    values (${tenantId}, ${source}, ${client}, 'xero', 'X', 'active', '[]', '{}', '2015-01-01')`
})
afterEach(() => lane.reset())

const write = <T>(work: (tx: TenantTx) => Promise<T>) =>
  inTenant<T, never>(lane, tenantId, 'write', async (tx) => ok(await work(tx))).then((done) => {
    if (!done.ok) throw new Error('it does not refuse')
    return done.value
  })

async function define(no: number, aggregation: string): Promise<void> {
  await admin`insert into metric_definitions (tenant_id, key, no, label, unit, direction, aggregation, scale, source, dimensions)
    values (${tenantId}, ${`m${no}`}, ${no}, 'M', 'count', 'up', ${aggregation}, 2,
      ${admin.json({ kind: 'facts', table: 'custom_metrics', column: 'value' })}, ${admin.json(['item'])})`
}

interface Value {
  day: string
  value: number
  who: string
  item: string | null
}

async function putValues(no: number, values: readonly Value[], from = source): Promise<void> {
  for (const [line, { day, value, who, item }] of values.entries())
    await admin`insert into custom_metrics (tenant_id, metric_no, record_date, row_key, value, client_id, d1, source_id, line)
      values (${tenantId}, ${no}, ${day}, ${randomUUID()}, ${value}, ${who}, ${item}, ${from}, ${line + 1})`
}

/** Runs every step there is; gives the rows that went. */
async function archive(rule: 'financials' | 'custom_metrics', limit: number): Promise<number> {
  let rows = 0
  for (;;) {
    const step = await write((tx) => readStep(tx, rule, cutoffs, limit))
    if (step === null) return rows
    const done = await write(async (tx) =>
      cutStep(tx, rule, step, { cutoffs, limit, keyId: '1', at: AT, definitions: await readCatalogue(tx) }),
    )
    if (!done.ok) throw new Error('rows moved')
    expect(done.value.rows).toBe(step.taken.lines.length)
    rows += done.value.rows
  }
}

/** Figures of whole months, by client and item, as a metric of this aggregation reads them. */
const monthsOf = (no: number, aggregation: string) => {
  const figure = {
    sum: 'sum(value)',
    avg: 'round(sum(value) / sum(coalesce(archived_rows, 1)), 6)',
    min: 'min(value)',
    max: 'max(value)',
    last: '(array_agg(value order by record_date desc, line desc, row_key desc))[1]',
  }[aggregation]
  const figures = `${figure}::numeric(30, 6)::text as figure, sum(coalesce(archived_rows, 1))::int as n`
  return admin.unsafe(
    `select date_trunc('month', record_date)::date::text as month, client_id, d1, ${figures} from custom_metrics
     where tenant_id = $1 and metric_no = $2
     group by grouping sets ((1), (1, client_id), (1, d1), (1, client_id, d1)) order by 1, 2 nulls first, 3 nulls first, 4`,
    [tenantId, no],
  )
}

const aValue = fc.record({
  day: fc.integer({ min: 0, max: 200 }).map((days) => {
    const at = new Date(Date.UTC(2025, 5, 1) + days * 86_400_000)
    return at.toISOString().slice(0, 10)
  }),
  value: fc.integer({ min: -500, max: 500 }).map((cents) => cents / 100),
  who: fc.constantFrom(client, other),
  item: fc.constantFrom('a', 'b', null),
})

describe('archived values', () => {
  it('[SN48] lose the figures of months past their time, month by month, and only what was archived long enough ago', async () => {
    await define(900, 'sum')
    const day = (month: number) => `2025-0${month}-15`
    await putValues(
      900,
      [6, 7, 8].map((month) => ({ day: day(month), value: month, who: client, item: 'a' })),
    )
    await archive('custom_metrics', 10)
    const young = { ...cutoffs, monthsSince: '2026-11-26' }
    expect(await write((tx) => forgetMonth(tx, young))).toBeNull()
    const preview = await write((tx) => previewRetention(tx, cutoffs))
    expect(preview.at(-1)).toMatchObject({ rule: 'value_months', rows: 2, firstDay: '2025-06-01' })
    for (const month of ['2025-06-01', '2025-07-01'])
      expect(await write((tx) => forgetMonth(tx, cutoffs))).toMatchObject({
        rows: 1,
        events: [{ data: { metric: 'm900', month, touched: [{ metricNo: 900, days: [month] }] } }],
      })
    expect(await write((tx) => forgetMonth(tx, cutoffs))).toBeNull()
    const left =
      await admin`select record_date::text as day, value::text from custom_metrics where tenant_id = ${tenantId}`
    expect([...left]).toEqual([{ day: '2025-08-01', value: '8' }])
  })

  it('[SN42] leave the figures of every whole month as they were, by every aggregation, client and item', async () => {
    let no = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(aValue, { minLength: 1, maxLength: 40 }),
        fc.constantFrom('sum', 'avg', 'min', 'max', 'last'),
        fc.integer({ min: 1, max: 30 }),
        async (values, aggregation, limit) => {
          no += 1
          await define(no, aggregation)
          await putValues(no, values)
          const before = await monthsOf(no, aggregation)
          const rows = await archive('custom_metrics', limit)
          expect(rows).toBe(values.filter(({ day }) => day < cutoffs.customMetrics).length)
          expect([...(await monthsOf(no, aggregation))]).toEqual([...before])
          expect(await archive('custom_metrics', limit)).toBe(0)
        },
      ),
      { numRuns: triesHere(25) },
    )
  })

  it('[SN43] stay row by row while their source is younger than that, and while they wait for a rate', async () => {
    await define(1, 'sum')
    const young = randomUUID()
    await admin`insert into connections (tenant_id, id, client_id, provider, label, status, accounts, settings, created_at)
      values (${tenantId}, ${young}, ${client}, 'xero', 'X', 'active', '[]', '{}', '2026-06-01')`
    await putValues(1, [{ day: '2020-01-05', value: 1, who: client, item: 'a' }], young)
    await putValues(1, [{ day: '2020-02-05', value: 1, who: client, item: 'a' }])
    await admin`update custom_metrics set value = null, original = 1, original_currency = 'EUR'
      where tenant_id = ${tenantId} and record_date = '2020-02-05'`
    expect(await archive('custom_metrics', 100)).toBe(0)
  })

  it('[SN44] are refused when one of them changed after it was written into the file', async () => {
    await define(1, 'sum')
    await putValues(1, [{ day: '2020-01-05', value: 1, who: client, item: 'a' }])
    const step = (await write((tx) => readStep(tx, 'custom_metrics', cutoffs, 10))) as Step
    await admin`update custom_metrics set value = 2 where tenant_id = ${tenantId}`
    const cut = () =>
      write(async (tx) =>
        cutStep(tx, 'custom_metrics', step, { cutoffs, limit: 10, keyId: '1', at: AT, definitions: [] }),
      )
    expect(await cut()).toMatchObject({ ok: false, error: { code: 'moved' } })
    await admin`update custom_metrics set value = 1 where tenant_id = ${tenantId}`
    expect(await cut()).toMatchObject({ ok: true, value: { rows: 1 } })
    // The same step again: its file is written, so nothing is done twice.
    expect(await cut()).toMatchObject({ ok: false, error: { code: 'moved' } })
  })
})

describe('archived profit and loss', () => {
  it('[SN42] leaves the sums of every month, client and source as they were', async () => {
    const days = fc.integer({ min: 0, max: 900 }).map((n) => new Date(Date.UTC(2017, 0, 1) + n * 86_400_000))
    const row = fc.record({
      day: days,
      who: fc.constantFrom(client, other),
      cents: fc.integer({ min: -9999, max: 9999 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 70 }),
        async (rows, limit) => {
          await admin`delete from financials where tenant_id = ${tenantId}`
          await admin`delete from archived_months where tenant_id = ${tenantId}`
          for (const { day, who, cents } of rows)
            await admin`insert into financials (tenant_id, client_id, record_date, source_id, source_system, external_id, revenue, expenses,
              currency, base_revenue, base_expenses, rate, rate_date, updated_at)
            values (${tenantId}, ${who}, ${day.toISOString().slice(0, 10)}, ${source}, 'xero', ${randomUUID()}, ${cents / 100}, 1, 'EUR',
              ${cents / 50}, 2, 2, '2017-01-01', now()) on conflict do nothing`
          const sums = async () => [
            ...(await admin`select date_trunc('month', record_date)::date::text as month, client_id, source_system, sum(base_revenue)::text as r,
              sum(base_expenses)::text as e, sum(coalesce((metadata ->> 'archivedRows')::int, 1))::int as n
            from financials where tenant_id = ${tenantId} group by 1, 2, 3 order by 1, 2, 3`),
          ]
          const before = await sums()
          await archive('financials', limit)
          expect(await sums()).toEqual(before)
          const [left] = await admin`select count(*)::int as n from financials
          where tenant_id = ${tenantId} and record_date < ${cutoffs.financials} and metadata -> 'archivedRows' is null`
          expect(left?.n).toBe(0)
        },
      ),
      { numRuns: triesHere(15) },
    )
  })
})
