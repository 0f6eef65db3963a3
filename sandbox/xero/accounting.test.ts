import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Bench, NOON, openBench } from './testing/client.ts'

interface Invoice {
  Type: string
  InvoiceID: string
  InvoiceNumber: string
  Status: string
  Date: string
  DateString: string
  UpdatedDateUTC: string
  LineAmountTypes: string
  SubTotal: number
  TotalTax: number
  Total: number
  AmountDue: number
  AmountPaid: number
  CurrencyCode: string
  CurrencyRate: number
  FullyPaidOnDate?: string
  LineItems?: { LineAmount: number; TaxAmount: number; UnitAmount: number; Quantity: number }[]
  Payments?: { Amount: number }[]
}
interface Page {
  pagination?: { page: number; pageSize: number; pageCount: number; itemCount: number }
  Invoices: Invoice[]
}

// Fourteen months of books are made for each test; a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let bench: Bench
let token: string
beforeAll(async () => {
  bench = await openBench({ limits: { perMinute: 10_000, perDay: 100_000 } })
})
beforeEach(async () => {
  bench.clock.nowMs = NOON
  await bench.control('POST', '/sandbox/reset')
  token = (await bench.connect()).access_token
})
afterAll(() => bench.sandbox.close())

async function invoices(query: string, headers: Record<string, string> = {}): Promise<Page> {
  const answer = await bench.get(token, `/api.xro/2.0/Invoices?${query}`, headers)
  expect(answer.status, query).toBe(200)
  return (await answer.json()) as Page
}
async function everything(query = ''): Promise<Invoice[]> {
  const found: Invoice[] = []
  for (let page = 1; ; page += 1) {
    const { Invoices } = await invoices(`page=${page}&pageSize=1000&${query}`)
    found.push(...Invoices)
    if (Invoices.length === 0) return found
  }
}
const where = (condition: string): string => `page=1&pageSize=1000&where=${encodeURIComponent(condition)}`
const instant = (text: string): number => Number(/^\/Date\((\d+)\+0000\)\/$/.exec(text)?.[1])
const cents = (amount: number): number => Math.round(amount * 100)

describe('documents', () => {
  it('[SX8] have the shape and formats of the real ones, and their sums hold', async () => {
    const answer = await bench.get(token, '/api.xro/2.0/Invoices?page=1')
    const text = await answer.text()
    expect(text).toMatch(/"Total":\d+\.\d\d,/)
    const all = await everything()
    for (const one of all) {
      const lines = (one.LineItems ?? []).reduce((sum, line) => sum + cents(line.LineAmount), 0)
      const taxes = (one.LineItems ?? []).reduce((sum, line) => sum + cents(line.TaxAmount), 0)
      const isInclusive = one.LineAmountTypes === 'Inclusive'
      expect(lines).toBe(cents(isInclusive ? one.Total : one.SubTotal))
      expect(taxes).toBe(cents(one.TotalTax))
      expect(cents(one.SubTotal) + cents(one.TotalTax)).toBe(cents(one.Total))
      const isOver = one.Status === 'VOIDED' || one.Status === 'DELETED'
      expect(cents(one.AmountDue)).toBe(isOver ? 0 : cents(one.Total) - cents(one.AmountPaid))
      expect(one.Status === 'PAID').toBe(one.FullyPaidOnDate !== undefined)
      expect(instant(one.Date)).toBe(Date.parse(`${one.DateString}Z`))
      expect(instant(one.UpdatedDateUTC)).toBeLessThanOrEqual(NOON)
    }
    expect(new Set(all.map((one) => one.Status))).toEqual(
      new Set(['PAID', 'AUTHORISED', 'VOIDED', 'DRAFT', 'DELETED']),
    )
    expect(new Set(all.map((one) => one.LineAmountTypes))).toEqual(
      new Set(['Exclusive', 'Inclusive', 'NoTax']),
    )
    const foreign = all.filter((one) => one.CurrencyRate !== 1)
    expect(new Set(foreign.map((one) => one.CurrencyCode))).toEqual(new Set(['USD', 'NZD', 'GBP']))
    const isFractional = all.some((one) => one.LineItems?.some((line) => !Number.isInteger(line.Quantity)))
    expect(isFractional).toBe(true)
  })

  it('[SX9] reach back about 14 months to the present, several a weekday', async () => {
    const sales = (await everything()).filter((one) => one.Type === 'ACCREC')
    const days = sales.map((one) => one.DateString.slice(0, 10)).sort()
    expect([days[0], days.at(-1)]).toEqual(['2025-01-01', '2026-03-18'])
    const weekdays = new Set(days.filter((day) => new Date(day).getUTCDay() % 6 !== 0))
    const onWeekdays = days.filter((day) => weekdays.has(day)).length
    expect(onWeekdays / weekdays.size).toBeGreaterThan(5)
    expect(onWeekdays / weekdays.size).toBeLessThan(7)
  })

  it('[SX9] are the same again for another start with the same seed on another day', async () => {
    const later = await openBench()
    later.clock.nowMs = NOON
    const { access_token } = await later.connect()
    const path = '/api.xro/2.0/Invoices?page=2&pageSize=1000'
    const read = async (from: Bench, by: string): Promise<Invoice[]> =>
      ((await (await from.get(by, path)).json()) as Page).Invoices
    expect(await read(later, access_token)).toEqual(await read(bench, token))
    await later.sandbox.close()
  })

  it('[SX10] come with lines by page and by id, without them otherwise, and lighter as a summary', async () => {
    const { Invoices: paged } = await invoices('page=1&pageSize=1')
    const [first] = paged
    expect(first?.LineItems?.length).toBeGreaterThan(0)
    const { Invoices: all, pagination } = await invoices('')
    expect([all[0]?.LineItems, pagination]).toEqual([[], undefined])
    const { Invoices: light } = await invoices('page=1&pageSize=1&summaryOnly=true')
    expect([light[0]?.LineItems, light[0]?.Payments, light[0]?.Total]).toEqual([
      undefined,
      undefined,
      first?.Total,
    ])
    const byId = await bench.get(token, `/api.xro/2.0/Invoices/${first?.InvoiceID}`)
    expect(((await byId.json()) as Page).Invoices).toEqual([first])
    const nobody = await bench.get(token, '/api.xro/2.0/Invoices/00000000-0000-4000-8000-000000000000')
    expect(nobody.status).toBe(404)
  })
})

