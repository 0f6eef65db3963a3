import type { ProjectPlan, ProjectView } from '../../../contracts/projects.ts'
import { asApiError } from '../../lib/errors.ts'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import type { NewLink } from '../../ui/timeline/links.ts'
import { loopOf, phaseOfRow } from './plan.ts'
import { archiveProject, makeDependency, removeDependency, restoreProject } from './queries.ts'
import { words } from './words.ts'

/** A refusal, in its own words. */
export function fail(thrown: unknown): void {
  const error = asApiError(thrown)
  toast(`${error.message} ${error.next}`.trim(), { isError: true })
}

/** What waits for what: made and taken away, each with a way back. */
export function usePlanLinks(plan: () => ProjectPlan, refresh: () => Promise<void>) {
  const taskOf = (id: string) => plan().tasks.find((task) => task.id === id)
  const verdict = ({ fromId, toId }: NewLink): string | null => {
    if (phaseOfRow(toId) !== undefined) return null
    const path = loopOf(plan().dependencies, { fromId, toId })
    if (path !== null) return words.loop(path.map((id) => taskOf(id)?.name ?? '').join(' → '))
    const isLinked = plan().dependencies.some((one) => one.fromTaskId === fromId && one.toTaskId === toId)
    return isLinked ? words.alreadyLinked : null
  }
  const unlink = async (id: string) => {
    await removeDependency(id).catch(fail)
    await refresh()
  }
  const link = async (made: NewLink, lagMinutes = 0) => {
    const [from, to] = [taskOf(made.fromId), taskOf(made.toId)]
    if (!from || !to) return
    const refused = verdict(made)
    if (refused !== null) return toast(refused, { isError: true })
    try {
      const { id } = await makeDependency(plan().project.id, {
        ...{ fromTaskId: from.id, toTaskId: to.id, kind: made.kind, lagMinutes },
      })
      toastUndo(words.linked(to.name, from.name), () => void unlink(id))
    } catch (thrown) {
      fail(thrown)
    }
    await refresh()
  }
  return { verdict, link, unlink }
}

/** Archives a project or brings it back, with a way back. */
export async function archivePlan(
  project: Pick<ProjectView, 'id' | 'version'>,
  isOn: boolean,
  refresh: () => Promise<void>,
): Promise<void> {
  try {
    const saved = await (isOn ? archiveProject(project.id, project.version) : restoreProject(project.id))
    const said = isOn ? words.wasArchived(saved.name) : words.wasRestored(saved.name)
    toastUndo(said, () => void archivePlan(saved, !isOn, refresh))
  } catch (thrown) {
    fail(thrown)
  }
  await refresh()
}
