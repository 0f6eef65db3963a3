import type { ErasureProof } from '../../contracts/privacy.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { accountErasedMail } from '../auth/mails.ts'
import { tenantIdsOf } from './authority.repository.ts'
import type { ControlDeps } from './deps.ts'
import { type Erased, eraseRows, findErasure, listOwnedAlone } from './erasure.repository.ts'
import { pushOutbox } from './outbox.ts'

export interface StillOwner {
  code: 'still_owner'
  /** Workspaces that nobody else owns. */
  workspaces: { name: string; slug: string }[]
}

/**
 * Erases a person: account, ways to sign in, sessions, memberships, and the key under which the logs speak of them. What they did stays,
 * under an id that stands for nobody. Refused while a workspace would be left without an owner. Every workspace is told; one that could
 * not be reached hears of it from the sweep.
 */
export async function erasePerson(deps: ControlDeps, who: Erased): Promise<Result<ErasureProof, StillOwner>> {
  const tenantIds = await tenantIdsOf(deps.db, who.personId)
  if (!(await eraseRows(deps.db, who, deps.newId(), deps.now())))
    return err({ code: 'still_owner', workspaces: await listOwnedAlone(deps.db, who.personId) })
  for (const tenantId of tenantIds) await pushOutbox(deps, tenantId)
  const proof = await findErasure(deps.db, who.personId)
  if (proof === null) throw new Error(`the erasure of ${who.personId} was not stored`)
  await deps.mail
    .send(accountErasedMail(who.email, proof))
    .catch((error: unknown) => deps.log.error('erasure_mail_failed', { error }))
  return ok(proof)
}
