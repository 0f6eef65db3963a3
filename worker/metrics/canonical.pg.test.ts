import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { MetricDefinition, type RecordView } from '../../contracts/metrics.ts'
import { LoadBench } from '../imports/testing/load-bench.ts'
import { askMetric, dimOf } from './ask.service.ts'
import { readRecords } from './records.service.ts'
import { listMetricDays, recountMetric } from './recount.service.ts'
import type { NumberedDefinition } from './repository.ts'
import { dayOfNumber, numberOfDay } from './rules/days.ts'
import { unitsOfText } from './rules/decimals.ts'
import { ensureMetric, readCatalogue } from './service.ts'
import { ensureStandardMetrics } from './standard.service.ts'
import { type Booked, type Lead, storeBooked, storeLeads } from './testing/canonical-rows.ts'

let bench: LoadBench
beforeEach(async () => {
  bench = await LoadBench.open(inject('postgres').appUrl)
})
afterEach(() => bench.close())

const uuid = (group: number, i: number) =>
  `00000000-0000-7000-8${String(group).padStart(3, '0')}-${String(i).padStart(12, '0')}`
const FIRST = numberOfDay('2026-01-25')
const LAST = FIRST + 12
const common = {
  clientId: fc.nat(2).map((i) => uuid(1, i)),
  day: fc.integer({ min: FIRST, max: LAST }).map(dayOfNumber),
  currency: fc.constantFrom('USD', 'NZD'),
  rate: fc.option(fc.integer({ min: 1, max: 3 })),
}
const cents = fc.integer({ min: -500_000, max: 900_000 })
const aBooking: fc.Arbitrary<Booked> = fc.record({
  ...common,
  sourceId: fc.nat(3).map((i) => uuid(2, i)),
  system: fc.constantFrom('xero', 'myob'),
  revenueCents: cents,
  expensesCents: cents,
  cashCents: fc.option(cents),
})
const aLead: fc.Arbitrary<Lead> = fc.record({
  ...common,
  stage: fc.constantFrom('New', 'Talks', ''),
  status: fc.constantFrom('active', 'stale', 'won', 'lost'),
  valueCents: fc.option(cents),
})

/** What each standard metric makes of a row, in cents or in rows; null: it is none of its rows. */
const ofBooking: Record<string, (row: Booked) => number | null> = {
  revenue: (row) => row.rate && row.revenueCents * row.rate,
  expenses: (row) => row.rate && row.expensesCents * row.rate,
  net_profit: (row) => row.rate && (row.revenueCents - row.expensesCents) * row.rate,
  cash_flow: (row) => row.rate && row.cashCents && row.cashCents * row.rate,
}
const isOpen = (row: Lead) => row.status === 'active' || row.status === 'stale'
const ofLead: Record<string, (row: Lead) => number | null> = {
  leads_open: (row) => (isOpen(row) ? 1 : null),
  leads_won: (row) => (row.status === 'won' ? 1 : null),
  leads_lost: (row) => (row.status === 'lost' ? 1 : null),
  pipeline_value: (row) => (isOpen(row) ? row.rate && row.valueCents && row.valueCents * row.rate : null),
}

/** Which value is asked for of each dimension. */
const VALUES: Record<string, string> = { Source: 'crm', client: uuid(1, 1), Status: 'active', Stage: '' }

interface Asked {
  from: string
  to: string
  clientId: string | null
  dimension: string | null
  value: string
}

/** Number and sum of a metric's rows: as records on small pages, and as buckets by day. */
async function readBothWays(entry: NumberedDefinition, asked: Asked) {
  const { from, to, dimension, clientId } = asked
  const dim = dimension === null ? null : dimOf(entry.definition, dimension)
  return bench.write(async (tx) => {
    const records: RecordView[] = []
    const query = {
      ...{ from, to, limit: 3 },
      ...(clientId === null ? {} : { clientId: clientId as never }),
      ...(dimension === null ? {} : { dimension, value: asked.value }),
    }
    for (let cursor: string | undefined; ; ) {
      const page = await readRecords(tx, entry, { ...query, ...(cursor ? { cursor } : {}) }, new Map(), [])
      if (!page.ok) throw new Error(page.error.code)
      records.push(...page.value.data)
      cursor = page.value.meta.nextCursor ?? undefined
      if (cursor === undefined) {
        const buckets = await askMetric(tx, entry, { dim, clientId, from, to })
        return {
          records,
          meta: page.value.meta,
          buckets: buckets.filter((b) => b.val === asked.value || !dim),
        }
      }
    }
  })
}

