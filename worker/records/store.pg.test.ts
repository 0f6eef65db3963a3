import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import type { SyncRecord } from '../../contracts/sync.ts'
import { triesHere } from '../../scripts/checks/tries.ts'
import { eraseSource } from './removal.service.ts'
import { deleted, financial, lead, metric, rate, Store, streamMetrics, value } from './testing/store.ts'

let store: Store
beforeEach(async () => {
  store = await new Store(inject('postgres').appUrl).open()
})
afterEach(() => store.close())

const none = { new: 0, changed: 0, same: 0, deleted: 0 }
const page = [
  value('I1', '2026-07-01', '100.5', { dimensions: { Customer: 'Ada' } }),
  value('I2', '2026-07-02', '-3'),
  financial('P1', '2026-07-01', '10', { metadata: { report: 'daily' } }),
  lead('E1', '2026-07-03', '50'),
]

describe('a page of records', () => {
  it('[RC1] changes nothing the second time', async () => {
    const first = await store.store(page)
    expect(first.counts).toEqual({ ...none, new: 4 })
    expect(first.metrics.slice(0, 2)).toEqual(['invoiced', 'invoices'])
    const rows = await store.rows()
    expect([rows.values.length, rows.financials.length, rows.leads.length]).toEqual([4, 1, 1])
    const second = await store.store(page)
    expect(second).toMatchObject({ counts: { ...none, same: 4 }, touched: [], defined: [], rejects: [] })
    expect(await store.rows()).toEqual({ ...rows, history: 0 })
  })

  it('[RC1] of another stream or source with the same ids is another page', async () => {
    await store.store(page)
    const other = { id: store.sourceId, system: 'xero', stream: 'bills' }
    expect((await store.store([page[1], page[3]] as SyncRecord[], { source: other })).counts.new).toBe(2)
    const source = { id: crypto.randomUUID(), system: 'xero', stream: 'invoices' }
    expect((await store.store(page, { source })).counts).toEqual({ ...none, new: 4 })
  })

  it('[RC2] replaces what differs and keeps the old row in the history', async () => {
    await store.store(page)
    const changed = await store.store([
      value('I1', '2026-07-01', '101', { dimensions: { Customer: 'Ada' } }),
      value('I2', '2026-07-02', '-3'),
      financial('P1', '2026-07-01', '10', { metadata: { report: 'late' } }),
      lead('E1', '2026-07-03', '50', { status: 'won' }),
    ])
    expect(changed.counts).toEqual({ ...none, changed: 3, same: 1 })
    const days = new Map(changed.touched.map(({ metricNo, days }) => [metricNo, days]))
    expect(days.get(await store.no('invoiced'))).toEqual(['2026-07-01'])
    expect(days.get(await store.no('revenue'))).toEqual(['2026-07-01'])
    expect(days.get(await store.no('leads_won'))).toEqual(['2026-07-03'])
    const rows = await store.rows()
    expect(rows.values[1]).toMatchObject({ key: 'invoiced', day: '2026-07-02', value: '-3' })
    expect(rows.values[0]).toMatchObject({ key: 'invoiced', value: '101', d1: 'Ada' })
    expect(rows.financials).toMatchObject([{ metadata: { report: 'late' } }])
    expect(rows.leads).toMatchObject([{ status: 'won' }])
    // Both values of the invoice, the profit and loss, the lead.
    expect(rows.history).toBe(4)
  })

  it('[RC2] takes away the value of a metric that a record no longer has', async () => {
    await store.store([value('I1', '2026-07-01', '5')])
    const values = [{ metric: 'invoices', value: '1' }]
    expect((await store.store([value('I1', '2026-07-01', '5', { values })])).counts.changed).toBe(1)
    expect((await store.rows()).values).toMatchObject([{ key: 'invoices' }])
  })

  it('[RC3] moves a record to its new day, and both days are touched', async () => {
    await store.store(page)
    const moved = await store.store([
      value('I1', '2026-08-01', '100.5', { dimensions: { Customer: 'Ada' } }),
      financial('P1', '2026-08-02', '10'),
      lead('E1', '2026-08-03', '50'),
    ])
    expect(moved.counts).toEqual({ ...none, changed: 3 })
    const rows = await store.rows()
    expect(rows.financials).toMatchObject([{ day: '2026-08-02' }])
    expect(rows.leads).toMatchObject([{ day: '2026-08-03' }])
    expect(rows.values).toMatchObject([{ day: '2026-07-02' }, { day: '2026-08-01' }, {}, {}])
    const days = new Map(moved.touched.map(({ metricNo, days }) => [metricNo, days]))
    expect(days.get(await store.no('invoiced'))).toEqual(['2026-07-01', '2026-08-01'])
    expect(days.get(await store.no('revenue'))).toEqual(['2026-07-01', '2026-08-02'])
    expect(days.get(await store.no('leads_open'))).toEqual(['2026-07-03', '2026-08-03'])
  })

  it('[RC3] lets two days of profit and loss change places', async () => {
    await store.store([financial('A', '2026-07-01', '1'), financial('B', '2026-07-02', '2')])
    const swapped = await store.store([financial('A', '2026-07-02', '1'), financial('B', '2026-07-01', '2')])
    expect(swapped.counts).toEqual({ ...none, changed: 2 })
    expect((await store.rows()).financials).toMatchObject([
      { id: 'B', revenue: '2' },
      { id: 'A', revenue: '1' },
    ])
  })

  it('[RC4] removes what the source deleted, once', async () => {
    await store.store(page)
    const gone = [deleted('I1', 'value'), deleted('P1', 'financial'), deleted('E1', 'lead')]
    const removed = await store.store(gone)
    expect(removed.counts).toEqual({ ...none, deleted: 3 })
    expect(removed.touched.map(({ days }) => days)).toContainEqual(['2026-07-03'])
    const rows = await store.rows()
    expect([rows.values.length, rows.financials, rows.leads, rows.history]).toEqual([2, [], [], 4])
    expect(await store.store(gone)).toMatchObject({ counts: { ...none, same: 3 }, touched: [] })
  })

  it('[RC5] counts the last of several records with one id, and the last profit and loss of a day', async () => {
    const stored = await store.store([
      value('I1', '2026-07-01', '1'),
      value('I1', '2026-07-02', '2'),
      financial('P1', '2026-07-01', '1'),
      financial('P2', '2026-07-01', '2'),
      lead('E1', '2026-07-01', null),
      deleted('E1', 'lead'),
    ])
    expect(stored.counts).toEqual({ ...none, new: 2, same: 4 })
    const rows = await store.rows()
    expect(rows.values).toMatchObject([{ value: '2', day: '2026-07-02' }, { key: 'invoices' }])
    expect(rows.financials).toMatchObject([{ id: 'P2', revenue: '2' }])
    expect(rows.leads).toEqual([])
  })
})

