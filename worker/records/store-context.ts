import { errorTable } from '../../contracts/errors.ts'
import { QUARANTINE_RECORD_CHARS_MAX } from '../../contracts/limits.ts'
import type { MetricDefinition } from '../../contracts/metrics.ts'
import type { DimNo, Period } from '../../contracts/rollups.ts'
import type { RejectedRecord, SyncRecord } from '../../contracts/sync.ts'
import type { NewEvent, TouchedMetrics } from '../events/define.ts'
import type { NumberedDefinition } from '../metrics/service.ts'

/** Where records come from and what they feed. */
export interface StoreContext {
  source: { id: string; system: string; stream: string }
  clientId: string
  /** Base currency of the workspace. */
  base: string
  /** The catalogue as the caller has it. */
  definitions: readonly NumberedDefinition[]
  /** Metrics that value records of the stream may feed; those with rows are brought into the catalogue. */
  metrics: readonly MetricDefinition[]
  at: Date
  /** How finely the buckets of a metric are kept now; left out where nobody adds to buckets. */
  levelsOf?: (metricNo: number) => ReadonlyMap<DimNo, Period>
}

/** Records by what storing them did. Together they are all that were given, less the rejected ones. */
export interface StoredCounts {
  new: number
  changed: number
  same: number
  deleted: number
}

/** What storing one kind of records did. */
export interface StoredKind {
  counts: StoredCounts
  touched: TouchedMetrics
  /** What was moved in the buckets of the touched metrics; null when they have to be counted again. */
  delta: string | null
  /** `metric.defined` of what is new or wider in the catalogue. */
  defined: NewEvent[]
  /** Keys of the metrics that were fed. */
  metrics: string[]
  rejects: RejectedRecord[]
}

/** Counts records by their keys: what went and came back has changed, what only came is new. `total` includes repeats of a key. */
export function countRecords(
  total: number,
  keys: { wanted: Iterable<string>; deleted: Iterable<string> },
  went: ReadonlySet<string>,
  came: ReadonlySet<string>,
): StoredCounts {
  const counts = { new: 0, changed: 0, same: 0, deleted: 0 }
  for (const key of keys.wanted) {
    if (went.has(key)) counts.changed += 1
    else if (came.has(key)) counts.new += 1
  }
  for (const key of keys.deleted) if (went.has(key)) counts.deleted += 1
  return { ...counts, same: total - counts.new - counts.changed - counts.deleted }
}

type RejectCode = 'metric_mismatch' | 'too_many_dimensions' | 'number_too_large' | 'month_archived'

/** A record that cannot be stored as it is, in the words of the table of refusals. */
export function rejected(record: SyncRecord, reason: RejectCode, field: string): RejectedRecord {
  const message =
    reason === 'number_too_large'
      ? 'The number has more digits than can be kept exactly.'
      : `${errorTable[reason].sentence} ${errorTable[reason].next}`
  return {
    recordKey: record.externalId,
    reason,
    field,
    message,
    record: JSON.stringify(record).slice(0, QUARANTINE_RECORD_CHARS_MAX),
  }
}
