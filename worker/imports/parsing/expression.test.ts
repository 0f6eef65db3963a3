import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalOf, decimalText } from './decimals.ts'
import {
  columnIndex,
  columnsOf,
  compileExpression,
  type Evaluate,
  isFault,
  parseExpression,
} from './expression.ts'
import { readNumber } from './numbers.ts'

const columns = ['Quantity', 'UnitPrice', 'Unit Price', 'Betrag (€)', 'a-b', 'été', 'x.y', 'Dup', 'dup']

const cellReader =
  (index: number): Evaluate =>
  (fields) => {
    const reading = readNumber(fields[index] ?? '', 'point')
    if (reading.kind === 'number') return reading.value
    return reading.kind === 'blank' ? null : { code: reading.code, column: index }
  }

function evaluate(text: string, fields: string[]): string | null {
  const parsed = parseExpression(text, columns)
  if (!parsed.ok) return parsed.error.code
  const value = compileExpression(parsed.value, cellReader)(fields)
  if (value === null) return null
  return isFault(value) ? value.code : decimalText(value)
}

describe('expressions', () => {
  it.each([
    ['Quantity * UnitPrice', '15.3'],
    ['quantity*unitprice', '15.3'],
    ['Unit Price', '10'],
    ['[Unit Price] + 1', '11'],
    ['`Unit Price` / 4', '2.5'],
    ['[Betrag (€)] - 1.5', '6'],
    ['a-b', '2'],
    ['été + x.y', '7'],
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['10 - 3 - 2', '5'],
    ['8 / 4 / 2', '1'],
    ['-Quantity', '-6'],
    ['-(1 + 2) * -2', '6'],
    ['.5 * 2', '1'],
    ['1', '1'],
    ['1 / 3', '0.333333333333333333'],
  ])('[IM13] works out %s', (text, value) => {
    expect(evaluate(text, ['6', '2.55', '10', '7.5', '2', '3', '4', '1', '1'])).toBe(value)
  })

  it('[IM13] a blank operand makes the value blank, and faults name their column', () => {
    expect(evaluate('Quantity * UnitPrice', ['', '2'])).toBeNull()
    expect(evaluate('Quantity * UnitPrice', ['2', ''])).toBeNull()
    expect(evaluate('-Quantity', [''])).toBeNull()
    expect(evaluate('Quantity + UnitPrice', ['x', '2'])).toBe('not_a_number')
    expect(evaluate('Quantity + UnitPrice', ['', 'x'])).toBe('not_a_number')
    expect(evaluate('-Quantity', ['x'])).toBe('not_a_number')
    expect(evaluate('Quantity / UnitPrice', ['1', '0'])).toBe('division_by_zero')
  })

  it.each([
    '',
    '1 +',
    '* 2',
    '(1',
    '1)',
    '1 2',
    'Quantity UnitPrice',
    '1 % 2',
    'Quantity[0]',
    '[Unit Price',
    "'x'",
    '1'.repeat(31),
    `${'('.repeat(300)}1${')'.repeat(300)}`,
    `1${'+1'.repeat(300)}`,
    '-'.repeat(250).concat('1'),
    '()',
  ])('[IM13] refuses %s', (text) => {
    expect(parseExpression(text, columns)).toMatchObject({ ok: false, error: { code: 'bad_expression' } })
  })

  it('names the column that is not there, and does not choose between two that are alike', () => {
    expect(parseExpression('Quantity * Prise', columns)).toEqual({
      ok: false,
      error: { code: 'unknown_column', column: 'Prise' },
    })
    expect(parseExpression('(1 + Nope)', columns)).toMatchObject({ error: { column: 'Nope' } })
    expect(parseExpression('-Nope', columns)).toMatchObject({ error: { column: 'Nope' } })
    expect(columnIndex('DUP', columns)).toBe(-1)
    expect(columnIndex('dup', columns)).toBe(8)
    expect(columnIndex(' quantity ', columns)).toBe(0)
  })

  it('lists the columns it reads, each once', () => {
    const parsed = parseExpression('-Quantity * UnitPrice + Quantity / 2', columns)
    expect(parsed.ok && columnsOf(parsed.value)).toEqual([0, 1])
  })

  it('[IM13] equals integer arithmetic for sums of products', () => {
    const cent = fc.integer({ min: -(10 ** 9), max: 10 ** 9 })
    fc.assert(
      fc.property(cent, cent, cent, (a, b, c) => {
        const text = (value: number) => decimalText(decimalOf(String(Math.abs(value)), 2, value < 0)) ?? ''
        const cents = BigInt(a) * BigInt(b) - BigInt(c) * 100n
        const digits = (cents < 0n ? -cents : cents).toString()
        const expected = decimalText(decimalOf(digits, 4, cents < 0n))
        expect(evaluate('Quantity * UnitPrice - [Unit Price]', [text(a), text(b), text(c)])).toBe(expected)
      }),
    )
  })
})
