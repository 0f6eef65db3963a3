import { eq } from 'drizzle-orm'
import type { ControlDb } from '../../db/d1/client.ts'
import { tenants } from '../../db/d1/directory.ts'
import { factInsert, type NewFact } from './facts.repository.ts'

/** The file of the logo, with word to the log of the workspace. */
export async function saveLogo(db: ControlDb, logo: string | null, fact: NewFact): Promise<void> {
  await db.batch([
    factInsert(db, fact),
    db.update(tenants).set({ logo }).where(eq(tenants.id, fact.tenantId)),
  ])
}
