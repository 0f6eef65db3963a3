import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { PROJECT_BASELINES_MAX } from '../../contracts/limits.ts'
import { projectBaselines } from '../../db/schema/projects.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

const KeptTasks = z.array(
  z.object({ taskId: z.string(), name: z.string(), startTime: z.string(), endTime: z.string() }),
)

/** What a plan was when somebody kept it. */
export interface Baseline {
  id: string
  projectId: string
  name: string
  endTime: string | null
  tasks: z.infer<typeof KeptTasks>
  takenBy: string
  takenAt: string
}

const iso = (text: string): string => new Date(text).toISOString()

function toBaseline({ tenantId: _tenant, endsAt, ...row }: typeof projectBaselines.$inferSelect): Baseline {
  return {
    ...row,
    endTime: endsAt === null ? null : iso(endsAt),
    tasks: KeptTasks.parse(row.tasks),
    takenAt: iso(row.takenAt),
  }
}

const ofId = (tx: TenantTx, projectId: string, id: string) =>
  and(
    eq(projectBaselines.tenantId, tx.tenantId),
    eq(projectBaselines.projectId, projectId),
    eq(projectBaselines.id, id),
  )

/** Those of a project, newest first. */
export async function listBaselines(tx: TenantTx, projectId: string): Promise<Baseline[]> {
  const rows = await tx.db
    .select()
    .from(projectBaselines)
    .where(and(eq(projectBaselines.tenantId, tx.tenantId), eq(projectBaselines.projectId, projectId)))
    .orderBy(desc(projectBaselines.takenAt), desc(projectBaselines.id))
    .limit(PROJECT_BASELINES_MAX)
  return rows.map(toBaseline)
}

export async function findBaseline(tx: TenantTx, projectId: string, id: string): Promise<Baseline | null> {
  const [row] = await tx.db
    .select()
    .from(projectBaselines)
    .where(ofId(tx, projectId, id))
  return row === undefined ? null : toBaseline(row)
}

/** Stores a baseline; false when the id is taken. */
export async function insertBaseline(tx: TenantTx, { endTime, ...baseline }: Baseline): Promise<boolean> {
  const made = await tx.db
    .insert(projectBaselines)
    .values({ ...baseline, endsAt: endTime, tenantId: tx.tenantId })
    .onConflictDoNothing()
    .returning({ id: projectBaselines.id })
  return made.length > 0
}

export async function deleteBaseline(tx: TenantTx, projectId: string, id: string): Promise<void> {
  await tx.db.delete(projectBaselines).where(ofId(tx, projectId, id))
}
