import { and, eq, inArray } from 'drizzle-orm'
import { artistKeys } from '../../db/schema/bookings.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { Sealed } from '../platform/seal.ts'

/** Kept keys by artist, of those that have or had one; null: it was destroyed. */
export async function findArtistKeys(
  tx: TenantTx,
  artistIds: readonly string[],
): Promise<Map<string, Sealed | null>> {
  if (artistIds.length === 0) return new Map()
  const rows = await tx.db
    .select({ artistId: artistKeys.artistId, sealedKey: artistKeys.sealedKey })
    .from(artistKeys)
    .where(and(eq(artistKeys.tenantId, tx.tenantId), inArray(artistKeys.artistId, [...artistIds])))
  return new Map(
    rows.map(({ artistId, sealedKey }) => [artistId, sealedKey === null ? null : new Uint8Array(sealedKey)]),
  )
}

/** Keeps a key unless there is or was one: what was destroyed is not made anew. */
export async function insertArtistKey(tx: TenantTx, artistId: string, sealedKey: Sealed): Promise<void> {
  await tx.db.insert(artistKeys).values({ tenantId: tx.tenantId, artistId, sealedKey }).onConflictDoNothing()
}

/** Destroys the key of an artist, also before there is one. */
export async function destroyArtistKey(tx: TenantTx, artistId: string): Promise<void> {
  await tx.db
    .insert(artistKeys)
    .values({ tenantId: tx.tenantId, artistId, sealedKey: null })
    .onConflictDoUpdate({ target: [artistKeys.tenantId, artistKeys.artistId], set: { sealedKey: null } })
}
