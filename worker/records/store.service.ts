import type { RejectedRecord, SyncRecord } from '../../contracts/sync.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { convertWaiting, storeRates } from '../currency/service.ts'
import type { NewEvent, TouchedMetrics } from '../events/define.ts'
import { type NumberedDefinition, readCatalogue } from '../metrics/service.ts'
import { touchedByTable } from '../metrics/standard.service.ts'
import { eraseRows } from './removal.repository.ts'
import { Touched } from './rules/touched.ts'
import type { StoreContext, StoredCounts, StoredKind } from './store-context.ts'
import { storeFinancials } from './store-financials.ts'
import { storeLeads } from './store-leads.ts'
import { storeValues } from './store-values.ts'

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
  /** Rates came for more amounts than one call converts; the next page of rates goes on. */
  areMoreWaiting: boolean
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
  const rated = rates.length === 0 ? null : await storeRatesAndConvert(tx, context, rates)
  if (rated !== null) kinds.push(rated)
  return { ...together(kinds), areMoreWaiting: rated?.hasMore ?? false }
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
): Promise<StoredKind & { hasMore: boolean }> {
  const counts = await storeRates(tx, context.source.system, rates)
  const waiting = await convertWaiting(tx, context.base)
  return {
    counts: { ...counts, deleted: 0 },
    touched: touchedByTables(context.definitions, waiting.touched),
    delta: null,
    defined: [],
    metrics: [],
    rejects: [],
    hasMore: waiting.hasMore,
  }
}

/** Erases every row of a source, also from the history. Erasing again finds nothing. */
export async function removeSource(
  tx: TenantTx,
  sourceId: string,
): Promise<{ rows: number; touched: TouchedMetrics }> {
  const definitions = await readCatalogue(tx)
  const erased = await eraseRows(tx, sourceId)
  return {
    rows: erased.reduce((total, { rows }) => total + rows, 0),
    touched: touchedByTables(definitions, erased),
  }
}

/** Days of rows as the metrics that read them are touched. */
function touchedByTables(
  definitions: readonly NumberedDefinition[],
  moved: readonly {
    table: 'custom_metrics' | 'financials' | 'lead_events'
    metricNo: number | null
    days: string[]
  }[],
): TouchedMetrics {
  const touched = new Touched()
  for (const { table, metricNo, days } of moved) {
    if (table === 'custom_metrics') touched.add(metricNo ?? 0, days)
    else touched.addAll(touchedByTable(definitions, table, days))
  }
  return touched.list()
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
