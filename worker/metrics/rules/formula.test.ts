import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FORMULA_NODES_MAX } from '../../../contracts/limits.ts'
import { dimensionsOf, leavesOf, openCatalogue } from './catalogue.ts'
import { unitsOfInteger } from './decimals.ts'
import { type Expression, keysOf, type Operator, parseFormula } from './expression.ts'
import { evaluateFormula, type OperandAmount, type Value } from './formula.ts'
import { aFormula, aMetric } from './testCatalogue.ts'

const metric = (key: string): Expression => ({ kind: 'metric', key })
const binary = (left: Expression, operator: Operator, right: Expression): Expression => ({
  kind: 'binary',
  operator,
  left,
  right,
})

function parsed(text: string): Expression {
  const result = parseFormula(text)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

function refusalOf(text: string): { message: string; position: number } {
  const result = parseFormula(text)
  if (result.ok) throw new Error(`"${text}" was not refused`)
  return result.error
}

/** Value of a formula for whole amounts of scale 0; null is an absent sum. */
function formulaValue(text: string, amounts: Record<string, number | null>, scale = 2): Value {
  const expression = parsed(text)
  const operandOf = (key: string): OperandAmount => {
    const amount = amounts[key] ?? null
    return { amount: amount === null ? null : { top: amount, bottom: 1 }, isZeroWhenAbsent: true }
  }
  return evaluateFormula(expression, keysOf(expression), operandOf, scale)
}

describe('the formula language', () => {
  it('[ME15] binds products before sums, from the left, and brackets first', () => {
    const [a, b, c] = [metric('a'), metric('b'), metric('c')]
    expect(parsed('a+b*c')).toEqual(binary(a, '+', binary(b, '*', c)))
    expect(parsed(' a - b - c ')).toEqual(binary(binary(a, '-', b), '-', c))
    expect(parsed('(a-b)/c')).toEqual(binary(binary(a, '-', b), '/', c))
    expect(parsed('a / -b')).toEqual(binary(a, '/', { kind: 'negate', operand: b }))
    expect(parsed('--a')).toEqual({ kind: 'negate', operand: { kind: 'negate', operand: a } })
  })

  it('[ME15] reads decimal numbers exactly', () => {
    expect(parsed('0.1')).toEqual({ kind: 'number', value: { top: 1, bottom: 10 } })
    expect(parsed('123456789012345678901234567890')).toEqual({
      kind: 'number',
      value: { top: 123456789012345678901234567890n, bottom: 1 },
    })
  })

  it.each([
    ['', 1, 'the end'],
    ['a +', 4, 'the end'],
    ['a b', 3, 'operator is missing'],
    ['(a', 3, 'not closed'],
    ['a)', 2, 'operator is missing'],
    ['a + * b', 5, '"*"'],
    ['+a', 1, '"+"'],
    ['Revenue', 1, 'lower case'],
    ['_a', 1, 'lower case'],
    ['a ** b', 4, '"*"'],
    ['a % b', 3, '"%" is not part'],
    ['a  .5', 4, '"." is not part'],
    ['a[0]', 2, '"[" is not part'],
    ['f(a)', 2, 'operator is missing'],
    ['1e3', 2, 'operator is missing'],
    ['a 😀', 3, '"😀" is not part'],
  ])('[ME15] refuses "%s" at %i', (text, position, words) => {
    const refusal = refusalOf(text)
    expect(refusal.message).toContain(words)
    expect(refusal.position).toBe(position)
  })

  it('[ME15] bounds parts and nesting', () => {
    const longest = Array.from({ length: FORMULA_NODES_MAX / 2 }, () => 'a').join('+')
    expect(parseFormula(longest).ok).toBe(true)
    expect(refusalOf(`${longest}+a`).message).toContain('at most 200 parts')
    expect(refusalOf(`${'('.repeat(450)}a${')'.repeat(450)}`).message).toContain('at most 200 parts')
    expect(refusalOf(`${'-'.repeat(300)}a`).message).toContain('at most 200 parts')
  })

  it('[ME15] never crashes on any text', () => {
    const pieces = fc.array(
      fc.constantFrom('a', 'b1', '1', '2.5', '+', '-', '*', '/', '(', ')', ' ', '.', 'A', '$'),
    )
    fc.assert(
      fc.property(pieces, (list) => {
        const result = parseFormula(list.join(''))
        if (!result.ok) expect(result.error.position).toBeGreaterThan(0)
      }),
    )
  })
})

interface Rational {
  top: bigint
  bottom: bigint
}

/** The same arithmetic in plain BigInt fractions: null is a division by zero. */
function reference(expression: Expression, amounts: Record<string, bigint>, bottom: bigint): Rational | null {
  if (expression.kind === 'number')
    return { top: BigInt(expression.value.top), bottom: BigInt(expression.value.bottom) }
  if (expression.kind === 'metric') return { top: amounts[expression.key] ?? 0n, bottom }
  if (expression.kind === 'negate') {
    const operand = reference(expression.operand, amounts, bottom)
    return operand && { top: -operand.top, bottom: operand.bottom }
  }
  const a = reference(expression.left, amounts, bottom)
  const b = reference(expression.right, amounts, bottom)
  if (a === null || b === null) return null
  if (expression.operator === '+')
    return { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom }
  if (expression.operator === '-')
    return { top: a.top * b.bottom - b.top * a.bottom, bottom: a.bottom * b.bottom }
  if (expression.operator === '*') return { top: a.top * b.top, bottom: a.bottom * b.bottom }
  return b.top === 0n ? null : { top: a.top * b.bottom, bottom: a.bottom * b.top }
}

const anyText = fc.letrec<{ sum: string }>((tie) => ({
  sum: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('a', 'b', 'c', '2', '0.25', '100'),
    fc
      .tuple(tie('sum'), fc.constantFrom('+', '-', '*', '/'), tie('sum'))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie('sum').map((operand) => `-${operand}`),
  ),
})).sum