describe('amounts in another currency', () => {
  const usd = { currency: 'USD' }

  it('[RC6] keep what they came as, with the rate of their day', async () => {
    await store.store([rate('AUD', '2026-07-01', '1.8'), rate('USD', '2026-07-01', '1.2')])
    await store.store([
      value('I1', '2026-07-03', '10', usd),
      financial('P1', '2026-07-03', '20', usd),
      lead('E1', '2026-07-03', '30', usd),
    ])
    const rows = await store.rows()
    const used = { rate: '1.5', rateDate: '2026-07-01' }
    expect(rows.values).toMatchObject([
      { value: '15', currency: 'AUD', original: '10', originalCurrency: 'USD', ...used },
      { value: '1', currency: null, original: null },
    ])
    expect(rows.financials).toMatchObject([{ revenue: '20', base: '30', currency: 'USD', ...used }])
    expect(rows.leads).toMatchObject([{ value: '30', base: '45', rate: '1.5' }])
  })

  it('[RC6] are converted by the rate their source gave, and another one is a change', async () => {
    const at = (given: string) => {
      const over = { ...usd, givenRate: { to: 'AUD', rate: given, day: '2026-07-02' } }
      return [
        value('I1', '2026-07-03', '10', over),
        financial('P1', '2026-07-03', '20', over),
        lead('E1', '2026-07-03', '30', over),
      ]
    }
    await store.store([rate('AUD', '2026-07-03', '1.8'), rate('USD', '2026-07-03', '1.2')])
    await store.store(at('2'))
    expect((await store.rows()).leads).toMatchObject([{ base: '60', rate: '2' }])
    expect((await store.store(at('2'))).counts).toEqual({ ...none, same: 3 })
    expect((await store.store(at('3'))).counts).toEqual({ ...none, changed: 3 })
    expect((await store.rows()).financials).toMatchObject([{ base: '60', rateDate: '2026-07-02' }])
  })

  it('[RC6] wait for a rate as null, and their days are touched when it comes', async () => {
    const waiting = [
      value('I1', '2026-07-03', '10', usd),
      financial('P1', '2026-07-03', '20', usd),
      lead('E1', '2026-07-03', '30', usd),
    ]
    await store.store(waiting)
    expect((await store.rows()).values[0]).toMatchObject({ value: null, currency: null, original: '10' })
    const rates = [rate('AUD', '2026-07-03', '1.8'), rate('USD', '2026-07-03', '1.2')]
    const came = await store.store(rates)
    expect(came.counts).toEqual({ ...none, new: 2 })
    const touched = came.touched.map(({ metricNo }) => metricNo)
    expect(touched).toContain(await store.no('invoiced'))
    expect(touched).toContain(await store.no('net_profit'))
    expect(touched).toContain(await store.no('pipeline_value'))
    expect((await store.rows()).values[0]).toMatchObject({ value: '15', currency: 'AUD', rate: '1.5' })
    // Neither the rates nor the records are news any more.
    expect(await store.store([...waiting, ...rates])).toMatchObject({
      counts: { ...none, same: 5 },
      touched: [],
    })
  })

  it('[CU8] keep their rate when it is corrected, until the source says another amount', async () => {
    const day = '2026-07-03'
    await store.store([rate('AUD', day, '1.8'), rate('USD', day, '1.2'), value('I1', day, '10', usd)])
    const corrected = await store.store([rate('USD', day, '0.9'), value('I1', day, '10', usd)])
    expect(corrected).toMatchObject({ counts: { ...none, changed: 1, same: 1 }, touched: [] })
    expect((await store.rows()).values[0]).toMatchObject({ value: '15', rate: '1.5', rateDate: day })
    expect((await store.store([value('I1', day, '20', usd)])).counts).toEqual({ ...none, changed: 1 })
    expect((await store.rows()).values[0]).toMatchObject({ value: '40', rate: '2', rateDate: day })
  })
})

