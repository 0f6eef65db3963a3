import type { GivenRate } from '../../contracts/sync.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { findRate, type RateTable, type UsedRate } from '../currency/rules.ts'
import { openRates } from '../currency/service.ts'

/** An amount's currency on its day, with the rate its source gave. */
export interface DatedCurrency {
  currency: string | null
  day: string
  givenRate: GivenRate | null
}

/** Finds the rate of a dated currency to one target currency; null: it waits for one. */
export type RateFinder = (dated: DatedCurrency) => (UsedRate & { isGiven: boolean }) | null

/** Opens the rates that some amounts need to be converted to a currency. At most one statement. */
export async function openConversion(
  tx: TenantTx,
  target: string,
  amounts: readonly DatedCurrency[],
): Promise<RateFinder> {
  const foreign = amounts.filter(({ currency }) => currency !== null && currency !== target)
  const days = foreign.map(({ day }) => day).sort()
  const currencies = foreign.flatMap(({ currency }) => (currency === null ? [] : [currency]))
  const table = await openRates(tx, target, currencies, days[0] ?? '', days.at(-1) ?? '')
  return ({ currency, day, givenRate }) => usedRate(table, currency ?? target, day, givenRate)
}

function usedRate(table: RateTable, currency: string, day: string, givenRate: GivenRate | null) {
  const given = givenRate?.to === table.base && currency !== table.base
  const used = findRate(table, currency, day, givenRate)
  return used === null ? null : { ...used, isGiven: given }
}