describe('the value of a formula', () => {
  it('[ME16] equals exact rational arithmetic, rounded once', () => {
    const amount = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n })
    const amounts = fc.record({ a: amount, b: amount, c: fc.oneof(amount, fc.constant(0n)) })
    fc.assert(
      fc.property(anyText, amounts, (text, record) => {
        const expression = parsed(text)
        const operandOf = (key: string): OperandAmount => ({
          amount: { top: unitsOfInteger(String(record[key as 'a' | 'b' | 'c'])), bottom: 10_000 },
          isZeroWhenAbsent: true,
        })
        const value = evaluateFormula(expression, ['a', 'b', 'c'], operandOf, 3)
        const exact = reference(expression, record, 10_000n)
        if (exact === null) {
          expect(value.kind).toBe('not_applicable')
          return
        }
        if (value.kind !== 'value') throw new Error(value.kind)
        // The nearest whole number differs from the exact value by at most a half.
        const [top, bottom] = [exact.top * 1000n, exact.bottom]
        const distance = (BigInt(value.units) * bottom - top) * 2n
        expect(
          distance <= (bottom < 0n ? -bottom : bottom) && -distance <= (bottom < 0n ? -bottom : bottom),
        ).toBe(true)
      }),
    )
  })

  it('[ME16] is rounded only at the end', () => {
    expect(formulaValue('a / 3 * 3', { a: 1 }, 0)).toEqual({ kind: 'value', units: 1 })
    expect(formulaValue('(a - b) / a * 100', { a: 3, b: 1 }, 1)).toEqual({ kind: 'value', units: 667 })
  })

  it('[ME17] takes an absent sum as zero once anything was recorded', () => {
    expect(formulaValue('a - b', { a: 5, b: null })).toEqual({ kind: 'value', units: 500 })
    expect(formulaValue('a - b', { a: null, b: 5 })).toEqual({ kind: 'value', units: -500 })
    expect(formulaValue('a - b', { a: null, b: null })).toEqual({ kind: 'missing' })
  })

  it('[ME17] is not applicable when divided by zero, recorded or absent', () => {
    expect(formulaValue('a / b', { a: 5, b: 0 })).toEqual({ kind: 'not_applicable' })
    expect(formulaValue('a / b + a', { a: 5, b: null })).toEqual({ kind: 'not_applicable' })
    expect(formulaValue('-(a / b)', { a: 5, b: 0 })).toEqual({ kind: 'not_applicable' })
    expect(formulaValue('a / b', { a: null, b: 5 })).toEqual({ kind: 'value', units: 0 })
  })

  it('[ME17] is missing when an average or a balance is absent', () => {
    const operandOf = (key: string): OperandAmount => ({
      amount: key === 'a' ? { top: 5, bottom: 1 } : null,
      isZeroWhenAbsent: key === 'a',
    })
    expect(evaluateFormula(parsed('a + cash'), ['a', 'cash'], operandOf, 0)).toEqual({ kind: 'missing' })
  })
})

