import type { Role } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { type AddMember, MEMBERS_PER_WORKSPACE_MAX } from '../../contracts/workspaces.ts'
import { findPersonByEmail } from '../auth/service.ts'
import {
  countMembers,
  deleteMember,
  insertMember,
  roleOf,
  type TenantRevocation,
  updateRole,
} from './authority.repository.ts'
import type { ControlDeps } from './deps.ts'
import { pushOutbox } from './outbox.ts'
import { mayGrant } from './rules.ts'
import type { Told } from './service.ts'

/** Who acts on the members of a workspace. */
export interface Actor {
  tenantId: string
  role: Role
}

type MemberError =
  | { code: 'not_found' }
  | { code: 'forbidden'; role: Role }
  | { code: 'last_owner' }
  | { code: 'already_exists' }
  | { code: 'person_unknown' }
  | { code: 'limit_reached'; max: number }

const removedOrChanged = (deps: ControlDeps, tenantId: string, personId: string): TenantRevocation => {
  const outboxId = deps.newId()
  // The version is filled in by the statement itself, inside the batch.
  return {
    tenantId,
    outboxId,
    revocation: { v: 1, id: outboxId, kind: 'member', subjectId: personId, memberVersion: 0 },
  }
}

/**
 * Adds a person who already has an account. An address that was never confirmed counts as unknown: whoever signed up
 * with a colleague's address must not be let in under that name.
 */
export async function addMember(
  deps: ControlDeps,
  actor: Actor,
  input: AddMember,
): Promise<Result<Told<{ personId: string }>, MemberError>> {
  if (!mayGrant(actor.role, null, input.role)) return err({ code: 'forbidden', role: actor.role })
  const person = await findPersonByEmail(deps.db, input.email)
  if (!person?.emailVerified) return err({ code: 'person_unknown' })
  if (await roleOf(deps.db, actor.tenantId, person.id)) return err({ code: 'already_exists' })
  if ((await countMembers(deps.db, actor.tenantId)) >= MEMBERS_PER_WORKSPACE_MAX) {
    return err({ code: 'limit_reached', max: MEMBERS_PER_WORKSPACE_MAX })
  }
  await insertMember(deps.db, {
    id: deps.newId(),
    tenantId: actor.tenantId,
    personId: person.id,
    role: input.role,
    now: deps.now(),
  })
  return ok({ value: { personId: person.id }, told: true })
}

/** Gives a member another role; calls made under the old one are refused as soon as the object has heard. */
export async function changeRole(
  deps: ControlDeps,
  actor: Actor,
  personId: string,
  role: Role,
): Promise<Result<Told<{ role: Role }>, MemberError>> {
  const before = await roleOf(deps.db, actor.tenantId, personId)
  if (!before) return err({ code: 'not_found' })
  if (!mayGrant(actor.role, before, role)) return err({ code: 'forbidden', role: actor.role })
  if (before === role) return ok({ value: { role }, told: true })
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
  if (!mayGrant(actor.role, before, null)) return err({ code: 'forbidden', role: actor.role })
  const removed = await deleteMember(deps.db, removedOrChanged(deps, actor.tenantId, personId), deps.now())
  if (!removed) return err({ code: 'last_owner' })
  return ok({ value: null, told: await pushOutbox(deps, actor.tenantId) })
}
