import { type Context, Hono } from 'hono'
import { RestoreVersion } from '../../contracts/history.ts'
import { CreateKey, RollKey } from '../../contracts/keys.ts'
import { COMMAND_ID_CHARS_MAX } from '../../contracts/limits.ts'
import { CreateRestore } from '../../contracts/restore.ts'
import { CreateWorkspace, UpdateWorkspace } from '../../contracts/workspaces.ts'
import { actorText } from '../events/append.ts'
import { refuse } from '../platform/http-errors.ts'
import { listAuthors } from '../workspaces/authority.repository.ts'
import { createKey, listKeys, revokeKey, rollKey } from '../workspaces/keys.ts'
import { findWorkspace, listMemberships } from '../workspaces/repository.ts'
import { listRestores } from '../workspaces/restores.repository.ts'
import { askRestore } from '../workspaces/restores.ts'
import { restoreRole } from '../workspaces/roles.ts'
import { createWorkspace, restoreSettings, updateWorkspace } from '../workspaces/service.ts'
import { readJson } from './body.ts'
import { refusalOf, statusFor } from './control-answers.ts'
import { askForEnd } from './deletion-routes.ts'
import { forward } from './forward.ts'
import { joinRoutes } from './join-routes.ts'
import { invitationRoutes, memberRoutes, peopleRoutes } from './member-routes.ts'
import { once } from './once.ts'
import { credentialOf } from './principal.ts'
import { confirmedOnly, type EdgeContext, peopleOnly, route, seenVersion } from './route.ts'
import { ssoRoutes } from './sso-routes.ts'
import { supportRoutes } from './support-routes.ts'

/** Who changes settings, and by which command: the object knows one that is repeated. */
function changerOf(c: Context<EdgeContext>) {
  const { principal } = c.var.resolved
  const commandId = c.req.header('idempotency-key')?.slice(0, COMMAND_ID_CHARS_MAX) ?? c.var.deps.newId()
  return { tenantId: principal.tenantId, actor: actorText(principal), commandId }
}

/** Changes settings at the version the caller saw. */
async function changeWorkspace(c: Context<EdgeContext>): Promise<Response> {
  const { deps, requestId } = c.var
  const version = seenVersion(c.req.header('if-match'))
  if (!version.ok) return refuse(version.error, requestId)
  const input = await readJson(c.req.raw, UpdateWorkspace)
  if (!input.ok) return refuse(input.error, requestId)
  const changed = await updateWorkspace(deps, changerOf(c), version.value, input.value)
  if (!changed.ok) return refuse(changed.error, requestId)
  return c.json({ data: changed.value.value }, statusFor(changed.value.told))
}

/** The settings as the workspace's object has them: it checks the caller once more, as for every other call of its own. */
function readSettings(c: Context<EdgeContext>): Promise<Response> {
  const { deps, requestId, resolved } = c.var
  const { headers, url } = c.req.raw
  const caller = { credential: credentialOf(headers), named: resolved.principal.tenantId, resolved }
  const inside = new Request(new URL('/api/v1/setup/settings', url), { headers })
  return forward(deps, inside, caller, requestId)
}

/** A new workspace with the rows of a copy of the one in the path. */
async function restore(c: Context<EdgeContext>): Promise<Response> {
  const { deps, requestId, resolved } = c.var
  const input = await readJson(c.req.raw, CreateRestore)
  if (!input.ok) return refuse(input.error, requestId)
  const { tenantId, id: personId } = resolved.principal
  const asked = await askRestore(deps, { tenantId, personId }, input.value)
  return asked.ok ? c.json({ data: asked.value }, 202) : refuse(refusalOf(asked.error), requestId)
}

function workspaceRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/', route('session'), async (c) => {
      const { deps, sessionOf } = c.var
      const broughtBy = sessionOf.session.ssoProviderId ?? null
      return c.json({ data: await listMemberships(deps.db, sessionOf.user.id, deps.now(), broughtBy) })
    })
    .post('/', route('session'), once, async (c) => {
      const { deps, requestId } = c.var
      const input = await readJson(c.req.raw, CreateWorkspace)
      if (!input.ok) return refuse(input.error, requestId)
      const made = await createWorkspace(deps, c.var.sessionOf.user.id, input.value)
      if (!made.ok) return refuse(refusalOf(made.error), requestId)
      return c.json({ data: made.value.value }, statusFor(made.value.told, 201))
    })
    .get('/:tenantId', route('workspace.read'), async (c) => {
      const { deps, requestId, resolved } = c.var
      const found = await findWorkspace(deps.db, resolved.principal.tenantId)
      return found ? c.json({ data: found.workspace }) : refuse({ code: 'not_found' }, requestId)
    })
    .post('/:tenantId/restores', route('privacy.manage'), peopleOnly, confirmedOnly, once, restore)
    .patch('/:tenantId', route('workspace.update'), peopleOnly, changeWorkspace)
    .delete('/:tenantId', route('workspace.delete'), peopleOnly, once, askForEnd)
}

