import { may } from '../../contracts/permissions.ts'
import { refuse } from '../platform/http-errors.ts'
import { readBody } from './body.ts'
import type { EdgeDeps } from './deps.ts'
import { callTenant, refuseFailedCall, resolveAgain, STALE_PRINCIPAL_HEADER } from './forward.ts'
import { isSameOrigin } from './origin.ts'
import { credentialOf, type Resolved, resolvePrincipal } from './principal.ts'
import { namedTenant, principalRefusal } from './route.ts'

/** The one path that is asked all the time: every tile of every dashboard. */
export const HOT_PATH = '/api/v1/metrics/query'
export const isHotQuestion = (request: Request, pathname: string): boolean =>
  pathname === HOT_PATH && request.method === 'POST'

const decoder = new TextDecoder()

/**
 * Answers a question by one RPC, past the router and without building a request. The same checks as every other call:
 * origin, size, principal, permission; limits and revocations are the object's.
 */
export async function answerHotQuestion(
  deps: EdgeDeps,
  request: Request,
  requestId: string,
): Promise<Response> {
  const credential = credentialOf(request.headers)
  if (credential?.kind === 'session' && !isSameOrigin(request, deps.env)) {
    return refuse({ code: 'origin_refused' }, requestId)
  }
  const [resolved, body] = await Promise.all([
    resolvePrincipal(deps, credential, namedTenant(request)),
    readBody(request),
  ])
  if (!resolved.ok) return refuse(principalRefusal(resolved.error), requestId)
  if (!body.ok) return refuse({ code: 'too_large', details: { bytesMax: body.error.bytesMax } }, requestId)
  const text = decoder.decode(body.value)
  try {
    const first = await ask(deps, resolved.value, text)
    if (first === null)
      return refuse({ code: 'forbidden', details: { permission: 'metrics.read' } }, requestId)
    if (first.headers.get(STALE_PRINCIPAL_HEADER) !== 'stale') return first
    const fresh = await resolveAgain(deps, request, resolved.value)
    if (!fresh.ok) return refuse(principalRefusal(fresh.error), requestId)
    const second = await ask(deps, fresh.value, text)
    second?.headers.delete(STALE_PRINCIPAL_HEADER)
    return second ?? refuse({ code: 'forbidden', details: { permission: 'metrics.read' } }, requestId)
  } catch (error) {
    return refuseFailedCall(deps, error, false, requestId)
  }
}

async function ask(deps: EdgeDeps, resolved: Resolved, text: string): Promise<Response | null> {
  if (!may(resolved.principal.role, 'metrics.read')) return null
  const answer = await callTenant(deps, resolved, (stub) => stub.ask(resolved.principal, text))
  const headers = new Headers({
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...answer.headers,
  })
  return new Response(answer.body, { status: answer.status, headers })
}
