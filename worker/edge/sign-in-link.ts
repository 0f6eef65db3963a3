import { LinkCode, MAGIC_LINK_SECONDS, MagicLinkRequest } from '../../contracts/session.ts'
import { forgetTerms, isAsker, isCode, linkAskedBy, newAsker, readTerms } from '../auth/bound-link.ts'
import { refuse } from '../platform/http-errors.ts'
import { pushOutboxOf } from '../workspaces/sessions.ts'
import { askLibrary, inOurWords, wantsSecondStep } from './auth-library.ts'
import { limited, triesOver } from './auth-limits.ts'
import { readJson } from './body.ts'
import type { EdgeDeps } from './deps.ts'
import { refuseForeign, traceLanding, traceSignIn } from './traces.ts'

const BODY_BYTES_MAX = 16 * 1024
const LINK_COOKIE = /(?:^|;\s*)(?:__Host-)?orrery\.link=([A-Za-z0-9_-]{43})(?:;|$)/

/** The secret by which a browser is known to have asked for a link. */
export const askerOf = (request: Request): string | null =>
  LINK_COOKIE.exec(request.headers.get('cookie') ?? '')?.[1] ?? null

/** Sets that secret, or takes it back when there is none any more. */
function linkCookie(deps: EdgeDeps, browser: string | null): string {
  const isSecure = deps.origin.startsWith('https:')
  const age = browser === null ? 0 : MAGIC_LINK_SECONDS
  return `${isSecure ? '__Host-' : ''}orrery.link=${browser ?? ''}; Max-Age=${age}; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
}

/** `POST /api/auth/sign-in/magic-link`: sends a link and a code; the answer is the same for every address. */
export async function askForLink(deps: EdgeDeps, request: Request, requestId: string): Promise<Response> {
  const foreign = await refuseForeign(deps, request, requestId)
  if (foreign) return foreign
  const body = await readJson(request, MagicLinkRequest, BODY_BYTES_MAX)
  if (!body.ok) {
    await traceLanding(deps, request, body.error)
    return refuse(body.error, requestId)
  }
  const email = body.value.email.toLowerCase()
  const refused =
    (await limited(deps, request, email, requestId)) ??
    (await triesOver(deps, request, 'ask', email, requestId))
  if (refused) return refused
  const by = newAsker()
  const sent = await askLibrary(deps, request, '/sign-in/magic-link', { ...body.value, metadata: by })
  const answer = await inOurWords(deps, sent, requestId)
  if (answer.ok) answer.headers.append('set-cookie', linkCookie(deps, by.browser))
  return answer
}

/** How a link stands with a browser: it opens there, takes the code as well, or is no good any more. */
export async function judgeLink(
  deps: EdgeDeps,
  request: Request,
  token: string,
): Promise<'opens' | 'needs_code' | 'used_up'> {
  const terms = await readTerms(deps.auth(), token, deps.now())
  if (!terms) return 'used_up'
  return (await isAsker(terms, askerOf(request))) ? 'opens' : 'needs_code'
}

/** Tries a code at a link: null when it is right, else the refusal. Few tries are allowed. */
export async function refuseCode(
  deps: EdgeDeps,
  request: Request,
  token: string,
  code: string,
  requestId: string,
): Promise<Response | null> {
  const terms = await readTerms(deps.auth(), token, deps.now())
  if (!terms) return refuse({ code: 'link_used_up' }, requestId)
  const over = await triesOver(deps, request, 'code', terms.email, requestId)
  if (over) return over
  if (await isCode(terms, token, code)) return null
  await traceSignIn(deps, request, { email: terms.email }, 'refused', 'code')
  return refuse({ code: 'wrong_link_code' }, requestId)
}

/** Uses a link up. Its answer carries the session, or the beginning of a second step; null when it was no good. */
export async function openLink(
  deps: EdgeDeps,
  request: Request,
  token: string,
  way: 'link' | 'code',
): Promise<{ headers: Headers; wantsSecondStep: boolean } | null> {
  const url = new URL('/api/auth/magic-link/verify', request.url)
  url.searchParams.set('token', token)
  const response = await deps.auth().handler(new Request(url, { headers: request.headers }))
  // Without a callback the library answers a person and a session; every failure is a redirect.
  if (response.status !== 200) return null
  await forgetTerms(deps.auth(), token)
  const body: { user?: { id?: unknown } } = await response.json()
  // An account that was never confirmed loses its older sessions here: their workspaces hear of it now.
  if (typeof body.user?.id === 'string') {
    await pushOutboxOf(deps, body.user.id)
    if (!wantsSecondStep(body)) await traceSignIn(deps, request, { personId: body.user.id }, 'done', way)
  }
  const headers = new Headers()
  for (const cookie of [...response.headers.getSetCookie(), linkCookie(deps, null)])
    headers.append('set-cookie', cookie)
  return { headers, wantsSecondStep: wantsSecondStep(body) }
}

/** `POST /api/auth/sign-in/code`: the mail is read elsewhere, and its code is typed where the link was asked for. */
export async function signInByCode(deps: EdgeDeps, request: Request, requestId: string): Promise<Response> {
  const foreign = await refuseForeign(deps, request, requestId)
  if (foreign) return foreign
  const body = await readJson(request, LinkCode, BODY_BYTES_MAX)
  if (!body.ok) return refuse(body.error, requestId)
  const refused = await limited(deps, request, null, requestId)
  if (refused) return refused
  const browser = askerOf(request)
  const token = browser === null ? null : await linkAskedBy(deps.auth(), browser, deps.now())
  if (token === null) return refuse({ code: 'link_used_up' }, requestId)
  const wrong = await refuseCode(deps, request, token, body.value.code, requestId)
  if (wrong) return wrong
  const opened = await openLink(deps, request, token, 'code')
  if (!opened) return refuse({ code: 'link_used_up' }, requestId)
  opened.headers.set('content-type', 'application/json')
  const data = { next: opened.wantsSecondStep ? 'two_factor' : null }
  return new Response(JSON.stringify({ data }), { headers: opened.headers })
}