describe('records that cannot be stored', () => {
  it('[RC7] are named with the reason, and the others are stored', async () => {
    const stored = await store.store([
      value('I1', '2026-07-01', '123456789012345'),
      value('I2', '2026-07-01', '1', { dimensions: { a: '1', b: '1', c: '1', d: '1', e: '1' } }),
      value('I3', '2026-07-01', '1', { dimensions: { f: '1' } }),
      financial('P1', '2026-07-01', '999999999999999'),
      lead('E1', '2026-07-01', '-123456789012345.5'),
    ])
    expect(stored.counts).toEqual({ ...none, new: 1 })
    expect(stored.rejects.map(({ recordKey, reason, field }) => [recordKey, reason, field])).toEqual([
      ['I1', 'number_too_large', 'invoiced'],
      ['I3', 'too_many_dimensions', 'f'],
      ['P1', 'number_too_large', 'revenue'],
      ['E1', 'number_too_large', 'value'],
    ])
  })

  it('[RC7] are those of a metric that means something else here', async () => {
    await store.store([value('I1', '2026-07-01', '1')])
    const metrics = [metric('invoiced', 'money', { currency: 'EUR' }), ...streamMetrics.slice(1)]
    const stored = await store.store([value('I2', '2026-07-01', '1')], { metrics })
    expect(stored.counts).toEqual(none)
    expect(stored.rejects).toMatchObject([{ recordKey: 'I2', reason: 'metric_mismatch', field: 'invoiced' }])
  })

  it('[RC7] do not include texts that only Postgres cannot hold', async () => {
    const dimensions = { Customer: ' a\0b\ud800 ', Blank: '  ' }
    await store.store([
      value('I1', '2026-07-01', '1', { dimensions }),
      financial('P1', '2026-07-01', '1', { metadata: { note: 'x\0' } }),
    ])
    const rows = await store.rows()
    expect(rows.values[0]).toMatchObject({ d1: 'a\ufffdb\ufffd', d2: null })
    expect(rows.financials).toMatchObject([{ metadata: { note: 'x\ufffd' } }])
  })
})

