import { and, asc, eq, sql } from 'drizzle-orm'
import { clients } from '../../db/schema/clients.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

const CLIENTS_LISTED_MAX = 5000

export interface Client {
  id: string
  name: string
  externalId: string
  isDefault: boolean
}

/** Clients of the workspace by name, the default one first. */
export async function selectClients(tx: TenantTx): Promise<Client[]> {
  return tx.db
    .select({
      id: clients.id,
      name: clients.name,
      externalId: clients.externalId,
      isDefault: clients.isDefault,
    })
    .from(clients)
    .where(eq(clients.tenantId, tx.tenantId))
    .orderBy(sql`${clients.isDefault} desc`, asc(clients.name))
    .limit(CLIENTS_LISTED_MAX)
}

/** Whether the workspace has a client of that id. */
export async function selectHasClient(tx: TenantTx, id: string): Promise<boolean> {
  const [row] = await tx.db
    .select({ id: clients.id })
    .from(clients)
    .where(and(eq(clients.tenantId, tx.tenantId), eq(clients.id, id)))
  return row !== undefined
}

/** Stores clients whose external id is new; gives those that were. */
export async function insertClients(
  tx: TenantTx,
  rows: readonly { id: string; name: string; externalId: string; isDefault: boolean }[],
  at: Date,
): Promise<{ id: string; name: string }[]> {
  if (rows.length === 0) return []
  return tx.db
    .insert(clients)
    .values(rows.map((row) => ({ tenantId: tx.tenantId, createdAt: at.toISOString(), ...row })))
    .onConflictDoNothing({ target: [clients.tenantId, clients.externalId] })
    .returning({ id: clients.id, name: clients.name })
}
