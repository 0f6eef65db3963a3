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

/** A refusal as an HTTP response with the status of its code; 503 always says when to come back. */
export function refuse(refusal: Refusal, requestId: string): Response {
  const { status } = errorTable[refusal.code]
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  const retryAfter = refusal.retryAfterSeconds ?? (status === 503 ? 2 : undefined)
  if (retryAfter !== undefined) headers.set('retry-after', String(Math.ceil(retryAfter)))
  return new Response(JSON.stringify(failureBody(refusal, requestId)), { status, headers })
}
