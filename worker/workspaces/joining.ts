import type { Join, Joined, JoinList, JoinView } from '../../contracts/invitations.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { secretHash } from '../platform/secrets.ts'
import { roleOf } from './authority.repository.ts'
import type { ControlDeps } from './deps.ts'
import { invitationDeclined, memberJoined } from './events.ts'
import { factBy } from './facts.ts'
import {
  acceptInvitation,
  closeInvitation,
  findByTokenHash,
  findInvitation,
  listOpenFor,
  type StoredInvitation,
} from './invitations.repository.ts'
import { pushOutbox } from './outbox.ts'
import { findWorkspace } from './repository.ts'

/** Who answers an invitation: the account that is signed in. */
export interface Invited {
  id: string
  name: string
  email: string
  emailVerified: boolean
}

type LookError = { code: 'link_used_up' }
type JoinError =
  | LookError
  | { code: 'not_found' }
  | { code: 'other_address'; email: string }
  | { code: 'address_unconfirmed' }
  | { code: 'no_seat_free'; seats: number }

function stateOf(stored: StoredInvitation, now: Date): JoinView['state'] {
  if (stored.workspaceState !== 'active') return 'withdrawn'
  switch (stored.status) {
    case 'pending':
      return stored.endsAt > now ? 'open' : 'over'
    case 'accepted':
      return 'accepted'
    case 'declined':
      return 'declined'
    default:
      return 'withdrawn'
  }
}

function toView(stored: StoredInvitation, now: Date): JoinView {
  return {
    id: stored.id,
    workspace: { name: stored.workspaceName },
    roleName: stored.role.name,
    invitedBy: stored.invitedBy,
    email: stored.email,
    state: stateOf(stored, now),
    endsAt: stored.endsAt.toISOString(),
  }
}

/** What a link invites to. A link that was never sent, or was sent again since, is one that no longer works. */
export async function lookAtInvitation(
  deps: ControlDeps,
  token: string,
): Promise<Result<JoinView, LookError>> {
  const stored = await findByTokenHash(deps.db, await secretHash(token))
  return stored ? ok(toView(stored, deps.now())) : err({ code: 'link_used_up' })
}

/** What waits for a person. An address that was not confirmed may be somebody else's, so nothing is said about it. */
export async function readJoinList(deps: ControlDeps, person: Invited): Promise<JoinList> {
  if (!person.emailVerified) return { isConfirmed: false, invitations: [] }
  const open = await listOpenFor(deps.db, person.email, deps.now())
  return { isConfirmed: true, invitations: open.map((stored) => toView(stored, deps.now())) }
}

interface Shown {
  stored: StoredInvitation
  /** Hash of the link the person came by; null when they chose from the list. */
  tokenHash: string | null
}

/** The invitation somebody answers, if it is theirs to answer. */
async function readShown(deps: ControlDeps, person: Invited, asked: Join): Promise<Result<Shown, JoinError>> {
  if ('token' in asked) {
    const tokenHash = await secretHash(asked.token)
    const stored = await findByTokenHash(deps.db, tokenHash)
    if (stored === null) return err({ code: 'link_used_up' })
    if (stored.email !== person.email.toLowerCase())
      return err({ code: 'other_address', email: stored.email })
    return ok({ stored, tokenHash })
  }
  const stored = await findInvitation(deps.db, asked.invitationId)
  if (stored === null || stored.email !== person.email.toLowerCase()) return err({ code: 'not_found' })
  if (!person.emailVerified) return err({ code: 'address_unconfirmed' })
  return ok({ stored, tokenHash: null })
}

/**
 * Makes the person a member. The address of the account must be the one that was invited; coming by the link confirms it. Asking
 * twice is answered alike.
 */
export async function acceptInvite(
  deps: ControlDeps,
  person: Invited,
  asked: Join,
): Promise<Result<Joined, JoinError>> {
  const shown = await readShown(deps, person, asked)
  if (!shown.ok) return shown
  const { stored, tokenHash } = shown.value
  const { tenantId } = stored
  const event = memberJoined.of(`person:${person.id}`, {
    personId: person.id,
    after: {
      role: stored.role.name,
      ...(stored.role.clients === 'all' ? {} : { clients: stored.role.clients }),
    },
    personal: { name: person.name, email: stored.email },
  })
  const used = await acceptInvitation(deps.db, {
    invitationId: stored.id,
    tenantId,
    personId: person.id,
    memberId: deps.newId(),
    tokenHash,
    now: deps.now(),
    fact: factBy(deps, { tenantId, id: person.id }, event),
  })
  if (used) await pushOutbox(deps, tenantId)
  const found = await findWorkspace(deps.db, tenantId)
  const isMember = (await roleOf(deps.db, tenantId, person.id)) !== null
  if (found?.workspace.state === 'active' && (used || (isMember && stored.status !== 'withdrawn')))
    return ok({ tenantId, slug: found.workspace.slug })
  if (found?.workspace.state === 'active' && stateOf(stored, deps.now()) === 'open')
    return err({ code: 'no_seat_free', seats: found.workspace.seats })
  return err({ code: 'link_used_up' })
}

/** Says no. The inviter sees the invitation gone from the list, and nothing else. */
export async function declineInvite(
  deps: ControlDeps,
  person: Invited,
  asked: Join,
): Promise<Result<null, JoinError>> {
  const shown = await readShown(deps, person, asked)
  if (!shown.ok) return shown
  const { id, tenantId, role, email } = shown.value.stored
  const event = invitationDeclined.of(`invitation:${id}`, { role: role.name, personal: { email } })
  const fact = factBy(deps, { tenantId, id: person.id }, event)
  if (!(await closeInvitation(deps.db, id, 'declined', fact))) return err({ code: 'link_used_up' })
  await pushOutbox(deps, tenantId)
  return ok(null)
}
