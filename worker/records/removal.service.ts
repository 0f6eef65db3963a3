import type { TenantTx } from '../../db/tenant-tx.ts'
import type { TouchedMetrics } from '../events/define.ts'
import { readCatalogue } from '../metrics/service.ts'
import { eraseRows } from './removal.repository.ts'
import { touchedByTables } from './touched-tables.ts'

/** What an erasure took away: rows by table, and the days on which metrics moved, which belong into its event. */
export interface Erased {
  counts: Record<string, number>
  touched: TouchedMetrics
}

/** Erases everything a source has brought, with what the history kept of it. Done twice, the second time counts nothing. */
export async function eraseSource(tx: TenantTx, sourceId: string): Promise<Erased> {
  const [gone, definitions] = await Promise.all([eraseRows(tx, sourceId), readCatalogue(tx)])
  const counts: Record<string, number> = {}
  for (const { table, rows } of gone) counts[table] = (counts[table] ?? 0) + rows
  return { counts, touched: touchedByTables(definitions, gone) }
}
