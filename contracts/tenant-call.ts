/** What passes between the front door and the object of a workspace. Both are built together, so it is typed and not parsed. */

/** One HTTP call as the object sees it: what the front door let through, and what it decided itself. */
export interface TenantCall {
  v: 1
  method: string
  /** Path and query as they came. */
  path: string
  /** Allow-listed headers of the caller. */
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer> | null
  /** Null for calls that change nothing. */
  commandId: string | null
  requestId: string
}

/** An answer of the object. JSON travels as text; files stream. */
export interface TenantAnswer {
  status: number
  body: string | ReadableStream<Uint8Array>
  headers: Record<string, string>
}

/** An answer that is always text. */
export interface TextAnswer extends TenantAnswer {
  body: string
}

/** The object answers with this header, set to `stale`, when a principal is older than a change it has heard of. */
export const STALE_PRINCIPAL_HEADER = 'x-orrery-principal'
