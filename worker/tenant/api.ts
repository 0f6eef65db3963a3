import { Hono } from 'hono'
import { type ErrorCode, sqlStateCode } from '../../contracts/errors.ts'
import { Principal } from '../../contracts/principal.ts'
import { STALE_PRINCIPAL_HEADER, type TenantAnswer, type TenantCall } from '../../contracts/tenant-call.ts'
import { postgresReply, Unreachable } from '../../db/lane.ts'
import { InDoubt } from '../../db/tenant-tx.ts'
import { applicationRoutes, applicationsOfJobRoutes } from '../applications/routes.ts'
import { artistPortfolioRoutes } from '../artists/portfolio-routes.ts'
import { artistRoutes, type MemberHost, type RemainsHost } from '../artists/routes.ts'
import { type AuditHost, auditRoutes } from '../audit/routes.ts'
import { artistBusyRoutes, type BusyHost, myBusyRoutes } from '../availability/busy-routes.ts'
import { artistAvailabilityRoutes, availabilityRoutes } from '../availability/routes.ts'
import { type BackupHost, backupRoutes } from '../backups/routes.ts'
import type { BoardHost } from '../board/host.service.ts'
import { artistBookingRoutes, projectBookingRoutes } from '../bookings/nested-routes.ts'
import { bookingPlanRoutes, bookingSeriesRoutes, togetherRoutes } from '../bookings/plan-routes.ts'
import {
  artistFeedRoutes,
  type BookingHost,
  bookingRoutes,
  bookingSettingsRoutes,
  bookingsTogether,
  type FeedHost,
  myBookingRoutes,
} from '../bookings/routes.ts'
import { clientRoutes } from '../clients/routes.ts'
import { type ConnectionHost, connectionRoutes, connectorRoutes } from '../connections/routes.ts'
import { dashboardRoutes } from '../dashboards/routes.ts'
import { eventRoutes } from '../events/routes.ts'
import { jobHistoryRoutes } from '../history/job-routes.ts'
import { historyRoutes } from '../history/routes.ts'
import { setupHistoryRoutes } from '../history/setup-routes.ts'
import { workHistoryRoutes } from '../history/work-routes.ts'
import { importRoutes } from '../imports/routes.ts'
import { jobRoutes } from '../jobs/routes.ts'
import { jobSearchRoutes } from '../jobs/search-routes.ts'
import { metricRoutes } from '../metrics/routes.ts'
import { notificationRoutes } from '../notifications/routes.ts'
import { refuse } from '../platform/http-errors.ts'
import type { PortfolioHost } from '../portfolios/service.ts'
import { portfolioRoutes } from '../profiles/portfolio-routes.ts'
import { profileRoutes } from '../profiles/routes.ts'
import {
  loadRoutes,
  planRoutes,
  proposalRoutes,
  taskCalendarRoutes,
  workspaceCalendarRoutes,
} from '../projects/plan-routes.ts'
import { dependencyRoutes, phaseRoutes, projectRoutes, taskRoutes } from '../projects/routes.ts'
import { customMetricRoutes, financialRoutes, kpiRoutes, leadRoutes } from '../records/routes.ts'
import { type RetentionHost, retentionRoutes } from '../retention/routes.ts'
import { sampleRoutes } from '../sample/routes.ts'
import { searchRoutes } from '../search/routes.ts'
import { type Access, noted } from './access.ts'
import { countRefused, planExpiry } from './bookings.ts'
import type { TenantEnv } from './context.ts'
import { Gathering } from './gathering.ts'
import { type CallDecision, type LimitDecision, limitHeaders } from './limiter.ts'
import { liveRoutes } from './live.ts'
import type { Loads } from './loads.ts'
import { routeClassOf } from './rules/route-class.ts'
import { settingsHistoryRoutes, setupRoutes } from './setup.ts'
import { Fenced, type Tenant } from './tenant.ts'

/** What routes need of the object besides its host. */
export interface TenantApiParts extends ConnectionHost, AuditHost, BackupHost, RetentionHost, FeedHost {
  loads: Loads
  access: Access
  members: MemberHost
  desk: BoardHost
  busy: BusyHost
  portfolio: PortfolioHost
  remains: RemainsHost
  /** Sets the timer of mails anew. */
  planNotices: () => Promise<void>
  sendImport: (importId: string) => Promise<unknown>
}

