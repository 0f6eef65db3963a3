import { and, eq } from 'drizzle-orm'
import { clients } from '../../db/schema/clients.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** The client that owns the sample data; null when there is none. */
export async function selectSampleClient(tx: TenantTx): Promise<{ id: string; createdAt: string } | null> {
  const [row] = await tx.db
    .select({ id: clients.id, createdAt: clients.createdAt })
    .from(clients)
    .where(and(eq(clients.tenantId, tx.tenantId), eq(clients.isSample, true)))
  return row ?? null
}

/** Makes the client of the sample data. */
export async function insertSampleClient(
  tx: TenantTx,
  client: { id: string; name: string; externalId: string },
  at: Date,
): Promise<void> {
  await tx.db
    .insert(clients)
    .values({ tenantId: tx.tenantId, ...client, isSample: true, createdAt: at.toISOString() })
}

export async function deleteClient(tx: TenantTx, id: string): Promise<void> {
  await tx.db.delete(clients).where(and(eq(clients.tenantId, tx.tenantId), eq(clients.id, id)))
}

/** Whether a file is on its way in, whose rows are not there yet. */
export async function selectIsLoading(tx: TenantTx): Promise<boolean> {
  const [row] = await tx.sql<{ found: boolean }[]>`
    select exists (select 1 from imports where tenant_id = ${tx.tenantId} and status = 'loading') as found`
  return row?.found ?? false
}

/** Whether any row is about another client than the sample one. Each look stops at the first row it finds. */
export async function selectHasOwnRows(tx: TenantTx): Promise<boolean> {
  const [row] = await tx.sql<{ found: boolean }[]>`
    with sample as materialized (
      select coalesce((select id from clients where tenant_id = ${tx.tenantId} and is_sample),
        '00000000-0000-0000-0000-000000000000'::uuid) as id)
    select exists (select 1 from custom_metrics f, sample s where f.tenant_id = ${tx.tenantId} and f.client_id <> s.id)
      or exists (select 1 from financials f, sample s where f.tenant_id = ${tx.tenantId} and f.client_id <> s.id)
      or exists (select 1 from lead_events f, sample s where f.tenant_id = ${tx.tenantId} and f.client_id <> s.id) as found`
  return row?.found ?? false
}
