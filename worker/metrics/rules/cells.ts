import type { MetricAggregation } from '../../../contracts/metrics.ts'
import { type Bucket, findBucket } from './buckets.ts'
import {
  addUnits,
  divideRounded,
  type Fraction,
  multiplyUnits,
  powerOfTen,
  type Units,
  unitsOfInteger,
} from './decimals.ts'

/**
 * One bucket of the read model (or of Postgres in its place): a metric on a day, or in a month dated on its first day.
 * `units` is a whole number of 10^-scale as text: the sum of the facts, or their extreme or last value by the metric's
 * aggregation. `n` is the number of facts behind it; a bucket of none says that nothing is recorded.
 */
export interface MetricRow {
  /** Days since 1970-01-01. */
  day: number
  /** Value of the dimension asked for; empty where it is blank, and without a dimension. */
  val: string
  units: string
  n: number
}

/** Parsed rows of one dimension value, side by side. */
export interface RowColumns {
  days: number[]
  units: Units[]
  counts: number[]
}

/** Rows of a period by dimension value. The blank value is null; without a dimension everything is under null. */
export function groupRows(
  rows: Iterable<MetricRow>,
  hasDimension: boolean,
  from: number,
  to: number,
): Map<string | null, RowColumns> {
  const groups = new Map<string | null, RowColumns>()
  for (const row of rows) {
    if (row.n === 0 || row.day < from || row.day > to) continue
    const key = hasDimension && row.val !== '' ? row.val : null
    let group = groups.get(key)
    if (group === undefined) {
      group = { days: [], units: [], counts: [] }
      groups.set(key, group)
    }
    group.days.push(row.day)
    group.units.push(unitsOfInteger(row.units))
    group.counts.push(row.n)
  }
  return groups
}

/**
 * Folded rows: one cell per bucket, then one for the whole period and one for the period up to its cut. `units` is null
 * in a cell without rows.
 */
export interface Cells {
  units: (Units | null)[]
  counts: number[]
  /** Day of the value held, which decides between two for the aggregation `last`. */
  days: number[]
}

export function emptyCells(length: number): Cells {
  return {
    units: new Array<Units | null>(length).fill(null),
    counts: new Array<number>(length).fill(0),
    days: new Array<number>(length).fill(0),
  }
}

export const totalIndex = (buckets: readonly Bucket[]): number => buckets.length
export const cutIndex = (buckets: readonly Bucket[]): number => buckets.length + 1

/** Folds rows into the cells of a period; `cutTo` is the last day of the cut, null for none. */
export function foldRows(
  cells: Cells,
  rows: RowColumns,
  buckets: readonly Bucket[],
  cutTo: number | null,
  aggregation: MetricAggregation,
): void {
  const total = totalIndex(buckets)
  for (let i = 0; i < rows.days.length; i++) {
    const day = rows.days[i] ?? 0
    const units = rows.units[i] ?? 0
    const count = rows.counts[i] ?? 0
    const bucket = findBucket(buckets, day)
    if (bucket >= 0) foldInto(cells, bucket, units, count, day, aggregation)
    foldInto(cells, total, units, count, day, aggregation)
    if (cutTo !== null && day <= cutTo) foldInto(cells, total + 1, units, count, day, aggregation)
  }
}

/** Year on year, 28 and 29 February both ask for the 28th: its rows were folded into the first, and count for both. */
export function repeatTwins(cells: Cells, buckets: readonly Bucket[]): void {
  for (let i = 1; i < buckets.length; i++) {
    const first = buckets[i - 1]
    const second = buckets[i]
    if (first?.from !== second?.from || first?.to !== second?.to) continue
    cells.units[i] = cells.units[i - 1] ?? null
    cells.counts[i] = cells.counts[i - 1] ?? 0
    cells.days[i] = cells.days[i - 1] ?? 0
  }
}

/** One cell over all rows: what values of a breakdown are ranked by. */
export function foldWhole(rows: RowColumns, aggregation: MetricAggregation): Cells {
  const cells = emptyCells(1)
  for (let i = 0; i < rows.days.length; i++) {
    foldInto(cells, 0, rows.units[i] ?? 0, rows.counts[i] ?? 0, rows.days[i] ?? 0, aggregation)
  }
  return cells
}

function foldInto(
  cells: Cells,
  index: number,
  units: Units,
  count: number,
  day: number,
  aggregation: MetricAggregation,
): void {
  const held = cells.units[index] ?? null
  const heldDay = cells.days[index] ?? 0
  cells.counts[index] = (cells.counts[index] ?? 0) + count
  if (held === null) {
    cells.units[index] = units
    cells.days[index] = day
  } else if (aggregation === 'last') {
    if (day < heldDay) return
    cells.units[index] = day === heldDay ? addUnits(held, units) : units
    cells.days[index] = day
  } else if (aggregation === 'min' || aggregation === 'max') {
    if (aggregation === 'min' ? units < held : units > held) cells.units[index] = units
  } else {
    cells.units[index] = addUnits(held, units)
  }
}

/**
 * Adds the cells of one dimension value to those of another, for the folded rest of a breakdown. The last values of
 * several accounts add up to what all of them hold, even where they date from different days.
 */
export function mergeCells(into: Cells, from: Cells, aggregation: MetricAggregation): void {
  for (let i = 0; i < into.units.length; i++) {
    const units = from.units[i] ?? null
    if (units === null) continue
    // One shared day, so that two last values are added instead of the later one winning.
    foldInto(into, i, units, from.counts[i] ?? 0, 0, aggregation)
  }
}

/** Exact value of a cell; null where nothing was recorded. */
export function fractionOfCell(
  cells: Cells,
  index: number,
  aggregation: MetricAggregation,
  scale: number,
): Fraction | null {
  const units = cells.units[index] ?? null
  if (units === null) return null
  const bottom = powerOfTen(scale)
  return {
    top: units,
    bottom: aggregation === 'avg' ? multiplyUnits(bottom, cells.counts[index] ?? 1) : bottom,
  }
}

/** Value of a cell in units of the metric's scale; an average is rounded here, once. Null: nothing recorded. */
export function unitsOfCell(cells: Cells, index: number, aggregation: MetricAggregation): Units | null {
  const units = cells.units[index] ?? null
  return units !== null && aggregation === 'avg' ? divideRounded(units, cells.counts[index] ?? 1) : units
}
