import { z } from 'zod'

/** What pages of an allowed site may send and read. Cookies never: such a site uses a key or a token of its own. */
const METHODS = 'GET, POST, PUT, PATCH, DELETE'
const SENT = 'authorization, content-type, idempotency-key, if-match, x-api-key, x-tenant-id'
const READ = 'location, ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, x-request-id'
const PREFLIGHT_KEPT_SECONDS = 600

/** A whole origin and nothing else: no star, no path, no `null`, and https but on this machine. */
const Origin = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : null
  const isLocal = url?.hostname === 'localhost' || url?.hostname === '127.0.0.1'
  return url?.origin === text && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))
}, 'an origin such as https://app.example')

/** Reads the setting: origins separated by commas. Empty or absent: none. Throws on anything that is no origin. */
export const readCorsOrigins = (setting: string | undefined): readonly string[] =>
  (setting ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => Origin.parse(text))

/** The origin of a call from a page of an allowed site; null for every other call. */
export function allowedOrigin(request: Request, allowed: readonly string[]): string | null {
  if (allowed.length === 0) return null
  const origin = request.headers.get('origin')
  return origin !== null && allowed.includes(origin) ? origin : null
}

export const isPreflight = (request: Request): boolean =>
  request.method === 'OPTIONS' && request.headers.has('access-control-request-method')

/** What a browser of an allowed site is told before it calls. */
export const preflightAnswer = (origin: string): Response =>
  new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': SENT,
      'access-control-max-age': String(PREFLIGHT_KEPT_SECONDS),
      vary: 'origin',
    },
  })

/** The answer, readable by the page that called. */
export function readableBy(origin: string, response: Response): Response {
  // A socket renders nothing, and a copy of its answer would lose it.
  if (response.status === 101) return response
  const answer = new Response(response.body, response)
  answer.headers.set('access-control-allow-origin', origin)
  answer.headers.set('access-control-expose-headers', READ)
  answer.headers.append('vary', 'origin')
  return answer
}
