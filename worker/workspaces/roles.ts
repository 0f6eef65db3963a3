import type { Holder } from '../../contracts/permissions.ts'
import type { Role } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { CreateRole, CUSTOM_ROLES_MAX, type RoleId, type UpdateRole } from '../../contracts/roles.ts'
import type { ControlDeps } from './deps.ts'
import { roleChanged, roleCreated, roleDeleted } from './events.ts'
import { factBy } from './facts.ts'
import type { Actor } from './members.ts'
import { pushOutbox } from './outbox.ts'
import {
  deleteRole as deleteStored,
  findOwnRole,
  findRole,
  type HeldRole,
  insertRole,
  isRoleNameTaken,
  updateRole as updateStored,
} from './roles.repository.ts'
import { covers, mayGrant } from './rules.ts'
import type { Told } from './service.ts'

type RoleError =
  | { code: 'not_found' }
  | { code: 'forbidden'; role: Role | 'custom' }
  | { code: 'already_exists'; field: 'name' }
  | { code: 'limit_reached'; max: number }
  | { code: 'stale_version'; version: number }

const stateOf = ({ name, permissions = [] }: HeldRole) => ({ name, permissions: [...permissions] })

const asHolder = (permissions: CreateRole['permissions']): Holder => ({ role: 'custom', permissions })

/** Makes a role of the workspace's own, no wider than what its maker holds. */
export async function createRole(
  deps: ControlDeps,
  actor: Actor,
  input: CreateRole,
): Promise<Result<{ id: string }, RoleError>> {
  if (!covers(actor, asHolder(input.permissions))) return err({ code: 'forbidden', role: actor.role })
  if (await isRoleNameTaken(deps.db, actor.tenantId, input.name, null))
    return err({ code: 'already_exists', field: 'name' })
  const id = deps.newId()
  const { name, permissions } = input
  const fact = factBy(deps, actor, roleCreated.of(`role:${id}`, { after: { name, permissions } }))
  const made = await insertRole(deps.db, { id, tenantId: actor.tenantId, ...input, now: deps.now() }, fact)
  if (!made) return err({ code: 'limit_reached', max: CUSTOM_ROLES_MAX })
  await pushOutbox(deps, actor.tenantId)
  return ok({ id })
}

/**
 * Changes a role for everybody who holds it, at the version the caller saw. Nobody changes a role that held, or would hold, more
 * than they do themselves.
 */
export async function updateRole(
  deps: ControlDeps,
  actor: Actor,
  id: string,
  version: number,
  change: UpdateRole,
): Promise<Result<Told<{ id: string; version: number }>, RoleError>> {
  const before = await findOwnRole(deps.db, actor.tenantId, id)
  if (before === null) return err({ code: 'not_found' })
  const name = change.name ?? before.role.name
  const permissions = change.permissions ?? [...(before.role.permissions ?? [])]
  if (!covers(actor, before.role) || !covers(actor, asHolder(permissions)))
    return err({ code: 'forbidden', role: actor.role })
  if (before.version !== version) return err({ code: 'stale_version', version: before.version })
  if (await isRoleNameTaken(deps.db, actor.tenantId, name, id))
    return err({ code: 'already_exists', field: 'name' })
  const { tenantId } = actor
  const at = { id, tenantId, outboxId: deps.newId(), now: deps.now() }
  const event = roleChanged.of(`role:${id}`, { before: stateOf(before.role), after: { name, permissions } })
  const fact = factBy(deps, actor, event)
  const changed = await updateStored(deps.db, { ...at, version, name, permissions }, fact)
  if (!changed) return err({ code: 'stale_version', version: version + 1 })
  return ok({ value: { id, version: version + 1 }, told: await pushOutbox(deps, tenantId) })
}

/** Deletes a role; whoever held it, or was invited to it, gets `fallback`. */
export async function deleteRole(
  deps: ControlDeps,
  actor: Actor,
  id: string,
  fallback: RoleId,
): Promise<Result<Told<null>, RoleError>> {
  const [before, after] = await Promise.all([
    findOwnRole(deps.db, actor.tenantId, id),
    findRole(deps.db, actor.tenantId, fallback),
  ])
  if (before === null || after === null || fallback === id) return err({ code: 'not_found' })
  // Ownership takes an offer and a yes; it is not handed out to everybody of a role at once.
  if (fallback === 'owner' || !mayGrant(actor, before.role, after))
    return err({ code: 'forbidden', role: actor.role })
  const { tenantId } = actor
  const event = roleDeleted.of(`role:${id}`, { before: stateOf(before.role), fallback: after.name })
  const change = { id, tenantId, outboxId: deps.newId(), now: deps.now(), fallback }
  await deleteStored(deps.db, change, factBy(deps, actor, event))
  return ok({ value: null, told: await pushOutbox(deps, tenantId) })
}

/** Gives a role the name and rights it had after an event of the log, as a change like any other: by the rules of today. */
export async function restoreRole(
  deps: ControlDeps,
  actor: Actor,
  id: string,
  version: number,
  seq: string,
): Promise<Result<Told<{ id: string; version: number }>, RoleError>> {
  const state = await deps.openTenant(actor.tenantId).stateAt({ v: 1, of: { kind: 'role', id }, seq })
  const wanted = CreateRole.safeParse(state)
  if (!wanted.success) return err({ code: 'not_found' })
  return updateRole(deps, actor, id, version, wanted.data)
}
