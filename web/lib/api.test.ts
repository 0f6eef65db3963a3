import { afterEach, describe, expect, it, vi } from 'vitest'
import { call, callFull } from './api.ts'
import { ApiError, fieldErrors, isRetryable } from './errors.ts'
import { setCurrentWorkspaceId } from './stores/current.ts'

interface Sent {
  path: string
  headers: Headers
  body: unknown
}

function answering(body: unknown, init: ResponseInit = {}): Sent[] {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', async (path: string, request: RequestInit) => {
    sent.push({ path, headers: new Headers(request.headers), body: request.body })
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), init)
  })
  return sent
}

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const thrown = await promise.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(thrown instanceof ApiError)) throw new Error(`not an ApiError: ${String(thrown)}`)
  return thrown
}

afterEach(() => vi.unstubAllGlobals())

describe('what is sent', () => {
  it('[SH2] names the workspace on every call, and none when the call belongs to none', async () => {
    setCurrentWorkspaceId('ws-1')
    const sent = answering({ data: 1 })
    await call('/api/v1/metrics')
    await call('/api/v1/metrics', { workspaceId: 'ws-2' })
    await call('/api/v1/me', { workspaceId: null })
    expect(sent.map((one) => one.headers.get('x-tenant-id'))).toEqual(['ws-1', 'ws-2', null])
  })

  it('[SH2] gives every unsafe call a key of its own, or the one to be repeated, and reads none', async () => {
    const sent = answering({ data: null })
    await call('/x', { method: 'POST', body: {} })
    await call('/x', { method: 'POST', body: {} })
    await call('/x', { method: 'DELETE', commandId: 'again' })
    await call('/x')
    const [first, second, third, fourth] = sent.map((one) => one.headers.get('idempotency-key'))
    expect(first).toMatch(/^[0-9a-f-]{36}$/)
    expect(second).not.toBe(first)
    expect([third, fourth]).toEqual(['again', null])
  })
})

describe('what comes back', () => {
  it('[SH3] is the data and its meta', async () => {
    answering({ data: [1], meta: { seq: 7 } })
    expect(await callFull('/x')).toEqual({ data: [1], meta: { seq: 7 } })
  })

  it('[SH3] is one shape for every refusal', async () => {
    const error = {
      code: 'forbidden',
      message: 'Your role does not allow this.',
      next: 'Ask an owner.',
      details: { a: 1 },
    }
    answering({ error, requestId: 'rq-1' }, { status: 403 })
    expect(await failureOf(call('/x'))).toMatchObject({ ...error, status: 403, requestId: 'rq-1' })
  })

  it('[SH3] is offline when nothing answered', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')))
    expect(await failureOf(call('/x'))).toMatchObject({ code: 'offline', status: 0 })
  })

  it('[SH3] is never a success when it cannot be read', async () => {
    answering('<html>', { status: 200 })
    expect((await failureOf(call('/x'))).code).toBe('unexpected')
    answering('bad gateway', { status: 502, headers: { 'x-request-id': 'rq-2' } })
    expect(await failureOf(call('/x'))).toMatchObject({ status: 502, requestId: 'rq-2' })
  })

  it('[SH3] names the fields a refusal is about', () => {
    const error = new ApiError({
      code: 'invalid_request',
      status: 400,
      message: '',
      details: { fields: [{ field: 'email', problem: 'not an address' }, { field: 3 }] },
    })
    expect(fieldErrors(error)).toEqual({ email: 'not an address' })
    expect(fieldErrors(new ApiError({ code: 'x', status: 400, message: '' }))).toEqual({})
  })

  it('[SH4] is asked again only when that could help', () => {
    const at = (status: number) => isRetryable(new ApiError({ code: 'x', status, message: '' }))
    expect([0, 429, 500, 503].map(at)).toEqual([true, true, true, true])
    expect([400, 401, 403, 404, 409, 422].map(at)).toEqual([false, false, false, false, false, false])
    expect(isRetryable(new Error('bug'))).toBe(false)
  })
})
