import type { TenantTx } from './tenant-tx.ts'

/**
 * Statistics lag behind a load (and the embedded server gathers none by itself), so that the planner takes the rows of a batch for few
 * and reads the whole workspace to join them. Each row is one look-up in an index; this says so, for the rest of the transaction.
 */
export function preferLookups(tx: TenantTx): void {
  set(tx, { lookups: 'default', sets: 'off' })
}

/**
 * The other way around: for joins of many rows with many that no index tells apart, which the planner takes for few and would read
 * once for each of the others.
 */
export function preferSets(tx: TenantTx): void {
  set(tx, { lookups: 'off', sets: 'default' })
}

/** Lets the planner choose again. */
export function preferNothing(tx: TenantTx): void {
  set(tx, { lookups: 'default', sets: 'default' })
}

function set(tx: TenantTx, { lookups, sets }: Record<'lookups' | 'sets', 'off' | 'default'>): void {
  // Not awaited, so that it costs no round trip; a failure shows in the next statement of the transaction.
  tx.sql
    .unsafe(
      `set local enable_nestloop = ${lookups}; set local enable_hashjoin = ${sets}; set local enable_mergejoin = ${sets}`,
    )
    .execute()
    .catch(() => undefined)
}
