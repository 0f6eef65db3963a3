import { refuse } from '../platform/http-errors.ts'
import type { EdgeDeps } from './deps.ts'
import { pathOf } from './origin.ts'
import type { KeptPrincipal } from './principal-cache.ts'

/**
 * Counts a call that the front door answers itself where the workspace's object counts its own, so that all calls of a caller meet one limit.
 * An object that cannot be reached counts nothing: access can be taken from somebody while it is away.
 * @returns the refusal of a call that is one too many, or null.
 */
export async function overTheLimit(
  deps: EdgeDeps,
  request: Request,
  { principal, region }: KeptPrincipal,
  requestId: string,
): Promise<Response | null> {
  const call = { v: 1, method: request.method, path: pathOf(request.url).pathname } as const
  const counted = await deps
    .openTenant(principal.tenantId, region)
    .countCall(principal, call)
    .catch((error: unknown) => {
      deps.log.error('call_not_counted', { requestId, tenantId: principal.tenantId, error })
      return null
    })
  if (counted === null) return null
  const { allowed, limit, remaining, resetSeconds, of } = counted
  deps.callsLeft.set(request, { limit, left: remaining, resetSeconds })
  if (allowed) return null
  const retryAfterSeconds = Math.max(1, resetSeconds)
  return refuse({ code: 'rate_limited', retryAfterSeconds, details: { limit, of } }, requestId)
}
