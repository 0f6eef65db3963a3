import { and, asc, eq, getTableColumns, gt, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { LOAD_TASKS_MAX, PROJECT_DEPENDENCIES_MAX, PROJECT_TASKS_MAX } from '../../contracts/limits.ts'
import { DependencyView, TaskConstraint, TaskKind } from '../../contracts/projects.ts'
import { projects, projectTasks, taskDependencies } from '../../db/schema/projects.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

const iso = (ms: number): string => new Date(ms).toISOString()
const isoOf = (text: string | null): string | null => (text === null ? null : iso(Date.parse(text)))

/** What of a task is stored besides its id, project and kind. */
export interface TaskFields {
  phaseId: string | null
  name: string
  notes: string | null
  position: number
  artistId: string | null
  durationMinutes: number
  effortMinutes: number | null
  constraint: TaskConstraint | null
  isPinned: boolean
  actualStart: string | null
  doneAt: string | null
  progress: number
}

export interface Task extends TaskFields {
  id: string
  projectId: string
  kind: TaskKind
  fromMs: number
  toMs: number
  version: number
  createdAt: string
}

function toTask(row: typeof projectTasks.$inferSelect): Task {
  const { tenantId: _tenant, constraintKind, constraintTime, startsAt, endsAt, ...fields } = row
  return {
    ...fields,
    kind: TaskKind.parse(row.kind),
    constraint:
      constraintKind === null
        ? null
        : TaskConstraint.parse({ kind: constraintKind, time: isoOf(constraintTime) }),
    actualStart: isoOf(row.actualStart),
    doneAt: isoOf(row.doneAt),
    fromMs: Date.parse(startsAt),
    toMs: Date.parse(endsAt),
    createdAt: iso(Date.parse(row.createdAt)),
  }
}

function toTaskRow({ constraint, ...fields }: TaskFields) {
  return { ...fields, constraintKind: constraint?.kind ?? null, constraintTime: constraint?.time ?? null }
}

const ofTaskId = (tx: TenantTx, id: string) =>
  and(eq(projectTasks.tenantId, tx.tenantId), eq(projectTasks.id, id))

/** All tasks of a project, by start, then position, then age. */
export async function listTasks(tx: TenantTx, projectId: string): Promise<Task[]> {
  const rows = await tx.db
    .select()
    .from(projectTasks)
    .where(and(eq(projectTasks.tenantId, tx.tenantId), eq(projectTasks.projectId, projectId)))
    .orderBy(asc(projectTasks.startsAt), asc(projectTasks.position), asc(projectTasks.id))
    .limit(PROJECT_TASKS_MAX)
  return rows.map(toTask)
}

/** The tasks of some phases, of which there are as many at most as a page of phases holds. */
export async function listTasksOfPhases(tx: TenantTx, phaseIds: readonly string[]): Promise<Task[]> {
  if (phaseIds.length === 0) return []
  const rows = await tx.db
    .select()
    .from(projectTasks)
    .where(and(eq(projectTasks.tenantId, tx.tenantId), inArray(projectTasks.phaseId, [...phaseIds])))
    .limit(PROJECT_TASKS_MAX * phaseIds.length)
  return rows.map(toTask)
}

export async function findTask(tx: TenantTx, id: string): Promise<Task | null> {
  const [row] = await tx.db.select().from(projectTasks).where(ofTaskId(tx, id))
  return row === undefined ? null : toTask(row)
}

/** Stores a task; false when the id is taken. */
export async function insertTask(
  tx: TenantTx,
  { fromMs, toMs, version: _first, ...fields }: Task,
): Promise<boolean> {
  const { id, projectId, kind, createdAt } = fields
  const made = await tx.db
    .insert(projectTasks)
    .values({
      ...toTaskRow(fields),
      ...{ id, projectId, kind, createdAt, tenantId: tx.tenantId },
      ...{ startsAt: iso(fromMs), endsAt: iso(toMs) },
    })
    .onConflictDoNothing()
    .returning({ id: projectTasks.id })
  return made.length > 0
}

/** Stores a task as it was changed, with its times and its new version. */
export async function updateTask(tx: TenantTx, { fromMs, toMs, ...task }: Task): Promise<void> {
  const times = { startsAt: iso(fromMs), endsAt: iso(toMs) }
  await tx.db
    .update(projectTasks)
    .set({ ...toTaskRow(task), ...times, version: task.version })
    .where(ofTaskId(tx, task.id))
}

/** Gives tasks the times that were worked out for them, in one statement. */
export async function updateTimes(
  tx: TenantTx,
  moved: readonly { id: string; fromMs: number; toMs: number }[],
): Promise<void> {
  if (moved.length === 0) return
  await tx.sql`
    update project_tasks t set starts_at = m.starts_at, ends_at = m.ends_at, version = t.version + 1
    from (select unnest(${moved.map(({ id }) => id)}::text[])::uuid as id,
        unnest(${moved.map(({ fromMs }) => iso(fromMs))}::text[])::timestamptz as starts_at,
        unnest(${moved.map(({ toMs }) => iso(toMs))}::text[])::timestamptz as ends_at) m
    where t.tenant_id = ${tx.tenantId} and t.id = m.id`
}

export async function deleteTask(tx: TenantTx, id: string): Promise<void> {
  await tx.db
    .delete(taskDependencies)
    .where(
      and(
        eq(taskDependencies.tenantId, tx.tenantId),
        sql`(${taskDependencies.fromTaskId} = ${id} or ${taskDependencies.toTaskId} = ${id})`,
      ),
    )
  await tx.db.delete(projectTasks).where(ofTaskId(tx, id))
}

function toDependency({
  tenantId: _tenant,
  ...fields
}: typeof taskDependencies.$inferSelect): DependencyView {
  return DependencyView.parse(fields)
}

const ofDependencyId = (tx: TenantTx, id: string) =>
  and(eq(taskDependencies.tenantId, tx.tenantId), eq(taskDependencies.id, id))

export async function listDependencies(tx: TenantTx, projectId: string): Promise<DependencyView[]> {
  const rows = await tx.db
    .select()
    .from(taskDependencies)
    .where(and(eq(taskDependencies.tenantId, tx.tenantId), eq(taskDependencies.projectId, projectId)))
    .orderBy(asc(taskDependencies.id))
    .limit(PROJECT_DEPENDENCIES_MAX)
  return rows.map(toDependency)
}

export async function findDependency(tx: TenantTx, id: string): Promise<DependencyView | null> {
  const [row] = await tx.db.select().from(taskDependencies).where(ofDependencyId(tx, id))
  return row === undefined ? null : toDependency(row)
}

/** Stores a link; false when the id is taken, or the two tasks are linked already. */
export async function insertDependency(tx: TenantTx, link: DependencyView): Promise<boolean> {
  const made = await tx.db
    .insert(taskDependencies)
    .values({ ...link, tenantId: tx.tenantId })
    .onConflictDoNothing()
    .returning({ id: taskDependencies.id })
  return made.length > 0
}

export async function deleteDependency(tx: TenantTx, id: string): Promise<void> {
  await tx.db.delete(taskDependencies).where(ofDependencyId(tx, id))
}

/** Tasks that somebody does in a stretch of time and that are not over, over all projects that are not archived. */
export async function listTasksBetween(
  tx: TenantTx,
  span: { fromMs: number; toMs: number },
  artistId: string | null,
): Promise<Task[]> {
  const rows = await tx.db
    .select(getTableColumns(projectTasks))
    .from(projectTasks)
    .innerJoin(
      projects,
      and(eq(projects.tenantId, projectTasks.tenantId), eq(projects.id, projectTasks.projectId)),
    )
    .where(
      and(
        eq(projectTasks.tenantId, tx.tenantId),
        artistId === null ? isNotNull(projectTasks.artistId) : eq(projectTasks.artistId, artistId),
        isNull(projectTasks.doneAt),
        isNull(projects.archivedAt),
        lt(projectTasks.startsAt, iso(span.toMs)),
        gt(projectTasks.endsAt, iso(span.fromMs)),
      ),
    )
    .orderBy(asc(projectTasks.artistId), asc(projectTasks.startsAt), asc(projectTasks.id))
    .limit(LOAD_TASKS_MAX)
  return rows.map(toTask)
}