describe('paging', () => {
  it('[SX11] ends after pageCount, also when the last page is full', async () => {
    const { pagination } = await invoices('page=1')
    expect(pagination).toMatchObject({ page: 1, pageSize: 100 })
    const count = pagination?.itemCount ?? 0
    const made = 100 - (count % 100)
    await bench.control('POST', '/sandbox/documents', { count: made })
    const last = (count + made) / 100
    const full = await invoices(`page=${last}`)
    expect(full.pagination).toEqual({
      page: last,
      pageSize: 100,
      pageCount: last,
      itemCount: count + made,
    })
    expect(full.Invoices).toHaveLength(100)
    expect((await invoices(`page=${last + 1}`)).Invoices).toEqual([])
  })

  it.each(['page=0', 'page=x', 'page=1&pageSize=1001', 'page=1&pageSize=0'])(
    '[SX11] refuses %s',
    async (query) => {
      const answer = await bench.get(token, `/api.xro/2.0/Invoices?${query}`)
      expect([answer.status, await answer.json()]).toEqual([
        400,
        { ErrorNumber: 10, Type: 'ValidationException', Message: expect.any(String) },
      ])
    },
  )

  it('[SX11] makes ten thousand invoices in one call, each on one page', async () => {
    const before = (await everything()).length
    const answer = await bench.control('POST', '/sandbox/documents', { count: 10_000 })
    expect(await answer.json()).toMatchObject({ made: 10_000 })
    const ids = (await everything()).map((one) => one.InvoiceID)
    expect(new Set(ids).size).toBe(before + 10_000)
  })
})

describe('conditions', () => {
  it.each<[string, (one: Invoice) => boolean]>([
    ['Type=="ACCREC"', (one) => one.Type === 'ACCREC'],
    ['Type=="ACCPAY" AND Status=="VOIDED"', (one) => one.Type === 'ACCPAY' && one.Status === 'VOIDED'],
    ['Type == "ACCREC" && Status != "PAID"', (one) => one.Type === 'ACCREC' && one.Status !== 'PAID'],
    [
      'Status=="DRAFT" OR (Status=="AUTHORISED" AND AmountPaid>0)',
      (one) => one.Status === 'DRAFT' || (one.Status === 'AUTHORISED' && one.AmountPaid > 0),
    ],
    [
      'Date>=DateTime(2026,03,01) AND Date<DateTime(2026,03,10)',
      (one) => one.DateString >= '2026-03-01' && one.DateString < '2026-03-10',
    ],
    ['InvoiceNumber.StartsWith("B-26031")', (one) => one.InvoiceNumber.startsWith('B-26031')],
  ])('[SX12] %s finds what it says', async (condition, expected) => {
    const wanted = (await everything()).filter(expected).map((one) => one.InvoiceID)
    const { Invoices, pagination } = await invoices(where(condition))
    expect(wanted.length).toBeGreaterThan(0)
    expect(pagination?.itemCount).toBe(wanted.length)
    expect(Invoices.map((one) => one.InvoiceID)).toEqual(wanted.slice(0, 1000))
  })

  it('[SX12] Statuses and order narrow and sort', async () => {
    const { Invoices } = await invoices(
      'page=1&pageSize=1000&Statuses=AUTHORISED,VOIDED&order=UpdatedDateUTC DESC',
    )
    expect(new Set(Invoices.map((one) => one.Status))).toEqual(new Set(['AUTHORISED', 'VOIDED']))
    const at = Invoices.map((one) => instant(one.UpdatedDateUTC))
    expect(at).toEqual([...at].sort((a, b) => b - a))
  })

  it.each([
    'Nobody=="x"',
    'Type=="ACCREC" AND',
    'Type==',
    'Date>="2026-03-01"',
    'Type ~ "A"',
    '(Type=="ACCREC"',
  ])('[SX12] refuses %s', async (condition) => {
    const answer = await bench.get(token, `/api.xro/2.0/Invoices?${where(condition)}`)
    expect([answer.status, await answer.json()]).toMatchObject([400, { Type: 'QueryParseException' }])
  })
})

