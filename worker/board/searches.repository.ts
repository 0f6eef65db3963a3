import { and, asc, eq } from 'drizzle-orm'
import { JobSearchId } from '../../contracts/ids.ts'
import { type CreateJobSearch, JobSearchFilter, type JobSearchView } from '../../contracts/job-searches.ts'
import { savedSearches } from '../../db/d1/board.ts'
import type { ControlDb } from '../../db/d1/client.ts'

type Row = typeof savedSearches.$inferSelect

function toView({ id, name, body, savedAt }: Pick<Row, 'id' | 'name' | 'body' | 'savedAt'>): JobSearchView {
  return {
    id: JobSearchId.parse(id),
    name,
    filter: JobSearchFilter.parse(JSON.parse(body)),
    savedAt: savedAt.toISOString(),
  }
}

/** What somebody looks for, the first one saved first. */
export async function listSearches(db: ControlDb, personId: string, limit: number): Promise<JobSearchView[]> {
  const rows = await db
    .select()
    .from(savedSearches)
    .where(eq(savedSearches.personId, personId))
    .orderBy(asc(savedSearches.savedAt), asc(savedSearches.id))
    .limit(limit)
  return rows.map(toView)
}

/** Stores a search, unless there is one of that id. */
export async function insertSearch(
  db: ControlDb,
  who: { personId: string; tenantId: string },
  { id, name, filter }: CreateJobSearch & { id: JobSearchId },
  now: Date,
): Promise<void> {
  await db
    .insert(savedSearches)
    .values({ id, ...who, name, body: JSON.stringify(filter), savedAt: now })
    .onConflictDoNothing()
}

export async function findSearch(db: ControlDb, personId: string, id: string): Promise<JobSearchView | null> {
  const [row] = await db
    .select()
    .from(savedSearches)
    .where(and(eq(savedSearches.personId, personId), eq(savedSearches.id, id)))
  return row === undefined ? null : toView(row)
}

/** False when the person has none of that id. */
export async function deleteSearch(db: ControlDb, personId: string, id: string): Promise<boolean> {
  const gone = await db
    .delete(savedSearches)
    .where(and(eq(savedSearches.personId, personId), eq(savedSearches.id, id)))
    .returning({ id: savedSearches.id })
  return gone.length === 1
}
