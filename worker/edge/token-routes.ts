import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { z } from 'zod'
import { MagicLinkRequest, type Me } from '../../contracts/session.ts'
import {
  type AskedLink,
  IntrospectToken,
  LogOutProgram,
  PUBLIC_KEYS_KEPT_SECONDS,
  RefreshTokens,
  RegisterProgram,
  type TokenPair,
  VerifyMagicLink,
} from '../../contracts/tokens.ts'
import { forgetTerms, isAsker, linkAskedBy, newAsker, readTerms } from '../auth/bound-link.ts'
import { type Refusal, refuse } from '../platform/http-errors.ts'
import {
  type Asker,
  accessClaims,
  endProgramSession,
  introspect,
  openProgramSession,
  personOf,
  refreshProgramSession,
} from '../workspaces/program-sessions.ts'
import { listMemberships } from '../workspaces/repository.ts'
import { pushOutboxOf } from '../workspaces/sessions.ts'
import { readMe } from './account-routes.ts'
import { askLibrary, inOurWords } from './auth-library.ts'
import { limited, triesOver } from './auth-limits.ts'
import { readJson } from './body.ts'
import { overOwnLimit } from './counted-calls.ts'
import type { EdgeDeps } from './deps.ts'
import { isFromPage } from './origin.ts'
import { credentialOf, readSession, resolveAgain } from './principal.ts'
import { type EdgeContext, principalRefusal, route } from './route.ts'
import { refuseCode } from './sign-in-link.ts'
import { traceRefusal, traceRefusedCredential, traceSignIn } from './traces.ts'

const BODY_BYTES_MAX = 16 * 1024

/** What the library says of a session it has just opened; without a token it opened none, because a second step is wanted. */
function openedBy(body: unknown): { token: string; personId: string } | null {
  const of = (value: unknown, name: string): unknown => Reflect.get(Object(value), name)
  const [token, personId] = [of(body, 'token'), of(of(body, 'user'), 'id')]
  return typeof token === 'string' && typeof personId === 'string' ? { token, personId } : null
}

type TokenRefusal = { code: 'not_found' } | { code: 'unauthenticated'; reason: string }
const refusalOf = (error: TokenRefusal): Refusal =>
  'reason' in error ? { code: error.code, details: { reason: error.reason } } : error

/** The tokens of a session that the library has just opened in its answer. */
async function tokensOf(
  deps: EdgeDeps,
  request: Request,
  response: Response,
  tenantId: string | null,
): Promise<{ refusal: Refusal } | { pair: TokenPair }> {
  const opened = openedBy(await response.json().catch(() => null))
  if (!opened) return { refusal: { code: 'forbidden', details: { reason: 'second_step' } } }
  // An account that was never confirmed may have lost its older sessions here: their workspaces hear of it now.
  await pushOutboxOf(deps, opened.personId)
  const pair = await openProgramSession(deps, opened.token, tenantId)
  if (pair === null) return { refusal: { code: 'internal' } }
  if (!pair.ok) return { refusal: refusalOf(pair.error) }
  await traceSignIn(deps, request, { personId: opened.personId }, 'done', 'program')
  return { pair: pair.value }
}

/** The link that a program has proven to have asked for, or to have the mail of; else the refusal. */
async function provenLink(
  deps: EdgeDeps,
  request: Request,
  { asked, token, code }: VerifyMagicLink,
  requestId: string,
): Promise<string | Response> {
  const link = token ?? (asked ? await linkAskedBy(deps.auth(), asked, deps.now()) : null)
  const terms = link ? await readTerms(deps.auth(), link, deps.now()) : null
  if (!link || !terms) return refuse({ code: 'link_used_up' }, requestId)
  if (token && asked && (await isAsker(terms, asked))) return link
  if (!code) return refuse({ code: 'wrong_link_code' }, requestId)
  return (await refuseCode(deps, request, link, code, requestId)) ?? link
}

