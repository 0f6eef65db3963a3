import { describe, expect, it } from 'vitest'
import { parseExactJson } from '../../platform/exact-json.ts'
import { inverseRate, readAmount, readUnits, sumText, textOf } from './amounts.ts'

const text = (written: string): string | null => {
  const units = readUnits(written)
  return units === null ? null : textOf(units)
}

describe('amounts', () => {
  it.each([
    ['-6250.09', '-6250.09'],
    ['40.00', '40'],
    ['1.5E3', '1500'],
    ['25e-4', '0.0025'],
    ['.5', '0.5'],
    ['+7', '7'],
    ['0.000000000000000001', '0.000000000000000001'],
    ['1234567890123456.78', '1234567890123456.78'],
  ])('[CN10] reads %s as %s', (written, read) => expect(text(written)).toBe(read))

  it.each(['', '-', '.', '1,000', '$5', '1e', 'NaN', '0x10', '0.0000000000000000001', '1e-19', '1e99'])(
    '[CN10] refuses %j rather than guess or round',
    (written) => expect(text(written)).toBeNull(),
  )

  it.each([
    ['EUR', '12.5'],
    ['JPY', '1250'],
    ['KWD', '1.25'],
  ])('[CN10] reads minor units of %s', (currency, amount) => {
    const record = parseExactJson('{"total":1500,"tax":250}')
    expect(readAmount(record, { kind: 'minor', at: 'total', less: 'tax' }, currency)).toBe(amount)
  })

  it('[CN10] refuses parts of a minor unit, minor units without a currency, and a part that is missing', () => {
    const record = parseExactJson('{"total":1500.5}')
    expect(readAmount(record, { kind: 'minor', at: 'total', less: null }, 'EUR')).toBeNull()
    expect(
      readAmount(parseExactJson('{"total":1}'), { kind: 'minor', at: 'total', less: null }, null),
    ).toBeNull()
    expect(readAmount(record, { kind: 'decimal', at: 'total', less: 'tax' }, null)).toBeNull()
  })

  it('[CN9] keeps what a binary float would lose, from the answer to the amount', () => {
    const record = parseExactJson('{"total":9007199254740993.10,"tax":0.1}')
    expect(readAmount(record, { kind: 'decimal', at: 'total', less: 'tax' }, null)).toBe('9007199254740993')
    expect(sumText(['0.1', '0.2'], ['0.3'])).toBe('0')
    expect(sumText(['0.1', 'x'])).toBeNull()
  })

  it.each([
    ['0.5', '2'],
    ['4', '0.25'],
    ['0', null],
    ['-2', null],
    ['x', null],
  ])('[CN10] turns the rate %s round', (rate, inverse) => expect(inverseRate(rate)).toBe(inverse))
})
