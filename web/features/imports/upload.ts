import type { ImportView } from '../../../contracts/imports.ts'
import { IMPORT_BODY_BYTES_MAX } from '../../../contracts/limits.ts'
import { ApiError, isRetryable, offlineError } from '../../lib/errors.ts'

/** One piece of a file: `number` counts from 1, `from` and `to` are byte offsets. */
export interface Part {
  number: number
  from: number
  to: number
}

const PART_TRIES = 4
const RETRY_AFTER_MS = 800
const SMALL_STATUS_MAX = 299

/** The pieces a file is sent in; only the last one may be shorter. */
export function partsOf(bytes: number, partBytes: number): Part[] {
  return Array.from({ length: Math.max(1, Math.ceil(bytes / partBytes)) }, (_, at) => ({
    number: at + 1,
    from: at * partBytes,
    to: Math.min(bytes, (at + 1) * partBytes),
  }))
}

/** Reads the body of a failure. What cannot be read becomes a plain sentence, never an empty screen. */
export function failureFrom(status: number, text: string): ApiError {
  if (status === 0) return offlineError()
  try {
    // Our own server; every field is checked before it is used.
    const body = JSON.parse(text) as {
      error?: { code?: string; message?: string; next?: string; details?: unknown }
      requestId?: string
    }
    if (body.error?.message) {
      const { code = 'unexpected', message, next, details } = body.error
      return new ApiError({ code, status, message, next, details, requestId: body.requestId })
    }
  } catch {
    // Falls through: a page of a proxy, or nothing at all.
  }
  return new ApiError({
    code: 'unexpected',
    status,
    message: 'The server gave an answer that could not be read.',
    next: 'Try again in a moment.',
  })
}

interface SendOptions {
  method: 'POST' | 'PUT'
  path: string
  workspaceId: string
  commandId: string
  body: Blob | null
  signal: AbortSignal
  onSent: (bytes: number) => void
}

/** Sends bytes and tells how many have left; `fetch` cannot. Gives the `data` of the answer, throws `ApiError`. */
function send<T>(options: SendOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(options.method, options.path)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('x-tenant-id', options.workspaceId)
    request.setRequestHeader('idempotency-key', options.commandId)
    if (options.body) request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => options.onSent(event.loaded)
    request.onload = () => {
      if (request.status < 200 || request.status > SMALL_STATUS_MAX)
        return reject(failureFrom(request.status, request.responseText))
      const text = request.responseText
      // The caller vouches for the shape: same origin, same build.
      resolve((text === '' ? undefined : (JSON.parse(text) as { data?: unknown }).data) as T)
    }
    request.onerror = () => reject(offlineError())
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    options.signal.addEventListener('abort', () => request.abort(), { once: true })
    if (options.signal.aborted) return reject(new DOMException('aborted', 'AbortError'))
    request.send(options.body)
  })
}

async function withRetries<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (thrown) {
      if (attempt === PART_TRIES || signal.aborted || !isRetryable(thrown)) throw thrown
      await new Promise((resume) => setTimeout(resume, RETRY_AFTER_MS * attempt))
    }
  }
}

export interface UploadOptions {
  file: File
  workspaceId: string
  /** The same id again is the same upload: sending it twice makes one import. */
  commandId: string
  signal: AbortSignal
  onSent: (bytes: number) => void
}

/** Uploads a file, whole up to 90 MB and in parts beyond. Gives the import it became; throws `ApiError` or an abort. */
export async function uploadFile(options: UploadOptions): Promise<ImportView> {
  const { file } = options
  const name = encodeURIComponent(file.name)
  const shared = { workspaceId: options.workspaceId, signal: options.signal }
  if (file.size <= IMPORT_BODY_BYTES_MAX) {
    return send({
      ...shared,
      method: 'POST',
      path: `/api/v1/imports?name=${name}`,
      commandId: options.commandId,
      body: file,
      onSent: options.onSent,
    })
  }
  const base = '/api/v1/imports/uploads'
  const quiet = { ...shared, body: null, onSent: () => {} }
  const opened = await send<{ uploadId: string; partBytes: number }>({
    ...quiet,
    method: 'POST',
    path: `${base}?name=${name}&bytes=${file.size}`,
    commandId: options.commandId,
  })
  const here = `${base}/${encodeURIComponent(opened.uploadId)}`
  for (const part of partsOf(file.size, opened.partBytes)) {
    const body = file.slice(part.from, part.to)
    const onSent = (bytes: number) => options.onSent(part.from + bytes)
    const path = `${here}/parts/${part.number}`
    await withRetries(
      () =>
        send({
          ...shared,
          method: 'PUT',
          path,
          commandId: `${options.commandId}.${part.number}`,
          body,
          onSent,
        }),
      options.signal,
    )
  }
  return send({
    ...quiet,
    method: 'POST',
    path: `${here}/complete`,
    commandId: `${options.commandId}.complete`,
  })
}
