import { and, desc, eq, isNull } from 'drizzle-orm'
import { RestoreView } from '../../contracts/restore.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { restores } from '../../db/d1/directory.ts'

const LISTED_MAX = 20

const toView = (row: typeof restores.$inferSelect): RestoreView =>
  RestoreView.parse({
    tenantId: row.tenantId,
    name: row.name,
    slug: row.slug,
    sourceId: row.sourceId,
    madeAt: row.madeAt.toISOString(),
    requestedAt: row.requestedAt.toISOString(),
    done: row.done,
    total: row.total,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  })

export async function findRestore(db: ControlDb, tenantId: string): Promise<RestoreView | null> {
  const [row] = await db.select().from(restores).where(eq(restores.tenantId, tenantId))
  return row === undefined ? null : toView(row)
}

/** Workspaces a person had made of copies, newest first. */
export async function listRestores(db: ControlDb, personId: string): Promise<RestoreView[]> {
  const rows = await db
    .select()
    .from(restores)
    .where(eq(restores.requestedBy, personId))
    .orderBy(desc(restores.requestedAt))
    .limit(LISTED_MAX)
  return rows.map(toView)
}

export async function noteRestored(db: ControlDb, tenantId: string, done: number): Promise<void> {
  await db.update(restores).set({ done }).where(eq(restores.tenantId, tenantId))
}

/** Ends a restore; gives who asked for it the first time, and null after that. */
export async function finishRestore(
  db: ControlDb,
  tenantId: string,
  now: Date,
): Promise<{ requestedBy: string; name: string; slug: string } | null> {
  const [row] = await db
    .update(restores)
    .set({ finishedAt: now })
    .where(and(eq(restores.tenantId, tenantId), isNull(restores.finishedAt)))
    .returning()
  return row ?? null
}
