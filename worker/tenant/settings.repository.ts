import { eq, sql } from 'drizzle-orm'
import type { TenantSpec } from '../../contracts/workspaces.ts'
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
  const { tenantId: _tenant, ...settings } = row
  return settings
}

/** Makes head and settings where they are missing; true when the head is new. */
export async function createHead(tx: TenantTx, spec: TenantSpec): Promise<boolean> {
  const made = await tx.db
    .insert(tenantHeads)
    .values({ tenantId: tx.tenantId, hash: sql`sha256('')` as never })
    .onConflictDoNothing()
    .returning({ seq: tenantHeads.seq })
  const { name, slug, timeZone, currency, weekStart, fiscalYearStartMonth } = spec
  const settings = { name, slug, timeZone, currency, weekStart, fiscalYearStartMonth }
  await tx.db
    .insert(workspaceSettings)
    .values({ tenantId: tx.tenantId, ...settings })
    .onConflictDoUpdate({ target: workspaceSettings.tenantId, set: settings })
  return made.length > 0
}