describe('metrics over canonical tables', () => {
  it('[ME26][ME29] have records that add up to the number, for every metric, range, client and dimension', async () => {
    const standard = await bench.write(async (tx) => [
      ...(await ensureStandardMetrics(tx, [], 'financials', 'GBP')).definitions,
      ...(await ensureStandardMetrics(tx, [], 'lead_events', 'GBP')).definitions,
    ])
    const range = fc.tuple(fc.integer({ min: FIRST, max: LAST }), fc.integer({ min: FIRST, max: LAST }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(aBooking, { maxLength: 14 }),
        fc.array(aLead, { maxLength: 14 }),
        range,
        fc.option(common.clientId),
        fc.constantFrom(null, 'Source', 'client', 'Status', 'Stage'),
        async (bookings, leads, [a, b], clientId, dimension) => {
          // One row per client, day and source: what comes again under that key is not stored.
          const booked = [
            ...new Map(
              [...bookings].reverse().map((row) => [`${row.clientId}${row.day}${row.sourceId}`, row]),
            ),
          ].map(([, row]) => row)
          await bench.write(async (tx) => {
            await tx.sql`delete from financials where tenant_id = ${tx.tenantId}`
            await tx.sql`delete from lead_events where tenant_id = ${tx.tenantId}`
            await storeBooked(tx, bookings)
            await storeLeads(tx, leads)
          })
          const [from, to] = [dayOfNumber(Math.min(a, b)), dayOfNumber(Math.max(a, b))]
          for (const entry of standard) {
            const { key, dimensions, scale } = entry.definition
            if (dimension !== null && dimension !== 'client' && !dimensions.includes(dimension)) continue
            const value = VALUES[dimension ?? ''] ?? ''
            const asked = {
              from,
              to,
              clientId,
              dimension,
              value: key in ofBooking && dimension === 'Source' ? 'xero' : value,
            }
            const isAsked = (row: Booked | Lead) =>
              row.day >= from &&
              row.day <= to &&
              (clientId === null || row.clientId === clientId) &&
              (dimension !== 'client' || row.clientId === asked.value) &&
              (dimension !== 'Source' || !('system' in row) || row.system === asked.value) &&
              (dimension !== 'Status' || ('status' in row && row.status === asked.value)) &&
              (dimension !== 'Stage' || ('stage' in row && row.stage === asked.value))
            const amounts = (
              key in ofBooking
                ? booked.filter(isAsked).map((row) => ofBooking[key]?.(row) ?? null)
                : leads.filter(isAsked).map((row) => ofLead[key]?.(row) ?? null)
            ).filter((amount) => amount !== null)
            const expected = amounts.reduce((sum, amount) => sum + amount, 0) * (scale === 0 ? 1 : 100)

            const { records, meta, buckets } = await readBothWays(entry, asked)
            const total = (texts: string[]) =>
              texts.reduce((sum, text) => sum + Number(unitsOfText(text, scale)), 0)
            const context = { key, asked }
            expect({ ...context, sum: total([meta.sum]), n: meta.total }).toEqual({
              ...context,
              sum: expected,
              n: amounts.length,
            })
            expect(total(records.map((record) => record.value))).toBe(expected)
            expect(new Set(records.map((record) => record.id)).size).toBe(amounts.length)
            expect(buckets.reduce((sum, bucket) => sum + Number(bucket.units), 0)).toBe(expected)
            expect(buckets.reduce((sum, bucket) => sum + bucket.n, 0)).toBe(amounts.length)
          }
        },
      ),
      { numRuns: 12 },
    )
  })

  it('[ME29][ME31] are counted again and listed for a rebuild by the same rows', async () => {
    const bookings: Booked[] = [0, 1, 2].map((i) => ({
      ...{ clientId: uuid(1, i), day: `2026-01-${30 + (i % 2)}`, sourceId: uuid(2, 0), system: 'xero' },
      ...{
        revenueCents: 1_00,
        expensesCents: 40,
        cashCents: null,
        currency: 'GBP',
        rate: i === 2 ? null : 1,
      },
    }))
    const { entry, listed, counted } = await bench.write(async (tx) => {
      const { definitions } = await ensureStandardMetrics(tx, [], 'financials', 'GBP')
      await storeBooked(tx, bookings)
      const net = definitions.find((one) => one.definition.key === 'net_profit')
      if (net === undefined) throw new Error('no net profit')
      const days = [numberOfDay('2026-01-30'), numberOfDay('2026-01-31')]
      return {
        entry: net,
        listed: await listMetricDays(tx),
        counted: await recountMetric(tx, net, days, new Map()),
      }
    })
    expect(listed.metrics).toHaveLength(4)
    expect(listed.metrics.find((one) => one.no === entry.no)?.days.map(dayOfNumber)).toEqual([
      '2026-01-30',
      '2026-01-31',
    ])
    const day = (text: string) => numberOfDay(text)
    const rows: unknown[][] = JSON.parse(counted.buckets)
    const expected = [0, 1, 6].flatMap((dim) =>
      [0, 1].map((i) => [
        ...[entry.no, dim, 0, day(`2026-01-${30 + i}`)],
        ...[dim === 0 ? '' : dim === 1 ? 'xero' : uuid(1, i), 6000, 1],
      ]),
    )
    const sorted = (some: unknown[][]) => some.map((row) => row.join('|')).sort()
    expect(sorted(rows)).toEqual(sorted(expected))
  })

  it('[ME29] refuse columns, filters and dimensions that their table does not have', async () => {
    const [revenue] = await bench.write(
      async (tx) => (await ensureStandardMetrics(tx, [], 'financials', 'GBP')).definitions,
    )
    const refused = (over: object) =>
      bench.write((tx) =>
        ensureMetric(tx, [], MetricDefinition.parse({ ...revenue?.definition, key: 'mine', ...over })),
      )
    const source = { kind: 'facts', table: 'financials', column: 'revenue' }
    await expect(refused({ source: { ...source, column: 'tenant_id' } })).rejects.toThrow('has no tenant_id')
    await expect(refused({ source: { ...source, column: 'constructor' } })).rejects.toThrow(
      'has no constructor',
    )
    await expect(refused({ source: { ...source, filters: { "1=1 or '": ['x'] } } })).rejects.toThrow('has no')
    await expect(refused({ dimensions: ['Colour'] })).rejects.toThrow('has no Colour')
  })

  it('[ME30] come into the catalogue once, with their events, and beside a key that is taken', async () => {
    const mine = MetricDefinition.parse({
      ...{
        key: 'revenue',
        label: 'My revenue',
        unit: 'money',
        currency: 'GBP',
        direction: 'up',
        aggregation: 'sum',
      },
      ...{ scale: 4, dimensions: [], description: '' },
      source: { kind: 'facts', table: 'custom_metrics', column: 'value' },
    })
    await bench.write((tx) => ensureMetric(tx, [], mine))
    const first = await bench.write((tx) => ensureStandardMetrics(tx, [], 'financials', 'GBP'))
    expect(first.definitions.map((one) => one.definition.key)).toEqual([
      'booked_revenue',
      'expenses',
      'net_profit',
      'cash_flow',
    ])
    expect(first.events.map((event) => event.subject)).toContain('metric:net_margin')
    expect(first.events).toHaveLength(5)
    // The caller's catalogue may be behind: nothing is defined twice.
    const again = await bench.write((tx) => ensureStandardMetrics(tx, [], 'financials', 'GBP'))
    expect(again).toEqual({ definitions: first.definitions, events: [], touched: [] })
    const catalogue = await bench.write(readCatalogue)
    expect(new Set(catalogue.map((one) => one.no)).size).toBe(6)
    expect(catalogue.find((one) => one.definition.key === 'net_margin')?.definition.source).toEqual({
      kind: 'formula',
      formula: 'net_profit / booked_revenue * 100',
    })
  })

  it('[ME30] touch the days that rows were on before they were defined', async () => {
    await bench.write((tx) =>
      storeLeads(tx, [
        ...[{ clientId: uuid(1, 1), day: '2026-01-31', stage: 'New', status: 'won', valueCents: null }].map(
          (lead) => ({
            ...lead,
            currency: 'GBP',
            rate: null,
          }),
        ),
      ]),
    )
    const { definitions, touched } = await bench.write((tx) =>
      ensureStandardMetrics(tx, [], 'lead_events', 'GBP'),
    )
    expect(touched).toEqual(definitions.map(({ no }) => ({ metricNo: no, days: ['2026-01-31'] })))
  })

  it('[ME30] are not fed by rows of another table', async () => {
    const [revenue] = await bench.write(
      async (tx) => (await ensureStandardMetrics(tx, [], 'financials', 'GBP')).definitions,
    )
    const source = { kind: 'facts', table: 'custom_metrics', column: 'value' }
    const wanted = MetricDefinition.parse({ ...revenue?.definition, source, dimensions: ['Item'] })
    expect(await bench.write((tx) => ensureMetric(tx, [], wanted))).toEqual({
      ok: false,
      error: {
        code: 'metric_mismatch',
        details: { metric: 'revenue', field: 'source', stored: 'financials', given: 'custom_metrics' },
      },
    })
  })
})
