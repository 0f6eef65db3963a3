import type { DimNo } from '../../contracts/rollups.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NumberedDefinition } from './repository.ts'
import type { WaitingRow, WaitingSpan } from './rules/waiting.ts'
import { askWaitingRows, listWaitingSpans } from './waiting.repository.ts'

/** Between which days amounts wait for a rate: where none do, no question needs to ask for them. */
export function readWaitingSpans(tx: TenantTx): Promise<WaitingSpan[]> {
  return listWaitingSpans(tx)
}

/** Records that are in no figure of a metric, because no rate is known for them. */
export function askWaiting(
  tx: TenantTx,
  entry: NumberedDefinition,
  query: { dim: DimNo | null; clientId: string | null; from: string; to: string },
): Promise<WaitingRow[]> {
  return askWaitingRows(tx, entry, query)
}
