import { ProjectId, TaskId } from '../../contracts/ids.ts'
import { ProjectStatus } from '../../contracts/projects.ts'
import type { SearchHit } from '../../contracts/search.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { selectProjectsById, selectTasksById } from './search.repository.ts'

/** Projects as the search shows them. */
export async function projectHits(tx: TenantTx, ids: readonly string[]): Promise<SearchHit[]> {
  const found = await selectProjectsById(tx, ids)
  return found.map(({ id, name, status, archivedAt }) => ({
    kind: 'project',
    id: ProjectId.parse(id),
    title: name,
    status: ProjectStatus.parse(status),
    isArchived: archivedAt !== null,
  }))
}

/** Tasks and milestones as the search shows them, with the project they are part of. */
export async function taskHits(tx: TenantTx, ids: readonly string[]): Promise<SearchHit[]> {
  const found = await selectTasksById(tx, ids)
  return found.map(({ id, name, kind, doneAt, archivedAt, projectId, ...task }) => ({
    kind: 'task',
    id: TaskId.parse(id),
    title: name,
    taskKind: kind,
    projectId: ProjectId.parse(projectId),
    projectName: task.projectName,
    startTime: task.startTime,
    endTime: task.endTime,
    timeZone: task.timeZone,
    isDone: doneAt !== null,
    isArchived: archivedAt !== null,
  }))
}
