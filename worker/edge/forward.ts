import { COMMAND_ID_CHARS_MAX } from '../../contracts/limits.ts'
import type { Principal } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { refuse } from '../platform/http-errors.ts'
import { readBody } from './body.ts'
import type { EdgeDeps } from './deps.ts'
import { isUnsafe, isUpgrade } from './origin.ts'
import { credentialOf, type Resolved, resolvePrincipal } from './principal.ts'
import { namedTenant, principalRefusal } from './route.ts'
import type { TenantStub } from './tenant-stub.ts'

/** Headers of a client that reach a tenant object. Everything else, above all `x-orrery-*` and cookies, stays here. */
const FORWARDED_HEADERS = [
  'accept',
  'accept-language',
  'content-type',
  'if-match',
  'if-none-match',
  'last-event-id',
  'upgrade',
  'connection',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-protocol',
  'sec-websocket-extensions',
]
const COMMAND_ID = new RegExp(`^[\\x21-\\x7e]{1,${COMMAND_ID_CHARS_MAX}}$`)

/** The object answers with this header when another instance took over in the middle of the call. */
export const FENCED_HEADER = 'x-orrery-fenced'
/** The object answers with this header when a principal is older than a change it has heard of. */
export const STALE_PRINCIPAL_HEADER = 'x-orrery-principal'

/** Principal as a header value: base64url of its JSON. */
export function principalHeader(principal: Principal): string {
  const bytes = new TextEncoder().encode(JSON.stringify(principal))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

type CommandError = { code: 'invalid_request'; details: { header: 'Idempotency-Key'; charsMax: number } }

/** The id of a command: the caller's Idempotency-Key, else a new one. */
export function commandIdOf(request: Request, newId: () => string): Result<string, CommandError> {
  const given = request.headers.get('idempotency-key')
  if (given === null) return ok(newId())
  if (COMMAND_ID.test(given)) return ok(given)
  return err({
    code: 'invalid_request',
    details: { header: 'Idempotency-Key', charsMax: COMMAND_ID_CHARS_MAX },
  })
}

/** The headers a tenant object sees: allow-listed ones, and what the front door itself decided. */
export function tenantHeaders(
  from: Headers,
  principal: Principal,
  commandId: string,
  requestId: string,
): Headers {
  const headers = new Headers()
  for (const name of FORWARDED_HEADERS) {
    const value = from.get(name)
    if (value !== null) headers.set(name, value)
  }
  headers.set('idempotency-key', commandId)
  headers.set('x-orrery-principal', principalHeader(principal))
  headers.set('x-orrery-command', commandId)
  headers.set('x-request-id', requestId)
  return headers
}

const flag = (error: unknown, name: 'retryable' | 'overloaded' | 'durableObjectReset'): boolean =>
  typeof error === 'object' && error !== null && name in error && Reflect.get(error, name) === true

/**
 * Calls a tenant object; a failure the platform calls retryable, or a reset of the object, is tried once more with a new
 * stub. Repeating is safe because the command id travels along.
 */
export async function callTenant<T>(
  deps: EdgeDeps,
  resolved: Resolved,
  call: (stub: TenantStub) => Promise<T>,
): Promise<T> {
  const { principal, region } = resolved
  try {
    return await call(deps.openTenant(principal.tenantId, region))
  } catch (error) {
    const again =
      (flag(error, 'retryable') || flag(error, 'durableObjectReset')) && !flag(error, 'overloaded')
    if (!again) throw error
    deps.log.info('tenant_call_repeated', { tenantId: principal.tenantId, error })
    return call(deps.openTenant(principal.tenantId, region))
  }
}

/** What the caller is told when an object could not answer: busy, unknown outcome of a command, or a bug of ours. */
export function refuseFailedCall(
  deps: EdgeDeps,
  error: unknown,
  unsafe: boolean,
  requestId: string,
): Response {
  deps.log.error('tenant_call_failed', { requestId, error })
  if (flag(error, 'overloaded')) return refuse({ code: 'overloaded' }, requestId)
  return refuse({ code: unsafe ? 'in_doubt' : 'internal' }, requestId)
}

/** Passes a call on to the object of its workspace and gives back the object's answer. */
export async function forward(
  deps: EdgeDeps,
  request: Request,
  resolved: Resolved,
  requestId: string,
): Promise<Response> {
  const unsafe = isUnsafe(request)
  const commandId = commandIdOf(request, deps.newId)
  if (!commandId.ok) return refuse(commandId.error, requestId)
  const body = unsafe ? await readBody(request) : null
  if (body && !body.ok)
    return refuse({ code: 'too_large', details: { bytesMax: body.error.bytesMax } }, requestId)

  const url = new URL(request.url)
  const send = (now: Resolved) =>
    callTenant(deps, now, (stub) =>
      stub.fetch(
        new Request(`https://tenant.internal${url.pathname}${url.search}`, {
          method: request.method,
          headers: tenantHeaders(request.headers, now.principal, commandId.value, requestId),
          body: body && body.value.byteLength > 0 ? body.value : null,
        }),
      ),
    )
  try {
    let response = await send(resolved)
    if (response.status === 503 && response.headers.has(FENCED_HEADER)) {
      await response.body?.cancel()
      response = await send(resolved)
    }
    if (response.headers.get(STALE_PRINCIPAL_HEADER) !== 'stale' || isUpgrade(request))
      return cleaned(response)
    await response.body?.cancel()
    const fresh = await resolveAgain(deps, request, resolved)
    if (!fresh.ok) return refuse(principalRefusal(fresh.error), requestId)
    return cleaned(await send(fresh.value))
  } catch (error) {
    return refuseFailedCall(deps, error, unsafe, requestId)
  }
}

/** Reads the principal anew after an object called the kept one stale. */
export function resolveAgain(deps: EdgeDeps, request: Request, stale: Resolved) {
  deps.principals.forget(stale.cacheKey)
  return resolvePrincipal(deps, credentialOf(request.headers), namedTenant(request))
}

/** Internal headers stay inside; an answer of a workspace is never kept by anybody on the way. */
function cleaned(response: Response): Response {
  if (response.status === 101) return response
  const headers = new Headers(response.headers)
  for (const name of [...headers.keys()]) if (name.startsWith('x-orrery-')) headers.delete(name)
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  return new Response(response.body, { status: response.status, headers })
}
