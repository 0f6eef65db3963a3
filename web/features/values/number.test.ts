import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type NumberRules, readNumber, styleOf } from './number.ts'

const money: NumberRules = { unit: 'money', currency: 'AUD', decimals: 4 }
const count: NumberRules = { unit: 'count', currency: null, decimals: 4 }
const percent: NumberRules = { unit: 'percent', currency: null, decimals: 4 }
const readOf = (text: string, rules = money, style: 'point' | 'comma' | null = null) => {
  const read = readNumber(text, rules, style)
  return read.ok ? read.value : read.why
}

describe('a number that was typed or pasted', () => {
  it.each([
    ['1200', '1200'],
    ['$1,200', '1200'],
    ['1,234.56', '1234.56'],
    ['1.234,56', '1234.56'],
    ['1.234.567', '1234567'],
    ['1,234,567.5', '1234567.5'],
    ["1'234.50", '1234.5'],
    ['1 234,56', '1234.56'],
    ['1\u202f234\u00a0567', '1234567'],
    ['12,5', '12.5'],
    ['0.125', '0.125'],
    ['0,125', '0.125'],
    ['.5', '0.5'],
    ['007', '7'],
    ['-3', '-3'],
    ['\u22123.10', '-3.1'],
    ['(1,200.50)', '-1200.5'],
    ['-$5', '-5'],
    ['$-5', '-5'],
    ['A$ 5', '5'],
    ['5 AUD', '5'],
    ['+8', '8'],
    ['-0', '0'],
    ['0', '0'],
    ['1,2340', '1.234'],
  ])('[EV1] reads %s as %s', (text, value) => expect(readOf(text)).toBe(value))

  it.each(['', ' ', '\u00a0'])('[EV2] takes an empty text for no value, not for zero', (text) =>
    expect(readOf(text)).toBeNull(),
  )

  it.each([
    ['abc', 'not_a_number'],
    ['12a', 'not_a_number'],
    ['-', 'not_a_number'],
    ['1.2E+06', 'not_a_number'],
    ['1,23,456', 'not_a_number'],
    ['1.2.3', 'not_a_number'],
    ['--5', 'not_a_number'],
    ['(-5)', 'not_a_number'],
    ['$5 AUD', 'not_a_number'],
    ['12 34', 'not_a_number'],
    ['=A1', 'not_a_number'],
    ['1/2', 'not_a_number'],
    ['#N/A', 'not_a_number'],
    ['€5', 'currency'],
    ['5 USD', 'currency'],
    ['12%', 'percent'],
    ['1.234', 'ambiguous'],
    ['0.00001', 'decimals'],
    ['123456789012345', 'too_large'],
  ])('[EV3] refuses %s: %s', (text, why) => expect(readOf(text)).toBe(why))

  it('[EV3] reads a sign of percent for percentages alone, and no currency for what is not money', () => {
    expect([readOf('12.5%', percent), readOf('12 %', count), readOf('$5', count)]).toEqual([
      '12.5',
      'percent',
      'currency',
    ])
  })

  it('[EV1] gives back what it is given plainly, whatever the style', () => {
    const digits = fc.bigInt({ min: 0n, max: 99_999_999_999_999n })
    fc.assert(
      fc.property(digits, fc.integer({ min: 1, max: 9_999 }), fc.boolean(), (whole, part, isComma) => {
        const fraction = String(part).padStart(4, '0')
        const [group, point] = isComma ? ['.', ','] : [',', '.']
        const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, group)
        const plain = `${whole}.${fraction}`.replace(/0+$/, '')
        expect(readOf(`${grouped}${point}${fraction}`)).toBe(plain)
      }),
    )
  })
})

describe('the style of a block', () => {
  it('[EV4] is what its texts say that can mean one number only', () => {
    expect(styleOf(['1.200', '1.234,56', 'abc'])).toBe('comma')
    expect(styleOf(['1.200', '3.5'])).toBe('point')
    expect(styleOf(['1.200', '17', ''])).toBeNull()
    expect(styleOf(['3.5', '3,5'])).toBeNull()
  })

  it('[EV4] settles what could be two numbers', () => {
    expect([readOf('1.200', money, 'comma'), readOf('1,200', money, 'comma')]).toEqual(['1200', '1.2'])
    expect([readOf('1.200', money, 'point'), readOf('1,200', money, 'point')]).toEqual(['1.2', '1200'])
    expect(readOf('3.5', money, 'comma')).toBe('3.5')
  })
})
