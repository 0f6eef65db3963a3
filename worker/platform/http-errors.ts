import { type ErrorCode, errorTable, type Failure } from '../../contracts/errors.ts'

/** A refusal on its way to the caller: code from the one table plus facts for programs. */
export interface Refusal {
  code: ErrorCode
  details?: unknown
  retryAfterSeconds?: number
}

/** The body of a refusal, worded by the one table. */
export function failureBody(refusal: Refusal, requestId: string): Failure {
  const entry = errorTable[refusal.code]
  return {
    error: {
      code: refusal.code,
      message: entry.sentence,
      next: entry.next,
      ...(refusal.details === undefined ? {} : { details: refusal.details }),
    },
    requestId,
  }
}

/** A refusal as what an answer is made of: the status of its code, its body, and when to come back, which 503 always says. */
export function refusalAnswer(refusal: Refusal, requestId: string) {
  const { status } = errorTable[refusal.code]
  const retryAfter = refusal.retryAfterSeconds ?? (status === 503 ? 2 : undefined)
  const headers: Record<string, string> = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  if (retryAfter !== undefined) headers['retry-after'] = String(Math.ceil(retryAfter))
  return { status, body: JSON.stringify(failureBody(refusal, requestId)), headers }
}

/** A refusal as an HTTP response. */
export function refuse(refusal: Refusal, requestId: string): Response {
  const { status, body, headers } = refusalAnswer(refusal, requestId)
  return new Response(body, { status, headers })
}
