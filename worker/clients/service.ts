import type { TenantTx } from '../../db/tenant-tx.ts'
import { type Client, insertClients, selectClients, selectHasClient } from './repository.ts'

export type { Client } from './repository.ts'

/** External id of the client that stands for the workspace itself. */
export const SELF = 'self'

/** All clients, the default one first. */
export function listClients(tx: TenantTx): Promise<Client[]> {
  return selectClients(tx)
}

/** Whether the workspace has a client of that id. */
export function hasClient(tx: TenantTx, id: string): Promise<boolean> {
  return selectHasClient(tx, id)
}

/** Makes the default client where there is none. */
export async function ensureDefaultClient(
  tx: TenantTx,
  name: string,
  newId: () => string,
  at: Date,
): Promise<void> {
  await insertClients(tx, [{ id: newId(), name, externalId: SELF, isDefault: true }], at)
}

/** Makes a client for every name that has none yet (the name is its external id); gives the new ones. */
export function ensureClients(
  tx: TenantTx,
  names: readonly string[],
  newId: () => string,
  at: Date,
): Promise<{ id: string; name: string }[]> {
  const rows = [...new Set(names)].map((name) => ({ id: newId(), name, externalId: name, isDefault: false }))
  return insertClients(tx, rows, at)
}
