import { err, ok, type Result } from '../../contracts/result.ts'
import { STALE_PRINCIPAL_HEADER, type TenantAnswer } from '../../contracts/tenant-call.ts'
import { type Refusal, refusalAnswer } from '../platform/http-errors.ts'
import type { EdgeDeps } from './deps.ts'
import { isSameOrigin, isUnsafe, isUpgrade } from './origin.ts'
import { type Credential, credentialOf, resolveAgain, resolvePrincipal } from './principal.ts'
import type { KeptPrincipal } from './principal-cache.ts'
import { namedTenant, principalRefusal } from './route.ts'
import type { TenantStub } from './tenant-stub.ts'
import { traceForged, traceRefusedCredential } from './traces.ts'

/** Whoever made a call of a workspace, and by what they are known. */
export interface Caller {
  credential: Credential | null
  named: string | null
  resolved: KeptPrincipal
}

/** A cookie travels with any call a browser makes, so changes and sockets must come from our own pages. */
export function isForged(request: Request, credential: Credential | null, deps: EdgeDeps): boolean {
  return (
    credential?.kind === 'session' &&
    (isUnsafe(request) || isUpgrade(request)) &&
    !isSameOrigin(request, deps)
  )
}

/** Decides who calls a route of a workspace, for the paths that are met before the router. */
export async function admitCaller(deps: EdgeDeps, request: Request): Promise<Result<Caller, Refusal>> {
  const credential = credentialOf(request.headers)
  const named = namedTenant(request)
  if (isForged(request, credential, deps)) {
    await traceForged(deps, request, credential, named)
    return err({ code: 'origin_refused' })
  }
  const resolved = await resolvePrincipal(deps, credential, named)
  if (resolved.ok) return ok({ credential, named, resolved: resolved.value })
  await traceRefusedCredential(deps, request, credential, resolved.error)
  return err(principalRefusal(resolved.error))
}

const flag = (error: unknown, name: 'retryable' | 'overloaded' | 'durableObjectReset'): boolean =>
  typeof error === 'object' && error !== null && name in error && Reflect.get(error, name) === true

/**
 * Calls a tenant object; a failure the platform calls retryable, or a reset of the object, is tried once more with a new
 * stub. Repeating is safe because the command id travels along.
 */
export async function callTenant<T>(
  deps: EdgeDeps,
  resolved: KeptPrincipal,
  call: (stub: TenantStub) => Promise<T>,
): Promise<T> {
  const { principal, region } = resolved
  try {
    return await call(deps.openTenant(principal.tenantId, region))
  } catch (error) {
    const again =
      (flag(error, 'retryable') || flag(error, 'durableObjectReset')) && !flag(error, 'overloaded')
    if (!again) throw error
    deps.log.info('tenant_call_repeated', { tenantId: principal.tenantId, error })
    return call(deps.openTenant(principal.tenantId, region))
  }
}

/** The object's answer; when it calls the kept principal stale, that is read again and the call made once more. */
export async function answerOf(
  deps: EdgeDeps,
  caller: Caller,
  call: (stub: TenantStub, resolved: KeptPrincipal) => Promise<TenantAnswer>,
): Promise<Result<TenantAnswer, Refusal>> {
  const { credential, named, resolved } = caller
  const answer = await callTenant(deps, resolved, (stub) => call(stub, resolved))
  if (answer.headers[STALE_PRINCIPAL_HEADER] !== 'stale') return ok(answer)
  const fresh = await resolveAgain(deps, credential, named)
  if (!fresh.ok) return err(principalRefusal(fresh.error))
  return ok(await callTenant(deps, fresh.value, (stub) => call(stub, fresh.value)))
}

/** What the caller is told when an object could not answer: busy, unknown outcome of a command, or a bug of ours. */
export function refuseFailedCall(
  deps: EdgeDeps,
  error: unknown,
  unsafe: boolean,
  requestId: string,
): Response {
  deps.log.error('tenant_call_failed', { requestId, error })
  if (flag(error, 'overloaded')) return refuseCall(deps, { code: 'overloaded' }, requestId)
  return refuseCall(deps, { code: unsafe ? 'in_doubt' : 'internal' }, requestId)
}

/** The refusal of a call of a workspace, with every header. */
export function refuseCall(deps: EdgeDeps, refusal: Refusal, requestId: string): Response {
  return tenantResponse(deps, refusalAnswer(refusal, requestId), requestId)
}

/** The object's answer as a response. Most of its headers are those of every answer, copied at once: one by one they cost more than the rest. */
export function tenantResponse(deps: EdgeDeps, answer: TenantAnswer, requestId: string): Response {
  const response = new Response(answer.body === '' ? null : answer.body, {
    status: answer.status,
    headers: deps.answerHeaders,
  })
  const { headers } = response
  for (const name in answer.headers) {
    // Internal headers stay inside, and what every answer says no object takes back.
    if (name.startsWith('x-orrery-') || name in deps.securityHeaders) continue
    headers.set(name, answer.headers[name] ?? '')
  }
  headers.set('x-request-id', requestId)
  return response
}
