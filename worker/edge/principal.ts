import { sharedClients } from '../../contracts/client-scope.ts'
import { TenantId } from '../../contracts/ids.ts'
import { keyScopes } from '../../contracts/key-scopes.ts'
import { isKeySecret, KEY_PREFIX } from '../../contracts/key-secret.ts'
import { supportPermissions } from '../../contracts/permissions.ts'
import type { Principal } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { Place } from '../../contracts/session.ts'
import { ACCESS_TOKEN_CHARS_MAX } from '../../contracts/tokens.ts'
import type { Region, TenantState, WorkspaceView } from '../../contracts/workspaces.ts'
import type { TokenFault } from '../auth/access-token.ts'
import { noteSeen } from '../auth/service.ts'
import { presentedKey } from '../workspaces/keys.ts'
import { accessClaims, personOf } from '../workspaces/program-sessions.ts'
import { findMembership, findSupport, findWorkspace } from '../workspaces/repository.ts'
import type { EdgeDeps } from './deps.ts'
import type { KeptPrincipal } from './principal-cache.ts'

export type Credential =
  | { kind: 'key'; secret: string }
  | { kind: 'access'; token: string }
  | { kind: 'session'; cookie: string }

export type PrincipalError =
  | {
      code: 'unauthenticated'
      reason?: 'key_malformed' | 'sponsor_left' | 'clients_out_of_reach' | 'token_refused' | 'session_ended'
      /** For the log; the caller hears no more than that it is refused. */
      fault?: TokenFault
    }
  | { code: 'tenant_required' }
  | { code: 'not_found' }
  | { code: 'forbidden'; reason: 'suspended' }
  | { code: 'sso_required' }
  | { code: 'workspace_provisioning' }

const SESSION_COOKIE = /(?:^|;\s*)((?:__Host-)?orrery\.session_token)=([^;]+)/

/** The form of an access token: three parts, and no longer than any of ours. */
const ACCESS_TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/

/** The credential of a call. A key or an access token wins over a cookie; nothing else counts. */
export function credentialOf(headers: Headers): Credential | null {
  const bearer = headers.get('authorization')
  const secret = bearer?.startsWith('Bearer ')
    ? bearer.slice('Bearer '.length).trim()
    : headers.get('x-api-key')
  if (secret?.startsWith(KEY_PREFIX)) return { kind: 'key', secret }
  if (bearer && secret && secret.length <= ACCESS_TOKEN_CHARS_MAX && ACCESS_TOKEN.test(secret))
    return { kind: 'access', token: secret }
  if (bearer) return null
  const cookie = SESSION_COOKIE.exec(headers.get('cookie') ?? '')
  // Only the session cookie goes on: nothing else in the header can reach the library.
  return cookie ? { kind: 'session', cookie: `${cookie[1]}=${cookie[2]}` } : null
}

/** Under what a principal is kept: the credential itself, because a hash for every call costs more than the rest of it. */
function keptUnder(credential: Credential, named: string | null): string {
  switch (credential.kind) {
    case 'key':
      return credential.secret
    case 'access':
      return `${credential.token}\n${named}`
    case 'session':
      return `${credential.cookie}\n${named}`
  }
}

function stateRefusal(state: TenantState): PrincipalError | null {
  switch (state) {
    case 'active':
      return null
    case 'provisioning':
      return { code: 'workspace_provisioning' }
    case 'suspended':
      return { code: 'forbidden', reason: 'suspended' }
    case 'deleting':
    case 'deleted':
      return { code: 'not_found' }
  }
}

interface Found {
  principal: Principal
  workspace: WorkspaceView
  endsAtMs: number | null
}

