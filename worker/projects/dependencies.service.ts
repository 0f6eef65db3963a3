import { DependencyId, ProjectId } from '../../contracts/ids.ts'
import { PROJECT_DEPENDENCIES_MAX } from '../../contracts/limits.ts'
import type { CreateDependency, DependencyView } from '../../contracts/projects.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { dependencyAdded, dependencyRemoved } from './events.ts'
import { type Loaded, loadPlan, planOf, replan } from './plan.service.ts'
import * as rows from './repository.ts'
import { loopOf } from './rules/network.ts'
import { type Changed, type OpenProjectRefusal, requireOpenProject, subjectOf } from './service.ts'
import * as taskRows from './tasks.repository.ts'
import { linkState } from './tasks.service.ts'

/** All dependencies of a project; null when there is no such project. */
export async function readDependencies(tx: TenantTx, projectId: string): Promise<DependencyView[] | null> {
  const project = await rows.findProject(tx, projectId)
  return project === null ? null : taskRows.listDependencies(tx, projectId)
}

export type AddDependencyRefusal =
  | OpenProjectRefusal
  | { code: 'not_found'; details: { field: 'fromTaskId' | 'toTaskId' } }
  | { code: 'dependency_loop'; details: { path: { taskId: string; name: string }[] } }
  | { code: 'already_exists'; details: { field: string } }
  | { code: 'limit_reached'; details: { limit: number } }

/**
 * Makes one task wait for another. A loop is refused and named; the lock of the project keeps two edits from forming one together.
 */
export async function addDependency(
  tx: TenantTx,
  projectId: string,
  input: CreateDependency,
  newId: () => string,
): Promise<Result<Changed<DependencyView>, AddDependencyRefusal>> {
  const open = await requireOpenProject(tx, projectId)
  if (!open.ok) return open
  const loaded = await loadPlan(tx, open.value)
  const names = new Map(loaded.tasks.map(({ id, name }) => [id, name]))
  const { id = newId(), fromTaskId, toTaskId, kind, lagMinutes } = input
  for (const field of ['fromTaskId', 'toTaskId'] as const) {
    if (!names.has(input[field])) return err({ code: 'not_found', details: { field } })
  }
  const { links } = planOf(loaded)
  const loop = loopOf(links, { fromId: fromTaskId, toId: toTaskId })
  if (loop !== null) {
    const path = loop.map((taskId) => ({ taskId, name: names.get(taskId) ?? '' }))
    return err({ code: 'dependency_loop', details: { path } })
  }
  if (links.length >= PROJECT_DEPENDENCIES_MAX) {
    return err({ code: 'limit_reached', details: { limit: PROJECT_DEPENDENCIES_MAX } })
  }
  const view: DependencyView = {
    ...{ fromTaskId, toTaskId, kind, lagMinutes },
    id: DependencyId.parse(id),
    projectId: ProjectId.parse(projectId),
  }
  if (!(await taskRows.insertDependency(tx, view))) {
    const isLinked = links.some(({ fromId, toId }) => fromId === fromTaskId && toId === toTaskId)
    return err({ code: 'already_exists', details: { field: isLinked ? 'toTaskId' : 'id' } })
  }
  const planned = await replan(tx, { ...loaded, links: [...loaded.links, view] })
  const added = dependencyAdded.of(subjectOf(projectId), { ...namedOf(loaded, view), added: linkState(view) })
  return ok({ view, events: [added, ...planned.events] })
}

/** Lets a task wait no longer for another. Answers with what the link was. */
export async function removeDependency(
  tx: TenantTx,
  id: string,
): Promise<Result<Changed<DependencyView>, OpenProjectRefusal>> {
  const found = await taskRows.findDependency(tx, id)
  if (found === null) return err({ code: 'not_found' })
  const open = await requireOpenProject(tx, found.projectId)
  if (!open.ok) return open
  const loaded = await loadPlan(tx, open.value)
  const view = loaded.links.find((link) => link.id === id)
  if (view === undefined) return err({ code: 'not_found' })
  await taskRows.deleteDependency(tx, id)
  const planned = await replan(tx, { ...loaded, links: loaded.links.filter((link) => link !== view) })
  const removed = dependencyRemoved.of(subjectOf(view.projectId), {
    ...{ ...namedOf(loaded, view), removed: linkState(view) },
  })
  return ok({ view, events: [removed, ...planned.events] })
}

function namedOf({ tasks }: Loaded, { id, projectId, fromTaskId, toTaskId }: DependencyView) {
  const nameOf = (taskId: string) => tasks.find((task) => task.id === taskId)?.name ?? ''
  return {
    ...{ projectId, dependencyId: id, fromName: nameOf(fromTaskId), toName: nameOf(toTaskId) },
  }
}
