import { type ClientScope, reaches, scopeKey } from '../../contracts/client-scope.ts'
import type { Holder } from '../../contracts/permissions.ts'
import type { Role } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { RoleId } from '../../contracts/roles.ts'
import type { ChangeMember } from '../../contracts/workspaces.ts'
import {
  deleteMember,
  findMemberOf,
  type MemberOf,
  type TenantRevocation,
  updateMember,
} from './authority.repository.ts'
import type { ControlDeps } from './deps.ts'
import {
  memberClientsChanged,
  memberLeft,
  memberRemoved,
  memberRoleChanged,
  type NewEvent,
} from './events.ts'
import { factBy } from './facts.ts'
import { pushOutbox } from './outbox.ts'
import { findRole, type HeldPlace } from './roles.repository.ts'
import { mayGrant } from './rules.ts'
import type { Told } from './service.ts'

/** Who acts on the members of a workspace. */
export interface Actor extends Holder {
  tenantId: string
  /** The person. */
  id: string
}

type MemberError =
  | { code: 'not_found'; clientIds?: string[] }
  | { code: 'conflict'; reason: 'owner_reaches_all' }
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

/** Of clients that somebody names, those that are not there for them: the workspace has none of that id, or they do not reach it. */
export async function missingClients(
  deps: ControlDeps,
  actor: Actor,
  clients: ClientScope,
): Promise<string[]> {
  if (clients === 'all') return []
  const known = await deps.openTenant(actor.tenantId).knownClients({ v: 1, ids: [...clients] })
  return clients.filter((id) => !(known.includes(id) && reaches(actor.clients ?? 'all', id)))
}

/**
 * Gives a member another role, other clients or both; calls made under the old ones are refused as soon as the object has heard, and
 * open sockets close.
 */
export async function changeMember(
  deps: ControlDeps,
  actor: Actor,
  personId: string,
  { role, clients }: ChangeMember,
): Promise<Result<Told<{ role: RoleId; clients: ClientScope }>, MemberError>> {
  const member = await findMemberOf(deps.db, actor.tenantId, personId)
  const wanted = role === undefined ? member?.role : await findRole(deps.db, actor.tenantId, role)
  if (!member || !wanted) return err({ code: 'not_found' })
  const before = member.role
  const after = { ...wanted, clients: clients ?? before.clients }
  const missing = clients === undefined ? [] : await missingClients(deps, actor, clients)
  if (missing.length > 0) return err({ code: 'not_found', clientIds: missing })
  if (!mayGrant(actor, before, after)) return err({ code: 'forbidden', role: actor.role })
  const isRole = before.id !== after.id
  const isFor = scopeKey(before.clients) !== scopeKey(after.clients)
  const value = { role: after.id, clients: after.clients }
  if (!isRole && !isFor) return ok({ value, told: true })
  if (isRole && after.id === 'owner') return err({ code: 'offer_needed' })
  if (after.id === 'owner') return err({ code: 'conflict', reason: 'owner_reaches_all' })
  const change = { ...(isRole && { role: after.id }), ...(isFor && { clients: after.clients }) }
  const told = removedOrChanged(deps, actor.tenantId, personId)
  const facts = changeEvents(personId, member, after).map((event) => factBy(deps, actor, event))
  if (!(await updateMember(deps.db, told, change, facts, deps.now()))) return err({ code: 'last_owner' })
  return ok({ value, told: await pushOutbox(deps, actor.tenantId) })
}

/** What the log is told of a change: the role and the clients each for itself. */
function changeEvents(personId: string, { name, role: before }: MemberOf, after: HeldPlace): NewEvent[] {
  const said = { personId, personal: { name } }
  const subject = `person:${personId}`
  const events: NewEvent[] = []
  if (before.id !== after.id)
    events.push(
      memberRoleChanged.of(subject, {
        ...said,
        before: { role: before.name },
        after: { role: after.name },
      }),
    )
  if (scopeKey(before.clients) !== scopeKey(after.clients))
    events.push(
      memberClientsChanged.of(subject, {
        ...said,
        before: { clients: before.clients },
        after: { clients: after.clients },
      }),
    )
  return events
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
