import { may } from '../../contracts/permissions.ts'
import { refuse } from '../platform/http-errors.ts'
import { readText } from './body.ts'
import type { EdgeDeps } from './deps.ts'
import {
  callTenant,
  FENCED_HEADER,
  refuseFailedCall,
  resolveAgain,
  STALE_PRINCIPAL_HEADER,
} from './forward.ts'
import { isSameOrigin } from './origin.ts'
import { credentialOf, type Resolved, resolvePrincipal } from './principal.ts'
import { namedTenant, principalRefusal } from './route.ts'
import { secured } from './security-headers.ts'
import type { TenantAnswer } from './tenant-stub.ts'

/** The one path that is asked all the time: every tile of every dashboard. */
export const HOT_PATH = '/api/v1/metrics/query'
export const isHotQuestion = (request: Request, pathname: string): boolean =>
  pathname === HOT_PATH && request.method === 'POST'

/**
 * Answers a question by one RPC, past the router and without building a request. The same checks as every other call:
 * origin, size, principal, permission; limits and revocations are the object's.
 */
export async function answerHotQuestion(
  deps: EdgeDeps,
  request: Request,
  requestId: string,
): Promise<Response> {
  const answer = await decide(deps, request, requestId)
  if (answer instanceof Response) return secured(answer, requestId, deps.securityHeaders)
  return toResponse(deps, answer, requestId)
}

async function decide(deps: EdgeDeps, request: Request, requestId: string): Promise<TenantAnswer | Response> {
  const credential = credentialOf(request.headers)
  if (credential?.kind === 'session' && !isSameOrigin(request, deps)) {
    return refuse({ code: 'origin_refused' }, requestId)
  }
  const [resolved, body] = await Promise.all([
    resolvePrincipal(deps, credential, namedTenant(request)),
    readText(request),
  ])
  if (!resolved.ok) return refuse(principalRefusal(resolved.error), requestId)
  if (!body.ok) return refuse({ code: 'too_large', details: { bytesMax: body.error.bytesMax } }, requestId)
  const text = body.value
  try {
    let answer = await ask(deps, resolved.value, text)
    if (answer?.status === 503 && FENCED_HEADER in answer.headers)
      answer = await ask(deps, resolved.value, text)
    if (answer?.headers[STALE_PRINCIPAL_HEADER] === 'stale') {
      const fresh = await resolveAgain(deps, request, resolved.value)
      if (!fresh.ok) return refuse(principalRefusal(fresh.error), requestId)
      answer = await ask(deps, fresh.value, text)
    }
    if (answer === null)
      return refuse({ code: 'forbidden', details: { permission: 'metrics.read' } }, requestId)
    return answer
  } catch (error) {
    return refuseFailedCall(deps, error, false, requestId)
  }
}

/** Null when the role may not read metrics. */
async function ask(deps: EdgeDeps, resolved: Resolved, text: string): Promise<TenantAnswer | null> {
  if (!may(resolved.principal.role, 'metrics.read')) return null
  return callTenant(deps, resolved, (stub) => stub.ask(resolved.principal, text))
}

// All headers at once: setting them one by one on a finished response costs more than the rest of this path.
function toResponse(deps: EdgeDeps, answer: TenantAnswer, requestId: string): Response {
  const { [STALE_PRINCIPAL_HEADER]: _internal, ...headers } = answer.headers
  // An object answers a question without knowing the request's id; a refusal has to name it.
  const body =
    answer.status < 400 ? answer.body : answer.body.replace('"requestId":""', `"requestId":"${requestId}"`)
  return new Response(body, {
    status: answer.status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...headers,
      ...deps.securityHeaders,
      'x-request-id': requestId,
    },
  })
}
