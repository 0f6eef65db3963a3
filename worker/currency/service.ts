import { addDays } from '../../contracts/days.ts'
import {
  RATE_AGE_DAYS_MAX,
  WAITING_GROUPS_LISTED_MAX,
  WAITING_GROUPS_PER_STATEMENT,
} from '../../contracts/limits.ts'
import type { RateRecord } from '../../contracts/sync.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import {
  convertGroups,
  listRates,
  listWaitingGroups,
  type RatedGroup,
  upsertRates,
  type WaitingGroup,
  type WaitingTable,
} from './repository.ts'
import { EURO, findRate, type RateTable } from './rules.ts'

export type { WaitingTable } from './repository.ts'

/** Reference rates that amounts in these currencies on days between `from` and `to` may need. One statement, or none. */
export async function openRates(
  tx: TenantTx,
  base: string,
  currencies: readonly string[],
  from: string,
  to: string,
): Promise<RateTable> {
  const foreign = [...new Set(currencies)].filter((currency) => currency !== base)
  const perEuro = new Map<string, Map<string, string>>()
  if (foreign.length === 0) return { base, perEuro }
  const wanted = [base, ...foreign].filter((currency) => currency !== EURO)
  for (const published of await listRates(tx, wanted, addDays(from, -RATE_AGE_DAYS_MAX), to)) {
    const days = perEuro.get(published.currency) ?? new Map<string, string>()
    perEuro.set(published.currency, days.set(published.day, published.perEuro))
  }
  return { base, perEuro }
}

/** Stores published rates. `source` is who published them. A corrected rate is for rows to come: converted ones keep theirs. */
export async function storeRates(
  tx: TenantTx,
  source: string,
  records: readonly RateRecord[],
): Promise<{ new: number; changed: number; same: number }> {
  if (records.length === 0) return { new: 0, changed: 0, same: 0 }
  const stored = await upsertRates(tx, source, records)
  return { ...stored, same: records.length - stored.new - stored.changed }
}

/** Days whose figures moved. `metricNo` is null for rows of a table that several metrics read. */
export interface TouchedDays {
  table: WaitingTable
  metricNo: number | null
  days: string[]
}

const TABLES: readonly WaitingTable[] = ['financials', 'lead_events', 'custom_metrics']

/** Converts every amount that was stored before a rate for its day was known, and whose rate is known now. */
export async function convertWaiting(tx: TenantTx, base: string): Promise<TouchedDays[]> {
  const touched: TouchedDays[] = []
  for (const table of TABLES) {
    for (const [no, days] of await convertTable(tx, base, table))
      touched.push({ table, metricNo: table === 'custom_metrics' ? no : null, days: [...days].sort() })
  }
  return touched
}

/** The days that moved, by metric number. */
async function convertTable(
  tx: TenantTx,
  base: string,
  table: WaitingTable,
): Promise<Map<number, Set<string>>> {
  const days = new Map<number, Set<string>>()
  for (;;) {
    const groups = await listWaitingGroups(tx, table, base, RATE_AGE_DAYS_MAX, WAITING_GROUPS_LISTED_MAX)
    const rated = await rateGroups(tx, base, groups)
    for (let at = 0; at < rated.length; at += WAITING_GROUPS_PER_STATEMENT) {
      const moved = await convertGroups(tx, table, rated.slice(at, at + WAITING_GROUPS_PER_STATEMENT))
      for (const one of moved)
        days.set(one.metricNo, new Set([...(days.get(one.metricNo) ?? []), ...one.days]))
    }
    // Converted groups wait no more, so that each round lists others.
    if (groups.length < WAITING_GROUPS_LISTED_MAX || rated.length === 0) return days
  }
}

async function rateGroups(
  tx: TenantTx,
  base: string,
  groups: readonly WaitingGroup[],
): Promise<RatedGroup[]> {
  const rated: RatedGroup[] = []
  for (const target of new Set(groups.map((group) => group.target ?? base))) {
    const some = groups.filter((group) => (group.target ?? base) === target)
    const days = some.map((group) => group.day).sort()
    const table = await openRates(
      tx,
      target,
      some.map((group) => group.currency),
      days[0] ?? '',
      days.at(-1) ?? '',
    )
    for (const group of some) {
      const used = findRate(table, group.currency, group.day, null)
      if (used !== null) rated.push({ ...group, ...used })
    }
  }
  return rated
}
