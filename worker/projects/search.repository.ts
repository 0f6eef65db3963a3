import { and, eq, inArray } from 'drizzle-orm'
import { TaskKind } from '../../contracts/projects.ts'
import { projects, projectTasks } from '../../db/schema/projects.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

const isoOf = (text: string): string => new Date(text).toISOString()

/** Projects of a few ids that the reader reaches, in no order. */
export async function selectProjectsById(tx: TenantTx, ids: readonly string[]) {
  return tx.db
    .select({
      id: projects.id,
      name: projects.name,
      status: projects.status,
      archivedAt: projects.archivedAt,
    })
    .from(projects)
    .where(and(eq(projects.tenantId, tx.tenantId), inArray(projects.id, [...ids])))
}

/** Tasks of a few ids with their projects, as far as the reader reaches those, in no order. */
export async function selectTasksById(tx: TenantTx, ids: readonly string[]) {
  const rows = await tx.db
    .select({
      id: projectTasks.id,
      name: projectTasks.name,
      kind: projectTasks.kind,
      startsAt: projectTasks.startsAt,
      endsAt: projectTasks.endsAt,
      doneAt: projectTasks.doneAt,
      projectId: projects.id,
      projectName: projects.name,
      timeZone: projects.timeZone,
      archivedAt: projects.archivedAt,
    })
    .from(projectTasks)
    .innerJoin(
      projects,
      and(eq(projects.tenantId, projectTasks.tenantId), eq(projects.id, projectTasks.projectId)),
    )
    .where(and(eq(projectTasks.tenantId, tx.tenantId), inArray(projectTasks.id, [...ids])))
  return rows.map(({ kind, startsAt, endsAt, ...row }) => ({
    ...row,
    kind: TaskKind.parse(kind),
    startTime: isoOf(startsAt),
    endTime: isoOf(endsAt),
  }))
}
