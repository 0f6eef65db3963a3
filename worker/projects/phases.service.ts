import type { ProjectId } from '../../contracts/ids.ts'
import { PROJECT_PHASES_MAX } from '../../contracts/limits.ts'
import type {
  CreatePhase,
  PhasesQuery,
  PhaseView,
  ProjectPhasesQuery,
  UpdatePhase,
} from '../../contracts/projects.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { phaseChanged, phaseCreated, phaseRemoved } from './events.ts'
import { phaseView } from './plan.service.ts'
import * as rows from './repository.ts'
import { type Changed, type OpenProjectRefusal, requireOpenProject, subjectOf } from './service.ts'
import { listTasksOfPhases } from './tasks.repository.ts'

/** A page of phases with what follows from their tasks, project by project, and how many there are on all pages. */
export async function readPhases(tx: TenantTx, query: PhasesQuery) {
  const [found, total] = await Promise.all([
    rows.listPhasesOver(tx, query, query.limit + 1),
    rows.countPhases(tx, query),
  ])
  const page = found.slice(0, query.limit)
  const views = await viewsOf(tx, page)
  const nextCursor = found.length > page.length ? (page.at(-1)?.id ?? null) : null
  return { data: views, meta: { nextCursor, total } }
}

/** The phases of one project; null when there is none of that id. */
export async function readPhasesOf(tx: TenantTx, projectId: ProjectId, query: ProjectPhasesQuery) {
  if ((await rows.findProject(tx, projectId)) === null) return null
  return readPhases(tx, { ...query, projectId, archived: 'all' })
}

/** One phase; null when there is none of that id. */
export async function readPhase(tx: TenantTx, id: string): Promise<PhaseView | null> {
  const phase = await rows.findPhase(tx, id)
  const [view] = phase === null ? [] : await viewsOf(tx, [phase])
  return view ?? null
}

async function viewsOf(tx: TenantTx, phases: readonly rows.Phase[]): Promise<PhaseView[]> {
  const [projects, tasks] = await Promise.all([
    rows.listProjectsById(tx, [...new Set(phases.map(({ projectId }) => projectId))]),
    listTasksOfPhases(
      tx,
      phases.map(({ id }) => id),
    ),
  ])
  const known = new Map(projects.map((project) => [project.id as string, project]))
  return phases.flatMap((phase) => {
    const project = known.get(phase.projectId)
    return project === undefined ? [] : [phaseView(phase, { project, tasks })]
  })
}

export type CreatePhaseRefusal =
  | OpenProjectRefusal
  | { code: 'already_exists'; details: { field: 'id' } }
  | { code: 'limit_reached'; details: { limit: number } }

/** Adds a phase to a project, at the end where no place is said. */
export async function createPhase(
  tx: TenantTx,
  projectId: string,
  input: CreatePhase,
  newId: () => string,
): Promise<Result<Changed<PhaseView>, CreatePhaseRefusal>> {
  const open = await requireOpenProject(tx, projectId)
  if (!open.ok) return open
  const phases = await rows.listPhases(tx, projectId)
  if (phases.length >= PROJECT_PHASES_MAX) {
    return err({ code: 'limit_reached', details: { limit: PROJECT_PHASES_MAX } })
  }
  const { id = newId(), name, position = (phases.at(-1)?.position ?? -1) + 1 } = input
  const phase = await rows.insertPhase(tx, { id, projectId, name, position })
  if (phase === null) return err({ code: 'already_exists', details: { field: 'id' } })
  const created = phaseCreated.of(subjectOf(projectId), { projectId, phaseId: id, after: phaseState(phase) })
  return ok({ view: await mustReadPhase(tx, id), events: [created] })
}

export type ChangePhaseRefusal = OpenProjectRefusal | { code: 'stale_version'; details: PhaseView }

/** Renames a phase or gives it another place, when it is still at the version the caller saw. */
export async function changePhase(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  change: UpdatePhase,
): Promise<Result<Changed<PhaseView>, ChangePhaseRefusal>> {
  const locked = await lockedPhase(tx, id, seenVersion)
  if (!locked.ok) return locked
  const before = locked.value
  const { name = before.name, position = before.position } = change
  if (name === before.name && position === before.position) {
    return ok({ view: await mustReadPhase(tx, id), events: [] })
  }
  const after = await rows.updatePhase(tx, id, { name, position })
  const { projectId } = before
  const changed = phaseChanged.of(subjectOf(projectId), {
    ...{ projectId, phaseId: id, before: phaseState(before), after: phaseState(after) },
  })
  return ok({ view: await mustReadPhase(tx, id), events: [changed] })
}

/** Takes a phase away; its tasks stay in the project, without a phase. Answers with what it was. */
export async function removePhase(
  tx: TenantTx,
  id: string,
  seenVersion: number,
): Promise<Result<Changed<PhaseView>, ChangePhaseRefusal>> {
  const locked = await lockedPhase(tx, id, seenVersion)
  if (!locked.ok) return locked
  const { projectId } = locked.value
  const view = await mustReadPhase(tx, id)
  await rows.deletePhase(tx, id)
  const removed = phaseRemoved.of(subjectOf(projectId), {
    ...{ projectId, phaseId: id, before: phaseState(locked.value) },
  })
  return ok({ view, events: [removed] })
}

async function lockedPhase(
  tx: TenantTx,
  id: string,
  seenVersion: number,
): Promise<Result<rows.Phase, ChangePhaseRefusal>> {
  const found = await rows.findPhase(tx, id)
  if (found === null) return err({ code: 'not_found' })
  const open = await requireOpenProject(tx, found.projectId)
  if (!open.ok) return open
  const phase = await rows.findPhase(tx, id)
  if (phase === null) return err({ code: 'not_found' })
  if (phase.version !== seenVersion) {
    return err({ code: 'stale_version', details: await mustReadPhase(tx, id) })
  }
  return ok(phase)
}

async function mustReadPhase(tx: TenantTx, id: string): Promise<PhaseView> {
  const view = await readPhase(tx, id)
  if (view === null) throw new Error(`phase ${id} is gone`)
  return view
}

const phaseState = ({ name, position, version }: rows.Phase) => ({ name, position, version })