describe('If-Modified-Since', () => {
  const since = (atMs: number): Record<string, string> => ({
    'if-modified-since': new Date(atMs).toISOString().slice(0, 19),
  })

  it('[SX13] gives what is newer, and an empty list when nothing is', async () => {
    const all = await everything()
    const from = NOON - 3 * 86_400_000
    const { Invoices } = await invoices('page=1&pageSize=1000', since(from))
    const wanted = all.filter((one) => instant(one.UpdatedDateUTC) > from)
    expect(wanted.length).toBeGreaterThan(5)
    expect(Invoices).toEqual(wanted)
    expect(await invoices('page=1', since(NOON))).toMatchObject({
      pagination: { page: 1, pageCount: 0, itemCount: 0 },
      Invoices: [],
    })
  })

  it.each(['sale', 'bill', 'payment', 'void', 'draft'])(
    '[SX14] a %s that is booked is then the only thing newer',
    async (kind) => {
      bench.clock.nowMs += 60_000
      const booked = await bench.control('POST', '/sandbox/book', { organisation: 'Harbour & Finch', kind })
      const { document } = (await booked.json()) as { document: Invoice }
      const { Invoices } = await invoices('page=1', since(NOON))
      expect(Invoices).toEqual([document])
      expect(instant(document.UpdatedDateUTC)).toBe(NOON + 60_000)
    },
  )
})

describe('the other endpoints', () => {
  it('[SX15] tell the organisation, its accounts with class and type, its contacts and its payments', async () => {
    const read = async (path: string): Promise<Record<string, Record<string, unknown>[]>> =>
      (await bench.get(token, `/api.xro/2.0/${path}`)).json() as Promise<
        Record<string, Record<string, unknown>[]>
      >
    expect((await read('Organisation')).Organisations).toMatchObject([
      { Name: 'Harbour & Finch', BaseCurrency: 'AUD', Timezone: 'AUSEASTERNSTANDARDTIME' },
    ])
    expect((await read('Accounts')).Accounts).toContainEqual(
      expect.objectContaining({ Code: '310', Type: 'DIRECTCOSTS', Class: 'EXPENSE' }),
    )
    const contacts = (await read('Contacts?page=1')).Contacts
    expect(contacts?.filter((one) => one.IsCustomer)).toHaveLength(25)
    const payments = (await read('Payments?page=1&pageSize=1000')).Payments
    expect(payments).toHaveLength(1000)
    expect(payments?.[0]).toMatchObject({ Status: 'AUTHORISED', Invoice: { InvoiceID: expect.any(String) } })
  })

  it('[SX16] the journals are refused for the tier, whatever the scope; other calls for a missing scope', async () => {
    const journals = await bench.get(token, '/api.xro/2.0/Journals?offset=0')
    expect([journals.status, await journals.json()]).toMatchObject([
      401,
      { Title: 'Unauthorized', Detail: 'AuthorizationUnsuccessful' },
    ])
    const narrow = await bench.connect('accounting.invoices.read')
    expect((await bench.get(narrow.access_token, '/api.xro/2.0/Invoices?page=1')).status).toBe(200)
    const refused = await bench.get(narrow.access_token, '/api.xro/2.0/Reports/ProfitAndLoss')
    expect([refused.status, await refused.json()]).toMatchObject([
      401,
      { Detail: 'AuthorizationUnsuccessful' },
    ])
  })

  it('[SX16] a token that is unknown or has expired is a 401 of its own', async () => {
    const unknown = await bench.get('nobody', '/api.xro/2.0/Invoices')
    expect([unknown.status, await unknown.json()]).toEqual([
      401,
      {
        Type: null,
        Title: 'Unauthorized',
        Status: 401,
        Detail: 'AuthenticationUnsuccessful',
        Instance: expect.any(String),
        Extensions: {},
      },
    ])
    await bench.control('POST', '/sandbox/expire-access')
    const expired = await bench.get(token, '/api.xro/2.0/Invoices')
    expect([expired.status, await expired.json()]).toMatchObject([
      401,
      { Detail: expect.stringMatching(/^TokenExpired/) },
    ])
  })

  it('[SX17] answer XML to those who do not ask for JSON', async () => {
    const answer = await bench.get(token, '/api.xro/2.0/Organisation', { accept: '*/*' })
    expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8')
    expect(await answer.text()).toContain('<Organisations><Organisation><Name>Harbour &amp; Finch</Name>')
  })
})
