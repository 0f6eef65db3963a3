import { and, desc, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import { DELETIONS_LISTED_MAX, DeletionView, WipeProof } from '../../contracts/deletion.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { workspaceDeletions } from '../../db/d1/directory.ts'
import { factInsert, type NewFact } from './facts.repository.ts'

function toView(row: typeof workspaceDeletions.$inferSelect): DeletionView {
  return DeletionView.parse({
    tenantId: row.tenantId,
    name: row.name,
    slug: row.slug,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    proof: row.proof === null ? null : WipeProof.parse(JSON.parse(row.proof)),
  })
}

export async function findDeletion(db: ControlDb, tenantId: string): Promise<DeletionView | null> {
  const [row] = await db.select().from(workspaceDeletions).where(eq(workspaceDeletions.tenantId, tenantId))
  return row === undefined ? null : toView(row)
}

/** Stores a request; one that is there already stays as it is. */
export async function insertDeletion(
  db: ControlDb,
  row: { tenantId: string; name: string; slug: string; requestedBy: string; requestedAt: Date; dueAt: Date },
  fact: NewFact,
): Promise<void> {
  const isAsked = eq(workspaceDeletions.tenantId, row.tenantId)
  await db.batch([
    factInsert(db, fact, sql`not exists (select 1 from ${workspaceDeletions} where ${isAsked})`),
    db.insert(workspaceDeletions).values(row).onConflictDoNothing(),
  ])
}

/** Takes a request back while nothing was deleted yet; false when it is too late, or there is none. */
export async function removeDeletion(db: ControlDb, fact: NewFact): Promise<boolean> {
  const waits = and(eq(workspaceDeletions.tenantId, fact.tenantId), isNull(workspaceDeletions.startedAt))
  const [, gone] = await db.batch([
    factInsert(db, fact, sql`exists (select 1 from ${workspaceDeletions} where ${waits})`),
    db.delete(workspaceDeletions).where(waits).returning({ tenantId: workspaceDeletions.tenantId }),
  ])
  return gone.length > 0
}

/** Requests whose time has come and that nobody has begun, oldest first. */
export async function listDueDeletions(db: ControlDb, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ tenantId: workspaceDeletions.tenantId })
    .from(workspaceDeletions)
    .where(and(isNull(workspaceDeletions.startedAt), lte(workspaceDeletions.dueAt, now)))
    .orderBy(workspaceDeletions.dueAt)
    .limit(limit)
  return rows.map(({ tenantId }) => tenantId)
}

/** What a person asked to be deleted, newest first. */
export async function listDeletionsOf(db: ControlDb, personId: string): Promise<DeletionView[]> {
  const rows = await db
    .select()
    .from(workspaceDeletions)
    .where(eq(workspaceDeletions.requestedBy, personId))
    .orderBy(desc(workspaceDeletions.requestedAt))
    .limit(DELETIONS_LISTED_MAX)
  return rows.map(toView)
}

/** The statement that belongs into the batch that begins a deletion. */
export const deletionStarted = (db: ControlDb, tenantId: string, now: Date) =>
  db.update(workspaceDeletions).set({ startedAt: now }).where(eq(workspaceDeletions.tenantId, tenantId))

/** Stores what a deletion took away. A repetition finds nothing any more and must not overwrite what the first one did. */
export async function storeProof(
  db: ControlDb,
  tenantId: string,
  proof: WipeProof,
  now: Date,
): Promise<void> {
  await db
    .update(workspaceDeletions)
    .set({ proof: JSON.stringify(proof), finishedAt: now })
    .where(
      and(
        eq(workspaceDeletions.tenantId, tenantId),
        isNotNull(workspaceDeletions.startedAt),
        isNull(workspaceDeletions.proof),
      ),
    )
}
