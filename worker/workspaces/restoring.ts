import type { RestoreSource } from '../../contracts/restore.ts'
import type { TenantSpec } from '../../contracts/workspaces.ts'
import { restoredMail } from '../auth/mails.ts'
import { findPerson } from '../auth/repository.ts'
import type { ControlDeps } from './deps.ts'
import { finishRestore, noteRestored } from './restores.repository.ts'

/** Calls of one push: what is left, the sweep goes on with, so that one restore holds up nobody's word. */
const CALLS_PER_PUSH = 3

/** Has the object put rows back, a few calls of it; true when all are in. */
export async function goOnRestoring(
  deps: ControlDeps,
  spec: TenantSpec,
  from: RestoreSource,
): Promise<boolean> {
  for (let calls = 0; calls < CALLS_PER_PUSH; calls += 1) {
    const { done, total } = await deps.openTenant(spec.tenantId, spec.region).restore({ v: 1, spec, from })
    await noteRestored(deps.db, spec.tenantId, done)
    if (done === total) return true
  }
  return false
}

/** Tells whoever asked that their workspace is there. */
export async function tellRestored(deps: ControlDeps, tenantId: string): Promise<void> {
  const asked = await finishRestore(deps.db, tenantId, deps.now())
  const person = asked === null ? null : await findPerson(deps.db, asked.requestedBy)
  if (asked === null || person === null) return
  await deps.mail
    .send(restoredMail(deps.origin, person.email, asked))
    .catch((error: unknown) => deps.log.error('restore_mail_failed', { tenantId, error }))
}
