import { describe, expect, it } from 'vitest'
import { addDays } from '../../../contracts/days.ts'
import { type ExactJson, parseExactJson } from '../../platform/exact-json.ts'
import type { Request } from '../engine/define.ts'
import type { ReaderPage, Run } from '../engine/stream-reader.ts'
import { jobsOf, xeroProfitAndLoss } from './xero-profit-and-loss.ts'
import { type AccountKind, readReport } from './xero-report.ts'

const DAY = '2026-03-18'
const KINDS = new Map<string, AccountKind>([
  ['sales', 'revenue'],
  ['rent', 'expense'],
])
const exact = (value: unknown): ExactJson => parseExactJson(JSON.stringify(value))
const cell = (Value: string, account?: string) => ({
  Value,
  ...(account ? { Attributes: [{ Id: 'account', Value: account }] } : {}),
})
const row = (label: string, values: string[], account: string, RowType = 'Row') => ({
  RowType,
  Cells: [cell(label, account), ...values.map((value) => cell(value, account))],
})
const sum = (label: string, values: string[], RowType = 'SummaryRow') => ({
  RowType,
  Cells: [cell(label), ...values.map((value) => cell(value))],
})

/** A report of some days; `titles` are what the layout calls its sections. */
function report(days: string[], changes: { sales?: string[]; net?: string[]; titles?: string[] } = {}) {
  const zeroes = days.map(() => '0.00')
  const sales = changes.sales ?? days.map(() => '100.10')
  const net = changes.net ?? days.map(() => '70.00')
  const [income, costs] = changes.titles ?? [' Income', 'Less Operating Expenses']
  return [
    { RowType: 'Header', Cells: [cell(''), ...days.map((day) => cell(day))] },
    { RowType: 'Section', Title: income, Rows: [row('Sales', sales, 'sales'), sum('Total', sales)] },
    { RowType: 'Section', Rows: [sum('Gross Profit', zeroes, 'Row')] },
    {
      RowType: 'Section',
      Title: costs,
      Rows: [
        row(
          'Rent',
          days.map(() => '30.10'),
          'rent',
        ),
        sum(
          'Total',
          days.map(() => '30.10'),
        ),
      ],
    },
    { RowType: 'Section', Title: '', Rows: [sum('Net Profit', net, 'Row')] },
  ]
}
const read = (rows: unknown, wanted: string[]) => readReport(exact(rows) as ExactJson[], KINDS, wanted)
const FIGURES = { kind: 'figures', revenue: '100.1', expenses: '30.1' }

describe('the report', () => {
  it.each([[[' Income', 'Less Cost of Sales']], [['Umsatz', '']], [['Less Expenses', 'Trading Income']]])(
    '[CN22] is read by the kind of its accounts, whatever its sections are called: %j',
    (titles) => {
      expect(read(report(['18 Mar 26'], { titles }), [DAY]).get(DAY)).toEqual(FIGURES)
    },
  )

  it('[CN22] is read by the day its columns name, wherever they stand', () => {
    const columns = read(report(['18 Feb 26', '18 March 2026', '18 Jan 26']), [DAY, '2026-02-18'])
    expect([...columns.keys()].sort()).toEqual(['2026-02-18', DAY])
  })

  it.each([
    ['sum_differs', report(['18 Mar 26'], { net: ['71.00'] })],
    ['layout_unknown', report(['18 Mar 26'], { sales: ['a lot'] })],
    [
      'layout_unknown',
      [...report(['18 Mar 26']).slice(0, 1), { RowType: 'Section', Rows: [row('New', ['5'], 'unheard-of')] }],
    ],
  ])('[CN22] gives no figure where it does not add up or is not understood: %s', (reason, rows) => {
    expect(read(rows, [DAY]).get(DAY)).toMatchObject({ kind: 'rejected', reason })
  })

  it('[CN22] with amounts that belong to no account is not taken for a day without bookings', () => {
    const rows = [
      ...report(['18 Mar 26']).slice(0, 1),
      { RowType: 'Section', Rows: [sum('Sales', ['5'], 'Row'), sum('Total', ['5'])] },
      { RowType: 'Section', Rows: [sum('Net Profit', ['5'], 'Row')] },
    ]
    expect(read(rows, [DAY]).get(DAY)).toMatchObject({ kind: 'rejected', reason: 'layout_unknown' })
  })

  it('[CN23] without a booking is nothing, which is no zero', () => {
    expect(read([], [DAY]).get(DAY)).toEqual({ kind: 'nothing' })
    const header = report(['18 Mar 26']).slice(0, 1)
    const empty = [...header, { RowType: 'Section', Rows: [row('Sales', [''], 'sales')] }]
    expect(read(empty, [DAY]).get(DAY)).toEqual({ kind: 'nothing' })
  })
})

