import type { MetricDefinition, Series } from '../../../contracts/metrics.ts'
import { type FactTable, tableOfMetric } from './tables.ts'

/** Days between which amounts of a table wait for a rate. `no` is the metric where its rows are its own, else 0. */
export interface WaitingSpan {
  table: FactTable
  no: number
  /** Day numbers, inclusive. */
  from: number
  to: number
}

/** Amounts of one dimension value and currency that wait for a rate. */
export interface WaitingRow {
  val: string
  currency: string
  n: number
}

/** Whether amounts of a metric may wait for a rate somewhere between two days. */
export function mayWait(
  spans: readonly WaitingSpan[],
  entry: { no: number; definition: MetricDefinition },
  from: number,
  to: number,
): boolean {
  const table = tableOfMetric(entry.definition)
  return spans.some(
    (span) =>
      span.table === table && (span.no === 0 || span.no === entry.no) && span.from <= to && span.to >= from,
  )
}

/**
 * What a series leaves out. A record that several operands of a formula read is one record: operands of the same rows count as
 * the one with most.
 */
export function notIncludedIn(
  leaves: readonly MetricDefinition[],
  waiting: ReadonlyMap<string, readonly WaitingRow[]>,
  members: readonly (string | null)[] | null,
): Series['notIncluded'] {
  const most = new Map<string, number>()
  const currencies = new Set<string>()
  for (const leaf of leaves) {
    const rows = (waiting.get(leaf.key) ?? []).filter(
      (row) => members === null || members.includes(row.val === '' ? null : row.val),
    )
    const n = rows.reduce((sum, row) => sum + row.n, 0)
    const name = nameOfRows(leaf)
    most.set(name, Math.max(most.get(name) ?? 0, n))
    for (const row of rows) currencies.add(row.currency)
  }
  const records = [...most.values()].reduce((sum, n) => sum + n, 0)
  return records === 0 ? undefined : { records, currencies: [...currencies].sort() }
}

/** The same for metrics that read the same rows, whichever column of them. */
function nameOfRows({ key, source }: MetricDefinition): string {
  if (source.kind !== 'facts' || source.table === 'custom_metrics') return key
  return JSON.stringify([source.table, source.filters ?? {}])
}