async function fromKey(
  deps: EdgeDeps,
  secret: string,
  named: string | null,
): Promise<Result<Found, PrincipalError>> {
  const key = await presentedKey(deps, secret)
  if (!key) return err({ code: 'unauthenticated' })
  if (named !== null && named !== key.tenantId) return err({ code: 'not_found' })
  if (key.sponsorRole === null) return err({ code: 'unauthenticated', reason: 'sponsor_left' })
  // A key reaches what its member reaches, at every call anew, and of that what it was narrowed to.
  const clients = sharedClients(key.sponsorRole.clients, key.clients)
  if (clients.length === 0) return err({ code: 'unauthenticated', reason: 'clients_out_of_reach' })
  const tenant = await findWorkspace(deps.db, key.tenantId)
  if (!tenant) return err({ code: 'not_found' })
  const principal: Principal = {
    v: 1,
    kind: 'key',
    id: key.id,
    name: key.name,
    tenantId: key.tenantId,
    role: key.sponsorRole.role,
    clients,
    ...(key.sponsorRole.permissions && { permissions: [...key.sponsorRole.permissions] }),
    credentialId: key.id,
    memberVersion: key.memberVersion,
    scopes: key.scopes,
    sponsorId: key.sponsorId,
  }
  return ok({ principal, workspace: tenant.workspace, endsAtMs: key.expiresAt?.getTime() ?? null })
}

/** The session behind a cookie; that it is in use is noted every few minutes. `place` is where the call came from, if known. */
export async function readSession(deps: EdgeDeps, cookie: string, place: Place | null = null) {
  const found = await deps.auth().api.getSession({ headers: new Headers({ cookie }) })
  if (found) await noteSeen(deps.db, found.session, place, deps.now())
  return found
}

async function fromSession(
  deps: EdgeDeps,
  cookie: string,
  tenantId: string,
): Promise<Result<Found, PrincipalError>> {
  const session = await readSession(deps, cookie)
  if (!session) return err({ code: 'unauthenticated' })
  if (!TenantId.safeParse(tenantId).success) return err({ code: 'not_found' })
  const endsAtMs = session.session.expiresAt.getTime()
  const broughtBy = session.session.ssoProviderId ?? null
  const found = await memberPrincipal(deps, tenantId, session.user.id, session.session.id, broughtBy)
  if (found.ok) return ok({ ...found.value, endsAtMs })
  if (found.error.code !== 'not_found' || broughtBy !== null) return found
  const looking = await supportPrincipal(deps, tenantId, session.user.id, session.session.id)
  return looking
    ? ok({ ...looking, endsAtMs: Math.min(endsAtMs, looking.endsAtMs) })
    : err({ code: 'not_found' })
}

/** Somebody of support, while an owner of the workspace lets them look; null for everybody else. */
async function supportPrincipal(
  deps: EdgeDeps,
  tenantId: string,
  personId: string,
  sessionId: string,
): Promise<(Pick<Found, 'principal' | 'workspace'> & { endsAtMs: number }) | null> {
  const found = await findSupport(deps.db, tenantId, personId, deps.now())
  if (!found) return null
  const principal: Principal = {
    v: 1,
    kind: 'person',
    id: personId,
    name: found.personName,
    tenantId,
    role: 'custom',
    permissions: [...supportPermissions],
    isSupport: true,
    clients: 'all',
    credentialId: sessionId,
    memberVersion: found.memberVersion,
  }
  return { principal, workspace: found.workspace, endsAtMs: found.endsAt.getTime() }
}

/**
 * A member as principal, by one of their sessions.
 * @param broughtBy the company's provider that began the session. It opens that company's workspace only; and where the company wants
 * its provider used, nothing else opens it but for an owner, who may have to put the provider right.
 */