const run = (cursor: string | null): Run => ({
  startedAt: `${DAY}T00:00:00.000Z`,
  today: DAY,
  timeZone: 'UTC',
  cursor,
})
const daysOf = (from: string): string[] => {
  const days: string[] = []
  for (let day = DAY; day >= from; day = addDays(day, -1)) days.push(day)
  return days.sort()
}

/** Every day the calls of a run ask for. */
function daysAsked(cursor: string | null): string[] {
  return jobsOf(run(cursor))
    .flatMap(({ day, monthsBefore }) =>
      Array.from({ length: monthsBefore + 1 }, (_, i) => {
        const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
        return new Date(Date.UTC(year, month - 1 - i, date)).toISOString().slice(0, 10)
      }),
    )
    .sort()
}

describe('the calls of a run', () => {
  it('[CN24] ask for each day of 12 months once, and fit into one minute of the provider', () => {
    expect(daysAsked(null)).toEqual(daysOf('2025-03-19'))
    // Two more ask for the chart of accounts and the organisation.
    expect(jobsOf(run(null)).length + 2).toBeLessThanOrEqual(60)
  })

  it('[CN24] ask again for the month of the cursor and two before, and for nothing when it lies ahead', () => {
    expect(daysAsked(DAY)).toEqual(daysOf('2026-01-01'))
    expect(jobsOf(run('2999-01-01'))).toEqual([])
  })

  it('[CN24] begin with today', () => {
    expect(jobsOf(run(null))[0]?.day).toBe(DAY)
  })
})

describe('the reader', () => {
  async function readPages(reports: (request: Request) => unknown, pages: number) {
    const asked: Request[] = []
    const memo = new Map<string, unknown>()
    const read: ReaderPage[] = []
    let state: string | null = null
    for (let i = 0; i < pages; i += 1) {
      const outcome = await xeroProfitAndLoss.read({
        run: run(null),
        state,
        memo,
        call: async (request) => {
          asked.push(request)
          if (request.path === '/Organisation')
            return { ok: true, json: exact({ Organisations: [{ BaseCurrency: 'AUD' }] }) }
          if (request.path === '/Accounts') {
            const accounts = [
              { AccountID: 'sales', Type: 'SALES' },
              { AccountID: 'rent', Class: 'EXPENSE' },
            ]
            return { ok: true, json: exact({ Accounts: accounts }) }
          }
          return { ok: true, json: exact({ Reports: [{ Rows: reports(request) }] }) }
        },
      })
      if (!outcome.ok) throw new Error(outcome.stop.detail)
      read.push(outcome.page)
      state = outcome.page.next
    }
    return { read, asked }
  }

  it('[CN24] asks for the same day of earlier months by the same call', async () => {
    const { asked } = await readPages(() => [], 1)
    expect(asked.at(-1)?.query).toMatchObject({
      fromDate: DAY,
      toDate: DAY,
      periods: '11',
      timeframe: 'MONTH',
      standardLayout: 'true',
    })
  })

  it('[CN23] takes a day away where nothing is booked any more', async () => {
    const { read } = await readPages(() => [], 1)
    expect(read[0]?.records).toHaveLength(12)
    expect(new Set(read[0]?.records.map(({ kind }) => kind))).toEqual(new Set(['deleted']))
  })

  it('[CN23] asks alone for a day whose column is missing, and sets it aside when that says another day', async () => {
    const { read, asked } = await readPages(() => report(['18 Mar 26']), 2)
    expect(read[0]?.records).toMatchObject([
      { kind: 'financial', recordDate: DAY, revenue: '100.1', expenses: '30.1', currency: 'AUD' },
    ])
    expect(asked.at(-1)?.query).toMatchObject({ fromDate: '2026-02-18', toDate: '2026-02-18' })
    expect(asked.at(-1)?.query).not.toHaveProperty('periods')
    expect(read[1]?.records).toEqual([])
    expect(read[1]?.rejects).toMatchObject([
      { recordKey: 'profit-and-loss:2026-02-18', reason: 'layout_unknown' },
    ])
  })
})
