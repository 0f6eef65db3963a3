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
  "media-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  `report-uri ${CSP_REPORT_PATH}`,
  'report-to csp',
].join('; ')

const everywhere: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy,
  'reporting-endpoints': `csp="${CSP_REPORT_PATH}"`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** What an answer of the front door may have set for itself already. */
const STRICTER: ReadonlySet<string> = new Set(['referrer-policy', 'content-security-policy'])

/** The headers of every answer; only a site on https tells browsers to stay there. */
export function securityHeaders(https: boolean): Readonly<Record<string, string>> {
  return https ? { ...everywhere, 'strict-transport-security': HSTS } : everywhere
}

/** The answer with security headers and the request's id. A socket's 101 goes out untouched: it renders nothing. */
export function secured(
  response: Response,
  requestId: string,
  headersToSet: Readonly<Record<string, string>>,
): Response {
  if (response.webSocket || response.status === 101) return response
  try {
    return withHeaders(response, requestId, headersToSet)
  } catch {
    // What another service answered cannot be changed, and the runtime gives no way to ask; a copy streams, which costs more.
    return withHeaders(new Response(response.body, response), requestId, headersToSet)
  }
}

function withHeaders(
  response: Response,
  requestId: string,
  headersToSet: Readonly<Record<string, string>>,
): Response {
  for (const name in headersToSet) {
    // A page whose address holds a secret, and a picture that somebody brought, are stricter than the rest.
    if (STRICTER.has(name) && response.headers.has(name)) continue
    response.headers.set(name, headersToSet[name] ?? '')
  }
  response.headers.set('x-request-id', requestId)
  return response
}
