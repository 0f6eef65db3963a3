import { Hono } from 'hono'
import { REQUEST_ID_CHARS_MAX } from '../../contracts/limits.ts'
import { refuse } from '../platform/http-errors.ts'
import { accountRoutes } from './account-routes.ts'
import { withCallsLeft } from './auth-limits.ts'
import { authRoutes } from './auth-routes.ts'
import { calendarRoutes } from './calendar-routes.ts'
import { isForged } from './caller.ts'
import { consentRoutes } from './consent-callback.ts'
import { allowedOrigin, isPreflight, preflightAnswer, readableBy } from './cors.ts'
import { deletionRoutes } from './deletion-routes.ts'
import { type EdgeDeps, type EdgeEnv, type EdgeRuntime, openEdgeDeps } from './deps.ts'
import { devRoutes } from './dev-routes.ts'
import { downloadRoutes } from './download-routes.ts'
import { answerTenantCall, forward } from './forward.ts'
import { isHeaderFlood } from './header-flood.ts'
import { answerHotQuestion, isHotQuestion } from './hot-question.ts'
import { linkRoutes } from './link-pages.ts'
import { isUpgrade, pathOf } from './origin.ts'
import { passkeyRoutes } from './passkey-routes.ts'
import { credentialOf } from './principal.ts'
import { privacyRoutes } from './privacy-routes.ts'
import { profileLinkRoutes } from './profile-link-routes.ts'
import { profileRoutes } from './profile-routes.ts'
import { referenceRoutes } from './reference-routes.ts'
import { type EdgeContext, namedTenant, route } from './route.ts'
import { CSP_REPORT_PATH, secured } from './security-headers.ts'
import { siteAnswer } from './shell.ts'
import { systemRoutes } from './system-routes.ts'
import { publicKeyRoutes, tokenRoutes } from './token-routes.ts'
import { traceForged, traceRefusal } from './traces.ts'
import { twoFactorRoutes } from './two-factor-routes.ts'
import { controlRoutes } from './workspace-routes.ts'

const REQUEST_ID = new RegExp(`^[A-Za-z0-9_-]{8,${REQUEST_ID_CHARS_MAX}}$`)

export interface EdgeOptions {
  /** Mounts routes under `/api/v1` that must stream and therefore cannot be forwarded like the rest. */
  mountFiles?: (api: Hono<EdgeContext>) => void
}

/** The front door of one isolate. */
export interface Edge {
  deps: EdgeDeps
  /** For the test that walks the route table. */
  app: Hono<EdgeContext>
  fetch(request: Request): Promise<Response>
}

function buildApp(deps: EdgeDeps, options: EdgeOptions): Hono<EdgeContext> {
  const api = new Hono<EdgeContext>()
  api.use('*', async (c, next) => {
    const request = c.req.raw
    const credential = credentialOf(request.headers)
    if (c.req.path !== CSP_REPORT_PATH && isForged(request, credential, deps)) {
      await traceForged(deps, request, credential, namedTenant(request))
      return refuse({ code: 'origin_refused' }, c.var.requestId)
    }
    await next()
    if (c.res.status !== 101 && !c.res.headers.has('cache-control'))
      c.res.headers.set('cache-control', 'no-store')
    return
  })
  api.route('/', accountRoutes())
  api.route('/', profileRoutes())
  api.route('/', privacyRoutes())
  api.route('/me/two-factor', twoFactorRoutes())
  api.route('/me/passkeys', passkeyRoutes())
  api.route('/', controlRoutes())
  api.route('/', consentRoutes())
  api.route('/', calendarRoutes())
  api.route('/', downloadRoutes())
  api.route('/', deletionRoutes())
  api.route('/', tokenRoutes())
  api.route('/', profileLinkRoutes())
  options.mountFiles?.(api)
  api.all('*', route('tenant', 'tenant object'), (c) => {
    const request = c.req.raw
    const caller = {
      credential: credentialOf(request.headers),
      named: namedTenant(request),
      resolved: c.var.resolved,
    }
    return forward(deps, request, caller, c.var.requestId)
  })

  const app = new Hono<EdgeContext>()
  app.use('*', async (c, next) => {
    c.set('deps', deps)
    c.set('requestId', c.env.requestId)
    await next()
  })
  app.route('/', systemRoutes())
  app.route('/', publicKeyRoutes())
  app.route('/', referenceRoutes())
  app.route('/api/auth', authRoutes())
  app.route('/', linkRoutes())
  app.route('/dev', devRoutes())
  app.route('/api/v1', api)
  app.all('/api/*', route('public'), (c) => refuse({ code: 'not_found' }, c.var.requestId))
  app.get('*', route('public'), (c) => siteAnswer(deps, c.req.raw))
  app.notFound((c) => refuse({ code: 'not_found' }, c.var.requestId))
  app.onError((error, c) => failed(deps, error, c.var.requestId))
  return app
}

/** The caller's id when it is a plain word, else a new one; the same id is in the log and in the answer. */
function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id')
  return given !== null && REQUEST_ID.test(given) ? given : crypto.randomUUID()
}

/** The outermost handler: a bug is logged with its id and answered without its words. */
function failed(deps: EdgeDeps, error: unknown, requestId: string): Response {
  deps.log.error('unexpected', { requestId, error })
  return refuse({ code: 'internal' }, requestId)
}

/**
 * Makes the front door. It keeps principals in memory for a minute and the auth library for the life of the isolate, and
 * nothing else.
 */
export function createEdge(env: EdgeEnv, runtime: EdgeRuntime, options: EdgeOptions = {}): Edge {
  const deps = openEdgeDeps(env, runtime)
  const app = buildApp(deps, options)
  const isOfObject = objectPaths(app)
  const answer = async (request: Request, requestId: string, pathname: string): Promise<Response> => {
    try {
      if (isHotQuestion(request, pathname)) return await answerHotQuestion(deps, request, requestId)
      if (isHeaderFlood(request.headers)) {
        await traceRefusal(deps, request, { reason: 'header_flood' })
        return secured(refuse({ code: 'headers_too_large' }, requestId), requestId, deps.securityHeaders)
      }
      if (isOfObject(pathname) && !isUpgrade(request)) return await answerTenantCall(deps, request, requestId)
    } catch (error) {
      return secured(failed(deps, error, requestId), requestId, deps.securityHeaders)
    }
    const answered = withCallsLeft(deps, request, await app.fetch(request, { requestId }))
    return secured(answered, requestId, deps.securityHeaders)
  }
  return {
    deps,
    app,
    async fetch(request) {
      const requestId = requestIdOf(request)
      const { pathname } = pathOf(request.url)
      const origin = pathname.startsWith('/api/') ? allowedOrigin(request, deps.corsOrigins) : null
      if (origin === null) return answer(request, requestId, pathname)
      if (isPreflight(request)) return secured(preflightAnswer(origin), requestId, deps.securityHeaders)
      return readableBy(origin, await answer(request, requestId, pathname))
    },
  }
}

const API_SEGMENT = /^\/api\/v1\/([a-z][a-z-]*)(?:\/[A-Za-z0-9_.-]+)*$/

/**
 * Says of a path whether its answer is the object's. Whatever begins as a route of the front door does, or is written in an
 * unusual way, is left to the router.
 */
function objectPaths(app: Hono<EdgeContext>): (pathname: string) => boolean {
  const own = new Set(app.routes.map(({ path }) => /^\/api\/v1\/([^/]+)/.exec(path)?.[1]))
  return (pathname) => {
    const segment = API_SEGMENT.exec(pathname)?.[1]
    return segment !== undefined && !own.has(segment) && !pathname.includes('..')
  }
}
