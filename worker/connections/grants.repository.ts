import { and, eq, lt } from 'drizzle-orm'
import { connectionGrants } from '../../db/schema/connections.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { Grant } from './rules/consent.ts'

/** A consent under way with what its answer needs. */
export interface StoredGrant extends Grant {
  connectionId: string | null
  clientId: string | null
  sealedVerifier: Uint8Array<ArrayBuffer>
}

const ofHash = (tx: TenantTx, stateHash: string) =>
  and(eq(connectionGrants.tenantId, tx.tenantId), eq(connectionGrants.stateHash, stateHash))

export async function insertGrant(
  tx: TenantTx,
  row: Omit<typeof connectionGrants.$inferInsert, 'tenantId'>,
): Promise<void> {
  await tx.db.insert(connectionGrants).values({ tenantId: tx.tenantId, ...row })
}

/** The consent of a state, locked: of two answers with one state, the second finds it used. */
export async function lockGrant(tx: TenantTx, stateHash: string): Promise<StoredGrant | null> {
  const [row] = await tx.db.select().from(connectionGrants).where(ofHash(tx, stateHash)).for('update')
  if (row === undefined) return null
  const { provider, credentialId, personId, connectionId, clientId } = row
  return {
    provider,
    credentialId,
    personId,
    connectionId,
    clientId,
    sealedVerifier: new Uint8Array(row.sealedVerifier),
    expiresAt: new Date(row.expiresAt),
    usedAt: row.usedAt === null ? null : new Date(row.usedAt),
  }
}

export async function markGrantUsed(tx: TenantTx, stateHash: string, at: Date): Promise<void> {
  await tx.db.update(connectionGrants).set({ usedAt: at.toISOString() }).where(ofHash(tx, stateHash))
}

/** Removes consents nobody can finish any more. */
export async function deleteExpiredGrants(tx: TenantTx, before: Date): Promise<void> {
  await tx.db
    .delete(connectionGrants)
    .where(
      and(eq(connectionGrants.tenantId, tx.tenantId), lt(connectionGrants.expiresAt, before.toISOString())),
    )
}