describe('a source', () => {
  it('[RC8] is erased with its history, and nothing else is', async () => {
    await store.store(page)
    await store.store([value('I1', '2026-07-05', '7')])
    const source = { id: crypto.randomUUID(), system: 'xero', stream: 'invoices' }
    await store.store(page, { source })
    const erased = await store.run((tx) => eraseSource(tx, store.sourceId))
    expect(erased.counts).toEqual({ custom_metrics: 4, financials: 1, lead_events: 1 })
    const days = new Map(erased.touched.map(({ metricNo, days }) => [metricNo, days]))
    expect(days.get(await store.no('invoiced'))).toEqual(['2026-07-02', '2026-07-05'])
    expect(days.get(await store.no('revenue'))).toEqual(['2026-07-01'])
    const rows = await store.rows()
    expect([rows.values.length, rows.financials.length, rows.leads.length, rows.history]).toEqual([
      4, 1, 1, 0,
    ])
    expect(await store.run((tx) => eraseSource(tx, store.sourceId))).toEqual({ counts: {}, touched: [] })
  })

  it('[RC9] of one workspace leaves the rows of another alone', async () => {
    await store.store(page)
    const mine = await store.rows()
    const other = await new Store(inject('postgres').appUrl).open()
    const source = { id: store.sourceId, system: 'xero', stream: 'invoices' }
    expect((await other.store(page, { source })).counts.new).toBe(4)
    await other.store([value('I1', '2027-01-01', '9'), deleted('E1', 'lead')], { source })
    await other.run((tx) => eraseSource(tx, store.sourceId))
    expect((await other.rows()).values).toEqual([])
    expect(await store.rows()).toEqual(mine)
    await other.close()
  })
})

/** Versions of three records of each kind, each with a day of its own. */
const versions = fc.array(
  fc.record({
    kind: fc.constantFrom('value', 'financial', 'lead'),
    id: fc.integer({ min: 0, max: 2 }),
    month: fc.integer({ min: 1, max: 3 }),
    amount: fc.integer({ min: -9, max: 9 }),
    isGone: fc.boolean(),
  }),
  { minLength: 1, maxLength: 14 },
)
type Version = Parameters<typeof recordOf>[0]
function recordOf({
  kind,
  id,
  month,
  amount,
  isGone,
}: {
  kind: string
  id: number
  month: number
  amount: number
  isGone: boolean
}): SyncRecord {
  const of = kind as 'value' | 'financial' | 'lead'
  if (isGone) return deleted(String(id), of)
  return { value, financial, lead }[of](String(id), `2026-0${month}-0${id + 1}`, String(amount))
}

describe('any way of sending the same records', () => {
  it('[RC10] ends at the same rows', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 14, maxLength: 14 })
    await fc.assert(fc.asyncProperty(versions, sizes, sentTwice), { numRuns: triesHere(12) })
  })
})

/** Once everything in one page; once in pages of any size, each sent twice, records of one id in their order. */
async function sentTwice(sent: readonly Version[], sizes: readonly number[]): Promise<void> {
  const plain = await new Store(inject('postgres').appUrl).open()
  const repeated = await new Store(inject('postgres').appUrl).open()
  try {
    await plain.store(sent.map(recordOf))
    const mixed = interleaved(sent).map(recordOf)
    for (let at = 0, i = 0; at < mixed.length; at += sizes[i] ?? 1, i += 1) {
      const some = mixed.slice(at, at + (sizes[i] ?? 1))
      await repeated.store(some)
      const again = await repeated.store(some)
      expect([again.counts.same, again.touched]).toEqual([some.length, []])
    }
    const [a, b] = [await plain.rows(), await repeated.rows()]
    expect({ ...b, history: 0, values: sorted(b.values) }).toEqual({
      ...a,
      history: 0,
      values: sorted(a.values),
    })
  } finally {
    await plain.close()
    await repeated.close()
  }
}

/** Record by record instead of as sent. */
function interleaved(sent: readonly Version[]): Version[] {
  return [...sent].sort((a, b) =>
    `${a.kind}${a.id}` < `${b.kind}${b.id}` ? -1 : a.kind + a.id === b.kind + b.id ? 0 : 1,
  )
}

/** Keys of rows are made with the source's id, which differs. */
const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort()
