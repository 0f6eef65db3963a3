import { addDays } from '../../contracts/days.ts'
import { MONEY_SCALE, RATE_AGE_DAYS_MAX } from '../../contracts/limits.ts'
import type { GivenRate } from '../../contracts/sync.ts'
import { divideRounded, powerOfTen, textOfUnits, unitsOfText } from '../metrics/rules/decimals.ts'

export const EURO = 'EUR'
/** Digits a kept rate has from its first digit that is not zero, and decimals it has at most. */
const RATE_DIGITS = 12
const RATE_DECIMALS_MAX = 18
/** Published rates and given amounts have at most so many decimals (DecimalText). */
const TEXT_DECIMALS_MAX = 18

/** Published rates to one base currency. */
export interface RateTable {
  readonly base: string
  /** Units for one euro as decimal text, by currency and day. The euro itself is not in it. */
  readonly perEuro: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** The rate an amount was converted with: base units for one unit of its currency, and the day it was published for. */
export interface UsedRate {
  rate: string
  rateDate: string
}

/**
 * The rate of an amount in `currency` on `day`: 1 in the base currency itself; else what the source gave, if that is to the base;
 * else the latest reference rate that is at most RATE_AGE_DAYS_MAX days old. Null: the amount stays unconverted.
 */
export function findRate(
  table: RateTable,
  currency: string,
  day: string,
  given: GivenRate | null,
): UsedRate | null {
  if (currency === table.base) return { rate: '1', rateDate: day }
  if (given !== null && given.to === table.base) {
    const rate = rateText(given.rate, '1')
    if (rate !== null) return { rate, rateDate: given.day }
  }
  for (let age = 0; age <= RATE_AGE_DAYS_MAX; age += 1) {
    const rateDate = addDays(day, -age)
    const ofBase = perEuroOf(table, table.base, rateDate)
    const ofCurrency = perEuroOf(table, currency, rateDate)
    const rate = ofBase === null || ofCurrency === null ? null : rateText(ofBase, ofCurrency)
    if (rate !== null) return { rate, rateDate }
  }
  return null
}

/** An amount times a rate, rounded once, half away from zero as Postgres does. Throws when one of them is no decimal number. */
export function convertAmount(amount: string, rate: string, scale: number = MONEY_SCALE): string {
  const units = unitsOfText(amount, TEXT_DECIMALS_MAX)
  const factor = unitsOfText(rate, RATE_DECIMALS_MAX)
  if (units === null || factor === null) throw new Error(`not a decimal number: ${amount} or ${rate}`)
  const product = BigInt(units) * BigInt(factor)
  const excess = TEXT_DECIMALS_MAX + RATE_DECIMALS_MAX - scale
  return textOfUnits(divideRounded(product, powerOfTen(excess)), scale)
}

function perEuroOf(table: RateTable, currency: string, day: string): string | null {
  return currency === EURO ? '1' : (table.perEuro.get(currency)?.get(day) ?? null)
}

/** top / bottom with RATE_DIGITS digits, rounded once; null when that is not above zero. */
function rateText(top: string, bottom: string): string | null {
  const numerator = BigInt(unitsOfText(top, TEXT_DECIMALS_MAX) ?? 0)
  const denominator = BigInt(unitsOfText(bottom, TEXT_DECIMALS_MAX) ?? 0)
  if (numerator <= 0n || denominator <= 0n) return null
  const digits = String((numerator * 10n ** BigInt(RATE_DECIMALS_MAX)) / denominator).length
  const decimals = Math.max(0, RATE_DECIMALS_MAX - Math.max(0, digits - RATE_DIGITS))
  const units = divideRounded(numerator * 10n ** BigInt(decimals), denominator)
  return units > 0 ? textOfUnits(units, decimals) : null
}
