import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DecimalText } from '../../../contracts/ids.ts'
import {
  absoluteUnits,
  addFractions,
  addUnits,
  divideFractions,
  divideRounded,
  multiplyUnits,
  negateUnits,
  powerOfTen,
  textOfUnits,
  type Units,
  unitsOfFraction,
  unitsOfInteger,
  unitsOfText,
} from './decimals.ts'

const anyBig = fc.oneof(
  fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 2n }),
)
const units = (value: bigint): Units => unitsOfInteger(String(value))

/** Nearest whole number, halves away from zero, worked out from the definition. */
function roundedReference(top: bigint, bottom: bigint): bigint {
  const [numerator, denominator] = bottom < 0n ? [-top, -bottom] : [top, bottom]
  const size = numerator < 0n ? -numerator : numerator
  const nearest = (size * 2n + denominator) / (denominator * 2n)
  return numerator < 0n ? -nearest : nearest
}

describe('exact decimals', () => {
  it('[ME4] add, multiply and negate exactly on both sides of 2^53', () => {
    fc.assert(
      fc.property(anyBig, anyBig, (a, b) => {
        expect(BigInt(addUnits(units(a), units(b)))).toBe(a + b)
        expect(BigInt(multiplyUnits(units(a), units(b)))).toBe(a * b)
        expect(BigInt(negateUnits(units(a)))).toBe(-a)
        expect(BigInt(absoluteUnits(units(a)))).toBe(a < 0n ? -a : a)
      }),
    )
  })

  it('[ME4] never hold a number that is not a safe integer, nor a negative zero', () => {
    fc.assert(
      fc.property(anyBig, anyBig, (a, b) => {
        for (const value of [
          addUnits(units(a), units(b)),
          multiplyUnits(units(a), units(b)),
          negateUnits(units(a)),
        ]) {
          if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true)
        }
      }),
    )
    expect(Object.is(negateUnits(0), 0)).toBe(true)
    expect(Object.is(divideRounded(0, -3), 0)).toBe(true)
  })

  it('[ME4] round half away from zero, as Postgres does', () => {
    expect([divideRounded(5, 2), divideRounded(-5, 2), divideRounded(5, -2), divideRounded(-5, -2)]).toEqual([
      3, -3, -3, 3,
    ])
    expect([divideRounded(1, 3), divideRounded(-1, 3), divideRounded(2, 3), divideRounded(-2, 3)]).toEqual([
      0, 0, 1, -1,
    ])
    fc.assert(
      fc.property(
        anyBig,
        anyBig.filter((value) => value !== 0n),
        (top, bottom) => {
          expect(BigInt(divideRounded(units(top), units(bottom)))).toBe(roundedReference(top, bottom))
        },
      ),
    )
  })

  it('[ME4] print without trailing zeros and without a negative zero', () => {
    expect(textOfUnits(97_477_479_340, 4)).toBe('9747747.934')
    expect(textOfUnits(-5, 4)).toBe('-0.0005')
    expect(textOfUnits(0, 4)).toBe('0')
    expect(textOfUnits(0n, 2)).toBe('0')
    expect(textOfUnits(-120_000, 4)).toBe('-12')
    expect(textOfUnits(1200, 0)).toBe('1200')
    expect(textOfUnits(10n ** 20n, 2)).toBe('1000000000000000000')
  })

  it('[ME4] read what they print', () => {
    fc.assert(
      fc.property(anyBig, fc.integer({ min: 0, max: 6 }), (value, scale) => {
        const text = textOfUnits(units(value), scale)
        expect(DecimalText.safeParse(text).success).toBe(true)
        expect(BigInt(unitsOfText(text, scale) ?? -1n)).toBe(value)
      }),
    )
  })

  it('[ME4] round text once to the scale and refuse what is not a number', () => {
    expect(unitsOfText('0.00005', 4)).toBe(1)
    expect(unitsOfText('-0.00005', 4)).toBe(-1)
    expect(unitsOfText('0.000049999', 4)).toBe(0)
    expect(unitsOfText('12', 2)).toBe(1200)
    for (const text of ['', '1.', '.5', '1e3', '1,5', ' 1', '--1', 'NaN'])
      expect(unitsOfText(text, 2)).toBeNull()
  })

  it('[ME16] keep fractions exact, over one denominator and over two', () => {
    const third = { top: 1, bottom: 3 }
    expect(addFractions(third, third)).toEqual({ top: 2, bottom: 3 })
    expect(unitsOfFraction(addFractions(third, { top: 1, bottom: 6 }), 1)).toBe(5)
    expect(divideFractions(third, { top: 2, bottom: 3 })).toEqual({ top: 1, bottom: 2 })
    expect(divideFractions(third, { top: 1, bottom: 6 })).toEqual({ top: 6, bottom: 3 })
    expect(divideFractions(third, { top: 0, bottom: 6 })).toBeNull()
    expect(divideFractions(third, { top: 0n, bottom: 6 })).toBeNull()
    expect(powerOfTen(18)).toBe(10n ** 18n)
  })
})
