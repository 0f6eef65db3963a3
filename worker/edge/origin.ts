import type { EdgeDeps } from './deps.ts'

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

export const isUnsafe = (request: Request): boolean => !SAFE_METHODS.includes(request.method)
export const isUpgrade = (request: Request): boolean =>
  request.headers.get('upgrade')?.toLowerCase() === 'websocket'

/**
 * True when a browser says that the call comes from our own pages. A call that names no origin and no site is not from a
 * browser that protects cookies, so it does not count.
 */
export function isSameOrigin(request: Request, deps: Pick<EdgeDeps, 'origins'>): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  const origin = request.headers.get('origin')
  if (origin !== null) return deps.origins.includes(origin)
  return site === 'same-origin'
}

/** True unless a browser says that the call comes from a page of a site that is not allowed to. Programs send no origin. */
export function isFromPage(request: Request, deps: Pick<EdgeDeps, 'origins' | 'corsOrigins'>): boolean {
  const origin = request.headers.get('origin')
  return origin === null || deps.origins.includes(origin) || deps.corsOrigins.includes(origin)
}

/** Path and query of an address the runtime gave us, which is always a whole one. Parsing it costs twenty times as much. */
export function pathOf(url: string): { pathname: string; search: string } {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const query = url.indexOf('?', start)
  if (start < 0) return { pathname: '/', search: '' }
  return query < 0
    ? { pathname: url.slice(start), search: '' }
    : { pathname: url.slice(start, query), search: url.slice(query) }
}
