import { Hono } from 'hono'
import { CreateInvitations, INVITATION_CALLS_PER_MINUTE } from '../../contracts/invitations.ts'
import { OfferOwnership } from '../../contracts/ownership.ts'
import { CreateRole, DeleteRole, UpdateRole } from '../../contracts/roles.ts'
import { ProveYourself } from '../../contracts/session.ts'
import { ChangeMember } from '../../contracts/workspaces.ts'
import { secondFactorResetMail } from '../auth/mails.ts'
import { refuse } from '../platform/http-errors.ts'
import {
  inviteAll,
  readInvitations,
  resendInvitation,
  withdrawInvitation,
} from '../workspaces/invitations.ts'
import { changeMember, leaveWorkspace, removeMember } from '../workspaces/members.ts'
import { acceptOwnership, endOffer, offerOwnership, readOffer } from '../workspaces/ownership.ts'
import { listMembers } from '../workspaces/repository.ts'
import { listRoles } from '../workspaces/roles.repository.ts'
import { createRole, deleteRole, updateRole } from '../workspaces/roles.ts'
import { resetSecondStep } from '../workspaces/second-step.ts'
import { authCallsPerMinute } from './auth-limits.ts'
import { readJson } from './body.ts'
import { refusalOf, statusFor } from './control-answers.ts'
import { type EdgeDeps, isLocal } from './deps.ts'
import { once } from './once.ts'
import { credentialOf, readSession } from './principal.ts'
import { refuseUnproven } from './proof.ts'
import { confirmedOnly, type EdgeContext, peopleOnly, route, seenVersion } from './route.ts'
import { seenOf } from './traces.ts'

/** Calls a minute that send invitations; a developer's machine counts as for sign-in. */
const invitesPerMinute = (deps: EdgeDeps) =>
  isLocal(deps.env) ? authCallsPerMinute(deps) : INVITATION_CALLS_PER_MINUTE

/** Who is in a workspace. */
export function memberRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/', route('members.read'), async (c) => {
      const { tenantId, clients } = c.var.resolved.principal
      return c.json({ data: await listMembers(c.var.deps.db, tenantId, clients) })
    })
    .patch('/:personId', route('members.manage'), peopleOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const input = await readJson(c.req.raw, ChangeMember)
      if (!input.ok) return refuse(input.error, requestId)
      const changed = await changeMember(deps, resolved.principal, c.req.param('personId'), input.value)
      if (!changed.ok) return refuse(refusalOf(changed.error), requestId)
      deps.principals.forgetTenant(resolved.principal.tenantId)
      return c.json({ data: changed.value.value }, statusFor(changed.value.told))
    })
    .delete('/:personId', route('members.manage'), peopleOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const removed = await removeMember(deps, resolved.principal, c.req.param('personId'))
      if (!removed.ok) return refuse(refusalOf(removed.error), requestId)
      deps.principals.forgetTenant(resolved.principal.tenantId)
      return c.json({ data: null }, statusFor(removed.value.told))
    })
    .post('/:personId/second-step/reset', route('ownership.manage'), peopleOnly, async (c) => {
      const { deps, requestId, resolved } = c.var
      const input = await readJson(c.req.raw, ProveYourself)
      if (!input.ok) return refuse(input.error, requestId)
      const credential = credentialOf(c.req.raw.headers)
      const session = credential?.kind === 'session' ? await readSession(deps, credential.cookie) : null
      if (!session) return refuse({ code: 'unauthenticated' }, requestId)
      // The company's word opens its workspace; it does not change how people sign in to theirs.
      if (session.session.ssoProviderId) return refuse({ code: 'company_session' }, requestId)
      const unproven = await refuseUnproven(deps, c.req.raw, session, input.value.password, requestId)
      if (unproven) return unproven
      const seen = await seenOf(deps, c.req.raw)
      const { principal } = resolved
      const reset = await resetSecondStep(deps, principal, c.req.param('personId'), seen)
      if (!reset.ok) return refuse(reset.error, requestId)
      deps.principals.forgetCredentials(reset.value.ended)
      await deps.mail.send(secondFactorResetMail(deps.origin, reset.value.email, principal.name))
      return c.json({ data: null }, statusFor(reset.value.told))
    })
}

/** One's own place in the workspace, which may always be given up. */
function membershipRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>().delete('/', route('tenant'), peopleOnly, once, async (c) => {
    const { deps, requestId, resolved } = c.var
    const { tenantId, id } = resolved.principal
    const left = await leaveWorkspace(deps, tenantId, id)
    if (!left.ok) return refuse(refusalOf(left.error), requestId)
    deps.principals.forgetTenant(tenantId)
    return c.json({ data: null }, statusFor(left.value.told))
  })
}