/** Everything under `/api/v1` that belongs to one workspace. Runs inside its object. */
export function tenantApi(tenant: Tenant, parts: TenantApiParts) {
  const api = new Hono<TenantEnv>()
  api.use('*', async (c, next) => {
    const { principal, requestId, commandId } = c.env
    c.set('tenant', tenant)
    c.set('requestId', requestId)
    if (principal?.tenantId !== tenant.id) return refuse({ code: 'unauthenticated' }, requestId)
    c.set('principal', principal)
    c.set('commandId', commandId ?? tenant.deps.newId())
    const authority = tenant.revocations.check(principal)
    if (authority !== 'good') {
      const refusal = refuse({ code: 'unauthenticated' }, requestId)
      if (authority === 'stale') refusal.headers.set(STALE_PRINCIPAL_HEADER, 'stale')
      return refusal
    }
    const routeClass = routeClassOf(c.req.method, c.req.path)
    if (principal.isSupport && routeClass !== 'read') {
      parts.access.refused(principal, c.req.method, c.req.path)
      return refuse({ code: 'forbidden', details: { reason: 'support_reads' } }, requestId)
    }
    const limit = tenant.limiter.take(principal.kind, principal.id, routeClass, tenant.deps.now().getTime())
    if (!limit.allowed) return limited(refuse(refusalOf(limit), requestId), limit)
    await next()
    // Set on the answer itself: the router's own way makes a copy of it first.
    if (c.res.status !== 101) limited(c.res, limit)
    return undefined
  })
  api.use('*', noted(parts.access))
  api.route('/api/v1/metrics', metricRoutes)
  api.route('/api/v1/imports', importRoutes(parts.loads, parts.sendImport))
  api.route('/api/v1/artists', artistRoutes(parts.members, parts.remains))
  const together = new Gathering(tenant, bookingsTogether)
  const bookings: BookingHost = {
    create: (asked) => (command) => together.run(command, asked),
    planExpiry: () => planExpiry(tenant),
    countRefused: (call, asked) => countRefused(tenant, call, asked),
  }
  api.route('/api/v1/artists', artistBookingRoutes(bookings))
  api.route('/api/v1/artists', artistAvailabilityRoutes)
  api.route('/api/v1/artists', artistFeedRoutes(parts))
  api.route('/api/v1/artists', artistBusyRoutes(parts.busy))
  api.route('/api/v1/artists', artistPortfolioRoutes(parts.portfolio))
  api.route('/api/v1/availability', availabilityRoutes)
  api.route('/api/v1/bookings', bookingRoutes(bookings))
  api.route('/api/v1/bookings', togetherRoutes(bookings))
  api.route('/api/v1/booking-plans', bookingPlanRoutes(bookings))
  api.route('/api/v1/booking-series', bookingSeriesRoutes)
  api.route('/api/v1/my-bookings', myBookingRoutes)
  api.route('/api/v1/my-bookings', myBusyRoutes(parts.busy))
  api.route('/api/v1/booking-settings', bookingSettingsRoutes)
  api.route('/api/v1/projects', projectRoutes)
  api.route('/api/v1/projects', projectBookingRoutes(bookings))
  api.route('/api/v1/project-phases', phaseRoutes)
  api.route('/api/v1/project-tasks', taskRoutes)
  api.route('/api/v1/task-dependencies', dependencyRoutes)
  api.route('/api/v1/jobs', jobRoutes(parts.desk))
  api.route('/api/v1/jobs', applicationsOfJobRoutes(parts.desk))
  api.route('/api/v1/job-searches', jobSearchRoutes(parts.desk))
  api.route('/api/v1/job-applications', applicationRoutes(parts.desk, bookings.planExpiry))
  api.route('/api/v1/artist-profiles', profileRoutes(parts.desk))
  api.route('/api/v1/artist-profiles', portfolioRoutes(parts.portfolio))
  api.route('/api/v1/projects', planRoutes)
  api.route('/api/v1/project-tasks', taskCalendarRoutes)
  api.route('/api/v1/working-calendar', workspaceCalendarRoutes)
  api.route('/api/v1/booking-proposals', proposalRoutes(bookings))
  api.route('/api/v1/resource-load', loadRoutes)
  api.route(
    '/api/v1/clients',
    clientRoutes(() => parts.syncs.startDue()),
  )
  api.route('/api/v1/financials', financialRoutes)
  api.route('/api/v1/leads', leadRoutes)
  api.route('/api/v1/custom-metrics', customMetricRoutes)
  api.route('/api/v1/kpis', kpiRoutes)
  api.route('/api/v1/connectors', connectorRoutes(parts))
  api.route('/api/v1/connections', connectionRoutes(parts))
  api.route('/api/v1/dashboards', dashboardRoutes)
  api.route('/api/v1/notifications', notificationRoutes(parts.planNotices))
  api.route('/api/v1/search', searchRoutes(parts.desk))
  api.route('/api/v1/events', eventRoutes)
  api.route('/api/v1/audit', auditRoutes(parts))
  api.route('/api/v1/history', historyRoutes)
  api.route('/api/v1/history', workHistoryRoutes)
  api.route('/api/v1/history', jobHistoryRoutes(parts.desk))
  api.route('/api/v1/history', setupHistoryRoutes(parts))
  api.route('/api/v1/history', settingsHistoryRoutes)
  api.route('/api/v1/backups', backupRoutes(parts))
  api.route('/api/v1/retention', retentionRoutes(parts))
  api.route('/api/v1/setup', setupRoutes)
  api.route('/api/v1/sample-data', sampleRoutes)
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

const refusalOf = (limit: CallDecision) =>
  ({
    code: 'rate_limited',
    retryAfterSeconds: limit.resetSeconds,
    details: { limit: limit.limit, of: limit.of },
  }) as const

function limited(response: Response, limit: LimitDecision): Response {
  const headers = limitHeaders(limit)
  for (const name of Object.keys(headers)) response.headers.set(name, headers[name] ?? '')
  return response
}

/** A call as the routes take it. */
export function requestOf(call: TenantCall): Request {
  return new Request(`https://tenant.internal${call.path}`, {
    method: call.method,
    headers: call.headers,
    body: call.body,
  })
}

/** A route's answer as it travels: JSON as text, so that the front door makes one response of it; files stream. */
export async function answerOf(response: Response): Promise<TenantAnswer> {
  const headers = Object.fromEntries(response.headers)
  const isText = response.body === null || headers['content-type']?.startsWith('application/json') === true
  const body = isText || response.body === null ? await response.text() : response.body
  return { status: response.status, headers, body }
}

/** What the front door handed over with the opening of a socket. */
export function handedWith(headers: Headers): TenantEnv['Bindings'] {
  return {
    principal: principalOf(headers.get('x-orrery-principal')),
    requestId: headers.get('x-request-id') ?? '',
    commandId: headers.get('x-orrery-command'),
  }
}

/** The principal the front door wrote; null when it is missing or not of its form. */
export function principalOf(header: string | null): Principal | null {
  if (header === null) return null
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
