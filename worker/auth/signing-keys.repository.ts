import { asc, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { ControlDb } from '../../db/d1/client.ts'
import { signingKeys } from '../../db/d1/tokens.ts'

const PublicJwk = z.object({ kty: z.literal('RSA'), n: z.string(), e: z.string() })
export type PublicJwk = z.infer<typeof PublicJwk>

export interface StoredSigningKey {
  kid: string
  publicJwk: PublicJwk
  sealedPrivate: Uint8Array<ArrayBuffer>
  createdAt: Date
  signsFrom: Date
}

/** There are two or three at a time. */
const SIGNING_KEYS_MAX = 20

export async function listSigningKeys(db: ControlDb): Promise<StoredSigningKey[]> {
  const rows = await db.select().from(signingKeys).orderBy(asc(signingKeys.signsFrom)).limit(SIGNING_KEYS_MAX)
  return rows.map((row) => ({
    ...row,
    publicJwk: PublicJwk.parse(JSON.parse(row.publicJwk)),
    sealedPrivate: Uint8Array.from(atob(row.sealedPrivate), (char) => char.charCodeAt(0)),
  }))
}

export async function insertSigningKey(db: ControlDb, key: StoredSigningKey): Promise<void> {
  await db.insert(signingKeys).values({
    ...key,
    publicJwk: JSON.stringify(key.publicJwk),
    sealedPrivate: btoa(String.fromCharCode(...key.sealedPrivate)),
  })
}

export async function deleteSigningKeys(db: ControlDb, kids: string[]): Promise<void> {
  if (kids.length > 0) await db.delete(signingKeys).where(inArray(signingKeys.kid, kids))
}