/** The person an access token speaks for; one that is refused is noted. */
async function speakerOf(deps: EdgeDeps, request: Request, token: string) {
  const claims = await accessClaims(deps, token)
  if (!claims.ok) {
    const error = { code: 'unauthenticated', fault: claims.error } as const
    await traceRefusedCredential(deps, request, { kind: 'access', token }, error)
    return null
  }
  const found = await personOf(deps, claims.value)
  return found && { ...found, sessionId: claims.value.sessionId }
}

/** Whoever asks about a token, by cookie, token or key. */
async function whoAsks(deps: EdgeDeps, request: Request): Promise<Asker | Refusal> {
  const credential = credentialOf(request.headers)
  switch (credential?.kind) {
    case 'session': {
      const found = await readSession(deps, credential.cookie)
      return found ? { personId: found.user.id } : { code: 'unauthenticated' }
    }
    case 'access': {
      const found = await speakerOf(deps, request, credential.token)
      return found ? { personId: found.person.id } : { code: 'unauthenticated' }
    }
    case 'key': {
      const resolved = await resolveAgain(deps, credential, null)
      if (resolved.ok) return { tenantId: resolved.value.principal.tenantId }
      await traceRefusedCredential(deps, request, credential, resolved.error)
      return principalRefusal(resolved.error)
    }
    case undefined:
      return { code: 'unauthenticated' }
  }
}

/** The person behind a token of a program, or behind the cookie of a browser. */
async function accountOf(deps: EdgeDeps, request: Request): Promise<Me | null> {
  const credential = credentialOf(request.headers)
  if (credential?.kind !== 'access') return readMe(deps, request)
  const found = await speakerOf(deps, request, credential.token)
  if (!found) return null
  return {
    person: found.person,
    session: { id: found.sessionId, expiresAt: found.expiresAt.toISOString() },
    workspaces: await listMemberships(deps.db, found.person.id, deps.now(), null),
  }
}

/** Behind `route`: other sites' pages must not make people's browsers try secrets or send mails. */
const notFromElsewhere = createMiddleware<EdgeContext>(async (c, next) => {
  if (isFromPage(c.req.raw, c.var.deps)) return next()
  await traceRefusal(c.var.deps, c.req.raw, { reason: 'foreign_page' })
  return refuse({ code: 'origin_refused' }, c.var.requestId)
})

