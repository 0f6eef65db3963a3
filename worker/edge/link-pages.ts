import { Hono } from 'hono'
import { takeAddress } from '../auth/address.ts'
import { limited } from './auth-limits.ts'
import { readBody } from './body.ts'
import type { EdgeDeps } from './deps.ts'
import { isSameOrigin } from './origin.ts'
import { escapeHtml, messagePage, page } from './pages.ts'
import { type EdgeContext, route } from './route.ts'
import { judgeLink, openLink, refuseCode } from './sign-in-link.ts'
import { traceAccountChange, traceRefusal } from './traces.ts'

/** The page of the app that asks for the second step. */
const SECOND_STEP_PATH = '/login/two-factor'
const FORM_BYTES_MAX = 4096
const TOKEN = /^[A-Za-z0-9._-]{16,1024}$/
const CODE = /^\s*(\d{3})\s*(\d{3})\s*$/

/** A press of the button: the link, and what else was typed. */
interface Pressed {
  token: string
  fields: URLSearchParams
  requestId: string
}

interface LinkPage {
  path: '/auth/magic' | '/auth/verify' | '/auth/address'
  title: string
  text: string
  button: string
  /** Draws another page than the one with the button alone, or null. */
  instead?: (deps: EdgeDeps, request: Request, token: string) => Promise<Response | null>
  /** Uses the token up; a redirect on success, null when the token is no good. */
  consume: (deps: EdgeDeps, request: Request, pressed: Pressed) => Promise<Response | null>
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

/** In another browser than the one that asked, the link alone is not enough: it may have been forwarded, or read on the way. */
async function consumeMagicLink(
  deps: EdgeDeps,
  request: Request,
  { token, fields, requestId }: Pressed,
): Promise<Response | null> {
  if ((await judgeLink(deps, request, token)) === 'needs_code') {
    const [, first, second] = CODE.exec(fields.get('code') ?? '') ?? []
    if (!first || !second) return codePage(token, 'The code has six digits.', 400)
    const refused = await refuseCode(deps, request, token, first + second, requestId)
    if (refused) return wrongCode(token, refused)
  }
  const opened = await openLink(deps, request, token, 'link')
  return opened && goOn(opened.headers, opened.wantsSecondStep ? SECOND_STEP_PATH : '/')
}

function wrongCode(token: string, refused: Response): Response | null {
  if (refused.status === 410) return null
  if (refused.status !== 429) return codePage(token, 'That is not the code in the mail.', refused.status)
  const tooMany = messagePage(
    'Too many tries',
    'Wait a quarter of an hour, then ask for a new link.',
    { href: '/login', label: 'Back to sign-in' },
    429,
  )
  tooMany.headers.set('retry-after', refused.headers.get('retry-after') ?? '')
  return tooMany
}

async function consumeVerification(
  deps: EdgeDeps,
  request: Request,
  { token }: Pressed,
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
    instead: async (deps, request, token) => {
      const state = await judgeLink(deps, request, token)
      if (state === 'used_up') return usedUp()
      return state === 'needs_code' ? codePage(token, null, 200) : null
    },
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
    consume: async (deps, request, { token }) => {
      const personId = await takeAddress(deps, token)
      if (personId === null) return null
      await traceAccountChange(deps, request, personId, 'address_changed')
      return goOn(new Headers())
    },
  },
]

const card = (title: string, inside: string, path: string, token: string, button: string, status = 200) =>
  page(
    title,
    `<main class="narrow"><p class="brand">Orrery</p><div class="card"><h1>${title}</h1>
<form method="post" action="${path}"><input type="hidden" name="token" value="${escapeHtml(token)}">
${inside}<button class="wide" type="submit">${button}</button></form></div></main>`,
    status,
  )

const confirmPage = (link: LinkPage, token: string): Response =>
  card(link.title, `<p>${link.text}</p>`, link.path, token, link.button)

function codePage(token: string, problem: string | null, status: number): Response {
  const told = problem === null ? '' : `<p class="problem" id="problem" role="alert">${problem}</p>`
  const wiring = problem === null ? '' : ' aria-invalid="true" aria-describedby="problem"'
  return card(
    'Type the code from the mail',
    `<p>You opened this link in another browser than the one that asked for it. The mail holds a code of six digits as well: type it here to sign in on this device.</p>
${told}<label for="code">Code</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required autofocus${wiring}>`,
    '/auth/magic',
    token,
    'Sign in',
    status,
  )
}

/**
 * The pages that mail links open. Looking at one changes nothing, because scanners look at every link in a mail; only the
 * button, a POST from the page itself, uses the token up.
 */
export function linkRoutes(): Hono<EdgeContext> {
  const app = new Hono<EdgeContext>()
  for (const link of linkPages) {
    app.get(link.path, route('public'), async (c) => {
      const token = c.req.query('token') ?? ''
      if (!TOKEN.test(token)) return usedUp()
      return (await link.instead?.(c.var.deps, c.req.raw, token)) ?? confirmPage(link, token)
    })
    app.post(link.path, route('public'), async (c) => {
      const { deps, requestId } = c.var
      if (!isSameOrigin(c.req.raw, deps)) {
        await traceRefusal(deps, c.req.raw, { reason: 'foreign_page' })
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
      const fields = new URLSearchParams(body.ok ? new TextDecoder().decode(body.value) : '')
      const token = fields.get('token') ?? ''
      if (!TOKEN.test(token)) return usedUp()
      return (await link.consume(deps, c.req.raw, { token, fields, requestId })) ?? usedUp()
    })
  }
  return app
}