/** Who is invited to a workspace. */
export function invitationRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/', route('invitations.read'), async (c) =>
      c.json({ data: await readInvitations(c.var.deps, c.var.resolved.principal) }),
    )
    .post('/', route('invitations.manage'), peopleOnly, confirmedOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const input = await readJson(c.req.raw, CreateInvitations)
      if (!input.ok) return refuse(input.error, requestId)
      const sent = await inviteAll(deps, resolved.principal, input.value, invitesPerMinute(deps))
      if (!sent.ok) return refuse(refusalOf(sent.error), requestId)
      return c.json({ data: sent.value }, 201)
    })
    .post('/:id/resend', route('invitations.manage'), peopleOnly, confirmedOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const sent = await resendInvitation(deps, resolved.principal, c.req.param('id'), invitesPerMinute(deps))
      return sent.ok ? c.json({ data: sent.value }) : refuse(refusalOf(sent.error), requestId)
    })
    .delete('/:id', route('invitations.manage'), peopleOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const gone = await withdrawInvitation(deps, resolved.principal, c.req.param('id'))
      return gone.ok ? c.json({ data: null }) : refuse(refusalOf(gone.error), requestId)
    })
}

function roleRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/', route('roles.read'), async (c) =>
      c.json({ data: await listRoles(c.var.deps.db, c.var.resolved.principal.tenantId) }),
    )
    .post('/', route('roles.manage'), peopleOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const input = await readJson(c.req.raw, CreateRole)
      if (!input.ok) return refuse(input.error, requestId)
      const made = await createRole(deps, resolved.principal, input.value)
      return made.ok ? c.json({ data: made.value }, 201) : refuse(refusalOf(made.error), requestId)
    })
    .patch('/:id', route('roles.manage'), peopleOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const version = seenVersion(c.req.header('if-match'))
      if (!version.ok) return refuse(version.error, requestId)
      const input = await readJson(c.req.raw, UpdateRole)
      if (!input.ok) return refuse(input.error, requestId)
      const id = c.req.param('id')
      const changed = await updateRole(deps, resolved.principal, id, version.value, input.value)
      if (!changed.ok) return refuse(refusalOf(changed.error), requestId)
      deps.principals.forgetTenant(resolved.principal.tenantId)
      return c.json({ data: changed.value.value }, statusFor(changed.value.told))
    })
    .delete('/:id', route('roles.manage'), peopleOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const input = await readJson(c.req.raw, DeleteRole)
      if (!input.ok) return refuse(input.error, requestId)
      const gone = await deleteRole(deps, resolved.principal, c.req.param('id'), input.value.fallback)
      if (!gone.ok) return refuse(refusalOf(gone.error), requestId)
      deps.principals.forgetTenant(resolved.principal.tenantId)
      return c.json({ data: null }, statusFor(gone.value.told))
    })
}

function ownershipRoutes(): Hono<EdgeContext> {
  return (
    new Hono<EdgeContext>()
      .get('/', route('tenant'), peopleOnly, async (c) => {
        const offer = await readOffer(c.var.deps, c.var.resolved.principal)
        return c.json({ data: offer === null ? [] : [offer] })
      })
      .post('/', route('ownership.manage'), peopleOnly, confirmedOnly, once, async (c) => {
        const { deps, requestId, resolved } = c.var
        const input = await readJson(c.req.raw, OfferOwnership)
        if (!input.ok) return refuse(input.error, requestId)
        const made = await offerOwnership(deps, resolved.principal, input.value)
        return made.ok ? c.json({ data: made.value }, 201) : refuse(refusalOf(made.error), requestId)
      })
      .post('/:id/accept', route('tenant'), peopleOnly, confirmedOnly, once, async (c) => {
        const { deps, requestId, resolved } = c.var
        const taken = await acceptOwnership(deps, resolved.principal, c.req.param('id'))
        if (!taken.ok) return refuse(refusalOf(taken.error), requestId)
        deps.principals.forgetTenant(resolved.principal.tenantId)
        return c.json({ data: null }, statusFor(taken.value.told))
      })
      // Whom it is made to says no; an owner takes it back.
      .delete('/:id', route('tenant'), peopleOnly, once, async (c) => {
        const { deps, requestId, resolved } = c.var
        const ended = await endOffer(deps, resolved.principal, c.req.param('id'))
        return ended.ok ? c.json({ data: null }) : refuse(refusalOf(ended.error), requestId)
      })
  )
}

/** People of a workspace: members, who is invited, what their roles may do, and whose the workspace is. */
export function peopleRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .route('/members', memberRoutes())
    .route('/membership', membershipRoutes())
    .route('/invitations', invitationRoutes())
    .route('/roles', roleRoutes())
    .route('/ownership-offers', ownershipRoutes())
}
