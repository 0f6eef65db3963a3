import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ValueRecord } from '../../../contracts/sync.ts'
import { type Bench, CLIENT, openBench } from '../../../sandbox/xero/testing/client.ts'
import { noUsage } from '../../platform/outbound.ts'
import { listAccounts, releaseAccount } from '../engine/accounts.ts'
import { sumText } from '../engine/amounts.ts'
import type { CallParty } from '../engine/calls.ts'
import { engineBench, NOON, readRun, type WholeRun } from '../testing/bench.ts'
import { xero } from './xero.ts'

const PLENTY = 1_000_000
/** Whole runs over HTTP, on a machine that may have other work. */
const SLOW_TEST_MS = 60_000

const partyAt = (url: string | null, account: string, accessToken: string): CallParty => ({
  connector: xero,
  settings: {
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    baseOverride: url,
    scopes: xero.auth.kind === 'oauth2' ? xero.auth.scopes : [],
  },
  account,
  accessToken,
  tokenIsFresh: false,
})

it('[CN38] reads the profit and loss at two in the morning of the workspace, and documents every quarter of an hour', () => {
  const schedules = Object.fromEntries(
    Object.entries(xero.streams).map(([key, { schedule }]) => [key, schedule]),
  )
  expect(schedules).toEqual({
    profit_and_loss: { dailyAt: '02:00' },
    invoices: { everySeconds: 900 },
  })
})

describe('a document', () => {
  /** An invoice as Xero sends it, as text, so that numbers keep their digits. */
  const invoice = (changes: Record<string, string> = {}): string => {
    const members: Record<string, string> = {
      InvoiceID: '"i-1"',
      Type: '"ACCREC"',
      Status: '"AUTHORISED"',
      DateString: '"2026-03-31T00:00:00"',
      Date: '"/Date(1774915200000+0000)/"',
      UpdatedDateUTC: '"/Date(1773788399000+0000)/"',
      Contact: '{"Name":"Riverside Gallery"}',
      LineAmountTypes: '"Exclusive"',
      SubTotal: '40.0',
      TotalTax: '6.0',
      Total: '46.0',
      CurrencyCode: '"AUD"',
      CurrencyRate: '1.0',
      ...changes,
    }
    return `{${Object.entries(members)
      .map(([name, value]) => `"${name}":${value}`)
      .join(',')}}`
  }

  async function read(changes: Record<string, string> = {}): Promise<WholeRun> {
    const { deps } = engineBench({
      fetch: async (url) =>
        new Response(
          new URL(url).pathname.endsWith('/Organisation')
            ? '{"Organisations":[{"BaseCurrency":"AUD"}]}'
            : `{"pagination":{"page":1,"pageCount":1},"Invoices":[${invoice(changes)}]}`,
        ),
    })
    return readRun(deps, partyAt(null, 'a', 't'), 'invoices')
  }

  it('[CN54] of a sale is invoiced money and one invoice on its day, by customer and status', async () => {
    const run = await read()
    expect(run.records).toEqual([
      {
        kind: 'value',
        externalId: 'i-1',
        recordDate: '2026-03-31',
        values: [
          { metric: 'invoiced', value: '40' },
          { metric: 'invoices', value: '1' },
        ],
        currency: 'AUD',
        givenRate: null,
        dimensions: { Customer: 'Riverside Gallery', Status: 'Authorised' },
      },
    ])
    expect([run.rejects, run.cursor]).toEqual([[], '2026-03-17T22:59:59.000Z'])
  })

  it('[CN54] of a supplier is a bill', async () => {
    const run = await read({ Type: '"ACCPAY"', Status: '"PAID"' })
    expect(run.records).toMatchObject([
      {
        values: [{ metric: 'bills', value: '40' }],
        dimensions: { Supplier: 'Riverside Gallery', Status: 'Paid' },
      },
    ])
  })

  it.each(['Exclusive', 'Inclusive', 'NoTax'])('[CN54] counts without tax: %s', async (types) => {
    const { records } = await read({ LineAmountTypes: `"${types}"`, SubTotal: '4500000000000000.07' })
    expect(records).toMatchObject([{ values: [{ value: '4500000000000000.07' }, { value: '1' }] }])
  })

  it('[CN54] in another currency keeps the rate of Xero, turned to the base of the organisation', async () => {
    const { records } = await read({ CurrencyCode: '"USD"', CurrencyRate: '0.65' })
    const rate = { to: 'AUD', rate: '1.538461538461538462', day: '2026-03-31' }
    expect(records).toMatchObject([{ currency: 'USD', givenRate: rate }])
  })

  it.each(['VOIDED', 'DELETED', 'DRAFT', 'SUBMITTED'])('[CN54] that is %s is no figure', async (status) => {
    const { records } = await read({ Status: `"${status}"`, SubTotal: '""' })
    expect(records).toEqual([{ kind: 'deleted', externalId: 'i-1', of: 'value' }])
  })

  it('[CN54] of a status nobody knows counts as other, with a note', async () => {
    const { records, rejects } = await read({ Status: '"ON_HOLD"' })
    expect(records).toMatchObject([{ dimensions: { Status: 'other' } }])
    expect(rejects).toMatchObject([{ recordKey: 'i-1:Status', reason: 'unknown_value' }])
  })

  it.each<[string, Record<string, string>, string]>([
    ['of another type', { Type: '"ARCREDIT"' }, 'unknown_kind'],
    ['without an amount', { SubTotal: 'null' }, 'no_amount'],
    ['without a day', { DateString: '""', Date: 'null' }, 'no_date'],
  ])('[CN54] %s is set aside', async (_what, changes, reason) => {
    const { records, rejects } = await read(changes)
    expect(records).toEqual([])
    expect(rejects).toMatchObject([{ recordKey: 'i-1', reason }])
  })

  it('[CN11] has the day of its date also where there is no other text', async () => {
    expect((await read({ DateString: 'null' })).records).toMatchObject([{ recordDate: '2026-03-31' }])
  })
})

