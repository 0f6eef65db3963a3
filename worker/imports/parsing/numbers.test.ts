import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, type Decimal, decimalOf, decimalText, divide, multiply, subtract, trimmed } from './decimals.ts'
import { type NumberStyle, readNumber } from './numbers.ts'

function read(text: string, style: NumberStyle = 'point'): string | null {
  const reading = readNumber(text, style)
  if (reading.kind === 'number') return decimalText(reading.value)
  return reading.kind === 'blank' ? '' : reading.code
}

describe('reading numbers', () => {
  it.each([
    ['6', '6'],
    ['-3', '-3'],
    ['2.550', '2.55'],
    ['0.00', '0'],
    ['-0', '0'],
    ['007', '7'],
    ['.5', '0.5'],
    ['12.', '12'],
    ['1,234.56', '1234.56'],
    ['1,234,567', '1234567'],
    ['1,00,000.5', '100000.5'],
    ["1'234.5", '1234.5'],
    ['1’234', '1234'],
    ['1 234.5', '1234.5'],
    ['1\u00a0234', '1234'],
    ['1\u202f234', '1234'],
    ['$1,240.00', '1240'],
    ['($310.00)', '-310'],
    ['-$5', '-5'],
    ['$-5', '-5'],
    ['£ 3.39', '3.39'],
    ['A$5', '5'],
    ['5 €', '5'],
    ['USD 5', '5'],
    ['5 GBP', '5'],
    ['EUR5', '5'],
    ['-kr 5', '-5'],
    ['5 kr', '5'],
    ['5-', '-5'],
    ['5.5 -', '-5.5'],
    ['+7', '7'],
    ['\u22125', '-5'],
    ['12.5%', '12.5'],
    ['(5%)', '-5'],
    ['1e3', '1000'],
    ['1.5E-3', '0.0015'],
    ['17850.0', '17850'],
    [
      '123456789012345678901234567890.123456789012345678',
      '123456789012345678901234567890.123456789012345678',
    ],
    ['  8 ', '8'],
    ['', ''],
    [' \u00a0', ''],
  ])('[IM11] reads %s', (text, value) => {
    expect(read(text)).toBe(value)
  })

  it.each([
    ['1.234,56', '1234.56'],
    ['1.234.567', '1234567'],
    ['0,5', '0.5'],
    ['-1,5', '-1.5'],
    ['1.234', '1234'],
    ['€ 1.234,50', '1234.5'],
    ['1 234,5', '1234.5'],
  ])('[IM11] reads %s with a decimal comma', (text, value) => {
    expect(read(text, 'comma')).toBe(value)
  })

  it.each([
    'abc',
    'two',
    '12a',
    'Row 5',
    'ABC 5',
    'C536379',
    '1,23',
    '12,34.5',
    '1,234,5',
    '1.2.3',
    '1,2345',
    '--5',
    '(-5)',
    '-5-',
    '$',
    '-',
    '5%%',
    '1e',
    '1 2',
    'x'.repeat(100),
    '0,123',
  ])('[IM15] refuses %s', (text) => {
    expect(read(text)).toBe('not_a_number')
  })

  it.each(['=A1*2', '=1', '@SUM(1)', "+cmd|' /C calc'!A0", '-2+3+cmd|x', '-A1', '+SUM(A1:A3)'])(
    '[IM18] calls %s a formula',
    (text) => {
      expect(read(text)).toBe('formula_cell')
    },
  )

  it('[IM11] refuses more digits than can be kept', () => {
    expect(read('1'.repeat(31))).toBe('number_too_large')
    expect(read('0.1234567890123456789')).toBe('number_too_large')
    expect(read('1e99')).toBe('number_too_large')
    expect(read('1e40')).toBe('number_too_large')
    expect(read('0e-30')).toBe('0')
  })

  it('[IM8] takes what is clear and refuses what could mean two things when no style is known', () => {
    expect(
      ['2.55', '1,5', '1.234,5', '1,234.5', '0.125', '12', '1,234,567'].map((text) => read(text, 'plain')),
    ).toEqual(['2.55', '1.5', '1234.5', '1234.5', '0.125', '12', '1234567'])
    expect(['1.234', '1,234', '-12.500'].map((text) => read(text, 'plain'))).toEqual(
      Array(3).fill('ambiguous_number'),
    )
    expect(read('1.2,3.4', 'plain')).toBe('not_a_number')
  })
})

describe('decimals', () => {
  const big = fc.record({
    int: fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }),
    scale: fc.integer({ min: 0, max: 12 }),
  })
  const small = fc.record({
    int: fc.bigInt({ min: -9999999n, max: 9999999n }),
    scale: fc.integer({ min: 0, max: 4 }),
  })
  const numbers = fc.oneof(small, big)
  type Exact = { int: bigint; scale: number }
  const toDecimal = ({ int, scale }: Exact): Decimal =>
    decimalOf((int < 0n ? -int : int).toString(), scale, int < 0n)
  const at = (value: Decimal, scale: number) => BigInt(value.int) * 10n ** BigInt(scale - value.scale)
  const exact = (value: Exact, scale: number) => value.int * 10n ** BigInt(scale - value.scale)

  it('[IM13] adds, subtracts and multiplies as integers would', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [x, y] = [toDecimal(a), toDecimal(b)]
        expect(at(add(x, y), 12)).toBe(exact(a, 12) + exact(b, 12))
        expect(at(subtract(x, y), 12)).toBe(exact(a, 12) - exact(b, 12))
        expect(at(multiply(x, y), 24)).toBe(exact(a, 12) * exact(b, 12))
      }),
    )
  })

  it('[IM13] divides to 18 decimals, half to even', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        fc.pre(b.int !== 0n)
        const quotient = divide(toDecimal(a), toDecimal(b))
        if (quotient === null) throw new Error('no quotient')
        // |q * b - a| is at most half of the last kept unit of b.
        const error = at(quotient, 18) * exact(b, 12) - exact(a, 12) * 10n ** 18n
        const half = exact(b, 12)
        expect((error < 0n ? -error : error) * 2n <= (half < 0n ? -half : half)).toBe(true)
      }),
    )
    const of = (digits: string, scale: number) => decimalOf(digits, scale, false)
    const text = (a: Decimal, b: Decimal) => decimalText(divide(a, b) ?? of('0', 0))
    expect(text(of('1', 0), of('3', 0))).toBe('0.333333333333333333')
    expect(text(of('2', 0), decimalOf('3', 0, true))).toBe('-0.666666666666666667')
    expect(text(of('1', 18), of('2', 0))).toBe('0')
    expect(text(of('3', 18), of('2', 0))).toBe('0.000000000000000002')
    expect(text(of('1', 30), of('1', 2))).toBe('0')
    expect(divide(of('1', 0), of('0', 0))).toBeNull()
  })

  it('[IM13] writes the shortest exact text', () => {
    fc.assert(
      fc.property(numbers, (a) => {
        const text = decimalText(toDecimal(a)) ?? ''
        expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/)
        const [whole = '', fraction = ''] = text.replace('-', '').split('.')
        const int = BigInt(whole + fraction.padEnd(12, '0')) * (text.startsWith('-') ? -1n : 1n)
        expect(int).toBe(exact(a, 12))
      }),
    )
    expect(decimalText({ int: 10n ** 40n, scale: 0 })).toBeNull()
    expect(trimmed({ int: 10n ** 20n, scale: 20 })).toEqual({ int: 1, scale: 0 })
  })
})
