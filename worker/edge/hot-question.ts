import { allows } from '../../contracts/principal.ts'
import type { Refusal } from '../platform/http-errors.ts'
import { readText } from './body.ts'
import { admitCaller, answerOf, refuseCall, refuseFailedCall, tenantResponse } from './caller.ts'
import type { EdgeDeps } from './deps.ts'
import { traceNotPermitted } from './traces.ts'

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
  const refused = (refusal: Refusal) => refuseCall(deps, refusal, requestId)
  const caller = await admitCaller(deps, request)
  if (!caller.ok) return refused(caller.error)
  const { principal } = caller.value.resolved
  if (!allows(principal, 'metrics.read')) {
    await traceNotPermitted(deps, request, principal)
    return refused({ code: 'forbidden', details: { permission: 'metrics.read' } })
  }
  const body = await readText(request)
  if (!body.ok) return refused({ code: 'too_large', details: { bytesMax: body.error.bytesMax } })
  const text = body.value
  try {
    const answer = await answerOf(deps, caller.value, (stub, { principal }) =>
      stub.ask(principal, text, requestId),
    )
    return answer.ok ? tenantResponse(deps, answer.value, requestId) : refused(answer.error)
  } catch (error) {
    return refuseFailedCall(deps, error, false, requestId)
  }
}
