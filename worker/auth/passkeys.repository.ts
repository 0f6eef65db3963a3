import { and, asc, count, eq } from 'drizzle-orm'
import type { PasskeyView } from '../../contracts/passkeys.ts'
import { PASSKEYS_MAX } from '../../contracts/passkeys.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { passkey } from '../../db/d1/identity.ts'

const own = (personId: string, id: string) => and(eq(passkey.userId, personId), eq(passkey.id, id))

export async function listPasskeys(db: ControlDb, personId: string): Promise<PasskeyView[]> {
  const rows = await db
    .select({ id: passkey.id, name: passkey.name, createdAt: passkey.createdAt })
    .from(passkey)
    .where(eq(passkey.userId, personId))
    .orderBy(asc(passkey.createdAt))
    .limit(PASSKEYS_MAX)
  return rows.map((row) => ({ id: row.id, name: row.name ?? '', createdAt: row.createdAt.toISOString() }))
}

export async function countPasskeys(db: ControlDb, personId: string): Promise<number> {
  const [row] = await db.select({ keys: count() }).from(passkey).where(eq(passkey.userId, personId))
  return row?.keys ?? 0
}

/** @returns false when the person has no such key. */
export async function renamePasskey(
  db: ControlDb,
  personId: string,
  id: string,
  name: string,
): Promise<boolean> {
  const renamed = await db
    .update(passkey)
    .set({ name })
    .where(own(personId, id))
    .returning({ id: passkey.id })
  return renamed.length === 1
}

/** @returns the name the key had, or null when the person has no such key. */
export async function removePasskey(db: ControlDb, personId: string, id: string): Promise<string | null> {
  const [removed] = await db.delete(passkey).where(own(personId, id)).returning({ name: passkey.name })
  return removed ? (removed.name ?? '') : null
}

/** Whose passkey a device names; null when nobody has it. */
export async function findPasskeyOwner(db: ControlDb, credentialId: string): Promise<string | null> {
  const [row] = await db
    .select({ personId: passkey.userId })
    .from(passkey)
    .where(eq(passkey.credentialID, credentialId))
  return row?.personId ?? null
}
