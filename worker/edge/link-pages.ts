import { Hono } from 'hono'
import { takeAddress } from '../auth/address.ts'
import { pushOutboxOf } from '../workspaces/sessions.ts'
import { wantsSecondStep } from './auth-library.ts'
import { limited } from './auth-limits.ts'
import { readBody } from './body.ts'
import type { EdgeDeps } from './deps.ts'
import { isSameOrigin } from './origin.ts'
import { escapeHtml, messagePage, page } from './pages.ts'
import { type EdgeContext, route } from './route.ts'

/** The page of the app that asks for the second step. */
const SECOND_STEP_PATH = '/login/two-factor'
const FORM_BYTES_MAX = 4096
const TOKEN = /^[A-Za-z0-9._-]{16,1024}$/

interface LinkPage {
  path: '/auth/magic' | '/auth/verify' | '/auth/address'
  title: string
  text: string
  button: string
  /** Uses the token up; a redirect on success, null when the token is no good. */
  consume: (deps: EdgeDeps, request: Request, token: string) => Promise<Response | null>
}

const usedUp = () =>
  messagePage(
    'This link no longer works',
    'It was used already, or its time is over. Ask for a new one.',
    { href: '/login', label: 'Back to sign-in' },
    410,
  )

const goOn = (headers: Headers, location = '/'): Response => {
  const onward = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of headers.getSetCookie()) onward.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers: onward })
}

async function consumeMagicLink(deps: EdgeDeps, request: Request, token: string): Promise<Response | null> {
  const url = new URL('/api/auth/magic-link/verify', request.url)
  url.searchParams.set('token', token)
  const response = await deps.auth().handler(new Request(url, { headers: request.headers }))
  // Without a callback the library answers a person and a session; every failure is a redirect.
  if (response.status !== 200) return null
  const body: { user?: { id?: unknown } } = await response.json()
  if (wantsSecondStep(body)) return goOn(response.headers, SECOND_STEP_PATH)
  // An account that was never confirmed loses its older sessions here: their workspaces hear of it now.
  if (typeof body.user?.id === 'string') await pushOutboxOf(deps, body.user.id)
  return goOn(response.headers)
}

async function consumeVerification(
  deps: EdgeDeps,
  request: Request,
  token: string,
): Promise<Response | null> {
  const url = new URL('/api/auth/verify-email', request.url)
  url.searchParams.set('token', token)
  const response = await deps.auth().handler(new Request(url))
  return response.status === 200 ? goOn(response.headers) : null
}

const linkPages: readonly LinkPage[] = [
  {
    path: '/auth/magic',
    title: 'Sign in to Orrery',
    text: 'Press the button to sign in on this device. The link works once.',
    button: 'Sign in',
    consume: consumeMagicLink,
  },
  {
    path: '/auth/verify',
    title: 'Confirm your address',
    text: 'Press the button to confirm that this e-mail address is yours.',
    button: 'Confirm address',
    consume: consumeVerification,
  },
  {
    path: '/auth/address',
    title: 'Confirm your new address',
    text: 'Press the button to sign in with this e-mail address from now on.',
    button: 'Use this address',
    consume: async (deps, _request, token) => ((await takeAddress(deps, token)) ? goOn(new Headers()) : null),
  },
]

function confirmPage(link: LinkPage, token: string): Response {
  return page(
    link.title,
    `<main class="narrow"><p class="brand">Orrery</p><div class="card"><h1>${link.title}</h1><p>${link.text}</p>
<form method="post" action="${link.path}"><input type="hidden" name="token" value="${escapeHtml(token)}">
<button class="wide" type="submit">${link.button}</button></form></div></main>`,
  )
}

/**
 * The pages that mail links open. Looking at one changes nothing, because scanners look at every link in a mail; only the
 * button, a POST from the page itself, uses the token up.
 */
export function linkRoutes(): Hono<EdgeContext> {
  const app = new Hono<EdgeContext>()
  for (const link of linkPages) {
    app.get(link.path, route('public'), (c) => {
      const token = c.req.query('token') ?? ''
      return TOKEN.test(token) ? confirmPage(link, token) : usedUp()
    })
    app.post(link.path, route('public'), async (c) => {
      const { deps, requestId } = c.var
      if (!isSameOrigin(c.req.raw, deps)) {
        return messagePage(
          'Open the link again',
          'The button was not pressed on our own page.',
          {
            href: '/login',
            label: 'Back to sign-in',
          },
          403,
        )
      }
      const refused = await limited(deps, c.req.raw, null, requestId)
      if (refused) return refused
      const body = await readBody(c.req.raw, FORM_BYTES_MAX)
      const token = body.ok
        ? (new URLSearchParams(new TextDecoder().decode(body.value)).get('token') ?? '')
        : ''
      if (!TOKEN.test(token)) return usedUp()
      return (await link.consume(deps, c.req.raw, token)) ?? usedUp()
    })
  }
  return app
}
