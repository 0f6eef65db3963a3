import type { TenantTx } from '../../db/tenant-tx.ts'
import * as tables from './tables.repository.ts'

export type { RowPage } from './tables.repository.ts'

/** A page of rows of a table after a key, in the order of the key; without secrets. */
export function readRows(
  tx: TenantTx,
  table: string,
  after: readonly string[] | null,
  limit: number,
): Promise<tables.RowPage> {
  return tables.readRows(tx, table, after, limit)
}

/** Puts rows back as those of the workspace of the transaction. */
export function writeRows(tx: TenantTx, table: string, rows: readonly string[]): Promise<void> {
  return tables.writeRows(tx, table, rows)
}

/** Gives a workspace that was put back its head, in the era after the one it was copied in. */
export function writeHead(tx: TenantTx, eraBefore: number): Promise<void> {
  return tables.writeHead(tx, eraBefore)
}

/** Deletes everything that was put back. */
export function deleteCopied(tx: TenantTx): Promise<void> {
  return tables.deleteCopied(tx)
}

/** The same where a call may have been cut off after some of them were in. */
export function writeRowsOnce(tx: TenantTx, table: string, rows: readonly string[]): Promise<void> {
  return tables.writeRows(tx, table, rows, true)
}

/** Ends a restore into a workspace of its own. */
export function finishRestored(
  tx: TenantTx,
  as: { name: string; slug: string; era: number; sourceId: string },
): Promise<void> {
  return tables.finishRestored(tx, as)
}
