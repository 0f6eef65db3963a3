import fc from 'fast-check'
import { expect, it } from 'vitest'
import { add, compare, percentOf, sign, subtract } from './decimal.ts'

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 6 }))
  .map(([units, scale]) => {
    const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
    const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
    return units < 0n ? `-${text}` : text
  })

it('[SH7] adds and subtracts without losing a digit', () => {
  expect(add('0.1', '0.2')).toBe('0.3')
  expect(subtract('9007199254740993', '0.000001')).toBe('9007199254740992.999999')
  fc.assert(fc.property(decimal, decimal, (a, b) => compare(subtract(add(a, b), b), a) === 0))
})

it('[SH7] orders values by their size, not by their text', () => {
  expect([compare('10', '9.99'), compare('-1', '1'), compare('1.0', '1')]).toEqual([1, -1, 0])
  fc.assert(fc.property(decimal, decimal, (a, b) => compare(a, b) === -compare(b, a) || compare(a, b) === 0))
  expect([sign('-0.01'), sign('0.00'), sign('5')]).toEqual([-1, 0, 1])
})

it('[SH7] gives shares rounded half away from zero, and none of nothing', () => {
  expect([percentOf('1', '8'), percentOf('1', '3'), percentOf('-1', '8'), percentOf('1', '0')]).toEqual([
    '12.5',
    '33.3',
    '-12.5',
    null,
  ])
  expect(percentOf('1', '16', 2)).toBe('6.25')
  expect(percentOf('1', '2000', 1)).toBe('0.1')
})
