import { COMMAND_ID_CHARS_MAX } from '../../contracts/limits.ts'
import type { Principal } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantCall } from '../../contracts/tenant-call.ts'
import type { Refusal } from '../platform/http-errors.ts'
import { readBody } from './body.ts'
import {
  admitCaller,
  answerOf,
  type Caller,
  callTenant,
  refuseCall,
  refuseFailedCall,
  tenantResponse,
} from './caller.ts'
import type { EdgeDeps } from './deps.ts'
import { isUnsafe, isUpgrade, pathOf } from './origin.ts'

/**
 * Headers of a client that reach a tenant object. Everything else, above all `x-orrery-*` and cookies, stays here. `call` goes
 * with every call, `change` with those that have a body, `socket` with the opening of one.
 */
const FORWARDED_HEADERS = {
  call: ['accept', 'accept-language', 'if-none-match', 'last-event-id'],
  change: ['content-type', 'if-match'],
  socket: [
    'upgrade',
    'connection',
    'sec-websocket-key',
    'sec-websocket-version',
    'sec-websocket-protocol',
    'sec-websocket-extensions',
  ],
} as const
const COMMAND_ID = new RegExp(`^[\\x21-\\x7e]{1,${COMMAND_ID_CHARS_MAX}}$`)

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

/** A call of a workspace, past the router: the same checks, and one answer made at once. */
export async function answerTenantCall(
  deps: EdgeDeps,
  request: Request,
  requestId: string,
): Promise<Response> {
  const caller = await admitCaller(deps, request)
  if (!caller.ok) return refuseCall(deps, caller.error, requestId)
  return forward(deps, request, caller.value, requestId)
}

/** Passes a call on to the object of its workspace and gives back the object's answer, with every header. */
export async function forward(
  deps: EdgeDeps,
  request: Request,
  caller: Caller,
  requestId: string,
): Promise<Response> {
  if (isUpgrade(request)) return openSocket(deps, request, caller, requestId)
  const refused = (refusal: Refusal) => refuseCall(deps, refusal, requestId)
  const unsafe = isUnsafe(request)
  const commandId = unsafe ? commandIdOf(request, deps.newId) : null
  if (commandId?.ok === false) return refused(commandId.error)
  const body = unsafe ? await readBody(request) : null
  if (body?.ok === false) return refused({ code: 'too_large', details: { bytesMax: body.error.bytesMax } })
  const { pathname, search } = pathOf(request.url)
  const call: TenantCall = {
    v: 1,
    method: request.method,
    path: `${pathname}${search}`,
    headers: forwardedHeaders(request.headers, unsafe ? ['call', 'change'] : ['call']),
    body: body && body.value.byteLength > 0 ? body.value : null,
    commandId: commandId === null ? null : commandId.value,
    requestId,
  }
  try {
    const answer = await answerOf(deps, caller, (stub, { principal }) => stub.call(principal, call))
    return answer.ok ? tenantResponse(deps, answer.value, requestId) : refused(answer.error)
  } catch (error) {
    return refuseFailedCall(deps, error, unsafe, requestId)
  }
}

/** A socket needs the request itself. A stale principal is told to the client, which comes back. */
async function openSocket(
  deps: EdgeDeps,
  request: Request,
  { resolved }: Caller,
  requestId: string,
): Promise<Response> {
  const headers = new Headers(forwardedHeaders(request.headers, ['call', 'socket']))
  headers.set('x-orrery-principal', principalHeader(resolved.principal))
  headers.set('x-request-id', requestId)
  const { pathname, search } = pathOf(request.url)
  try {
    const response = await callTenant(deps, resolved, (stub) =>
      stub.fetch(
        new Request(`https://tenant.internal${pathname}${search}`, { method: request.method, headers }),
      ),
    )
    if (response.status === 101) return response
    const answer = {
      status: response.status,
      body: await response.text(),
      headers: Object.fromEntries(response.headers),
    }
    return tenantResponse(deps, answer, requestId)
  } catch (error) {
    return refuseFailedCall(deps, error, false, requestId)
  }
}

function forwardedHeaders(
  from: Headers,
  kinds: readonly (keyof typeof FORWARDED_HEADERS)[],
): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const kind of kinds) {
    for (const name of FORWARDED_HEADERS[kind]) {
      const value = from.get(name)
      if (value !== null) headers[name] = value
    }
  }
  return headers
}
