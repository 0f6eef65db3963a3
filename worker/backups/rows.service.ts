import type { TenantTx } from '../../db/tenant-tx.ts'
import * as tables from './tables.repository.ts'

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