/** The same by other names: a workspace with what belongs to it below its own address. */
function tenantRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/:tenantId/settings', route('workspace.read', 'front door, then object'), readSettings)
    .patch('/:tenantId/settings', route('workspace.update'), peopleOnly, changeWorkspace)
    .route('/:tenantId/members', memberRoutes())
    .route('/:tenantId/invitations', invitationRoutes())
    .route('/', workspaceRoutes())
}

/** Brings back what the front door decides about; the rest of the history is the object's. */
function historyRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .post('/roles/:id/restore', route('roles.manage'), peopleOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const version = seenVersion(c.req.header('if-match'))
      if (!version.ok) return refuse(version.error, requestId)
      const input = await readJson(c.req.raw, RestoreVersion)
      if (!input.ok) return refuse(input.error, requestId)
      const { principal } = resolved
      const back = await restoreRole(deps, principal, c.req.param('id'), version.value, input.value.id)
      if (!back.ok) return refuse(refusalOf(back.error), requestId)
      deps.principals.forgetTenant(principal.tenantId)
      return c.json({ data: back.value.value }, statusFor(back.value.told))
    })
    .post('/settings/restore', route('workspace.update'), peopleOnly, async (c) => {
      const { deps, requestId } = c.var
      const version = seenVersion(c.req.header('if-match'))
      if (!version.ok) return refuse(version.error, requestId)
      const input = await readJson(c.req.raw, RestoreVersion)
      if (!input.ok) return refuse(input.error, requestId)
      const back = await restoreSettings(deps, changerOf(c), version.value, input.value.id)
      if (!back.ok) return refuse(back.error, requestId)
      return c.json({ data: back.value.value }, statusFor(back.value.told))
    })
}

function keyRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/', route('keys.manage'), peopleOnly, async (c) =>
      c.json({ data: await listKeys(c.var.deps, c.var.resolved.principal) }),
    )
    .post('/', route('keys.manage'), peopleOnly, confirmedOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const input = await readJson(c.req.raw, CreateKey)
      if (!input.ok) return refuse(input.error, requestId)
      const made = await createKey(deps, resolved.principal, input.value)
      if (!made.ok) return refuse(refusalOf(made.error), requestId)
      return c.json({ data: made.value }, 201)
    })
    .post('/:keyId/roll', route('keys.manage'), peopleOnly, confirmedOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const input = await readJson(c.req.raw, RollKey)
      if (!input.ok) return refuse(input.error, requestId)
      const rolled = await rollKey(deps, resolved.principal, c.req.param('keyId'), input.value)
      if (!rolled.ok) return refuse(refusalOf(rolled.error), requestId)
      deps.principals.forgetTenant(resolved.principal.tenantId)
      return c.json({ data: rolled.value.value }, statusFor(rolled.value.told, 201))
    })
    .delete('/:keyId', route('keys.manage'), peopleOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const ended = await revokeKey(deps, resolved.principal, c.req.param('keyId'))
      if (!ended.ok) return refuse(refusalOf(ended.error), requestId)
      deps.principals.forgetTenant(resolved.principal.tenantId)
      return c.json({ data: null }, statusFor(ended.value.told))
    })
}

function authorRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>().get('/', route('records.read'), async (c) =>
    c.json({ data: await listAuthors(c.var.deps.db, c.var.resolved.principal.tenantId) }),
  )
}

/** Workspaces, members and keys: what the control plane owns. */
export function controlRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .route('/workspaces', workspaceRoutes())
    .route('/tenants', tenantRoutes())
    .route('/', peopleRoutes())
    .route('/join', joinRoutes())
    .get('/restores', route('session'), async (c) =>
      c.json({ data: await listRestores(c.var.deps.db, c.var.sessionOf.user.id) }),
    )
    .route('/history', historyRoutes())
    .route('/keys', keyRoutes())
    .route('/support-access', supportRoutes())
    .route('/sso', ssoRoutes())
    .route('/authors', authorRoutes())
}
