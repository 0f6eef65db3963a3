import { PROJECT_PHASES_MAX } from '../../contracts/limits.ts'
import type { CreatePhase, PhaseView, UpdatePhase } from '../../contracts/projects.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { phaseChanged, phaseCreated, phaseRemoved } from './events.ts'
import { loadPlan, phaseViews } from './plan.service.ts'
import * as rows from './repository.ts'
import { type Changed, type OpenProjectRefusal, requireOpenProject, subjectOf } from './service.ts'

/** Phases of a project in their order, with what follows from their tasks; null when there is no such project. */
export async function readPhases(tx: TenantTx, projectId: string): Promise<PhaseView[] | null> {
  const project = await rows.findProject(tx, projectId)
  return project === null ? null : phaseViews(await loadPlan(tx, project))
}

/** One phase; null when there is none of that id. */
export async function readPhase(tx: TenantTx, id: string): Promise<PhaseView | null> {
  const phase = await rows.findPhase(tx, id)
  const phases = phase === null ? null : await readPhases(tx, phase.projectId)
  return phases?.find((one) => one.id === id) ?? null
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
