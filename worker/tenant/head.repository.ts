import { eq, sql } from 'drizzle-orm'
import { tenantHeads } from '../../db/schema/core.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** Where the log of a workspace stands, and which instance may write it. */
export interface Head {
  fence: number
  seq: number
  era: number
}

const columns = { fence: tenantHeads.fence, seq: tenantHeads.seq, era: tenantHeads.era }

/** Raises the fence: from now on only the caller may append. Null when the workspace has no head. */
export async function claimHead(tx: TenantTx): Promise<Head | null> {
  const [head] = await tx.db
    .update(tenantHeads)
    .set({ fence: sql`${tenantHeads.fence} + 1` })
    .where(eq(tenantHeads.tenantId, tx.tenantId))
    .returning(columns)
  return head ?? null
}

/** The workspace whose copy this one was made of; null for one that was made here. */
export async function readOrigin(tx: TenantTx): Promise<string | null> {
  const [row] = await tx.sql<{ origin: string | null }[]>`
    select origin::text from workspace_settings where tenant_id = ${tx.tenantId}`
  return row?.origin ?? null
}

/** The head as it is, unlocked. */
export async function readHead(tx: TenantTx): Promise<Head | null> {
  const [head] = await tx.db.select(columns).from(tenantHeads).where(eq(tenantHeads.tenantId, tx.tenantId))
  return head ?? null
}

/**
 * Why the role this code is logged in as must not serve: it would see rows of other workspaces, or could take the
 * policies off. Null when all is well.
 */
export async function roleProblem(tx: TenantTx): Promise<string | null> {
  const [role] = await tx.sql<{ bypasses: boolean; owns: boolean }[]>`
    select rolsuper or rolbypassrls as bypasses,
      exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relowner = r.oid) as owns
    from pg_roles r where rolname = current_user`
  if (role === undefined || role.bypasses) return 'can bypass row-level security'
  return role.owns ? 'owns the tables it uses' : null
}
