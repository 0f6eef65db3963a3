import type { Boot } from '../../contracts/session.ts'
import { WorkspaceSlug } from '../../contracts/workspaces.ts'
import { readMe } from './account-routes.ts'
import { type EdgeDeps, isLocal, providersOf } from './deps.ts'
import { legalPages } from './legal-pages.ts'
import { messagePage } from './pages.ts'
import { preloadsFor } from './preloads.ts'
import { credentialOf } from './principal.ts'
import { startPage } from './start-page.ts'

const FIXED_PAGES = ['/', '/login', '/signup', '/magic', '/new', '/join', '/dev/gallery']
const YEAR_SECONDS = 365 * 24 * 60 * 60

/** True for addresses the app draws: its fixed pages, and everything below a workspace's name. */
export function isAppPath(pathname: string, local: boolean): boolean {
  if (FIXED_PAGES.includes(pathname)) return true
  const [, first = '', ...rest] = pathname.split('/')
  if (first === 'dev') return local
  const last = rest.at(-1) ?? first
  return (
    WorkspaceSlug.safeParse(first).success &&
    !last.includes('.') &&
    !['api', 'auth', 'assets', 'edge'].includes(first)
  )
}

/** JSON that is safe inside a script element: nothing in it can end the element or start a comment. */
export function inertJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}

/**
 * The app's HTML with the session and its workspaces inside, so that the first paint needs no further call. Never kept by
 * anybody: it names a person. At the bare address, whoever turns out to be nobody gets the start page.
 */
export async function appShell(deps: EdgeDeps, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const [index, me, preloads] = await Promise.all([
    deps.env.ASSETS.fetch(new Request(new URL('/', url))),
    readMe(deps, request),
    preloadsFor(deps.env.ASSETS, url),
  ])
  if (!index.ok) {
    await index.body?.cancel()
    deps.log.error('app_not_built', { status: index.status })
    return messagePage(
      'Orrery is not built yet',
      'The web app is missing on this server.',
      { href: '/', label: 'Try again' },
      503,
    )
  }
  if (me === null && url.pathname === '/') {
    await index.body?.cancel()
    return startPage()
  }
  const boot: Boot = {
    v: 1,
    environment: deps.env.ENVIRONMENT,
    me,
    providers: providersOf(deps.env).map(() => 'google' as const),
  }
  const headers = new Headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  // The address holds the secret of a mailed link: nothing the page loads or links to may hear of it.
  if (url.searchParams.has('token')) headers.set('referrer-policy', 'no-referrer')
  const html = new Response(index.body, { headers })
  const script = `<script type="application/json" id="boot">${inertJson(boot)}</script>`
  return new HTMLRewriter()
    .on('head', { element: (head) => void head.append(preloads + script, { html: true }) })
    .transform(html)
}

/** A file of the build. Names below /assets/ carry a hash of their content and may be kept for a year. */
export async function staticFile(deps: EdgeDeps, request: Request): Promise<Response> {
  const response = await deps.env.ASSETS.fetch(request)
  const headers = new Headers(response.headers)
  const hashed = response.ok && new URL(request.url).pathname.startsWith('/assets/')
  headers.set('cache-control', hashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache')
  return new Response(response.body, { status: response.status, headers })
}

/** Everything that is no API: the app, its files, or a page that says there is nothing here. */
export async function siteAnswer(deps: EdgeDeps, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const legal = legalPages[pathname]
  if (legal !== undefined) return legal()
  // Who has no session is not asked about one.
  if (pathname === '/' && credentialOf(request.headers)?.kind !== 'session') return startPage()
  if (isAppPath(pathname, isLocal(deps.env))) return appShell(deps, request)
  const file = pathname === '/index.html' ? null : await staticFile(deps, request)
  if (file && file.status !== 404) return file
  await file?.body?.cancel()
  return messagePage(
    'There is nothing here',
    'Check the address, or start from the beginning.',
    { href: '/', label: 'Go to Orrery' },
    404,
  )
}