/** `/api/v1/auth/*`: how a program signs in for a person. Nothing here reads or sets a cookie; browsers sign in at `/api/auth/*`. */
export function tokenRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .post('/auth/register', route('public'), notFromElsewhere, async (c) => {
      const { deps, requestId } = c.var
      const input = await readJson(c.req.raw, RegisterProgram, BODY_BYTES_MAX)
      if (!input.ok) return refuse(input.error, requestId)
      const refused = await limited(deps, c.req.raw, input.value.email.toLowerCase(), requestId)
      if (refused) return refused
      const response = await askLibrary(deps, c.req.raw, '/sign-up/email', input.value)
      if (!response.ok) return inOurWords(deps, response, requestId)
      const made = await tokensOf(deps, c.req.raw, response, null)
      return 'pair' in made ? c.json({ data: made.pair }, 201) : refuse(made.refusal, requestId)
    })
    .post('/auth/send-magic-link', route('public'), notFromElsewhere, async (c) => {
      const { deps, requestId } = c.var
      const input = await readJson(c.req.raw, MagicLinkRequest, BODY_BYTES_MAX)
      if (!input.ok) return refuse(input.error, requestId)
      const refused = await limited(deps, c.req.raw, input.value.email.toLowerCase(), requestId)
      if (refused) return refused
      const over = await triesOver(deps, c.req.raw, 'ask', input.value.email.toLowerCase(), requestId)
      if (over) return over
      const by = newAsker()
      const body = { ...input.value, metadata: by }
      const response = await askLibrary(deps, c.req.raw, '/sign-in/magic-link', body)
      if (!response.ok) return inOurWords(deps, response, requestId)
      const data: z.infer<typeof AskedLink> = { asked: by.browser }
      return c.json({ data }, 202)
    })
    .post('/auth/verify-magic-link', route('public'), notFromElsewhere, async (c) => {
      const { deps, requestId } = c.var
      const input = await readJson(c.req.raw, VerifyMagicLink, BODY_BYTES_MAX)
      if (!input.ok) return refuse(input.error, requestId)
      const refused = await limited(deps, c.req.raw, null, requestId)
      if (refused) return refused
      const token = await provenLink(deps, c.req.raw, input.value, requestId)
      if (token instanceof Response) return token
      const url = new URL('/api/auth/magic-link/verify', c.req.url)
      url.searchParams.set('token', token)
      const headers = new Headers({ 'user-agent': c.req.header('user-agent') ?? '' })
      const response = await deps.auth().handler(new Request(url, { headers }))
      if (response.status !== 200) return refuse({ code: 'link_used_up' }, requestId)
      await forgetTerms(deps.auth(), token)
      const made = await tokensOf(deps, c.req.raw, response, input.value.tenantId ?? null)
      return 'pair' in made ? c.json({ data: made.pair }) : refuse(made.refusal, requestId)
    })
    .post('/auth/refresh', route('public'), notFromElsewhere, async (c) => {
      const { deps, requestId } = c.var
      const input = await readJson(c.req.raw, RefreshTokens, BODY_BYTES_MAX)
      if (!input.ok) return refuse(input.error, requestId)
      const refused = await limited(deps, c.req.raw, null, requestId)
      if (refused) return refused
      const { refreshToken, tenantId = null } = input.value
      const pair = await refreshProgramSession(deps, refreshToken, tenantId)
      if (pair.ok) return c.json({ data: pair.value })
      if ('sessionId' in pair.error) {
        deps.principals.forgetCredentials([pair.error.sessionId])
        await traceRefusal(deps, c.req.raw, { reason: 'refresh_reused', personId: pair.error.personId })
      }
      return refuse(refusalOf(pair.error), requestId)
    })
    .post('/auth/logout', route('public'), notFromElsewhere, async (c) => {
      const { deps, requestId } = c.var
      const input = await readJson(c.req.raw, LogOutProgram, BODY_BYTES_MAX)
      if (!input.ok) return refuse(input.error, requestId)
      const refused = await limited(deps, c.req.raw, null, requestId)
      if (refused) return refused
      const { sessionId, heard } = await endProgramSession(deps, input.value.refreshToken)
      if (sessionId !== null) deps.principals.forgetCredentials([sessionId])
      return c.json({ data: null }, heard ? 200 : 202)
    })
    .post('/auth/introspect', route('public'), notFromElsewhere, async (c) => {
      const { deps, requestId } = c.var
      const asker = await whoAsks(deps, c.req.raw)
      if ('code' in asker) return refuse(asker, requestId)
      const input = await readJson(c.req.raw, IntrospectToken, BODY_BYTES_MAX)
      if (!input.ok) return refuse(input.error, requestId)
      const refused = await limited(deps, c.req.raw, null, requestId)
      if (refused) return refused
      return c.json({ data: await introspect(deps, asker, input.value.token) })
    })
    .get('/auth/me', route('public'), async (c) => {
      const { deps, requestId } = c.var
      const me = await accountOf(deps, c.req.raw)
      if (!me) return refuse({ code: 'unauthenticated' }, requestId)
      return (await overOwnLimit(deps, c.req.raw, me.person.id, requestId)) ?? c.json({ data: me })
    })
}

/** `/.well-known/jwks.json`: by which keys anybody can check an access token. */
export function publicKeyRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>().get('/.well-known/jwks.json', route('public'), async (c) =>
    c.json(await c.var.deps.signing.published(), 200, {
      'cache-control': `public, max-age=${PUBLIC_KEYS_KEPT_SECONDS}`,
      'access-control-allow-origin': '*',
    }),
  )
}
