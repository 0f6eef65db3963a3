const HSTS = 'max-age=31536000; includeSubDomains'
export const CSP_REPORT_PATH = '/api/v1/csp-reports'

/** What a page of ours may load: its own files. No inline script, no eval, no foreign host; style attributes for charts. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-elem 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  `report-uri ${CSP_REPORT_PATH}`,
].join('; ')

const everywhere: readonly [string, string][] = [
  ['content-security-policy', contentPolicy],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'same-origin'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
]

/** Puts the security headers on a set of headers; only a deployment is told to stay on https. */
export function setSecurityHeaders(headers: Headers, production: boolean): void {
  for (const [name, value] of everywhere) headers.set(name, value)
  if (production) headers.set('strict-transport-security', HSTS)
}

/** The answer with security headers and the request's id. A socket's 101 goes out untouched: it renders nothing. */
export function secured(response: Response, requestId: string, production: boolean): Response {
  if (response.webSocket || response.status === 101) return response
  const headers = new Headers(response.headers)
  setSecurityHeaders(headers, production)
  headers.set('x-request-id', requestId)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}
