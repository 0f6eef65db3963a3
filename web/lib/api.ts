import type { SignInAnswer } from '../../contracts/session.ts'
import { ApiError, offlineError } from './errors.ts'
import { currentWorkspaceId } from './stores/current.ts'
import { noteReplySeq } from './stores/live.ts'
import { text } from './text.ts'

/** Anything with `parse`: a zod schema, or a function of our own wrapped as one. */
export interface Parser<T> {
  parse(value: unknown): T
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Sent as JSON, unless it is a Blob, which is sent as it is. */
  body?: unknown
  /** Workspace of the call; the current one when absent, none when null. */
  workspaceId?: string | null
  /** Key that makes a repeated unsafe call harmless; a new one when absent. Keep it to send the same command again. */
  commandId?: string
  /** Version the change was made on; the server answers 409 when it has moved. */
  ifMatch?: number | string
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** A parsed success. `meta` carries `seq` and page cursors where the route gives them. */
export interface Reply<T> {
  data: T
  meta: Record<string, unknown>
}

const unsafe = new Set(['POST', 'PATCH', 'PUT', 'DELETE'])

function headersOf(options: CallOptions): Headers {
  const headers = new Headers({ accept: 'application/json', ...options.headers })
  const workspaceId = options.workspaceId === undefined ? currentWorkspaceId() : options.workspaceId
  if (workspaceId) headers.set('x-tenant-id', workspaceId)
  if (unsafe.has(options.method ?? 'GET'))
    headers.set('idempotency-key', options.commandId ?? crypto.randomUUID())
  if (options.ifMatch !== undefined) headers.set('if-match', String(options.ifMatch))
  if (options.body !== undefined && !(options.body instanceof Blob))
    headers.set('content-type', 'application/json')
  return headers
}

function failureOf(status: number, body: unknown, requestId: string | null): ApiError {
  const shape = body as {
    error?: { code?: string; message?: string; next?: string; details?: unknown }
    requestId?: string
  } | null
  const error = shape?.error
  return new ApiError({
    code: error?.code ?? (status === 401 ? 'unauthenticated' : 'unexpected'),
    status,
    message: error?.message ?? 'The server gave an answer that could not be read.',
    // What the server says there is for programs.
    next: error?.code === 'stale_version' ? text.conflict.again : (error?.next ?? 'Try again in a moment.'),
    details: error?.details,
    requestId: shape?.requestId ?? requestId,
  })
}

/** What was answered. Throws the abort itself when the call was aborted, `offline` when nothing answered. */
export async function fetched(path: string, options: CallOptions): Promise<Response> {
  const { body } = options
  try {
    return await fetch(path, {
      method: options.method ?? 'GET',
      headers: headersOf(options),
      body: body === undefined ? undefined : body instanceof Blob ? body : JSON.stringify(body),
      signal: options.signal,
      credentials: 'same-origin',
    })
  } catch (thrown) {
    if (options.signal?.aborted) throw thrown
    throw offlineError()
  }
}

/** A refusal as it was answered, read or not. */
export function failureOfText(response: Response, text: string): ApiError {
  const requestId = response.headers.get('x-request-id')
  try {
    return failureOf(response.status, JSON.parse(text), requestId)
  } catch {
    return failureOf(response.status, null, requestId)
  }
}

/**
 * Calls the server and gives `{data, meta}`. Throws `ApiError` for every refusal; its code is `offline` when nothing
 * answered. An aborted call throws the abort itself, so that the query cache can tell it apart.
 */
export async function callFull<T = unknown>(
  path: string,
  options: CallOptions = {},
  parser?: Parser<T>,
): Promise<Reply<T>> {
  const response = await fetched(path, options)
  const text = await response.text()
  const requestId = response.headers.get('x-request-id')
  let parsed: unknown = null
  try {
    parsed = text === '' ? null : JSON.parse(text)
  } catch {
    throw failureOf(response.status, null, requestId)
  }
  if (!response.ok) throw failureOf(response.status, parsed, requestId)
  const reply = (parsed ?? {}) as { data?: unknown; meta?: Record<string, unknown> }
  if (typeof reply.meta?.seq === 'number') noteReplySeq(reply.meta.seq)
  // Without a parser the caller vouches for the shape: same origin, same build, and contract tests hold the two together.
  return { data: parser ? parser.parse(reply.data) : (reply.data as T), meta: reply.meta ?? {} }
}

/** `callFull` for the many callers that need only the data. */
export async function call<T = unknown>(
  path: string,
  options: CallOptions = {},
  parser?: Parser<T>,
): Promise<T> {
  return (await callFull(path, options, parser)).data
}

/** Calls of `/api/auth/*`, which belong to no workspace. */
export async function callAuth(action: string, body: unknown): Promise<SignInAnswer> {
  return call<SignInAnswer>(`/api/auth/${action}`, { method: 'POST', body, workspaceId: null })
}
