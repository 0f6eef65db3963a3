import { DELETION_COOLING_MS, type DeletionView } from '../../contracts/deletion.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { deletionAsked, deletionUndone } from '../events/workspace.ts'
import { findDeletion, insertDeletion, listDueDeletions, removeDeletion } from './deletion.repository.ts'
import type { ControlDeps } from './deps.ts'
import { factBy } from './facts.ts'
import { pushOutbox } from './outbox.ts'
import { beginDeletion, findWorkspace } from './repository.ts'

/** Workspaces begun by one sweep; the next one, a minute later, takes the rest. */
const DUE_DELETIONS_MAX = 20

/** Whoever asks. */
export interface Asker {
  tenantId: string
  personId: string
}

export type AskDeletionRefusal = { code: 'not_found' } | { code: 'invalid_request'; field: 'confirmSlug' }

/**
 * Asks for a workspace to be deleted: nothing changes for 14 days, in which anybody who may delete it can keep it after all. Asked again,
 * the first request counts.
 */
export async function askDeletion(
  deps: ControlDeps,
  by: Asker,
  confirmSlug: string,
): Promise<Result<DeletionView, AskDeletionRefusal>> {
  const found = await findWorkspace(deps.db, by.tenantId)
  if (found === null) return err({ code: 'not_found' })
  const { name, slug } = found.workspace
  if (slug !== confirmSlug) return err({ code: 'invalid_request', field: 'confirmSlug' })
  const requestedAt = deps.now()
  const dueAt = new Date(requestedAt.getTime() + DELETION_COOLING_MS)
  const event = deletionAsked.of('workspace', { dueAt: dueAt.toISOString() })
  const asking = { tenantId: by.tenantId, name, slug, requestedBy: by.personId, requestedAt, dueAt }
  await insertDeletion(deps.db, asking, factBy(deps, { tenantId: by.tenantId, id: by.personId }, event))
  const asked = await findDeletion(deps.db, by.tenantId)
  if (asked === null) throw new Error(`the deletion of ${by.tenantId} was not stored`)
  await pushOutbox(deps, by.tenantId)
  return ok(asked)
}

/** Keeps a workspace after all. Refused once its deletion has begun; keeping one that nobody wants deleted changes nothing. */
export async function undoDeletion(
  deps: ControlDeps,
  by: Asker,
): Promise<Result<null, { code: 'conflict'; reason: string }>> {
  const asked = await findDeletion(deps.db, by.tenantId)
  if (asked === null) return ok(null)
  const event = deletionUndone.of('workspace', { dueAt: asked.dueAt })
  const fact = factBy(deps, { tenantId: by.tenantId, id: by.personId }, event)
  if (!(await removeDeletion(deps.db, fact)))
    return err({ code: 'conflict', reason: 'Its deletion has begun.' })
  await pushOutbox(deps, by.tenantId)
  return ok(null)
}

/** Cron: begins the deletions whose time has come. What stops in between is gone on with by the sweep of the outbox. */
export async function runDueDeletions(deps: ControlDeps): Promise<number> {
  const due = await listDueDeletions(deps.db, deps.now(), DUE_DELETIONS_MAX)
  for (const tenantId of due) {
    await beginDeletion(deps.db, tenantId, deps.newId(), deps.now())
    await pushOutbox(deps, tenantId)
  }
  return due.length
}
