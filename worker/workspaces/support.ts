import { err, ok, type Result } from '../../contracts/result.ts'
import type { GrantSupport, SupportGrantView } from '../../contracts/support.ts'
import type { ControlDeps } from './deps.ts'
import { supportEnded, supportGranted } from './events.ts'
import { factBy } from './facts.ts'
import { pushOutbox } from './outbox.ts'
import type { Told } from './service.ts'
import { endGrants, findGrant, insertGrant } from './support.repository.ts'

const HOUR_MS = 60 * 60 * 1000

/** An owner who decides about support. */
interface Owner {
  tenantId: string
  id: string
  name: string
}

export const readGrant = (deps: ControlDeps, tenantId: string): Promise<SupportGrantView | null> =>
  findGrant(deps.db, tenantId, deps.now())

/** Lets people of support look into a workspace, and only look, until an end that is set now. */
export async function grantSupport(
  deps: ControlDeps,
  owner: Owner,
  { hours, reason }: GrantSupport,
): Promise<Told<SupportGrantView>> {
  const grantedAt = deps.now()
  const endsAt = new Date(grantedAt.getTime() + hours * HOUR_MS)
  const id = deps.newId()
  const { tenantId } = owner
  const event = supportGranted.of(`support:${id}`, { hours, after: { endsAt: endsAt.toISOString(), reason } })
  const grant = { id, tenantId, grantedBy: owner.id, reason, grantedAt, endsAt }
  await insertGrant(deps.db, grant, { outboxId: deps.newId(), fact: factBy(deps, owner, event) })
  const value = {
    id,
    grantedBy: owner.name,
    grantedAt: grantedAt.toISOString(),
    endsAt: endsAt.toISOString(),
    reason,
  }
  return { value, told: await pushOutbox(deps, tenantId) }
}

/** Ends it at once: calls are refused and sockets close as soon as the object has heard. */
export async function endSupport(
  deps: ControlDeps,
  owner: Owner,
): Promise<Result<Told<null>, { code: 'not_found' }>> {
  const { tenantId } = owner
  const grant = await findGrant(deps.db, tenantId, deps.now())
  if (grant === null) return err({ code: 'not_found' })
  const { id, endsAt, reason } = grant
  const event = supportEnded.of(`support:${id}`, { before: { endsAt, reason } })
  const word = { outboxId: deps.newId(), fact: factBy(deps, owner, event) }
  if (!(await endGrants(deps.db, tenantId, word))) return err({ code: 'not_found' })
  return ok({ value: null, told: await pushOutbox(deps, tenantId) })
}
