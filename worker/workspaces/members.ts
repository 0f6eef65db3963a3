import type { Holder } from '../../contracts/permissions.ts'
import type { Role } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { RoleId } from '../../contracts/roles.ts'
import {
  deleteMember,
  findMemberOf,
  type MemberOf,
  type TenantRevocation,
  updateRole,
} from './authority.repository.ts'
import type { ControlDeps } from './deps.ts'
import { memberLeft, memberRemoved, memberRoleChanged } from './events.ts'
import { factBy } from './facts.ts'
import { pushOutbox } from './outbox.ts'
import { findRole } from './roles.repository.ts'
import { mayGrant } from './rules.ts'
import type { Told } from './service.ts'

/** Who acts on the members of a workspace. */
export interface Actor extends Holder {
  tenantId: string
  /** The person. */
  id: string
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
  const [member, after] = await Promise.all([
    findMemberOf(deps.db, actor.tenantId, personId),
    findRole(deps.db, actor.tenantId, role),
  ])
  if (!member || !after) return err({ code: 'not_found' })
  const before = member.role
  if (!mayGrant(actor, before, after)) return err({ code: 'forbidden', role: actor.role })
  if (before.id === role) return ok({ value: { role }, told: true })
  if (role === 'owner') return err({ code: 'offer_needed' })
  const event = memberRoleChanged.of(`person:${personId}`, {
    personId,
    before: { role: before.name },
    after: { role: after.name },
    personal: { name: member.name },
  })
  const changed = await updateRole(
    deps.db,
    removedOrChanged(deps, actor.tenantId, personId),
    role,
    factBy(deps, actor, event),
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
  const member = await findMemberOf(deps.db, actor.tenantId, personId)
  if (!member) return err({ code: 'not_found' })
  if (!mayGrant(actor, member.role, null)) return err({ code: 'forbidden', role: actor.role })
  const isOwn = actor.id === personId
  return endMembership(deps, actor, personId, (isOwn ? memberLeft : memberRemoved).of, member)
}

/** Ends somebody's own membership, which takes no permission; the last owner stays. */
export async function leaveWorkspace(
  deps: ControlDeps,
  tenantId: string,
  personId: string,
): Promise<Result<Told<null>, { code: 'last_owner' }>> {
  const member = await findMemberOf(deps.db, tenantId, personId)
  // Somebody else was faster: out is out.
  if (!member) return ok({ value: null, told: await pushOutbox(deps, tenantId) })
  return endMembership(deps, { tenantId, id: personId }, personId, memberLeft.of, member)
}

async function endMembership(
  deps: ControlDeps,
  by: { tenantId: string; id: string },
  personId: string,
  eventOf: typeof memberLeft.of | typeof memberRemoved.of,
  { name, email, role }: MemberOf,
): Promise<Result<Told<null>, { code: 'last_owner' }>> {
  const event = eventOf(`person:${personId}`, {
    personId,
    before: { role: role.name },
    personal: { name, email },
  })
  const told = removedOrChanged(deps, by.tenantId, personId)
  const removed = await deleteMember(deps.db, told, factBy(deps, by, event))
  if (!removed) return err({ code: 'last_owner' })
  return ok({ value: null, told: await pushOutbox(deps, by.tenantId) })
}
