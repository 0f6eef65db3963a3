import type { TenantTx } from './tenant-tx.ts'

/**
 * Statistics lag behind a load (and the embedded server gathers none by itself), so that the planner takes the rows of a batch for few
 * and reads the whole workspace to join them. Each row is one look-up in an index; this says so, for the rest of the transaction.
 */
export function preferLookups(tx: TenantTx): void {
  set(tx, 'off')
}

/** Lets the planner choose again, for statements that join whole sets. */
export function preferNothing(tx: TenantTx): void {
  set(tx, 'default')
}

function set(tx: TenantTx, value: 'off' | 'default'): void {
  // Not awaited, so that it costs no round trip; a failure shows in the next statement of the transaction.
  tx.sql
    .unsafe(`set local enable_hashjoin = ${value}; set local enable_mergejoin = ${value}`)
    .execute()
    .catch(() => undefined)
}
