import { and, asc, eq, lte, sql } from 'drizzle-orm'
import type { ControlDb } from '../../db/d1/client.ts'
import { timetable } from '../../db/d1/directory.ts'

/** Workspaces whose earliest stream is due, the longest due first. */
export async function selectDueTenants(db: ControlDb, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ tenantId: timetable.tenantId })
    .from(timetable)
    .where(lte(timetable.nextDueAt, now))
    .orderBy(asc(timetable.nextDueAt))
    .limit(limit)
  return rows.map((row) => row.tenantId)
}

export async function selectNextDue(db: ControlDb, tenantId: string): Promise<Date | null> {
  const [row] = await db
    .select({ nextDueAt: timetable.nextDueAt })
    .from(timetable)
    .where(eq(timetable.tenantId, tenantId))
  return row?.nextDueAt ?? null
}

/** Writes when a workspace is due next, unless a later writer was here before. */
export async function putNextDue(
  db: ControlDb,
  tenantId: string,
  nextDueAt: Date,
  seq: number,
): Promise<void> {
  await db
    .insert(timetable)
    .values({ tenantId, nextDueAt, seq })
    .onConflictDoUpdate({
      target: timetable.tenantId,
      set: { nextDueAt, seq },
      setWhere: sql`${timetable.seq} < ${seq}`,
    })
}

/** Nothing is due any more. A later writer's row stays. */
export async function deleteNextDue(db: ControlDb, tenantId: string, seq: number): Promise<void> {
  await db.delete(timetable).where(and(eq(timetable.tenantId, tenantId), lte(timetable.seq, seq)))
}
