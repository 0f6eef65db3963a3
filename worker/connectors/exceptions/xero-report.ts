import { isDay } from '../../../contracts/days.ts'
import type { ExactJson } from '../../platform/exact-json.ts'
import { sumText } from '../engine/amounts.ts'
import { listAt, textAt } from '../engine/paths.ts'

export type AccountKind = 'revenue' | 'expense'

interface RejectedColumn {
  kind: 'rejected'
  reason: 'layout_unknown' | 'sum_differs'
  field: string | null
  message: string
}

/** What the report says about one day. `nothing`: nothing was booked, which is no zero. */
export type DayColumn =
  | { kind: 'figures'; revenue: string; expenses: string }
  | { kind: 'nothing' }
  | RejectedColumn

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const HEADER_DAY = /^(\d{1,2}) ([A-Za-z]{3})[a-z]*\.? (\d{2}|\d{4})$/

/**
 * The days of a report tree by their column. Rows are told apart by the kind of their account, never by the title of their section,
 * which differs by layout, country and language. The report's own sums only check: a day whose rows do not add up to them is
 * rejected. A column counts if its header is the day; that of a single day also if the header cannot be read at all.
 */
export function readReport(
  rows: readonly ExactJson[],
  kinds: ReadonlyMap<string, AccountKind>,
  wanted: readonly string[],
): Map<string, DayColumn> {
  if (rows.length === 0) return new Map(wanted.map((day) => [day, { kind: 'nothing' }]))
  const header = rows.find((row) => textAt(row, 'RowType') === 'Header') ?? null
  const cells = listAt(header, 'Cells') ?? []
  const columns = new Map<string, DayColumn>()
  for (const [i, cell] of cells.entries()) {
    if (i === 0) continue
    const label = textAt(cell, 'Value')
    const day = label === null ? null : headerDay(label)
    const isTheOnlyOne = day === null && wanted.length === 1 && cells.length === 2
    const meant = isTheOnlyOne ? wanted[0] : day
    if (meant && wanted.includes(meant)) columns.set(meant, readColumn(rows, i, kinds))
  }
  return columns
}

/** The day of a column header such as `28 Feb 26`. */
function headerDay(label: string): string | null {
  const match = HEADER_DAY.exec(label)
  if (match === null) return null
  const [, day = '', month = '', year = ''] = match
  const monthNo = String(MONTHS.indexOf(month.toLowerCase()) + 1).padStart(2, '0')
  const text = `${year.length === 2 ? `20${year}` : year}-${monthNo}-${day.padStart(2, '0')}`
  return isDay(text) ? text : null
}

function readColumn(
  rows: readonly ExactJson[],
  column: number,
  kinds: ReadonlyMap<string, AccountKind>,
): DayColumn {
  const reader = new ColumnReader(column, kinds)
  reader.readRows(rows)
  if (reader.problem !== null) return reader.problem
  if (!reader.hasBookings && reader.hasAmounts)
    return problem('layout_unknown', 'There are amounts, but no row of an account.', null)
  if (!reader.hasBookings) return { kind: 'nothing' }
  const revenue = sumText(reader.amounts.revenue)
  const expenses = sumText(reader.amounts.expense)
  if (revenue === null || expenses === null) return problem('layout_unknown', 'A sum is out of bounds.', null)
  const profit = sumText([revenue], [expenses])
  if (reader.netProfit === null || profit === reader.netProfit) return { kind: 'figures', revenue, expenses }
  return problem('sum_differs', `Income less costs is ${profit}, the report says ${reader.netProfit}.`, null)
}

const problem = (
  reason: RejectedColumn['reason'],
  message: string,
  field: string | null,
): RejectedColumn => ({ kind: 'rejected', reason, field, message })

/** Running sums of one column. */
class ColumnReader {
  readonly amounts: Record<AccountKind, string[]> = { revenue: [], expense: [] }
  problem: RejectedColumn | null = null
  hasBookings = false
  /** Of an account or not, and sums as well. */
  hasAmounts = false
  /** The last result of the report itself: its net profit. */
  netProfit: string | null = null
  private readonly column: number
  private readonly kinds: ReadonlyMap<string, AccountKind>

  constructor(column: number, kinds: ReadonlyMap<string, AccountKind>) {
    this.column = column
    this.kinds = kinds
  }

  readRows(rows: readonly ExactJson[]): void {
    const ofSection: string[] = []
    for (const row of rows) {
      const type = textAt(row, 'RowType')
      if (type === 'Header') continue
      if (type === 'Section') {
        this.readRows(listAt(row, 'Rows') ?? [])
        continue
      }
      const amount = this.amountOf(row)
      if (amount !== '0') this.hasAmounts = true
      if (amount === null) this.problem ??= problem('layout_unknown', 'A cell holds no number.', labelOf(row))
      else if (type === 'SummaryRow') this.check(ofSection, amount, labelOf(row))
      else this.readRow(row, amount, ofSection)
    }
  }

  private readRow(row: ExactJson, amount: string, ofSection: string[]): void {
    const id = accountOf(row)
    if (id === null) {
      // A result, such as the net profit, is worked out from other rows and stands apart from accounts.
      if (ofSection.length > 0 && amount !== '0')
        this.problem ??= problem('layout_unknown', 'A row belongs to no account.', labelOf(row))
      this.netProfit = amount
      return
    }
    ofSection.push(amount)
    if (amount === '0') return
    this.hasBookings = true
    const kind = this.kinds.get(id)
    if (kind !== undefined) this.amounts[kind].push(amount)
    else
      this.problem ??= problem(
        'layout_unknown',
        'A row belongs to an account that is not known.',
        labelOf(row),
      )
  }

  private check(ofSection: readonly string[], sum: string, label: string | null): void {
    if (ofSection.length > 0 && sumText(ofSection) !== sum)
      this.problem ??= problem('sum_differs', 'The rows of a section do not add up to its total.', label)
  }

  /** The amount in this column. An empty cell, or one that is left out, adds nothing. Null: no number. */
  private amountOf(row: ExactJson): string | null {
    const text = textAt(row, `Cells.${this.column}.Value`)
    return text === null ? '0' : sumText([text])
  }
}

function accountOf(row: ExactJson): string | null {
  for (const cell of listAt(row, 'Cells') ?? [])
    for (const attribute of listAt(cell, 'Attributes') ?? [])
      if (textAt(attribute, 'Id') === 'account') return textAt(attribute, 'Value')
  return null
}

const labelOf = (row: ExactJson): string | null => textAt(row, 'Cells.0.Value')
