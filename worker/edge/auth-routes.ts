import { Hono } from 'hono'
import {
  AUTH_CALLS_PER_MINUTE,
  MagicLinkRequest,
  ResetPassword,
  ResetRequest,
  SignIn,
  SignUp,
} from '../../contracts/session.ts'
import { secondsToWait } from '../auth/service.ts'
import { type Refusal, refuse } from '../platform/http-errors.ts'
import { endSessions } from '../workspaces/sessions.ts'
import { readJson } from './body.ts'
import { type EdgeDeps, isLocal } from './deps.ts'
import { isSameOrigin } from './origin.ts'
import { credentialOf, readSession } from './principal.ts'
import { type EdgeContext, route } from './route.ts'

/**
 * The only routes of the auth library that can be reached, with the body each takes. Bodies are strict, so no redirect
 * address or other option of the library can be slipped in. Members, organizations and keys have routes of their own.
 */
const openRoutes = [
  { path: '/sign-up/email', body: SignUp },
  { path: '/sign-in/email', body: SignIn },
  { path: '/sign-in/magic-link', body: MagicLinkRequest },
  { path: '/request-password-reset', body: ResetRequest },
  { path: '/reset-password', body: ResetPassword },
  { path: '/send-verification-email', body: MagicLinkRequest.pick({ email: true }) },
] as const
const AUTH_BODY_BYTES_MAX = 16 * 1024
// Browser tests and people trying things out sign in more often than anybody in a deployment.
const LOCAL_CALLS_PER_MINUTE = 600

/** Calls a minute on routes that check a secret or send a mail. */
export const authCallsPerMinute = (deps: EdgeDeps): number =>
  isLocal(deps.env) ? LOCAL_CALLS_PER_MINUTE : AUTH_CALLS_PER_MINUTE

/** Only the platform's own header names the caller; everything else could be made up. */
export const callerAddress = (request: Request): string =>
  request.headers.get('cf-connecting-ip') ?? 'unknown'

const libraryError = (value: unknown): { code: string; message: string } => {
  if (typeof value !== 'object' || value === null) return { code: '', message: '' }
  const text = (name: string) => (name in value ? String(Reflect.get(value, name)) : '')
  return { code: text('code'), message: text('message') }
}

/** The library's failures in the words of the one table. */
function refusalOf(status: number, error: { code: string; message: string }): Refusal {
  const details = error.code ? { reason: error.code.toLowerCase() } : undefined
  if (error.code.startsWith('USER_ALREADY_EXISTS'))
    return { code: 'already_exists', details: { field: 'email' } }
  if (error.code === 'INVALID_TOKEN') return { code: 'link_used_up' }
  if (status === 401) return { code: 'invalid_credentials' }
  if (status === 403) return { code: 'origin_refused' }
  if (status === 429) return { code: 'rate_limited', retryAfterSeconds: 60 }
  if (status >= 400 && status < 500) return { code: 'invalid_request', details }
  return { code: 'internal' }
}

async function inOurWords(deps: EdgeDeps, response: Response, requestId: string): Promise<Response> {
  if (response.ok) {
    const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
    for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', cookie)
    // The library repeats the session token in the body. A script must never see it: the cookie is HttpOnly.
    return new Response('{"data":null}', { status: 200, headers })
  }
  const error = libraryError(await response.json().catch(() => null))
  const refusal = refusalOf(response.status, error)
  if (refusal.code === 'internal')
    deps.log.error('auth_failed', { requestId, status: response.status, reason: error.code })
  return refuse(refusal, requestId)
}

/** Refuses when the caller or the address has tried too often this minute; null when it may go on. */
export async function limited(
  deps: EdgeDeps,
  request: Request,
  email: string | null,
  requestId: string,
): Promise<Response | null> {
  const subjects = [`ip:${callerAddress(request)}`, ...(email ? [`email:${email}`] : [])]
  const seconds = await secondsToWait(deps.db, subjects, authCallsPerMinute(deps), deps.now())
  return seconds > 0 ? refuse({ code: 'rate_limited', retryAfterSeconds: seconds }, requestId) : null
}

async function callLibrary(
  deps: EdgeDeps,
  request: Request,
  schema: (typeof openRoutes)[number]['body'],
  requestId: string,
): Promise<Response> {
  if (!isSameOrigin(request, deps)) return refuse({ code: 'origin_refused' }, requestId)
  const body = await readJson(request, schema, AUTH_BODY_BYTES_MAX)
  if (!body.ok) return refuse(body.error, requestId)
  const email = 'email' in body.value ? body.value.email.toLowerCase() : null
  const refused = await limited(deps, request, email, requestId)
  if (refused) return refused
  return inOurWords(deps, await deps.auth().handler(libraryRequest(deps, request, body.value)), requestId)
}

/** The call as the library sees it: our own JSON, and only the headers it has a use for. */
function libraryRequest(deps: EdgeDeps, request: Request, body: object): Request {
  // The origin was judged already; a browser that names only its site must not fail the library's own check.
  const [origin = ''] = deps.origins
  const headers = new Headers({ 'content-type': 'application/json', origin })
  for (const name of ['cookie', 'user-agent', 'cf-connecting-ip']) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  return new Request(request.url, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** Ends the session first, with word to every workspace, then lets the library take the cookie back. */
async function signOut(deps: EdgeDeps, request: Request, requestId: string): Promise<Response> {
  if (!isSameOrigin(request, deps)) return refuse({ code: 'origin_refused' }, requestId)
  const credential = credentialOf(request.headers)
  const session = credential?.kind === 'session' ? await readSession(deps, credential.cookie) : null
  let heard = true
  if (session) {
    heard = await endSessions(deps, session.user.id, [session.session.id])
    deps.principals.forgetCredentials([session.session.id])
  }
  const response = await deps.auth().handler(libraryRequest(deps, request, {}))
  const answer = await inOurWords(deps, response, requestId)
  return answer.ok && !heard ? new Response(answer.body, { status: 202, headers: answer.headers }) : answer
}

/** `/api/auth/*`: sign-up, sign-in and sign-out; everything else of the library answers 404. */
export function authRoutes(): Hono<EdgeContext> {
  const app = new Hono<EdgeContext>()
  for (const { path, body } of openRoutes) {
    app.post(path, route('public'), (c) => callLibrary(c.var.deps, c.req.raw, body, c.var.requestId))
  }
  app.post('/sign-out', route('public'), (c) => signOut(c.var.deps, c.req.raw, c.var.requestId))
  return app
}
