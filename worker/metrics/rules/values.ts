import { type Cells, fractionOfCell, type RowColumns, unitsOfCell } from './cells.ts'
import { evaluateFormula, missingValue, type OperandAmount, type Value } from './formula.ts'
import type { PlannedMetric, PlannedQuestion } from './question.ts'

/** Rows of every leaf for one period, by dimension value. */
export type LeafRows = ReadonlyMap<string, ReadonlyMap<string | null, RowColumns>>

/** Value of a metric in one cell: of its own rows, or worked out from its operands. */
export function metricValue(
  planned: PlannedQuestion,
  metric: PlannedMetric,
  cellsOf: ReadonlyMap<string, Cells>,
  index: number,
): Value {
  const { definition, formula } = metric
  if (formula === null) {
    const cells = cellsOf.get(definition.key)
    const units = cells === undefined ? null : unitsOfCell(cells, index, definition.aggregation)
    return units === null ? missingValue : { kind: 'value', units }
  }
  const operandOf = (key: string): OperandAmount => {
    const cells = cellsOf.get(key)
    const leaf = planned.leaves.get(key)
    if (cells === undefined || leaf === undefined) return { amount: null, isZeroWhenAbsent: false }
    const amount = fractionOfCell(cells, index, leaf.aggregation, leaf.scale)
    return { amount, isZeroWhenAbsent: leaf.aggregation === 'sum' }
  }
  return evaluateFormula(formula.expression, formula.operands, operandOf, definition.scale)
}
