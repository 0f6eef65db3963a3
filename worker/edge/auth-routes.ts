import { Hono } from 'hono'
import {
  MagicLinkRequest,
  RecoveryStep,
  ResetPassword,
  ResetRequest,
  SecondStep,
  SignIn,
  SignUp,
} from '../../contracts/session.ts'
import { refuse } from '../platform/http-errors.ts'
import { inOurWords, libraryRequest } from './auth-library.ts'
import { limited } from './auth-limits.ts'
import { readJson } from './body.ts'
import type { EdgeDeps } from './deps.ts'
import { isSameOrigin } from './origin.ts'
import { passkeyChallenge, signInWithPasskey } from './passkey-routes.ts'
import { credentialOf, readSession } from './principal.ts'
import { backFromProvider, beginAtProvider } from './provider-sign-in.ts'
import { type EdgeContext, route } from './route.ts'
import { endThese } from './session-end.ts'
import { askForLink, signInByCode } from './sign-in-link.ts'

/**
 * The only routes of the auth library that can be reached, with the body each takes. Bodies are strict, so no redirect
 * address or other option of the library can be slipped in. Members, organizations and keys have routes of their own.
 */
const openRoutes = [
  { path: '/sign-up/email', body: SignUp },
  { path: '/sign-in/email', body: SignIn },
  { path: '/request-password-reset', body: ResetRequest },
  { path: '/reset-password', body: ResetPassword },
  { path: '/two-factor/verify-totp', body: SecondStep },
  { path: '/two-factor/verify-backup-code', body: RecoveryStep },
  { path: '/send-verification-email', body: MagicLinkRequest.pick({ email: true }) },
] as const
const AUTH_BODY_BYTES_MAX = 16 * 1024
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

/** Ends the session first, with word to every workspace, then lets the library take the cookie back. */
async function signOut(deps: EdgeDeps, request: Request, requestId: string): Promise<Response> {
  if (!isSameOrigin(request, deps)) return refuse({ code: 'origin_refused' }, requestId)
  const credential = credentialOf(request.headers)
  const session = credential?.kind === 'session' ? await readSession(deps, credential.cookie) : null
  let heard = true
  if (session) {
    heard = await endThese(deps, session.user.id, [session.session.id])
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
  app.post('/sign-in/magic-link', route('public'), (c) => askForLink(c.var.deps, c.req.raw, c.var.requestId))
  app.post('/sign-in/code', route('public'), (c) => signInByCode(c.var.deps, c.req.raw, c.var.requestId))
  app.post('/passkey/options', route('public'), (c) =>
    passkeyChallenge(c.var.deps, c.req.raw, c.var.requestId),
  )
  app.post('/passkey', route('public'), (c) => signInWithPasskey(c.var.deps, c.req.raw, c.var.requestId))
  app.post('/sign-in/google', route('public'), (c) => beginAtProvider(c.var.deps, c.req.raw, c.var.requestId))
  app.get('/callback/google', route('public'), (c) =>
    backFromProvider(c.var.deps, c.req.raw, c.var.requestId),
  )
  app.post('/sign-out', route('public'), (c) => signOut(c.var.deps, c.req.raw, c.var.requestId))
  return app
}
