/** What the web knows about a call that failed: the server's code and words, or `offline` when nothing answered. */
export class ApiError extends Error {
  readonly code: string
  /** HTTP status; 0 when there was no answer. */
  readonly status: number
  /** What the person can do next, one sentence. */
  readonly next: string
  readonly details: unknown
  readonly requestId: string | null

  constructor(failure: {
    code: string
    status: number
    message: string
    next?: string
    details?: unknown
    requestId?: string | null
  }) {
    super(failure.message)
    this.name = 'ApiError'
    this.code = failure.code
    this.status = failure.status
    this.next = failure.next ?? ''
    this.details = failure.details
    this.requestId = failure.requestId ?? null
  }
}

/** A network failure: no answer came at all. */
export function offlineError(): ApiError {
  return new ApiError({
    code: 'offline',
    status: 0,
    message: 'Orrery could not be reached.',
    next: 'Check the connection; nothing you typed is lost.',
  })
}

/** Turns anything thrown into an `ApiError`, so that screens have one shape to draw. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown
  return new ApiError({
    code: 'unexpected',
    status: 0,
    message: 'This part of the page stopped working.',
    next: 'Try again; if it stays, reload the page.',
    details: thrown instanceof Error ? thrown.message : undefined,
  })
}

/** True when asking again could help: no answer, a busy server, or a fault that passes. */
export function isRetryable(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500)
}

/** Field name to message, from the `details` of a 400; empty when the server named no fields. */
export function fieldErrors(error: ApiError): Record<string, string> {
  const found: Record<string, string> = {}
  const fields = (error.details as { fields?: unknown } | undefined)?.fields
  for (const entry of Array.isArray(fields) ? fields : []) {
    if (typeof entry !== 'object' || entry === null) continue
    const { field, problem } = entry as { field?: unknown; problem?: unknown }
    if (typeof field === 'string' && typeof problem === 'string') found[field] = problem
  }
  return found
}
