import type { ErrorCode } from '../../contracts/errors.ts'
import { TenantId } from '../../contracts/ids.ts'
import { BeginCompany } from '../../contracts/session.ts'
import { SSO_ATTEMPT_SECONDS } from '../../contracts/sso.ts'
import { ourMetadata } from '../auth/saml/request.ts'
import { RESPONSE_CHARS_MAX } from '../auth/saml/response.ts'
import { refuse } from '../platform/http-errors.ts'
import { ourAddresses } from '../workspaces/sso.ts'
import { type Arrived, beginAtCompany, comeBack, takeAssertion } from '../workspaces/sso-sign-in.ts'
import { limited } from './auth-limits.ts'
import { readJson, readText } from './body.ts'
import type { EdgeDeps } from './deps.ts'
import { refuseForeign, traceLanding, traceRefusal, traceSignIn } from './traces.ts'

const BODY_BYTES_MAX = 4096
/** As a form writes it: base64, and that in percents. */
const RESPONSE_BYTES_MAX = 2 * RESPONSE_CHARS_MAX
const SEE_OTHER = 303
const FAILED_PATH = '/login'
const ARRIVE_PATH = '/api/auth/sso/arrive'
const COOKIE = /(?:^|;\s*)(?:__Host-)?orrery\.company=([A-Za-z0-9_-]{43})(?:;|$)/
const STATE = /^[A-Za-z0-9_-]{43}$/

/** Sets the secret by which the browser is known that went to the provider, or takes it back. */
function browserCookie(deps: EdgeDeps, browser: string | null): string {
  const isSecure = deps.origin.startsWith('https:')
  const age = browser === null ? 0 : SSO_ATTEMPT_SECONDS
  return `${isSecure ? '__Host-' : ''}orrery.company=${browser ?? ''}; Max-Age=${age}; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
}

/** `POST /api/auth/sign-in/company`: where the people of an address's company sign in. */
export async function beginCompany(deps: EdgeDeps, request: Request, requestId: string): Promise<Response> {
  const foreign = await refuseForeign(deps, request, requestId)
  if (foreign) return foreign
  const input = await readJson(request, BeginCompany, BODY_BYTES_MAX)
  if (!input.ok) {
    await traceLanding(deps, request, input.error)
    return refuse(input.error, requestId)
  }
  const refused = await limited(deps, request, null, requestId)
  if (refused) return refused
  const { email, next = null } = input.value
  const begun = await beginAtCompany(deps, email, next).catch((error: unknown) => {
    deps.log.error('company_sign_in_failed', { requestId, error })
    return null
  })
  if (begun === null) return refuse({ code: 'provider_sign_in_failed' }, requestId)
  if (!begun.ok) return refuse(begun.error, requestId)
  const { url, browser } = begun.value
  const headers = { 'cache-control': 'no-store', 'set-cookie': browserCookie(deps, browser) }
  return Response.json({ data: { url } }, { headers })
}

/**
 * `POST /api/auth/sso/saml/:tenantId`: the provider's page posts its answer here. It comes from another site and so without our cookies;
 * the browser is sent on to a page of ours, where it shows that it is the one that began.
 */
export async function receiveAssertion(
  deps: EdgeDeps,
  request: Request,
  tenantId: string,
  requestId: string,
): Promise<Response> {
  const refused = await limited(deps, request, null, requestId)
  if (refused) return refused
  const body = await readText(request, RESPONSE_BYTES_MAX)
  const form = new URLSearchParams(body.ok ? body.value : '')
  const state = form.get('RelayState') ?? ''
  const response = decoded(form.get('SAMLResponse') ?? '')
  if (!STATE.test(state) || response === null || !TenantId.safeParse(tenantId).success)
    return stray(deps, request, requestId)
  const taken = await takeAssertion(deps, tenantId, { state, response })
  if (taken.ok) return seeOther(`${ARRIVE_PATH}?state=${state}`, [])
  if (taken.error.code === 'stray') return stray(deps, request, requestId)
  deps.log.info('assertion_refused', { requestId, tenantId, reason: taken.error.code })
  await traceRefusal(deps, request, { reason: 'assertion_refused' })
  return problem(deps, 'provider_sign_in_failed', requestId)
}

/** `GET /api/auth/sso/callback` and `/arrive`: the browser is back. Whatever comes of it, it lands on a page of ours. */
export async function backFromCompany(
  deps: EdgeDeps,
  request: Request,
  requestId: string,
): Promise<Response> {
  const refused = await limited(deps, request, null, requestId)
  if (refused) return refused
  const { searchParams } = new URL(request.url)
  const state = searchParams.get('state') ?? ''
  const browser = COOKIE.exec(request.headers.get('cookie') ?? '')?.[1]
  if (!STATE.test(state) || browser === undefined) return stray(deps, request, requestId)
  const arrived = await comeBack(deps, { state, browser, code: searchParams.get('code') })
  if (arrived.ok) return signedIn(deps, request, arrived.value)
  if (arrived.error.code === 'stray_sign_in') return stray(deps, request, requestId)
  return problem(deps, arrived.error.code, requestId)
}

async function signedIn(deps: EdgeDeps, request: Request, arrived: Arrived): Promise<Response> {
  const { personId, providerId, next } = arrived
  const answer = await deps.auth().api.openCompanySession({
    headers: request.headers,
    body: { personId, providerId },
    asResponse: true,
  })
  if (!answer.ok) throw new Error(`the session of ${personId} could not be opened: ${answer.status}`)
  await traceSignIn(deps, request, { personId }, 'done', 'company')
  return seeOther(next, [...answer.headers.getSetCookie(), browserCookie(deps, null)])
}

/** `GET /api/auth/sso/saml/:tenantId/metadata`: what a provider wants to know of us. The same for a workspace that is not there. */
export function companyMetadata(deps: EdgeDeps, tenantId: string, requestId: string): Response {
  if (!TenantId.safeParse(tenantId).success) return refuse({ code: 'not_found' }, requestId)
  const { entityId, assertionUrl } = ourAddresses(deps.origin, tenantId)
  const headers = { 'content-type': 'application/samlmetadata+xml', 'cache-control': 'no-store' }
  return new Response(ourMetadata(entityId, assertionUrl), { headers })
}

function decoded(base64: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(base64.replace(/\s+/g, '')), (char) => char.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return null
  }
}

async function stray(deps: EdgeDeps, request: Request, requestId: string): Promise<Response> {
  await traceRefusal(deps, request, { reason: 'stray_sign_in' })
  return problem(deps, 'stray_sign_in', requestId)
}

function problem(deps: EdgeDeps, code: ErrorCode, requestId: string): Response {
  deps.log.info('company_sign_in_refused', { requestId, code })
  return seeOther(`${FAILED_PATH}?problem=${code}`, [])
}

function seeOther(location: string, cookies: string[]): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: SEE_OTHER, headers })
}
