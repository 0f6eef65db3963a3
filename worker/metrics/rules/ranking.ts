import { type Cells, emptyCells, foldWhole } from './cells.ts'
import { absoluteUnits, type Units } from './decimals.ts'
import type { PlannedQuestion } from './question.ts'
import { type LeafRows, metricValue } from './values.ts'
import type { WaitingRow } from './waiting.ts'

/**
 * Every value of the asked dimension, largest first by the absolute total of the first metric over the asked range.
 * Values without such a total (recorded only for another metric, only in the earlier period, or in nothing but amounts that wait for a rate) come last; equal ones
 * are in order of their text, blank last, so that the same facts always give the same order.
 */
export function rankValues(
  planned: PlannedQuestion,
  current: LeafRows,
  earlier: LeafRows | null,
  waiting: ReadonlyMap<string, readonly WaitingRow[]>,
): (string | null)[] {
  const [first] = planned.metrics
  const values = new Set<string | null>()
  for (const rows of [current, earlier ?? new Map()]) {
    for (const groups of rows.values()) for (const value of groups.keys()) values.add(value)
  }
  for (const rows of waiting.values()) for (const { val } of rows) values.add(val === '' ? null : val)
  const ranked = [...values].map((value) => {
    const cells = new Map<string, Cells>(
      (first?.leaves ?? []).map((key) => {
        const rows = current.get(key)?.get(value)
        const aggregation = planned.leaves.get(key)?.aggregation ?? 'sum'
        return [key, rows === undefined ? emptyCells(1) : foldWhole(rows, aggregation)]
      }),
    )
    const total = first === undefined ? null : metricValue(planned, first, cells, 0)
    return { value, size: total?.kind === 'value' ? absoluteUnits(total.units) : null }
  })
  ranked.sort((a, b) => compareSizes(a.size, b.size) || compareTexts(a.value, b.value))
  return ranked.map(({ value }) => value)
}

function compareSizes(a: Units | null, b: Units | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return a === b ? 0 : a > b ? -1 : 1
}

function compareTexts(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return a < b ? -1 : Number(a > b)
}
