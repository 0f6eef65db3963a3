import type { TouchedMetrics } from '../events/define.ts'
import type { NumberedDefinition } from '../metrics/service.ts'
import { touchedByTable } from '../metrics/standard.service.ts'
import { Touched } from './rules/touched.ts'

/** Rows that moved, by table and metric; `metricNo` means something for values only. */
interface MovedRows {
  table: 'custom_metrics' | 'financials' | 'lead_events'
  metricNo: number | null
  days: string[]
}

/** Days of rows as the metrics that read them are touched. */
export function touchedByTables(
  definitions: readonly NumberedDefinition[],
  moved: readonly MovedRows[],
): TouchedMetrics {
  const touched = new Touched()
  for (const { table, metricNo, days } of moved) {
    if (table === 'custom_metrics') touched.add(metricNo ?? 0, days)
    else touched.addAll(touchedByTable(definitions, table, days))
  }
  return touched.list()
}
