import type { ErrorCode } from '../../contracts/errors.ts'
import { BeginProvider } from '../../contracts/session.ts'
import { refuse } from '../platform/http-errors.ts'
import { askLibrary, inOurWords, wantsSecondStep } from './auth-library.ts'
import { limited } from './auth-limits.ts'
import { readJson } from './body.ts'
import type { EdgeDeps } from './deps.ts'
import { pathOf } from './origin.ts'
import { credentialOf, readSession } from './principal.ts'
import { refuseForeign, traceLanding, traceRefusal, traceSignIn } from './traces.ts'

const BODY_BYTES_MAX = 4096
const SEE_OTHER = 303
const SECOND_STEP_PATH = '/login/two-factor'
/** Where the library is told to land when it went wrong; who arrives there carries `error`. */
const FAILED_PATH = '/login'

/** What the library says went wrong on the way back, in our words. Everything else is the provider's. */
const codes: Readonly<Record<string, ErrorCode>> = {
  state_not_found: 'stray_sign_in',
  state_mismatch: 'stray_sign_in',
  state_invalid: 'stray_sign_in',
  state_security_mismatch: 'stray_sign_in',
  please_restart_the_process: 'stray_sign_in',
  account_not_linked: 'account_not_connected',
  PROVIDER_ADDRESS_UNCONFIRMED: 'provider_address_unconfirmed',
}

/** `POST /api/auth/sign-in/google`: the address at the provider; state, code verifier and nonce are kept for this browser. */
export async function beginAtProvider(
  deps: EdgeDeps,
  request: Request,
  requestId: string,
): Promise<Response> {
  const foreign = await refuseForeign(deps, request, requestId)
  if (foreign) return foreign
  const input = await readJson(request, BeginProvider, BODY_BYTES_MAX)
  if (!input.ok) {
    await traceLanding(deps, request, input.error)
    return refuse(input.error, requestId)
  }
  const refused = await limited(deps, request, null, requestId)
  if (refused) return refused
  const answer = await askLibrary(deps, request, '/sign-in/social', {
    provider: 'google',
    callbackURL: input.value.next ?? '/',
    errorCallbackURL: FAILED_PATH,
    disableRedirect: true,
  })
  if (answer.status === 404) return refuse({ code: 'not_found' }, requestId)
  if (!answer.ok) {
    const told = await inOurWords(deps, answer, requestId)
    return told.status < 500 ? told : refuse({ code: 'provider_sign_in_failed' }, requestId)
  }
  const { url } = await answer.json<{ url: string }>()
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie)
  return new Response(JSON.stringify({ data: { url } }), { headers })
}

/**
 * `GET /api/auth/callback/google`: the provider sends the browser back. Whatever comes of it, the browser lands on a page of ours;
 * a refusal stands in its address.
 */
export async function backFromProvider(
  deps: EdgeDeps,
  request: Request,
  requestId: string,
): Promise<Response> {
  const refused = await limited(deps, request, null, requestId)
  if (refused) return refused
  const answer = await deps.auth().handler(
    new Request(new URL(`${pathOf(request.url).pathname}${pathOf(request.url).search}`, deps.origin), {
      headers: request.headers,
    }),
  )
  const landing = new URL(answer.headers.get('location') ?? FAILED_PATH, deps.origin)
  const error = landing.searchParams.get('error')
  if (error !== null) {
    if (codes[error] === 'stray_sign_in') await traceRefusal(deps, request, { reason: 'stray_sign_in' })
    return seeOther(problemPath(deps, error, requestId), [])
  }
  if (answer.status >= 300 && answer.status < 400) {
    await traceArrival(deps, request, answer.headers.getSetCookie())
    return seeOther(ownPath(deps, landing), answer.headers.getSetCookie())
  }
  const body: unknown = await answer.json().catch(() => null)
  if (wantsSecondStep(body)) return seeOther(SECOND_STEP_PATH, answer.headers.getSetCookie())
  return seeOther(problemPath(deps, String(Reflect.get(Object(body), 'code')), requestId), [])
}

/** Whoever the library has just signed in is known by the cookie it sets. */
async function traceArrival(deps: EdgeDeps, request: Request, cookies: string[]): Promise<void> {
  const set = cookies.map((cookie) => cookie.split(';')[0] ?? '').join('; ')
  const credential = credentialOf(new Headers({ cookie: set }))
  const session = credential?.kind === 'session' ? await readSession(deps, credential.cookie) : null
  if (session) await traceSignIn(deps, request, { personId: session.user.id }, 'done', 'google')
}

/** Only paths of this site are landed on, whatever the library has read back. */
function ownPath(deps: EdgeDeps, landing: URL): string {
  return landing.origin === deps.origin ? `${landing.pathname}${landing.search}` : '/'
}

function problemPath(deps: EdgeDeps, reason: string, requestId: string): string {
  const code = codes[reason] ?? 'provider_sign_in_failed'
  deps.log.info('provider_sign_in_refused', { requestId, code })
  return `${FAILED_PATH}?problem=${code}`
}

function seeOther(location: string, cookies: string[]): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: SEE_OTHER, headers })
}
