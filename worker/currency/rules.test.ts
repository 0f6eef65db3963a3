import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../contracts/days.ts'
import { RATE_AGE_DAYS_MAX } from '../../contracts/limits.ts'
import { convertAmount, findRate, type RateTable } from './rules.ts'

const tableOf = (base: string, rates: Record<string, Record<string, string>>): RateTable => ({
  base,
  perEuro: new Map(
    Object.entries(rates).map(([currency, days]) => [currency, new Map(Object.entries(days))]),
  ),
})
/** Friday 10 July 2026 and the Friday before, as a bank publishes them. */
const published = {
  AUD: { '2026-07-03': '1.7801', '2026-07-10': '1.7943' },
  USD: { '2026-07-03': '1.1776', '2026-07-10': '1.1702' },
}

describe('the rate of an amount', () => {
  it('[CU1] is 1 of its own day in the base currency, whatever is published', () => {
    for (const table of [tableOf('AUD', {}), tableOf('AUD', published)])
      expect(findRate(table, 'AUD', '2026-07-11', null)).toEqual({ rate: '1', rateDate: '2026-07-11' })
  })

  it.each([
    ['AUD', 'USD', '1.53332763630'],
    ['USD', 'AUD', '0.652176336176'],
    ['EUR', 'USD', '0.854554776961'],
    ['AUD', 'EUR', '1.7943'],
  ])('[CU2][CU5] to %s of one %s is %s, worked out over the euro', (base, currency, rate) => {
    const found = findRate(tableOf(base, published), currency, '2026-07-10', null)
    expect(found).toEqual({ rate: rate.replace(/0+$/, ''), rateDate: '2026-07-10' })
  })

  it.each([
    ['on a Saturday', '2026-07-11', '2026-07-10'],
    ['on a Sunday', '2026-07-12', '2026-07-10'],
    ['a week later', '2026-07-17', '2026-07-10'],
    ['the day before it is published', '2026-07-09', '2026-07-03'],
  ])('[CU3] %s is the last one published by then', (_, day, rateDate) => {
    expect(findRate(tableOf('AUD', published), 'USD', day, null)?.rateDate).toBe(rateDate)
  })

  it('[CU3][CU6] is none when the last one is older than a week, or comes only afterwards', () => {
    expect(findRate(tableOf('AUD', published), 'USD', '2026-07-18', null)).toBeNull()
    expect(findRate(tableOf('AUD', published), 'USD', '2026-07-02', null)).toBeNull()
  })

  it('[CU3] takes both currencies from one day, also where one was published later once more', () => {
    const table = tableOf('AUD', { AUD: published.AUD, USD: { '2026-07-09': '1.1', '2026-07-03': '1.1776' } })
    expect(findRate(table, 'USD', '2026-07-10', null)).toEqual({
      rate: '1.51163383152',
      rateDate: '2026-07-03',
    })
  })

  it('[CU4] is what the source gave, if that is to the base', () => {
    const given = { rate: '1.5', day: '2026-07-08' }
    const table = tableOf('AUD', published)
    expect(findRate(table, 'USD', '2026-07-10', { ...given, to: 'AUD' })).toEqual({
      rate: '1.5',
      rateDate: '2026-07-08',
    })
    expect(findRate(table, 'USD', '2026-07-10', { ...given, to: 'NZD' })?.rateDate).toBe('2026-07-10')
    expect(findRate(tableOf('AUD', {}), 'XAU', '2026-07-10', { ...given, to: 'AUD' })?.rate).toBe('1.5')
  })

  it('[CU6] is none for a currency nobody publishes, and for a rate of nothing', () => {
    expect(findRate(tableOf('AUD', published), 'XAU', '2026-07-10', null)).toBeNull()
    const broken = tableOf('AUD', { AUD: published.AUD, USD: { '2026-07-10': '0' } })
    expect(findRate(broken, 'USD', '2026-07-10', null)).toBeNull()
  })
})

const decimals = (digits: number, places: number) =>
  fc.tuple(fc.bigInt({ min: 1n, max: 10n ** BigInt(digits) - 1n }), fc.nat(places)).map(([int, scale]) => {
    const text = String(int).padStart(scale + 1, '0')
    return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`
  })

/** Value in units of 10^-36, which is exact for every text here. */
const exact = (text: string): bigint => {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  const units = BigInt(whole + fraction.padEnd(36, '0'))
  return text.startsWith('-') ? -units : units
}

describe('conversion', () => {
  it.each([
    ['100', '1.5', '150'],
    ['0', '1.79', '0'],
    ['-0.01', '0.5', '-0.005'],
    ['0.0001', '0.5', '0.0001'],
    ['-0.0001', '0.5', '-0.0001'],
    ['0.0001', '0.49', '0'],
    ['123456789012345678901234.5678', '1.000000000001', '123456789012469135690246.9135'],
  ])('[CU5] of %s at %s is %s', (amount, rate, converted) => {
    expect(convertAmount(amount, rate)).toBe(converted)
  })

  it('[CU5] is off by half a unit of the scale at most, and by nothing at rate 1', () => {
    fc.assert(
      fc.property(decimals(20, 4), decimals(10, 8), fc.nat(6), (amount, rate, scale) => {
        const converted = exact(convertAmount(amount, rate, scale))
        const product = (exact(amount) * exact(rate)) / 10n ** 36n
        const off = converted > product ? converted - product : product - converted
        expect(off * 2n <= 10n ** BigInt(36 - scale)).toBe(true)
        expect(exact(convertAmount(amount, '1'))).toBe(exact(amount))
      }),
    )
  })

  it('[CU5] keeps 12 digits of every rate, which is above zero', () => {
    fc.assert(
      fc.property(decimals(7, 2), decimals(4, 2), (base, other) => {
        const table = tableOf('AUD', { AUD: { '2026-07-10': base }, JPY: { '2026-07-10': other } })
        const used = findRate(table, 'JPY', '2026-07-10', null)
        const [whole = '', fraction = ''] = (used?.rate ?? '').split('.')
        expect((whole + fraction).replace(/^0+/, '').length).toBeLessThanOrEqual(Math.max(12, whole.length))
        const back = exact(used?.rate ?? '0') * exact(other)
        const off = back / 10n ** 36n - exact(base)
        expect((off < 0n ? -off : off) * 10n ** 11n <= exact(base)).toBe(true)
      }),
    )
  })

  it('[CU3] never uses a rate of another day than the last one in reach', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1 }),
        fc.nat(50),
        (days, asked) => {
          const start = '2026-01-01'
          const rates = Object.fromEntries(days.map((day) => [addDays(start, day), '2']))
          const expected = days
            .filter((day) => day <= asked && asked - day <= RATE_AGE_DAYS_MAX)
            .sort((a, b) => b - a)[0]
          const found = findRate(tableOf('EUR', { USD: rates }), 'USD', addDays(start, asked), null)
          expect(found?.rateDate).toBe(expected === undefined ? undefined : addDays(start, expected))
        },
      ),
    )
  })

  it('[CU5] refuses text that is no number', () => {
    expect(() => convertAmount('1e5', '1')).toThrow()
    expect(() => convertAmount('1', '')).toThrow()
  })
})
