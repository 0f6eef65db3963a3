import type { RejectedRecord, SyncRecord } from '../../contracts/sync.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { convertWaiting, storeRates } from '../currency/service.ts'
import type { NewEvent, TouchedMetrics } from '../events/define.ts'
import { Touched } from './rules/touched.ts'
import type { StoreContext, StoredCounts, StoredKind } from './store-context.ts'
import { storeFinancials } from './store-financials.ts'
import { storeLeads } from './store-leads.ts'
import { storeValues } from './store-values.ts'
import { touchedByTables } from './touched-tables.ts'

export type { StoreContext, StoredCounts } from './store-context.ts'

/** What storing a page of records did. */
export interface StoredRecords {
  /** By record; rejected ones are not counted. */
  counts: StoredCounts
  /** Days on which metrics moved: belongs into the event of the page. */
  touched: TouchedMetrics
  /** What the page moves in the buckets of its metrics; null when their days have to be counted again. */
  delta: string | null
  /** `metric.defined` events, to be stored before that of the page. */
  defined: NewEvent[]
  /** Keys of the metrics the page feeds. */
  metrics: string[]
  /** Records that cannot be stored: they go into quarantine. */
  rejects: RejectedRecord[]
}

/**
 * Stores a page of records of one stream in the caller's transaction. The same page again changes nothing and counts as same. Of several
 * records with one external id the last counts. Old rows go to the history.
 */
export async function storeRecords(
  tx: TenantTx,
  context: StoreContext,
  records: readonly SyncRecord[],
): Promise<StoredRecords> {
  const kinds: StoredKind[] = []
  const values = records.filter((one) => one.kind === 'value' || isGone(one, 'value'))
  if (values.length > 0) kinds.push(await storeValues(tx, context, values))
  const financials = records.filter((one) => one.kind === 'financial' || isGone(one, 'financial'))
  if (financials.length > 0) kinds.push(await storeFinancials(tx, context, financials))
  const leads = records.filter((one) => one.kind === 'lead' || isGone(one, 'lead'))
  if (leads.length > 0) kinds.push(await storeLeads(tx, context, leads))
  const rates = records.filter((one) => one.kind === 'rate')
  if (rates.length > 0) kinds.push(await storeRatesAndConvert(tx, context, rates))
  return together(kinds)
}

function isGone<K extends 'value' | 'financial' | 'lead'>(
  record: SyncRecord,
  of: K,
): record is Extract<SyncRecord, { kind: 'deleted' }> {
  return record.kind === 'deleted' && record.of === of
}

/** Stores published rates and converts what waited for them. */
async function storeRatesAndConvert(
  tx: TenantTx,
  context: StoreContext,
  rates: readonly Extract<SyncRecord, { kind: 'rate' }>[],
): Promise<StoredKind> {
  const counts = await storeRates(tx, context.source.system, rates)
  const converted = await convertWaiting(tx, context.base)
  return {
    counts: { ...counts, deleted: 0 },
    touched: touchedByTables(context.definitions, converted),
    delta: null,
    defined: [],
    metrics: [],
    rejects: [],
  }
}

function together(kinds: readonly StoredKind[]): StoredKind {
  const touched = new Touched()
  for (const kind of kinds) touched.addAll(kind.touched)
  const sum = (name: keyof StoredCounts) => kinds.reduce((total, { counts }) => total + counts[name], 0)
  return {
    counts: { new: sum('new'), changed: sum('changed'), same: sum('same'), deleted: sum('deleted') },
    touched: touched.list(),
    // Days of one kind of record may be days of another, so several kinds are counted again together.
    delta: kinds.length === 1 ? (kinds[0]?.delta ?? null) : null,
    defined: kinds.flatMap(({ defined }) => defined),
    metrics: [...new Set(kinds.flatMap(({ metrics }) => metrics))],
    rejects: kinds.flatMap(({ rejects }) => rejects),
  }
}
