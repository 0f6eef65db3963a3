import { eq, sql } from 'drizzle-orm'
import type { TenantSpec, UpdateWorkspace } from '../../contracts/workspaces.ts'
import { tenantHeads, workspaceSettings } from '../../db/schema/core.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { Settings } from './facts.ts'

/** The settings of the workspace, or null before it was provisioned. */
export async function readSettings(tx: TenantTx): Promise<Settings | null> {
  const [row] = await tx.db
    .select()
    .from(workspaceSettings)
    .where(eq(workspaceSettings.tenantId, tx.tenantId))
  if (row === undefined) return null
  const { tenantId: _tenant, origin: _origin, ...settings } = row
  return settings
}

/** The settings, locked until the transaction ends. */
export async function lockSettings(tx: TenantTx): Promise<Settings | null> {
  await tx.sql`select 1 from workspace_settings where tenant_id = ${tx.tenantId} for update`
  return readSettings(tx)
}

/** Stores what changed; counts the change. */
export async function updateSettings(
  tx: TenantTx,
  change: Omit<UpdateWorkspace, 'defaultClientId'>,
): Promise<void> {
  await tx.db
    .update(workspaceSettings)
    .set({ ...change, version: sql`${workspaceSettings.version} + 1` })
    .where(eq(workspaceSettings.tenantId, tx.tenantId))
}

/** Makes head and settings where they are missing; true when the head is new. */
export async function createHead(tx: TenantTx, spec: TenantSpec): Promise<boolean> {
  const made = await tx.db
    .insert(tenantHeads)
    .values({ tenantId: tx.tenantId, hash: sql`sha256('')` as never })
    .onConflictDoNothing()
    .returning({ seq: tenantHeads.seq })
  const { v: _v, tenantId: _tenant, region: _region, ...settings } = spec
  await tx.db
    .insert(workspaceSettings)
    .values({ tenantId: tx.tenantId, ...settings })
    .onConflictDoNothing()
  return made.length > 0
}
