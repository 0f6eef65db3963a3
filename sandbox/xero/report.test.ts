import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { addMonths } from './days.ts'
import { type Bench, NOON, openBench } from './testing/client.ts'

interface Cell {
  Value: string
  Attributes?: { Id: string; Value: string }[]
}
interface Row {
  RowType: 'Header' | 'Section' | 'Row' | 'SummaryRow'
  Title?: string
  Cells?: Cell[]
  Rows?: Row[]
}
interface Invoice {
  Type: string
  Status: string
  DateString: string
  LineAmountTypes: string
  Total: number
  CurrencyRate: number
  LineItems: { AccountCode: string; LineAmount: number; TaxAmount: number }[]
  Payments: { Date: string; Amount: number }[]
}
interface Account {
  AccountID: string
  Code: string
  Class: string
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

const tenant = (place: number): Record<string, string> => ({
  'xero-tenant-id': bench.sandbox.organisations[place]?.tenantId ?? '',
})
const ask = (query: string, place = 0): Promise<Response> =>
  bench.get(token, `/api.xro/2.0/Reports/ProfitAndLoss?${query}`, tenant(place))

async function rowsOf(query: string, place = 0): Promise<Row[]> {
  const answer = await ask(query, place)
  expect(answer.status, query).toBe(200)
  const { Reports } = (await answer.json()) as { Reports: { Rows: Row[] }[] }
  return Reports[0]?.Rows ?? []
}

async function documents(place = 0): Promise<Invoice[]> {
  const found: Invoice[] = []
  for (let page = 1; ; page += 1) {
    const answer = await bench.get(token, `/api.xro/2.0/Invoices?page=${page}&pageSize=1000`, tenant(place))
    const { Invoices } = (await answer.json()) as { Invoices: Invoice[] }
    if (Invoices.length === 0) return found
    found.push(...Invoices)
  }
}

async function accounts(place = 0): Promise<Account[]> {
  const answer = await bench.get(token, '/api.xro/2.0/Accounts', tenant(place))
  return ((await answer.json()) as { Accounts: Account[] }).Accounts
}

/** Cents by account id, one column of the report. */
function columnOf(rows: readonly Row[], column: number): Map<string, number> {
  const lines = rows.flatMap((row) => row.Rows ?? []).filter((row) => row.Cells?.[0]?.Attributes)
  return new Map(
    lines.map((row) => [
      row.Cells?.[0]?.Attributes?.[0]?.Value ?? '',
      Math.round(Number(row.Cells?.[column]?.Value) * 100),
    ]),
  )
}

/** The same from the documents, each line in base cents without tax; zero where the report has the row. */
function summed(
  all: readonly Invoice[],
  known: readonly Account[],
  from: string,
  to: string,
): Map<string, number> {
  const sums = new Map<string, number>()
  for (const one of all) {
    const counts = one.Status === 'AUTHORISED' || one.Status === 'PAID'
    const day = one.DateString.slice(0, 10)
    if (!counts || day < from || day > to) continue
    for (const line of one.LineItems) {
      const net = one.LineAmountTypes === 'Inclusive' ? line.LineAmount - line.TaxAmount : line.LineAmount
      const id = known.find((account) => account.Code === line.AccountCode)?.AccountID ?? ''
      const base = Math.round((Math.round(net * 100) * 1_000_000) / Math.round(one.CurrencyRate * 1_000_000))
      sums.set(id, (sums.get(id) ?? 0) + base)
    }
  }
  return sums
}

const withoutZeros = (sums: Map<string, number>): Map<string, number> =>
  new Map([...sums].filter(([, cents]) => cents !== 0).sort())

describe('profit and loss', () => {
  it('[SX18] has the tree of the real one: titles, account ids, text cells, header days', async () => {
    const answer = await ask('fromDate=2026-02-01&toDate=2026-02-28&standardLayout=true')
    const { Reports } = (await answer.json()) as { Reports: Record<string, unknown>[] }
    expect(Reports[0]).toMatchObject({
      ReportID: 'ProfitAndLoss',
      ReportTitles: ['Profit & Loss', 'Harbour & Finch', '1 February 2026 to 28 February 2026'],
      ReportDate: '18 March 2026',
    })
    const rows = Reports[0]?.Rows as Row[]
    expect(rows[0]).toEqual({ RowType: 'Header', Cells: [{ Value: '' }, { Value: '28 Feb 26' }] })
    expect(rows.map((row) => row.Title)).toEqual([
      undefined,
      ' Income',
      ' Less Cost of Sales',
      undefined,
      ' Less Operating Expenses',
      undefined,
    ])
    const first = rows[1]?.Rows?.[0]
    expect(first?.Cells).toEqual([
      { Value: expect.any(String), Attributes: [{ Id: 'account', Value: expect.any(String) }] },
      {
        Value: expect.stringMatching(/^-?\d+\.\d\d$/),
        Attributes: [{ Id: 'account', Value: first?.Cells?.[0]?.Attributes?.[0]?.Value }],
      },
    ])
    expect(rows.at(-1)?.Rows?.[0]?.Cells?.[0]).toEqual({ Value: 'NET PROFIT' })
  })

  it.each([0, 1])('[SX19] is the sum of the documents for a day, in organisation %i', async (place) => {
    const all = await documents(place)
    const known = await accounts(place)
    let compared = 0
    for (const day of ['2026-03-16', '2026-03-17', '2026-03-18', '2026-02-27']) {
      const rows = await rowsOf(`fromDate=${day}&toDate=${day}&standardLayout=true`, place)
      const expected = withoutZeros(summed(all, known, day, day))
      expect(withoutZeros(columnOf(rows, 1))).toEqual(expected)
      compared += expected.size
    }
    expect(compared).toBeGreaterThan(4)
  })

  it('[SX20] applies the same span of days to each earlier month', async () => {
    const all = await documents()
    const known = await accounts()
    const [from, to] = ['2026-02-01', '2026-02-28']
    const rows = await rowsOf(`fromDate=${from}&toDate=${to}&periods=11&timeframe=MONTH&standardLayout=true`)
    const heads = rows[0]?.Cells?.map((cell) => cell.Value)
    expect(heads?.slice(0, 4)).toEqual(['', '28 Feb 26', '28 Jan 26', '28 Dec 25'])
    expect(heads).toHaveLength(13)
    for (let back = 0; back <= 11; back += 1) {
      const span = [addMonths(from, -back), addMonths(to, -back)] as const
      const expected = withoutZeros(summed(all, known, ...span))
      expect(withoutZeros(columnOf(rows, back + 1)), span[0]).toEqual(expected)
    }
    const quarters = await rowsOf('fromDate=2026-01-01&toDate=2026-03-31&periods=2&timeframe=QUARTER')
    expect(quarters[0]?.Cells?.map((cell) => cell.Value)).toEqual(['', '31 Mar 26', '31 Dec 25', '30 Sep 25'])
    const years = await rowsOf('fromDate=2026-03-01&toDate=2026-03-31&periods=1&timeframe=YEAR')
    expect(years[0]?.Cells?.map((cell) => cell.Value)).toEqual(['', '31 Mar 26', '31 Mar 25'])
  })

  it('[SX19] sums its rows to its totals and to the result', async () => {
    const rows = await rowsOf('fromDate=2026-02-01&toDate=2026-02-28', 1)
    const known = await accounts(1)
    let result = 0
    for (const section of rows) {
      const lines = section.Rows?.filter((row) => row.RowType === 'Row' && row.Cells?.[0]?.Attributes) ?? []
      const total = section.Rows?.find((row) => row.RowType === 'SummaryRow')
      const amounts = lines.map((row) => Math.round(Number(row.Cells?.[1]?.Value) * 100))
      if (total)
        expect(Math.round(Number(total.Cells?.[1]?.Value) * 100)).toBe(amounts.reduce((a, b) => a + b, 0))
      lines.forEach((row, index) => {
        const id = row.Cells?.[0]?.Attributes?.[0]?.Value
        const isIncome = known.find((account) => account.AccountID === id)?.Class === 'REVENUE'
        result += (isIncome ? 1 : -1) * (amounts[index] ?? 0)
      })
    }
    expect(Number(rows.at(-1)?.Rows?.[0]?.Cells?.[1]?.Value)).toBe(result / 100)
  })

  it('[SX21] counts payments instead of invoices with paymentsOnly', async () => {
    const all = await documents(1)
    // The second organisation trades in its base currency only, so what was paid for a whole invoice is its net amount.
    const [from, to] = ['2026-02-01', '2026-02-28']
    const paidWhole = all.filter(
      (one) => one.Type === 'ACCREC' && one.Payments.length === 1 && one.Status === 'PAID',
    )
    const dayOf = (wire: string): string => new Date(Number(/\d+/.exec(wire)?.[0])).toISOString().slice(0, 10)
    const isWithin = (wire: string): boolean => dayOf(wire) >= from && dayOf(wire) <= to
    const whole = paidWhole
      .filter((one) => one.Payments.some((payment) => isWithin(payment.Date)))
      .flatMap((one) => one.LineItems.map((line) => net(one, line)))
      .reduce((a, b) => a + b, 0)
    const parts = all.filter(
      (one) =>
        one.Type === 'ACCREC' &&
        one.Payments.some(({ Date: at }) => isWithin(at)) &&
        !paidWhole.includes(one),
    )
    const half = parts
      .flatMap((one) => one.Payments.filter((payment) => isWithin(payment.Date)))
      .reduce((sum, payment) => sum + Math.round((payment.Amount * 100) / 1.2), 0)
    const rows = await rowsOf(`fromDate=${from}&toDate=${to}&paymentsOnly=true&standardLayout=true`, 1)
    const income = ['Trading Income', 'Plus Other Income'].map((title) => {
      const section = rows.find((row) => row.Title === title)
      const total = section?.Rows?.find((row) => row.RowType === 'SummaryRow')?.Cells?.[1]?.Value
      return Math.round(Number(total) * 100)
    })
    const reported = income.reduce((a, b) => a + b, 0)
    // A part of an invoice is shared out by line and rounded there: a cent each way for each of its lines.
    expect(Math.abs(reported - whole - half)).toBeLessThanOrEqual(2 * parts.length)
    const accrued = await rowsOf(`fromDate=${from}&toDate=${to}&standardLayout=true`, 1)
    expect(columnOf(accrued, 1)).not.toEqual(columnOf(rows, 1))
  })

  it('[SX22] follows the layout of the organisation, its standard one only when asked', async () => {
    const titles = async (query: string): Promise<(string | undefined)[]> =>
      (await rowsOf(`fromDate=2026-02-01&toDate=2026-02-28&${query}`, 1)).map((row) => row.Title)
    expect(await titles('standardLayout=true')).toEqual([
      undefined,
      'Trading Income',
      'Less Cost of Sales',
      '',
      'Plus Other Income',
      'Less Operating Expenses',
      '',
    ])
    expect(await titles('')).toEqual([
      undefined,
      'Studio overheads',
      'Made on projects',
      'Turnover',
      'Result',
    ])
  })

  it('[SX22] has neither sections nor amounts for an organisation without documents', async () => {
    const rows = await rowsOf('fromDate=2026-02-01&toDate=2026-02-28&standardLayout=true', 2)
    expect(rows.map((row) => row.Rows?.map((one) => one.Cells?.map((cell) => cell.Value)))).toEqual([
      undefined,
      [['GROSS PROFIT', '0.00']],
      [['NET PROFIT', '0.00']],
    ])
  })

  it.each([
    'fromDate=2025-01-01&toDate=2026-01-02',
    'fromDate=2026-02-30&toDate=2026-03-31',
    'fromDate=2026-03-31&toDate=2026-03-01',
    'periods=12',
    'timeframe=WEEK',
  ])('[SX23] refuses %s', async (query) => {
    expect((await ask(query)).status).toBe(400)
  })

  it('[SX23] takes a range of 365 days', async () => {
    expect((await ask('fromDate=2025-01-01&toDate=2026-01-01')).status).toBe(200)
  })
})

function net(one: Invoice, line: { LineAmount: number; TaxAmount: number }): number {
  const amount = one.LineAmountTypes === 'Inclusive' ? line.LineAmount - line.TaxAmount : line.LineAmount
  return Math.round(amount * 100)
}
