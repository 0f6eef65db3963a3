import { type ClientScope, shownScope } from '../../contracts/client-scope.ts'
import {
  type CreateInvitations,
  INVITATION_CALLS_PER_MINUTE,
  INVITATION_DAYS,
  INVITATIONS_OPEN_MAX,
  type InvitationsSent,
  type InvitationView,
  type NotInvited,
} from '../../contracts/invitations.ts'
import type { Role } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { invitationMail } from '../auth/invitation-mails.ts'
import { secondsToWait } from '../auth/service.ts'
import { secretHash } from '../platform/secrets.ts'
import type { ControlDeps } from './deps.ts'
import { invitationResent, invitationSent, invitationWithdrawn } from './events.ts'
import { factBy } from './facts.ts'
import {
  closeInvitation,
  countPending,
  findPending,
  insertInvitation,
  isMemberByEmail,
  listPending,
  renewInvitation,
  type StoredInvitation,
} from './invitations.repository.ts'
import { type Actor, missingClients } from './members.ts'
import { pushOutbox } from './outbox.ts'
import { findWorkspace } from './repository.ts'
import { findRole, type HeldPlace } from './roles.repository.ts'
import { mayInvite } from './rules.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Who invites: a member, by name. */
export interface Inviter extends Actor {
  name: string
}

type InviteError =
  | { code: 'not_found'; clientIds?: string[] }
  | { code: 'forbidden'; role: Role | 'custom' }
  | { code: 'limit_reached'; max: number }
  | { code: 'rate_limited'; retryAfterSeconds: number }

const endOf = (now: Date) => new Date(now.getTime() + INVITATION_DAYS * DAY_MS)

function toView(stored: StoredInvitation, viewer: ClientScope, now: Date): InvitationView {
  const clients = shownScope(viewer, stored.role.clients)
  return {
    id: stored.id,
    email: stored.email,
    role: stored.role.id,
    roleName: stored.role.name,
    clients: clients === 'all' ? clients : [...clients],
    invitedBy: stored.invitedBy,
    createdAt: stored.createdAt.toISOString(),
    endsAt: stored.endsAt.toISOString(),
    isOver: stored.endsAt <= now,
  }
}

/** Invitations that wait for an answer. */
export async function readInvitations(
  deps: Pick<ControlDeps, 'db' | 'now'>,
  actor: Pick<Actor, 'tenantId' | 'clients'>,
): Promise<InvitationView[]> {
  const pending = await listPending(deps.db, actor.tenantId)
  return pending.map((stored) => toView(stored, actor.clients ?? 'all', deps.now()))
}

/** Counts a call that sends mail, and the mails to one address, in the running minute. */
async function isTooOften(
  deps: ControlDeps,
  subjects: string[],
  callsPerMinute: number,
): Promise<{ code: 'rate_limited'; retryAfterSeconds: number } | null> {
  const seconds = await secondsToWait(deps.db, subjects, callsPerMinute, deps.now())
  return seconds > 0 ? { code: 'rate_limited', retryAfterSeconds: seconds } : null
}

const callers = (actor: Inviter) => [`invites:${actor.tenantId}`, `invites:${actor.id}`]

/**
 * Invites addresses to a role no wider than the inviter's own. The link goes to the address alone: whoever opens it reads that mail.
 * An address that cannot be invited is named with the reason and does not hold up the others.
 * @param callsPerMinute how often one person, one workspace and one address may be mailed.
 */
export async function inviteAll(
  deps: ControlDeps,
  actor: Inviter,
  input: CreateInvitations,
  callsPerMinute = INVITATION_CALLS_PER_MINUTE,
): Promise<Result<InvitationsSent, InviteError>> {
  const [wanted, found] = await Promise.all([
    findRole(deps.db, actor.tenantId, input.role),
    findWorkspace(deps.db, actor.tenantId),
  ])
  if (wanted === null || found === null) return err({ code: 'not_found' })
  const role = { ...wanted, clients: input.clients }
  const missing = await missingClients(deps, actor, input.clients)
  if (missing.length > 0) return err({ code: 'not_found', clientIds: missing })
  if (!mayInvite(actor, role)) return err({ code: 'forbidden', role: actor.role })
  const refused = await isTooOften(deps, callers(actor), callsPerMinute)
  if (refused) return err(refused)
  if ((await countPending(deps.db, actor.tenantId)) + input.emails.length > INVITATIONS_OPEN_MAX)
    return err({ code: 'limit_reached', max: INVITATIONS_OPEN_MAX })
  const sent: InvitationView[] = []
  const left: NotInvited[] = []
  for (const email of input.emails) {
    const made = await inviteOne(
      deps,
      actor,
      { email, role, workspaceName: found.workspace.name },
      callsPerMinute,
    )
    if ('reason' in made) left.push(made)
    else sent.push(made)
  }
  await pushOutbox(deps, actor.tenantId)
  return ok({ sent, left })
}