async function memberPrincipal(
  deps: EdgeDeps,
  tenantId: string,
  personId: string,
  sessionId: string,
  broughtBy: string | null,
): Promise<Result<Pick<Found, 'principal' | 'workspace'>, PrincipalError>> {
  const membership = await findMembership(deps.db, tenantId, personId)
  if (!membership) return err({ code: 'not_found' })
  const { role, isConfirmed, sso } = membership
  if (broughtBy !== null && broughtBy !== sso?.id) return err({ code: 'not_found' })
  if (broughtBy === null && sso?.isRequired && role.role !== 'owner') return err({ code: 'sso_required' })
  const principal: Principal = {
    v: 1,
    kind: 'person',
    id: personId,
    name: membership.personName,
    tenantId,
    role: role.role,
    clients: role.clients,
    ...(role.permissions && { permissions: [...role.permissions] }),
    ...(isConfirmed ? {} : { isUnconfirmed: true as const }),
    credentialId: sessionId,
    memberVersion: membership.memberVersion,
  }
  return ok({ principal, workspace: membership.workspace })
}

/** A program that a person signed in to: it is the person, but for what is left to people. */
async function fromAccess(
  deps: EdgeDeps,
  token: string,
  named: string | null,
): Promise<Result<Found, PrincipalError>> {
  const read = await accessClaims(deps, token)
  if (!read.ok) return err({ code: 'unauthenticated', reason: 'token_refused', fault: read.error })
  const claims = read.value
  if (!(await personOf(deps, claims))) return err({ code: 'unauthenticated', reason: 'session_ended' })
  const tenantId = claims.tenantId ?? named
  if (tenantId === null) return err({ code: 'tenant_required' })
  if ((named !== null && named !== tenantId) || !TenantId.safeParse(tenantId).success)
    return err({ code: 'not_found' })
  // Programs sign in by password or link, never by a company's provider.
  const found = await memberPrincipal(deps, tenantId, claims.personId, claims.sessionId, null)
  if (!found.ok) return found
  const principal = { ...found.value.principal, scopes: [...keyScopes] }
  return ok({ principal, workspace: found.value.workspace, endsAtMs: claims.expiresAt.getTime() })
}

/**
 * Decides who calls and for which workspace, before any tenant object is named. A workspace one does not belong to and
 * one that does not exist give the same answer.
 * @param named the workspace the caller named, or null; a key knows its own.
 */
export async function resolvePrincipal(
  deps: EdgeDeps,
  credential: Credential | null,
  named: string | null,
): Promise<Result<KeptPrincipal, PrincipalError>> {
  if (!credential) return err({ code: 'unauthenticated' })
  // A slip of the hand, or a guess: told from its checksum, without asking the database.
  if (credential.kind === 'key' && !isKeySecret(credential.secret))
    return err({ code: 'unauthenticated', reason: 'key_malformed' })
  const nowMs = deps.now().getTime()
  const name = keptUnder(credential, named)
  const kept = deps.principals.get(name, nowMs)
  if (kept && (named === null || kept.principal.tenantId === named)) return ok(kept)

  if (credential.kind === 'session' && named === null) {
    return err({ code: (await readSession(deps, credential.cookie)) ? 'tenant_required' : 'unauthenticated' })
  }
  const found = await foundBy(deps, credential, named)
  if (!found.ok) return found
  const { workspace, endsAtMs } = found.value
  const principal = endsAtMs === null ? found.value.principal : { ...found.value.principal, endsAtMs }
  const refusal = stateRefusal(workspace.state)
  if (refusal) return { ok: false, error: refusal }
  const region: Region = workspace.region
  deps.principals.put(name, { principal, region }, nowMs, endsAtMs)
  return ok({ principal, region })
}

function foundBy(
  deps: EdgeDeps,
  credential: Credential,
  named: string | null,
): Promise<Result<Found, PrincipalError>> {
  switch (credential.kind) {
    case 'key':
      return fromKey(deps, credential.secret, named)
    case 'access':
      return fromAccess(deps, credential.token, named)
    case 'session':
      return fromSession(deps, credential.cookie, named ?? '')
  }
}

/** Reads the principal anew after an object called the kept one stale. */
export function resolveAgain(
  deps: EdgeDeps,
  credential: Credential | null,
  named: string | null,
): Promise<Result<KeptPrincipal, PrincipalError>> {
  if (credential) deps.principals.forget(keptUnder(credential, named))
  return resolvePrincipal(deps, credential, named)
}
