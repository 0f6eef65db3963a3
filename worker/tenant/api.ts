import { Hono } from 'hono'
import { type ErrorCode, sqlStateCode } from '../../contracts/errors.ts'
import { Principal } from '../../contracts/principal.ts'
import { postgresReply, Unreachable } from '../../db/lane.ts'
import { InDoubt } from '../../db/tenant-tx.ts'
import { clientRoutes } from '../clients/routes.ts'
import { dashboardRoutes } from '../dashboards/routes.ts'
import { eventRoutes } from '../events/routes.ts'
import { importRoutes } from '../imports/routes.ts'
import { metricRoutes } from '../metrics/routes.ts'
import { refuse } from '../platform/http-errors.ts'
import type { TenantEnv } from './context.ts'
import { limitHeaders } from './limiter.ts'
import { liveRoutes } from './live.ts'
import type { Loads } from './loads.ts'
import { Fenced, type Tenant } from './tenant.ts'

/** Everything under `/api/v1` that belongs to one workspace. Runs inside its object. */
export function tenantApi(tenant: Tenant, loads: Loads, sendImport: (importId: string) => Promise<unknown>) {
  const api = new Hono<TenantEnv>()
  api.use('*', async (c, next) => {
    const requestId = c.req.header('x-request-id') ?? ''
    c.set('tenant', tenant)
    c.set('requestId', requestId)
    const principal = principalOf(c.req.header('x-orrery-principal'))
    if (principal?.tenantId !== tenant.id) return refuse({ code: 'unauthenticated' }, requestId)
    c.set('principal', principal)
    c.set('commandId', c.req.header('x-orrery-command') ?? tenant.deps.newId())
    const authority = tenant.revocations.check(principal)
    if (authority !== 'good') {
      const refusal = refuse({ code: 'unauthenticated' }, requestId)
      if (authority === 'stale') refusal.headers.set('x-orrery-principal', 'stale')
      return refusal
    }
    const limit = tenant.limiter.take(principal.kind, principal.id, tenant.deps.now().getTime())
    if (!limit.allowed) {
      const refusal = refuse({ code: 'rate_limited', retryAfterSeconds: limit.resetSeconds }, requestId)
      for (const [name, value] of Object.entries(limitHeaders(limit))) refusal.headers.set(name, value)
      return refusal
    }
    await next()
    if (c.res.status !== 101)
      for (const [name, value] of Object.entries(limitHeaders(limit))) c.header(name, value)
    return undefined
  })
  api.route('/api/v1/metrics', metricRoutes)
  api.route('/api/v1/imports', importRoutes(loads, sendImport))
  api.route('/api/v1/clients', clientRoutes)
  api.route('/api/v1/dashboards', dashboardRoutes)
  api.route('/api/v1/events', eventRoutes)
  api.route('/api/v1/live', liveRoutes)
  api.notFound((c) => refuse({ code: 'not_found' }, c.var.requestId))
  api.onError((error, c) => {
    if (error instanceof Fenced) throw error
    tenant.deps.log.error('request_failed', {
      tenantId: tenant.id,
      requestId: c.var.requestId,
      path: c.req.path,
      error,
    })
    return refuse({ code: codeOf(error) }, c.var.requestId)
  })
  return api
}

/** What an error that nobody expected is called outside; its words stay in the log. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof InDoubt) return 'in_doubt'
  if (error instanceof Unreachable) return 'stale'
  const reply = postgresReply(error)
  return reply === null ? 'internal' : (sqlStateCode[reply.code] ?? 'internal')
}

/** The principal the front door wrote; null when it is missing or not of its form. */
export function principalOf(header: string | undefined): Principal | null {
  if (header === undefined) return null
  try {
    const bytes = Uint8Array.from(atob(header.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    )
    const parsed = Principal.safeParse(JSON.parse(new TextDecoder().decode(bytes)))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
