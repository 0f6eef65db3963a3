import type { Holder } from '../../contracts/permissions.ts'
import type { Role } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { RoleId } from '../../contracts/roles.ts'
import { deleteMember, roleOf, type TenantRevocation, updateRole } from './authority.repository.ts'
import type { ControlDeps } from './deps.ts'
import { pushOutbox } from './outbox.ts'
import { findRole } from './roles.repository.ts'
import { mayGrant } from './rules.ts'
import type { Told } from './service.ts'

/** Who acts on the members of a workspace. */
export interface Actor extends Holder {
  tenantId: string
}

type MemberError =
  | { code: 'not_found' }
  | { code: 'forbidden'; role: Role | 'custom' }
  | { code: 'last_owner' }
  | { code: 'offer_needed' }

const removedOrChanged = (deps: ControlDeps, tenantId: string, personId: string): TenantRevocation => {
  const outboxId = deps.newId()
  // The version is filled in by the statement itself, inside the batch.
  return {
    tenantId,
    outboxId,
    revocation: { v: 1, id: outboxId, kind: 'member', subjectId: personId, memberVersion: 0 },
  }
}

/** Gives a member another role; calls made under the old one are refused as soon as the object has heard. */
export async function changeRole(
  deps: ControlDeps,
  actor: Actor,
  personId: string,
  role: RoleId,
): Promise<Result<Told<{ role: RoleId }>, MemberError>> {
  const [before, after] = await Promise.all([
    roleOf(deps.db, actor.tenantId, personId),
    findRole(deps.db, actor.tenantId, role),
  ])
  if (!before || !after) return err({ code: 'not_found' })
  if (!mayGrant(actor, before, after)) return err({ code: 'forbidden', role: actor.role })
  if (before.id === role) return ok({ value: { role }, told: true })
  if (role === 'owner') return err({ code: 'offer_needed' })
  const changed = await updateRole(
    deps.db,
    removedOrChanged(deps, actor.tenantId, personId),
    role,
    deps.now(),
  )
  if (!changed) return err({ code: 'last_owner' })
  return ok({ value: { role }, told: await pushOutbox(deps, actor.tenantId) })
}

/** Ends a membership: sockets close and calls are refused as soon as the object has heard. */
export async function removeMember(
  deps: ControlDeps,
  actor: Actor,
  personId: string,
): Promise<Result<Told<null>, MemberError>> {
  const before = await roleOf(deps.db, actor.tenantId, personId)
  if (!before) return err({ code: 'not_found' })
  if (!mayGrant(actor, before, null)) return err({ code: 'forbidden', role: actor.role })
  return leaveWorkspace(deps, actor.tenantId, personId)
}

/** Ends somebody's own membership, which takes no permission; the last owner stays. */
export async function leaveWorkspace(
  deps: ControlDeps,
  tenantId: string,
  personId: string,
): Promise<Result<Told<null>, { code: 'last_owner' }>> {
  const removed = await deleteMember(deps.db, removedOrChanged(deps, tenantId, personId), deps.now())
  if (!removed) return err({ code: 'last_owner' })
  return ok({ value: null, told: await pushOutbox(deps, tenantId) })
}
