import { Hono } from 'hono'
import { REQUEST_ID_CHARS_MAX } from '../../contracts/limits.ts'
import { refuse } from '../platform/http-errors.ts'
import { accountRoutes } from './account-routes.ts'
import { authRoutes } from './auth-routes.ts'
import { type EdgeDeps, type EdgeEnv, type EdgeRuntime, openEdgeDeps } from './deps.ts'
import { devRoutes } from './dev-routes.ts'
import { forward } from './forward.ts'
import { answerHotQuestion, isHotQuestion } from './hot-question.ts'
import { linkRoutes } from './link-pages.ts'
import { isSameOrigin, isUnsafe, isUpgrade } from './origin.ts'
import { credentialOf } from './principal.ts'
import { type EdgeContext, route } from './route.ts'
import { CSP_REPORT_PATH, secured } from './security-headers.ts'
import { siteAnswer } from './shell.ts'
import { systemRoutes } from './system-routes.ts'
import { controlRoutes } from './workspace-routes.ts'

const REQUEST_ID = new RegExp(`^[A-Za-z0-9_-]{8,${REQUEST_ID_CHARS_MAX}}$`)

export interface EdgeOptions {
  /** Mounts routes under `/api/v1` that must stream and therefore cannot be forwarded like the rest. */
  mountImports?: (api: Hono<EdgeContext>) => void
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
  // A cookie travels with any call a browser makes, so changes and sockets must come from our own pages.
  api.use('*', async (c, next) => {
    const request = c.req.raw
    const guarded = (isUnsafe(request) || isUpgrade(request)) && c.req.path !== CSP_REPORT_PATH
    if (guarded && credentialOf(request.headers)?.kind === 'session' && !isSameOrigin(request, deps)) {
      return refuse({ code: 'origin_refused' }, c.var.requestId)
    }
    await next()
    if (c.res.status !== 101 && !c.res.headers.has('cache-control'))
      c.res.headers.set('cache-control', 'no-store')
    return
  })
  api.route('/', accountRoutes())
  api.route('/', controlRoutes())
  options.mountImports?.(api)
  api.all('*', route('tenant'), (c) => forward(deps, c.req.raw, c.var.resolved, c.var.requestId))

  const app = new Hono<EdgeContext>()
  app.use('*', async (c, next) => {
    c.set('deps', deps)
    c.set('requestId', requestIdOf(c.req.raw))
    await next()
    if (c.res.status !== 101) c.res.headers.set('x-request-id', c.var.requestId)
  })
  app.route('/', systemRoutes())
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
  return {
    deps,
    app,
    async fetch(request) {
      if (isHotQuestion(request, new URL(request.url).pathname)) {
        const requestId = requestIdOf(request)
        return answerHotQuestion(deps, request, requestId).catch((error: unknown) =>
          secured(failed(deps, error, requestId), requestId, deps.securityHeaders),
        )
      }
      const response = await app.fetch(request)
      return secured(
        response,
        response.headers.get('x-request-id') ?? requestIdOf(request),
        deps.securityHeaders,
      )
    },
  }
}