describe('the catalogue', () => {
  const money = [aMetric('revenue', { dimensions: ['country', 'product'] }), aMetric('expenses')]

  it('[ME16] writes formulas out down to metrics with rows', () => {
    const catalogue = openCatalogue([
      aFormula('margin', 'profit / revenue * 100'),
      ...money,
      aFormula('profit', 'revenue - expenses', { unit: 'money', currency: 'EUR' }),
    ])
    expect(catalogue.broken.size).toBe(0)
    expect(catalogue.formulas.get('margin')?.operands).toEqual(['revenue', 'expenses'])
    expect(catalogue.formulas.get('margin')?.expression).toEqual(
      parsed('(revenue - expenses) / revenue * 100'),
    )
  })

  it('[ME18] names the loop, and lets the others answer', () => {
    const catalogue = openCatalogue([
      ...money,
      aFormula('a', 'b + revenue'),
      aFormula('b', 'c * 2'),
      aFormula('c', '-a'),
      aFormula('d', 'a + 1'),
      aFormula('self', 'self / 2'),
      aFormula('fine', 'revenue * 2', { unit: 'money', currency: 'EUR' }),
    ])
    expect(catalogue.broken.get('a')).toMatchObject({
      code: 'invalid_formula',
      details: { loop: ['a', 'b', 'c', 'a'] },
    })
    expect(catalogue.broken.get('a')?.message).toContain('a -> b -> c -> a')
    expect(catalogue.broken.get('self')).toMatchObject({ details: { loop: ['self', 'self'] } })
    expect([...catalogue.broken.keys()]).toEqual(['a', 'b', 'c', 'd', 'self'])
    expect(catalogue.formulas.has('fine')).toBe(true)
    expect(leavesOf(catalogue, 'd')).toEqual([])
  })

  it('[ME15] bounds a formula together with those it uses', () => {
    const doubling = Array.from({ length: 9 }, (_, i) => aFormula(`f${i + 1}`, `f${i} + f${i}`))
    const catalogue = openCatalogue([aMetric('f0', { currency: null, unit: 'count' }), ...doubling])
    expect(catalogue.formulas.has('f6')).toBe(true)
    expect(catalogue.broken.get('f7')?.message).toContain('more than 200 parts')
    expect(catalogue.broken.get('f9')).toEqual(catalogue.broken.get('f7'))
  })

  it('[ME15] refuses unknown metrics, constants and wrong texts, saying where', () => {
    const catalogue = openCatalogue([
      aFormula('typo', 'revenu * 2'),
      aFormula('constant', '-(1 + 1) / 2'),
      aFormula('wrong', '1 +'),
    ])
    expect(catalogue.broken.get('typo')).toMatchObject({ details: { metric: 'typo', unknown: 'revenu' } })
    expect(catalogue.broken.get('constant')?.message).toContain('names no metric')
    expect(catalogue.broken.get('wrong')).toMatchObject({ details: { metric: 'wrong', position: 4 } })
  })

  it('[ME19] never adds amounts of different currencies', () => {
    const catalogue = openCatalogue([
      aMetric('eur'),
      aMetric('usd', { currency: 'USD' }),
      aMetric('usd_cost', { currency: 'USD' }),
      aMetric('orders', { unit: 'count', currency: null }),
      aFormula('sum', 'eur + usd'),
      aFormula('nested', '(eur * 2 - -usd) / eur'),
      aFormula('rate', 'eur / usd'),
      aFormula('relabelled', 'usd * 2', { unit: 'money', currency: 'EUR' }),
      aFormula('shares', 'eur / eur + usd_cost / usd'),
      aFormula('each', 'usd / orders', { unit: 'money', currency: 'USD' }),
    ])
    expect([...catalogue.broken.keys()]).toEqual(['sum', 'nested', 'rate', 'relabelled'])
    expect(catalogue.broken.get('sum')).toMatchObject({
      code: 'mixed_currencies',
      details: { metric: 'sum', currencies: ['EUR', 'USD'] },
    })
  })

  it('[ME20] offers a formula the dimensions that all operands have', () => {
    const catalogue = openCatalogue([
      ...money,
      aFormula('margin', 'revenue / expenses'),
      aFormula('bad', '1'),
    ])
    expect(dimensionsOf(catalogue, 'margin')).toEqual(['country'])
    expect(dimensionsOf(catalogue, 'revenue')).toEqual(['country', 'product'])
    expect(dimensionsOf(catalogue, 'bad')).toEqual([])
  })
})
