import { refuse } from '../platform/http-errors.ts'
import type { EdgeDeps } from './deps.ts'
import { pathOf } from './origin.ts'
import type { KeptPrincipal } from './principal-cache.ts'
import type { CountedCall, CountOfCall } from './tenant-stub.ts'

/**
 * Counts a call that the front door answers itself where the workspace's object counts its own, so that all calls of a caller meet one limit.
 * @returns the refusal of a call that is one too many, or null.
 */
export function overTheLimit(
  deps: EdgeDeps,
  request: Request,
  { principal, region }: KeptPrincipal,
  requestId: string,
): Promise<Response | null> {
  const { tenantId } = principal
  return overLimit(deps, request, { requestId, tenantId }, (call) =>
    deps.openTenant(tenantId, region).countCall(principal, call),
  )
}

/** The same for a call that is about its person and no workspace: an object of theirs counts it. */
export function overOwnLimit(
  deps: EdgeDeps,
  request: Request,
  personId: string,
  requestId: string,
): Promise<Response | null> {
  return overLimit(deps, request, { requestId, personId }, (call) =>
    deps.env.PERSON.getByName(personId).countCall(call),
  )
}

/** An object that cannot be reached counts nothing: access can be taken from somebody while it is away. */
async function overLimit(
  deps: EdgeDeps,
  request: Request,
  of: { requestId: string; tenantId?: string; personId?: string },
  count: (call: CountedCall) => Promise<CountOfCall>,
): Promise<Response | null> {
  const call = { v: 1, method: request.method, path: pathOf(request.url).pathname } as const
  const counted = await count(call).catch((error: unknown) => {
    deps.log.error('call_not_counted', { ...of, error })
    return null
  })
  if (counted === null) return null
  const { allowed, limit, remaining, resetSeconds, of: whose } = counted
  deps.callsLeft.set(request, { limit, left: remaining, resetSeconds })
  if (allowed) return null
  const retryAfterSeconds = Math.max(1, resetSeconds)
  return refuse({ code: 'rate_limited', retryAfterSeconds, details: { limit, of: whose } }, of.requestId)
}
