import { addMonths, type Day, longDay, shortDay } from './days.ts'
import { netCents, type SalesDocument, toBaseCents, totalCents } from './documents.ts'
import { moneyText } from './json.ts'
import type { Account, Layout, Organisation } from './organisations.ts'

/** Days of one column, both included. */
export interface Span {
  from: Day
  to: Day
}

export const TIMEFRAME_MONTHS = { MONTH: 1, QUARTER: 3, YEAR: 12 } as const
export type Timeframe = keyof typeof TIMEFRAME_MONTHS

/**
 * The columns of a report, newest first. Earlier periods get the same days of earlier months, as in Xero: a span
 * that ends on 28 February also ends on 28 January.
 */
export function spansOf(latest: Span, periods: number, timeframe: Timeframe): Span[] {
  return Array.from({ length: periods + 1 }, (_, back) => {
    const months = -back * TIMEFRAME_MONTHS[timeframe]
    return { from: addMonths(latest.from, months), to: addMonths(latest.to, months) }
  })
}

/** What a document adds to each account within a span, in base cents. */
type Share = (
  document: SalesDocument,
  span: Span,
) => readonly (readonly [accountCode: string, cents: number])[]

const isWithin = (day: Day, span: Span): boolean => day >= span.from && day <= span.to

/** When it was invoiced or billed: approved documents count on their date. */
const accrual: Share = (document, span) => {
  const counts = document.status === 'AUTHORISED' || document.status === 'PAID'
  if (!counts || !isWithin(document.day, span)) return []
  return document.lines.map((line) => [
    line.accountCode,
    toBaseCents(netCents(document, line), document.rateE6),
  ])
}

/** When it was paid: a payment carries its share of each line, and the last one the rest. */
const cash: Share = (document, span) => {
  const shares: [string, number][] = []
  const total = totalCents(document)
  let paidBefore = 0
  for (const payment of document.payments) {
    const paidAfter = paidBefore + payment.amountCents
    if (isWithin(payment.day, span))
      for (const line of document.lines) {
        const net = toBaseCents(netCents(document, line), document.rateE6)
        const upTo = (paid: number): number => Math.round((net * paid) / total)
        shares.push([line.accountCode, upTo(paidAfter) - upTo(paidBefore)])
      }
    paidBefore = paidAfter
  }
  return shares
}

/** Base cents by account code, one map for each span. */
function sumsOf(
  documents: readonly SalesDocument[],
  spans: readonly Span[],
  share: Share,
): Map<string, number>[] {
  return spans.map((span) => {
    const sums = new Map<string, number>()
    for (const document of documents)
      for (const [code, cents] of share(document, span)) sums.set(code, (sums.get(code) ?? 0) + cents)
    return sums
  })
}

export interface ProfitAndLossQuestion {
  spans: readonly Span[]
  paymentsOnly: boolean
  layout: Layout
  today: Day
  nowMs: number
  /** Leaves the Value of cells out where it would be 0.00. */
  withoutZeros: boolean
  /** Leaves out which account a row is of. */
  withoutAccounts: boolean
  /** The days that head the columns are so many months after those of the amounts. */
  headedMonthsLater: number
  /** Stands before each amount. */
  sign: string
}

interface Cell {
  Value?: string
  Attributes?: { Value: string; Id: 'account' }[]
}

interface Row {
  RowType: 'Header' | 'Section' | 'Row' | 'SummaryRow'
  Title?: string
  Cells?: Cell[]
  Rows?: Row[]
}

/** The report as Xero sends it, made from the documents. */
export function profitAndLoss(
  organisation: Organisation,
  documents: readonly SalesDocument[],
  question: ProfitAndLossQuestion,
): object {
  const { spans } = question
  const sums = sumsOf(documents, spans, question.paymentsOnly ? cash : accrual)
  const latest = spans[0] ?? { from: question.today, to: question.today }
  const rows = rowsOf(organisation.accounts, question, sums)
  return {
    ReportID: 'ProfitAndLoss',
    ReportName: 'Profit and Loss',
    ReportType: 'ProfitAndLoss',
    ReportTitles: ['Profit & Loss', organisation.name, `${longDay(latest.from)} to ${longDay(latest.to)}`],
    ReportDate: longDay(question.today),
    UpdatedDateUTC: `/Date(${question.nowMs})/`,
    Fields: [],
    Rows: rows.map((row) => changed(row, question)),
  }
}

function rowsOf(
  accounts: readonly Account[],
  { spans, layout, headedMonthsLater }: ProfitAndLossQuestion,
  sums: readonly Map<string, number>[],
): Row[] {
  const heads = spans.map((span) => ({ Value: shortDay(addMonths(span.to, headedMonthsLater)) }))
  const header = [{ Value: '' }, ...heads]
  const rows: Row[] = [{ RowType: 'Header', Cells: header }]
  const result = spans.map(() => 0)
  const resultSection = (label: string): Row => ({
    RowType: 'Section',
    ...(layout.resultTitle === undefined ? {} : { Title: layout.resultTitle }),
    Rows: [{ RowType: 'Row', Cells: cellsOf(label, result) }],
  })
  for (const section of layout.sections) {
    const shown = accounts
      .filter((account) => section.types.includes(account.type) && sums.some((sum) => sum.has(account.code)))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    const total = spans.map(() => 0)
    const lines = shown.map((account): Row => {
      const cents = sums.map((sum) => sum.get(account.code) ?? 0)
      cents.forEach((amount, column) => {
        const sign = isIncome(account) ? 1 : -1
        total[column] = (total[column] ?? 0) + amount
        result[column] = (result[column] ?? 0) + sign * amount
      })
      return { RowType: 'Row', Cells: cellsOf(account.name, cents, account.id) }
    })
    if (lines.length > 0) {
      const summary: Row = { RowType: 'SummaryRow', Cells: cellsOf(section.total, total) }
      rows.push({ RowType: 'Section', Title: section.title, Rows: [...lines, summary] })
    }
    if (section.subtotal !== undefined) rows.push(resultSection(section.subtotal))
  }
  rows.push(resultSection(layout.netProfit))
  return rows
}

const isIncome = (account: Account): boolean =>
  account.type === 'REVENUE' || account.type === 'SALES' || account.type === 'OTHERINCOME'

function cellsOf(label: string, cents: readonly number[], accountId?: string): Cell[] {
  const values = [label, ...cents.map(moneyText)]
  if (accountId === undefined) return values.map((Value) => ({ Value }))
  return values.map((Value) => ({ Value, Attributes: [{ Value: accountId, Id: 'account' }] }))
}

const AMOUNT = /^-?\d+\.\d\d$/

/** A row and those below it as the question wants their cells. */
function changed({ Cells, Rows, ...row }: Row, question: ProfitAndLossQuestion): Row {
  const cells = Cells?.map(({ Value = '', Attributes }): Cell => {
    const isLeftOut = question.withoutZeros && Value === '0.00'
    const shown = AMOUNT.test(Value) ? `${question.sign}${Value}` : Value
    return {
      ...(isLeftOut ? {} : { Value: shown }),
      ...(Attributes && !question.withoutAccounts ? { Attributes } : {}),
    }
  })
  const rows = Rows?.map((one) => changed(one, question))
  return { ...row, ...(cells ? { Cells: cells } : {}), ...(rows ? { Rows: rows } : {}) }
}
