import { createMiddleware } from 'hono/factory'
import { z } from 'zod'
import { type Permission, permissions } from '../../contracts/permissions.ts'
import { allows, permissionRefusal } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { type Refusal, refuse } from '../platform/http-errors.ts'
import { overOwnLimit, overTheLimit } from './counted-calls.ts'
import type { EdgeDeps } from './deps.ts'
import {
  credentialOf,
  type PrincipalError,
  readSession,
  resolveAgain,
  resolvePrincipal,
} from './principal.ts'
import type { KeptPrincipal } from './principal-cache.ts'
import { traceNotPermitted, traceRefusedCredential, traceSupport } from './traces.ts'

/**
 * Who may call a route. `public`: anybody. `session`: somebody signed in, no workspace needed. `tenant`: a member or key of
 * the named workspace; the tenant object declares the permission. A permission: a member or key that holds it.
 */
export type Access = 'public' | 'session' | 'tenant' | Permission

export type Answerer = 'front door' | 'front door, then object' | 'tenant object'

/** Somebody signed in, and by which session. */
export type SessionOf = NonNullable<Awaited<ReturnType<typeof readSession>>>

export interface EdgeContext {
  /** What was decided before the router. */
  Bindings: { requestId: string }
  Variables: {
    deps: EdgeDeps
    requestId: string
    /** Set behind `session`. */
    sessionOf: SessionOf
    /** Set behind `tenant` and permissions. */
    resolved: KeptPrincipal
  }
}

const ACCESS = Symbol('access')

/** What a handler in the route table declares, or null when it declares nothing. */
export function accessOf(handler: unknown): Access | null {
  if (typeof handler !== 'function' || !(ACCESS in handler)) return null
  const access = handler[ACCESS]
  return typeof access === 'string' ? (access as Access) : null
}

const isPermission = (access: Access): access is Permission =>
  (permissions as readonly string[]).includes(access)

/** A refusal of the principal in the words of the error table. */
export function principalRefusal(error: PrincipalError): Refusal {
  return 'reason' in error && error.reason !== undefined
    ? { code: error.code, details: { reason: error.reason } }
    : { code: error.code }
}

/** The workspace a call names: header, or for sockets the query, because a browser cannot set headers there. */
export function namedTenant(request: Request): string | null {
  const header = request.headers.get('x-tenant-id')
  if (header !== null) return header
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return null
  return new URL(request.url).searchParams.get('tenant')
}

/**
 * Declares who may call a route and enforces it. Every route of the front door starts with this; a test walks the
 * table and fails on one that does not.
 * @param answerer who answers. What the front door answers itself rests on a principal that was read for this call: another isolate may
 * have ended it a moment ago. A tenant object hears of every end, and calls a kept principal stale. `front door, then object`: the object
 * lets the call in on the way, and counts it then.
 */
export function route(access: Access, answerer: Answerer = 'front door') {
  const resolve = answerer === 'tenant object' ? resolvePrincipal : resolveAgain
  const guard = createMiddleware<EdgeContext>(async (c, next) => {
    const { deps, requestId } = c.var
    if (access === 'public') return next()
    const credential = credentialOf(c.req.raw.headers)
    if (access === 'session') {
      const session = credential?.kind === 'session' ? await readSession(deps, credential.cookie) : null
      if (!session) return refuse({ code: 'unauthenticated' }, requestId)
      const refused = await overOwnLimit(deps, c.req.raw, session.user.id, requestId)
      if (refused) return refused
      if (session.session.ssoProviderId && !isListOfWorkspaces(c.req))
        return refuse({ code: 'company_session' }, requestId)
      c.set('sessionOf', session)
      return next()
    }
    const resolved = await resolve(deps, credential, c.req.param('tenantId') ?? namedTenant(c.req.raw))
    if (!resolved.ok) {
      await traceRefusedCredential(deps, c.req.raw, credential, resolved.error)
      return refuse(principalRefusal(resolved.error), requestId)
    }
    if (answerer === 'front door') {
      const refused = await overTheLimit(deps, c.req.raw, resolved.value, requestId)
      if (refused) return refused
    }
    if (isPermission(access) && !allows(resolved.value.principal, access)) {
      await traceNotPermitted(deps, c.req.raw, resolved.value.principal)
      return refuse(permissionRefusal(resolved.value.principal, access), requestId)
    }
    if (resolved.value.principal.isSupport && isPermission(access))
      await traceSupport(deps, resolved.value.principal, `${c.req.method} ${c.req.path}`)
    c.set('resolved', resolved.value)
    return next()
  })
  return Object.assign(guard, { [ACCESS]: access })
}

/**
 * The one thing outside of its workspace that a session by a company's provider may ask for. The account belongs to its person and may
 * have other workspaces, so the company's word neither reads nor changes it.
 */
const isListOfWorkspaces = ({ method, path }: { method: string; path: string }): boolean =>
  method === 'GET' && (path === '/api/v1/workspaces' || path === '/api/v1/tenants')

const Version = z.coerce.number().int().positive()

/** The version that the caller of a change has seen, from `If-Match`. */
export function seenVersion(header: string | undefined): Result<number, Refusal> {
  const version = Version.safeParse(header?.replaceAll('"', ''))
  if (version.success) return ok(version.data)
  return err({ code: 'invalid_request', details: { header: 'If-Match', problem: 'the version you saw' } })
}

/** Behind `route`: refuses programs, and support. Members, keys and workspaces are changed by their own people only. */
export const peopleOnly = createMiddleware<EdgeContext>(async (c, next) => {
  const { deps, requestId, resolved } = c.var
  const { isSupport, kind } = resolved.principal
  if (kind === 'person' && !isSupport) return next()
  await traceNotPermitted(deps, c.req.raw, resolved.principal)
  const reason = isSupport ? 'support_reads' : 'people_only'
  return refuse({ code: 'forbidden', details: { reason } }, requestId)
})

/** Behind `route`: refuses people whose address is not confirmed, before they reach other people or hand out access. */
export const confirmedOnly = createMiddleware<EdgeContext>(async (c, next) => {
  if (!c.var.resolved.principal.isUnconfirmed) return next()
  return refuse({ code: 'address_unconfirmed' }, c.var.requestId)
})
