import { addDays, addMonths, isDay, isoWeekday, startOfMonth } from '../../../contracts/days.ts'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import type { CustomMetricView, SheetOther, SheetView } from '../../../contracts/records.ts'
import { add, compare, percentOf } from '../../lib/decimal.ts'

/** What a column is: a metric of the catalogue, or one that its first value will make. */
export type SheetColumn = Pick<
  MetricDefinition,
  'key' | 'label' | 'unit' | 'currency' | 'aggregation' | 'direction' | 'scale'
> & { isNew: boolean }

const byLabel = (a: SheetColumn, b: SheetColumn) => a.label.localeCompare(b.label) || (a.key < b.key ? -1 : 1)

/**
 * The columns of a sheet, by label: its metrics, and those that their first value is making. Such a one stays until the sheet has it: the
 * catalogue may know it sooner, and a column that went meanwhile would take with it what is being typed.
 */
export function columnsOf(
  onSheet: readonly string[],
  catalogue: readonly MetricDefinition[],
  drafts: readonly SheetColumn[],
): SheetColumn[] {
  const columns = new Map(drafts.map((draft) => [draft.key as string, draft]))
  const wanted = new Set([...onSheet, ...columns.keys()])
  for (const metric of catalogue)
    if (wanted.has(metric.key)) columns.set(metric.key, { ...metric, isNew: false })
  return [...columns.values()].sort(byLabel)
}

/** The first day of the month an address names, `2026-11`; that of today where it names none. */
export function monthOf(text: string | undefined, today: string): string {
  const first = `${text}-01`
  return isDay(first) ? first : startOfMonth(today)
}

/** Days of the month that begins on a day, in order. */
export function daysOfMonth(first: string): string[] {
  const days: string[] = []
  for (let day = first; day < addMonths(first, 1); day = addDays(day, 1)) days.push(day)
  return days
}

export const isWeekend = (day: string): boolean => isoWeekday(day) > 5

/** Name of a cell, for looking it up. */
export const cellName = (metric: string, day: string): string => `${metric} ${day}`

/** What the server knows of a cell. */
export interface KnownCell {
  typed: CustomMetricView | null
  other: SheetOther | null
}

/** The cells of an answer by name; a cell that is not in it is empty. */
export function cellsOf(view: Pick<SheetView, 'values' | 'others'>): ReadonlyMap<string, KnownCell> {
  const cells = new Map<string, KnownCell>()
  for (const typed of view.values)
    cells.set(cellName(typed.metricName, typed.recordDate), { typed, other: null })
  for (const other of view.others) {
    const name = cellName(other.metricName, other.recordDate)
    cells.set(name, { typed: cells.get(name)?.typed ?? null, other })
  }
  return cells
}

/** Whether a value may be typed: where another source has one, a second would be added to it unseen. */
export const isOpen = (cell: KnownCell | undefined): boolean => !cell?.other || cell.typed !== null

/** The figure of a column of values in the order of their days, as its metric adds up; null: there is none. */
export function totalOf(
  values: readonly (string | null)[],
  { aggregation, scale }: Pick<SheetColumn, 'aggregation' | 'scale'>,
): string | null {
  const known = values.filter((value) => value !== null)
  const [first, ...rest] = known
  if (first === undefined) return null
  const sum = rest.reduce(add, first)
  switch (aggregation) {
    case 'sum':
      return sum
    case 'avg':
      // Per cent of a hundred times as many is the plain quotient, rounded once and half away from zero.
      return percentOf(sum, String(known.length * 100), scale)
    case 'last':
      return known.at(-1) ?? null
    case 'min':
      return rest.reduce((least, value) => (compare(value, least) < 0 ? value : least), first)
    case 'max':
      return rest.reduce((most, value) => (compare(value, most) > 0 ? value : most), first)
    case 'ratio':
      return null
  }
}

/** A cell by its place in the grid, counted from 0. */
export interface Place {
  row: number
  column: number
}

/** Where a key leads from a cell; null: the key moves nothing. */
export function moveBy(
  { key, isCtrl }: { key: string; isCtrl: boolean },
  at: Place,
  size: { rows: number; columns: number },
): Place | null {
  const [lastRow, lastColumn] = [size.rows - 1, size.columns - 1]
  const to = (row: number, column: number): Place => ({
    row: Math.min(Math.max(row, 0), lastRow),
    column: Math.min(Math.max(column, 0), lastColumn),
  })
  switch (key) {
    case 'ArrowUp':
      return isCtrl ? to(0, at.column) : to(at.row - 1, at.column)
    case 'ArrowDown':
      return isCtrl ? to(lastRow, at.column) : to(at.row + 1, at.column)
    case 'ArrowLeft':
      return isCtrl ? to(at.row, 0) : to(at.row, at.column - 1)
    case 'ArrowRight':
      return isCtrl ? to(at.row, lastColumn) : to(at.row, at.column + 1)
    case 'Home':
      return to(isCtrl ? 0 : at.row, 0)
    case 'End':
      return to(isCtrl ? lastRow : at.row, lastColumn)
    case 'PageUp':
      return to(at.row - PAGE_ROWS, at.column)
    case 'PageDown':
      return to(at.row + PAGE_ROWS, at.column)
    default:
      return null
  }
}
const PAGE_ROWS = 7

/** The next cell to fill after this one: to the right, at the end of a row the first of the next; null after the last. */
export function nextOf(at: Place, step: 1 | -1, size: { rows: number; columns: number }): Place | null {
  const index = at.row * size.columns + at.column + step
  if (index < 0 || index >= size.rows * size.columns) return null
  return { row: Math.floor(index / size.columns), column: index % size.columns }
}