describe('against the stand-in', { timeout: SLOW_TEST_MS }, () => {
  let bench: Bench
  let party: CallParty
  beforeAll(async () => {
    const limits = { perMinute: PLENTY, perDay: PLENTY, concurrent: PLENTY, appPerMinute: PLENTY }
    bench = await openBench({ limits, now: () => NOON })
  })
  beforeEach(async () => {
    await bench.control('POST', '/sandbox/reset')
    const { access_token: token } = await bench.connect()
    party = partyAt(bench.sandbox.url, bench.sandbox.organisations[0]?.tenantId ?? '', token)
  })
  afterAll(() => bench.sandbox.close())

  const read = (stream: string, cursor: string | null = null, account = party.account) =>
    readRun(engineBench().deps, { ...party, account }, stream, { cursor })
  const fault = (body: object) => bench.control('POST', '/sandbox/faults', body)
  const idsOf = (run: WholeRun) => new Set(run.records.map(({ externalId }) => externalId))

  it('[CN55] misses no document when others change while its pages are read', async () => {
    await fault({ kind: 'book', book: 'payment', path: '/api.xro/2.0/Invoices', skip: 1, times: 5 })
    const run = await read('invoices')
    await bench.control('DELETE', '/sandbox/faults')
    const later = idsOf(await read('invoices', run.cursor))
    const missed = [...idsOf(await read('invoices'))].filter((id) => !idsOf(run).has(id))
    expect(run.stop).toBeNull()
    expect(run.pages.length).toBeGreaterThan(6)
    // What changed behind the reader comes with the next run.
    expect(missed.filter((id) => !later.has(id))).toEqual([])
  })

  it('[CN22] agrees with the documents on the revenue of a month', async () => {
    const documents = await read('invoices')
    const books = await read('profit_and_loss', '2026-03-17')
    expect([books.stop, books.rejects]).toEqual([null, []])
    const isInMonth = ({ recordDate }: { recordDate: string }) => recordDate.startsWith('2026-02')
    const revenue = books.records.flatMap((one) =>
      one.kind === 'financial' && isInMonth(one) ? [one.revenue] : [],
    )
    const sales = documents.records.flatMap((one): ValueRecord[] =>
      one.kind === 'value' && isInMonth(one) && one.values[0]?.metric === 'invoiced' ? [one] : [],
    )
    const amountOf = (sale: ValueRecord) => sale.values[0]?.value ?? ''
    const [foreign, home] = [sales.filter((one) => one.givenRate), sales.filter((one) => !one.givenRate)]
    const converted = foreign.map((one) => Number(amountOf(one)) * Number(one.givenRate?.rate))
    expect(foreign.length).toBeGreaterThan(0)
    const rest = Number(sumText(revenue, home.map(amountOf)))
    // The report rounds each document to a cent.
    expect(Math.abs(rest - converted.reduce((sum, one) => sum + one, 0))).toBeLessThan(foreign.length / 100)
  })

  it('[CN20] takes a tier or scope that leaves an endpoint out for no matter of the token', async () => {
    await fault({ kind: 'not-permitted', path: '/api.xro/2.0/Invoices' })
    const run = await read('invoices')
    expect(run.stop).toMatchObject({ kind: 'failed', code: 'provider_forbids' })
  })

  it('[CN20] asks for a new consent once the organisation was disconnected', async () => {
    const listed = await listAccounts(engineBench().deps, { ...party, account: null }, noUsage())
    const mine = listed.ok ? listed.accounts.find(({ id }) => id === party.account) : undefined
    await releaseAccount(engineBench().deps, party, mine?.grantId ?? '', noUsage())
    expect((await read('invoices')).stop).toMatchObject({ kind: 'failed', code: 'reauthorise' })
  })

  it('[CN13] takes a page that comes again under another number for a circle', async () => {
    await fault({ kind: 'repeated-page', path: '/api.xro/2.0/Invoices', skip: 1 })
    expect((await read('invoices')).stop).toMatchObject({ code: 'provider_unreadable' })
  })

  it('[CN9] reads the same from numbers that are sent as text, and from cells without a value', async () => {
    const [documents, books] = [await read('invoices'), await read('profit_and_loss', '2026-03-17')]
    await fault({ kind: 'numbers-as-text', times: 500 })
    await fault({ kind: 'missing-values', times: 500 })
    expect((await read('invoices')).records).toEqual(documents.records)
    expect((await read('profit_and_loss', '2026-03-17')).records).toEqual(books.records)
  })

  it('[CN22] reads an empty organisation, another country and an unusual layout without a wrong figure', async () => {
    for (const { tenantId, name, baseCurrency } of bench.sandbox.organisations) {
      const run = await read('profit_and_loss', '2026-03-17', tenantId)
      expect([name, run.stop, run.rejects]).toEqual([name, null, []])
      const currencies = new Set(
        run.records.flatMap((one) => (one.kind === 'financial' ? [one.currency] : [])),
      )
      expect([...currencies]).toEqual(name === 'Empty Holdings' ? [] : [baseCurrency])
    }
    const books = await read('profit_and_loss', '2026-03-17')
    await fault({ kind: 'unknown-layout', times: 500 })
    expect((await read('profit_and_loss', '2026-03-17')).records).toEqual(books.records)
  })
})
