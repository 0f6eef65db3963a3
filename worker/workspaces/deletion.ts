import { DELETION_COOLING_MS, type DeletionView } from '../../contracts/deletion.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { findDeletion, insertDeletion, listDueDeletions, removeDeletion } from './deletion.repository.ts'
import type { ControlDeps } from './deps.ts'
import { pushOutbox } from './outbox.ts'
import { beginDeletion, findWorkspace } from './repository.ts'

/** Workspaces begun by one sweep; the next one, a minute later, takes the rest. */
const DUE_DELETIONS_MAX = 20

/** Whoever asks, as the control plane and the log know them. */
export interface Asker {
  tenantId: string
  personId: string
  actor: string
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
  const before = await findDeletion(deps.db, by.tenantId)
  await insertDeletion(deps.db, {
    tenantId: by.tenantId,
    name,
    slug,
    requestedBy: by.personId,
    requestedAt,
    dueAt,
  })
  const asked = await findDeletion(deps.db, by.tenantId)
  if (asked === null) throw new Error(`the deletion of ${by.tenantId} was not stored`)
  if (before === null) await note(deps, by, 'asked', asked.dueAt)
  return ok(asked)
}

/** Keeps a workspace after all. Refused once its deletion has begun; keeping one that nobody wants deleted changes nothing. */
export async function undoDeletion(
  deps: ControlDeps,
  by: Asker,
): Promise<Result<null, { code: 'conflict'; reason: string }>> {
  const asked = await findDeletion(deps.db, by.tenantId)
  if (asked === null) return ok(null)
  if (!(await removeDeletion(deps.db, by.tenantId)))
    return err({ code: 'conflict', reason: 'Its deletion has begun.' })
  await note(deps, by, 'undone', asked.dueAt)
  return ok(null)
}

/** What the log could not be told is not worth failing for: the directory says what counts. */
async function note(deps: ControlDeps, by: Asker, kind: 'asked' | 'undone', dueAt: string): Promise<void> {
  await deps
    .openTenant(by.tenantId)
    .noteDeletion({ v: 1, kind, dueAt, actor: by.actor })
    .catch((error: unknown) => deps.log.error('deletion_not_noted', { tenantId: by.tenantId, kind, error }))
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