const withdrawn = (id: string, of: { email: string; role: HeldPlace }, why: 'taken_back' | 'not_mailed') =>
  invitationWithdrawn.of(`invitation:${id}`, { role: of.role.name, personal: { email: of.email }, why })

async function inviteOne(
  deps: ControlDeps,
  actor: Inviter,
  asked: { email: string; role: HeldPlace; workspaceName: string },
  callsPerMinute: number,
): Promise<InvitationView | NotInvited> {
  const { email, role } = asked
  if (await isMemberByEmail(deps.db, actor.tenantId, email)) return { email, reason: 'is_member' }
  if (await isTooOften(deps, [`email:${email}`], callsPerMinute)) return { email, reason: 'too_many_mails' }
  const id = deps.newId()
  const secret = deps.newSecret()
  const now = deps.now()
  const stored = {
    id,
    tenantId: actor.tenantId,
    email,
    role: role.id,
    clients: role.clients,
    inviterId: actor.id,
    tokenHash: await secretHash(secret),
    now,
    endsAt: endOf(now),
  }
  const event = invitationSent.of(`invitation:${id}`, {
    role: role.name,
    ...(role.clients === 'all' ? {} : { forClients: role.clients }),
    personal: { email },
    endsAt: stored.endsAt.toISOString(),
  })
  const made = await insertInvitation(deps.db, stored, factBy(deps, actor, event))
  if (!made) return { email, reason: 'is_invited' }
  if (!(await mailed(deps, { ...asked, invitedBy: actor.name, secret }))) {
    await closeInvitation(deps.db, id, 'withdrawn', factBy(deps, actor, withdrawn(id, asked, 'not_mailed')))
    return { email, reason: 'mail_failed' }
  }
  return {
    id,
    email,
    role: role.id,
    roleName: role.name,
    clients: role.clients === 'all' ? 'all' : [...role.clients],
    invitedBy: actor.name,
    createdAt: now.toISOString(),
    endsAt: endOf(now).toISOString(),
    isOver: false,
  }
}

async function mailed(
  deps: ControlDeps,
  letter: { email: string; role: HeldPlace; workspaceName: string; invitedBy: string; secret: string },
): Promise<boolean> {
  try {
    await deps.mail.send(
      invitationMail(deps.origin, letter.email, {
        workspace: letter.workspaceName,
        role: letter.role.name,
        invitedBy: letter.invitedBy,
        token: letter.secret,
      }),
    )
    return true
  } catch (error) {
    deps.log.error('invitation_not_mailed', { error })
    return false
  }
}

/** Sends an invitation again with another link and seven more days. The link before it stops at once. */
export async function resendInvitation(
  deps: ControlDeps,
  actor: Inviter,
  id: string,
  callsPerMinute = INVITATION_CALLS_PER_MINUTE,
): Promise<Result<InvitationView, InviteError | { code: 'mail_failed' }>> {
  const stored = await findPending(deps.db, actor.tenantId, id)
  if (stored === null) return err({ code: 'not_found' })
  if (!mayInvite(actor, stored.role)) return err({ code: 'forbidden', role: actor.role })
  const refused = await isTooOften(deps, [...callers(actor), `email:${stored.email}`], callsPerMinute)
  if (refused) return err(refused)
  const secret = deps.newSecret()
  const endsAt = endOf(deps.now())
  const { tenantId } = actor
  const { email, role, workspaceName } = stored
  const event = invitationResent.of(`invitation:${id}`, {
    role: role.name,
    personal: { email },
    endsAt: endsAt.toISOString(),
  })
  const renewed = { tokenHash: await secretHash(secret), endsAt }
  if (!(await renewInvitation(deps.db, { tenantId, id }, renewed, factBy(deps, actor, event))))
    return err({ code: 'not_found' })
  await pushOutbox(deps, tenantId)
  if (!(await mailed(deps, { email, role, workspaceName, invitedBy: actor.name, secret })))
    return err({ code: 'mail_failed' })
  return ok(toView({ ...stored, endsAt }, actor.clients ?? 'all', deps.now()))
}

/** Takes an invitation back: its link stops at once. */
export async function withdrawInvitation(
  deps: ControlDeps,
  actor: Actor,
  id: string,
): Promise<Result<null, InviteError>> {
  const stored = await findPending(deps.db, actor.tenantId, id)
  if (stored === null) return err({ code: 'not_found' })
  if (!mayInvite(actor, stored.role)) return err({ code: 'forbidden', role: actor.role })
  const fact = factBy(deps, actor, withdrawn(id, stored, 'taken_back'))
  if (!(await closeInvitation(deps.db, id, 'withdrawn', fact))) return err({ code: 'not_found' })
  await pushOutbox(deps, actor.tenantId)
  return ok(null)
}
