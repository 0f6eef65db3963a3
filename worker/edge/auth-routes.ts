import { Hono } from 'hono'
import type { SignInWay } from '../../contracts/security-kinds.ts'
import {
  MagicLinkRequest,
  RecoveryStep,
  ResetPassword,
  ResetRequest,
  SecondStep,
  SignIn,
  SignUp,
} from '../../contracts/session.ts'
import { hasPassword } from '../auth/repository.ts'
import { findPersonByEmail } from '../auth/service.ts'
import { refuse } from '../platform/http-errors.ts'
import { inOurWords, libraryRequest, wantsSecondStep } from './auth-library.ts'
import { limited } from './auth-limits.ts'
import { readJson } from './body.ts'
import { backFromCompany, beginCompany, companyMetadata, receiveAssertion } from './company-sign-in.ts'
import type { EdgeDeps } from './deps.ts'
import { pathOf } from './origin.ts'
import { passkeyChallenge, signInWithPasskey } from './passkey-routes.ts'
import { credentialOf, readSession } from './principal.ts'
import { backFromProvider, beginAtProvider } from './provider-sign-in.ts'
import { type EdgeContext, route } from './route.ts'
import { endThese } from './session-end.ts'
import { askForLink, signInByCode } from './sign-in-link.ts'
import { refuseForeign, traceLanding, traceSignIn } from './traces.ts'

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
  const foreign = await refuseForeign(deps, request, requestId)
  if (foreign) return foreign
  const body = await readJson(request, schema, AUTH_BODY_BYTES_MAX)
  if (!body.ok) {
    await traceLanding(deps, request, body.error)
    return refuse(body.error, requestId)
  }
  const email = 'email' in body.value ? body.value.email.toLowerCase() : null
  const refused = await limited(deps, request, email, requestId)
  if (refused) return refused
  // A step that fails too often is over, and then nobody knows whose it was.
  const stepOf = pathOf(request.url).pathname.includes('/two-factor/')
    ? await deps.auth().api.challengedPerson({ headers: request.headers })
    : null
  const answer = await deps.auth().handler(libraryRequest(deps, request, body.value))
  await traceLibrary(deps, request, { email, stepOf: stepOf?.personId ?? null }, answer)
  if (email !== null && answer.status === 401) await evenOut(deps, email)
  return inOurWords(deps, answer, requestId)
}

/**
 * The library hashes a password for an address that nobody has as well, but looks for ways to sign in of somebody who is there only. The
 * same question is asked here of nobody, so that the time of a refusal does not say who has an account.
 */
async function evenOut(deps: EdgeDeps, email: string): Promise<void> {
  if ((await findPersonByEmail(deps.db, email)) === null) await hasPassword(deps.db, '')
}

const waysByPath: Readonly<Record<string, SignInWay>> = {
  '/api/auth/sign-up/email': 'password',
  '/api/auth/sign-in/email': 'password',
  '/api/auth/two-factor/verify-totp': 'second_step',
  '/api/auth/two-factor/verify-backup-code': 'recovery_code',
}

/** Notes what came of a sign-in at the library. One that wants a second step is none yet. */
async function traceLibrary(
  deps: EdgeDeps,
  request: Request,
  who: { email: string | null; stepOf: string | null },
  answer: Response,
): Promise<void> {
  const way = waysByPath[pathOf(request.url).pathname]
  const person =
    who.stepOf !== null ? { personId: who.stepOf } : who.email === null ? null : { email: who.email }
  if (way === undefined || person === null) return
  if (answer.status === 401) await traceSignIn(deps, request, person, 'refused', way)
  if (
    answer.ok &&
    !wantsSecondStep(
      await answer
        .clone()
        .json()
        .catch(() => null),
    )
  )
    await traceSignIn(deps, request, person, 'done', way)
}

/** Ends the session first, with word to every workspace, then lets the library take the cookie back. */
async function signOut(deps: EdgeDeps, request: Request, requestId: string): Promise<Response> {
  const foreign = await refuseForeign(deps, request, requestId)
  if (foreign) return foreign
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
  app.post('/sign-in/company', route('public'), (c) => beginCompany(c.var.deps, c.req.raw, c.var.requestId))
  for (const path of ['/sso/callback', '/sso/arrive'])
    app.get(path, route('public'), (c) => backFromCompany(c.var.deps, c.req.raw, c.var.requestId))
  app.post('/sso/saml/:tenantId', route('public'), (c) =>
    receiveAssertion(c.var.deps, c.req.raw, c.req.param('tenantId'), c.var.requestId),
  )
  app.get('/sso/saml/:tenantId/metadata', route('public'), (c) =>
    companyMetadata(c.var.deps, c.req.param('tenantId'), c.var.requestId),
  )
  app.post('/sign-out', route('public'), (c) => signOut(c.var.deps, c.req.raw, c.var.requestId))
  return app
}
