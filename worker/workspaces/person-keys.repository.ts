import { eq, inArray, sql } from 'drizzle-orm'
import type { ControlDb } from '../../db/d1/client.ts'
import { erasures, personKeys } from '../../db/d1/privacy.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** D1 takes at most a hundred parameters in a statement; a list of ids travels as one. */
const among = (ids: readonly string[]) =>
  sql`(select value from json_each(${JSON.stringify([...new Set(ids)])}))`

/** Sealed keys by owner, of those that have one. */
export async function findPersonKeys(
  db: ControlDb,
  ownerIds: readonly string[],
): Promise<ReadonlyMap<string, Bytes>> {
  const rows = await db
    .select()
    .from(personKeys)
    .where(inArray(personKeys.ownerId, among(ownerIds)))
  return new Map(
    rows.map(({ ownerId, sealedKey }) => [ownerId, Uint8Array.from(atob(sealedKey), (c) => c.charCodeAt(0))]),
  )
}

/** Stores a key unless there is one, or its person was erased: a fact that comes late must not make them readable again. */
export async function insertPersonKey(
  db: ControlDb,
  ownerId: string,
  sealedKey: Bytes,
  now: Date,
): Promise<void> {
  await db.run(sql`insert into ${personKeys} (owner_id, sealed_key, created_at)
    select ${ownerId}, ${btoa(String.fromCharCode(...sealedKey))}, ${now.getTime()}
    where not exists (select 1 from ${erasures} where person_id = ${ownerId})
    on conflict (owner_id) do nothing`)
}

/** Which of these people erased their accounts. */
export async function listErased(db: ControlDb, personIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .select({ id: erasures.personId })
    .from(erasures)
    .where(inArray(erasures.personId, among(personIds)))
  return rows.map(({ id }) => id)
}

/** Whether this person erased their account. */
export async function wasErased(db: ControlDb, personId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: erasures.personId })
    .from(erasures)
    .where(eq(erasures.personId, personId))
  return row !== undefined
}
