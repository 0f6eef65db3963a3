import { type SignInAnswer, TWO_FACTOR_LOCK_SECONDS } from '../../contracts/session.ts'
import { type Refusal, refuse } from '../platform/http-errors.ts'
import type { EdgeDeps } from './deps.ts'

const libraryError = (value: unknown): { code: string; message: string } => {
  if (typeof value !== 'object' || value === null) return { code: '', message: '' }
  const text = (name: string) => (name in value ? String(Reflect.get(value, name)) : '')
  return { code: text('code'), message: text('message') }
}

const passkeyErrors: ReadonlySet<string> = new Set([
  'CHALLENGE_NOT_FOUND',
  'PASSKEY_NOT_FOUND',
  'AUTHENTICATION_FAILED',
  'FAILED_TO_VERIFY_REGISTRATION',
  'USER_NOT_VERIFIED',
  'YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY',
])

/** The library's failures in the words of the one table. */
function refusalOf(status: number, error: { code: string; message: string }): Refusal {
  const details = error.code ? { reason: error.code.toLowerCase() } : undefined
  if (error.code.startsWith('USER_ALREADY_EXISTS'))
    return { code: 'already_exists', details: { field: 'email' } }
  if (error.code === 'INVALID_TOKEN') return { code: 'link_used_up' }
  if (error.code === 'INVALID_CODE' || error.code === 'INVALID_BACKUP_CODE') return { code: 'wrong_code' }
  if (error.code === 'INVALID_TWO_FACTOR_COOKIE' || error.code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE')
    return { code: 'second_step_over' }
  if (passkeyErrors.has(error.code)) return { code: 'passkey_refused' }
  if (error.code === 'ACCOUNT_TEMPORARILY_LOCKED')
    return { code: 'rate_limited', retryAfterSeconds: TWO_FACTOR_LOCK_SECONDS }
  if (status === 401) return { code: 'invalid_credentials' }
  if (status === 403) return { code: 'origin_refused' }
  if (status === 429) return { code: 'rate_limited', retryAfterSeconds: 60 }
  if (status >= 400 && status < 500) return { code: 'invalid_request', details }
  return { code: 'internal' }
}

/** A second step is wanted before this sign-in counts: the library gave no session, but a cookie that begins that step. */
export const wantsSecondStep = (body: unknown): boolean =>
  Reflect.get(Object(body), 'twoFactorRedirect') === true

/** What came of a sign-in, without the library's own words: cookies on success, else a refusal of the one table. */
export async function inOurWords(deps: EdgeDeps, response: Response, requestId: string): Promise<Response> {
  if (response.ok) {
    const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
    for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', cookie)
    // The library repeats the session token in the body. A script must never see it: the cookie is HttpOnly.
    const body: unknown = await response.json().catch(() => null)
    const data: SignInAnswer = { next: wantsSecondStep(body) ? 'two_factor' : null }
    return new Response(JSON.stringify({ data }), { status: 200, headers })
  }
  const error = libraryError(await response.json().catch(() => null))
  const refusal = refusalOf(response.status, error)
  if (refusal.code === 'internal')
    deps.log.error('auth_failed', { requestId, status: response.status, reason: error.code })
  return refuse(refusal, requestId)
}

/** The call as the library sees it: our own JSON, and only the headers it has a use for. */
export function libraryRequest(deps: EdgeDeps, request: Request, body: object): Request {
  // The origin was judged already; a browser that names only its site must not fail the library's own check.
  const [origin = ''] = deps.origins
  const headers = new Headers({ 'content-type': 'application/json', origin })
  for (const name of ['cookie', 'user-agent', 'cf-connecting-ip']) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  return new Request(request.url, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** Calls a route of the library that the outside cannot reach, in the name of the caller. */
export function askLibrary(deps: EdgeDeps, request: Request, path: string, body: object): Promise<Response> {
  const call = libraryRequest(deps, request, body)
  return deps.auth().handler(new Request(new URL(`/api/auth${path}`, request.url), call))
}

/** The same for a route of the library that is only read from. */
export function lookUpInLibrary(deps: EdgeDeps, request: Request, path: string): Promise<Response> {
  const { headers } = libraryRequest(deps, request, {})
  return deps.auth().handler(new Request(new URL(`/api/auth${path}`, request.url), { headers }))
}
