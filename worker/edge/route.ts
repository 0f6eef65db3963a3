import { createMiddleware } from 'hono/factory'
import { type Permission, permissions } from '../../contracts/permissions.ts'
import { allows } from '../../contracts/principal.ts'
import { type Refusal, refuse } from '../platform/http-errors.ts'
import type { EdgeDeps } from './deps.ts'
import { credentialOf, type PrincipalError, readSession, resolvePrincipal } from './principal.ts'
import type { KeptPrincipal } from './principal-cache.ts'

/**
 * Who may call a route. `public`: anybody. `session`: somebody signed in, no workspace needed. `tenant`: a member or key of
 * the named workspace; the tenant object declares the permission. A permission: a member or key that holds it.
 */
export type Access = 'public' | 'session' | 'tenant' | Permission

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
 */
export function route(access: Access) {
  const guard = createMiddleware<EdgeContext>(async (c, next) => {
    const { deps, requestId } = c.var
    if (access === 'public') return next()
    const credential = credentialOf(c.req.raw.headers)
    if (access === 'session') {
      const session = credential?.kind === 'session' ? await readSession(deps, credential.cookie) : null
      if (!session) return refuse({ code: 'unauthenticated' }, requestId)
      c.set('sessionOf', session)
      return next()
    }
    const resolved = await resolvePrincipal(
      deps,
      credential,
      c.req.param('tenantId') ?? namedTenant(c.req.raw),
    )
    if (!resolved.ok) return refuse(principalRefusal(resolved.error), requestId)
    if (isPermission(access) && !allows(resolved.value.principal, access)) {
      return refuse({ code: 'forbidden', details: { permission: access } }, requestId)
    }
    c.set('resolved', resolved.value)
    return next()
  })
  return Object.assign(guard, { [ACCESS]: access })
}

/** Behind `route`: refuses programs. Members, keys and workspaces are changed by people only. */
export const peopleOnly = createMiddleware<EdgeContext>(async (c, next) => {
  if (c.var.resolved.principal.kind === 'person') return next()
  return refuse({ code: 'forbidden', details: { reason: 'people_only' } }, c.var.requestId)
})
