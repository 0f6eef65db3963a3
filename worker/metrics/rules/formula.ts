import { unreachable } from '../../../contracts/result.ts'
import {
  addFractions,
  divideFractions,
  type Fraction,
  multiplyFractions,
  negateUnits,
  type Units,
  unitsOfFraction,
  zeroFraction,
} from './decimals.ts'
import type { Expression } from './expression.ts'

/**
 * A value or the reason there is none. `missing`: nothing was recorded. `not_applicable`: the operands were recorded,
 * but the value does not exist (a division by zero).
 */
export type Value = { kind: 'value'; units: Units } | { kind: 'missing' } | { kind: 'not_applicable' }

export const missingValue: Value = { kind: 'missing' }
export const notApplicable: Value = { kind: 'not_applicable' }

/** What a formula needs of one operand in one bucket; `amount` is null where nothing was recorded. */
export interface OperandAmount {
  amount: Fraction | null
  /** True for sums and counts, which are zero where nothing was recorded; an average or a balance is unknown there. */
  isZeroWhenAbsent: boolean
}

/**
 * One value of a formula, rounded once, at the end, to `scale`.
 *
 * Within one bucket: when no operand was recorded the result is missing. Otherwise an absent sum counts as zero (no
 * expense rows on a day with sales means no expenses), an absent average, balance or extreme makes the result missing,
 * and a division by zero makes it not applicable.
 */
export function evaluateFormula(
  expression: Expression,
  operands: readonly string[],
  operandOf: (key: string) => OperandAmount,
  scale: number,
): Value {
  const amounts = new Map<string, Fraction>()
  let recorded = 0
  let isUnknown = false
  for (const key of operands) {
    const { amount, isZeroWhenAbsent } = operandOf(key)
    if (amount !== null) recorded++
    else if (!isZeroWhenAbsent) isUnknown = true
    amounts.set(key, amount ?? zeroFraction)
  }
  if (recorded === 0 || isUnknown) return missingValue
  const result = calculate(expression, amounts)
  return result === null ? notApplicable : { kind: 'value', units: unitsOfFraction(result, scale) }
}

/** Exact result, or null when something is divided by zero. */
function calculate(expression: Expression, amounts: ReadonlyMap<string, Fraction>): Fraction | null {
  switch (expression.kind) {
    case 'number':
      return expression.value
    case 'metric':
      return amounts.get(expression.key) ?? zeroFraction
    case 'negate': {
      const operand = calculate(expression.operand, amounts)
      return operand === null ? null : negated(operand)
    }
    case 'binary': {
      const left = calculate(expression.left, amounts)
      const right = calculate(expression.right, amounts)
      if (left === null || right === null) return null
      switch (expression.operator) {
        case '+':
          return addFractions(left, right)
        case '-':
          return addFractions(left, negated(right))
        case '*':
          return multiplyFractions(left, right)
        case '/':
          return divideFractions(left, right)
        default:
          return unreachable(expression.operator)
      }
    }
    default:
      return unreachable(expression)
  }
}

function negated(fraction: Fraction): Fraction {
  return { top: negateUnits(fraction.top), bottom: fraction.bottom }
}
