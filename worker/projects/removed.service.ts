import { TaskId } from '../../contracts/ids.ts'
import type { RemovedTask } from '../../contracts/projects.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { listRemovals } from './removed.repository.ts'
import { listPhases } from './repository.ts'
import { readProject } from './service.ts'

/** Tasks of a project that were removed and have not come back, newest first; null where the project is out of reach. */
export async function readRemovedTasks(tx: TenantTx, projectId: string): Promise<RemovedTask[] | null> {
  if ((await readProject(tx, projectId)) === null) return null
  const [removals, phases] = await Promise.all([listRemovals(tx, projectId), listPhases(tx, projectId)])
  const names = new Map(phases.map(({ id, name }) => [id, name]))
  return removals.map(({ at, actor, data }) => ({
    id: TaskId.parse(data.taskId),
    kind: data.before.kind,
    name: data.before.name,
    phaseName: names.get(data.before.phaseId ?? '') ?? null,
    removedAt: at,
    actor,
  }))
}
