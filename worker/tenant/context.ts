import { createMiddleware } from 'hono/factory'
import { z } from 'zod'
import { scopeKey } from '../../contracts/client-scope.ts'
import { type ErrorCode, errorTable, type Failure } from '../../contracts/errors.ts'
import { isLimited, type Permission } from '../../contracts/permissions.ts'
import { allows, type Principal, permissionRefusal } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { STALE_PRINCIPAL_HEADER } from '../../contracts/tenant-call.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { hiddenFrom } from '../metrics/rules/naming.ts'
import { type Refusal, refuse } from '../platform/http-errors.ts'
import { type Command, type CommandAnswer, runCommand, type Work } from './commands.ts'
import { readHead } from './head.repository.ts'
import { readerOf, type Tenant } from './tenant.ts'

/** What every route of a workspace finds in its context. */
export interface TenantEnv {
  /** What the front door decided; a principal is missing when what it sent could not be read. */
  Bindings: { principal: Principal | null; requestId: string; commandId: string | null }
  Variables: { tenant: Tenant; principal: Principal; requestId: string; commandId: string }
}

/** A refusal of a feature; `message`, where a rule worded one itself, says more than the general sentence. */
export interface FeatureRefusal {
  code: ErrorCode
  message?: string
  details?: unknown
}

/** What of the figures somebody sees: rows of these clients, and no names that they may not read. */
export function askerOf(principal: Principal) {
  const hidden = hiddenFrom((permission) =>
    allows(principal, permission) ? null : permissionRefusal(principal, permission).code,
  )
  return { clients: principal.clients, hidden }
}

const PERMISSION = Symbol('permission')

/** The permission a handler declares; a test fails on a route that declares none. */
export function permissionOf(handler: unknown): Permission | null {
  if (typeof handler !== 'function' || !(PERMISSION in handler)) return null
  // Only `needs` sets the mark, to a permission.
  return handler[PERMISSION] as Permission
}

/** Behind `needs`: refuses members who are limited to some clients, where the permission is divided by client and the route is not. */
export const allClientsOnly = createMiddleware<TenantEnv>(async (c, next) => {
  if (!isLimited(c.var.principal)) return next()
  return refuse({ code: 'limited_to_clients' }, c.var.requestId)
})

/** Declares the permission of a route and enforces it, before anything is looked up. */
export function needs(permission: Permission) {
  const guard = createMiddleware<TenantEnv>(async (c, next) => {
    const { principal, requestId } = c.var
    if (!allows(principal, permission)) return refuse(permissionRefusal(principal, permission), requestId)
    return next()
  })
  return Object.assign(guard, { [PERMISSION]: permission })
}

/**
 * Behind `needs`: refuses people whose address is not confirmed. The front door may not have heard of the confirmation yet; called
 * stale, it reads the principal again and repeats the call once.
 */
export const confirmedOnly = createMiddleware<TenantEnv>(async (c, next) => {
  if (!c.var.principal.isUnconfirmed) return next()
  const refusal = refuse({ code: 'address_unconfirmed' }, c.var.requestId)
  refusal.headers.set(STALE_PRINCIPAL_HEADER, 'stale')
  return refusal
})

/** Behind `needs`: claims the workspace first, for routes that read before they run a command. */
export const readyFirst = createMiddleware<TenantEnv>(async (c, next) => {
  const ready = await c.var.tenant.ready()
  return ready.ok ? next() : refuse(ready.error, c.var.requestId)
})

/** Behind `needs`: refuses programs, where what is done is somebody's own. */
export const peopleOnly = createMiddleware<TenantEnv>(async (c, next) => {
  if (c.var.principal.kind === 'person') return next()
  return refuse({ code: 'forbidden', details: { reason: 'people_only' } }, c.var.requestId)
})

/** A refusal in the words of its rule if it has some, else of the error table. */
export function refuseWith(refusal: FeatureRefusal, requestId: string): Response {
  if (refusal.message === undefined) return refuse(refusal satisfies Refusal, requestId)
  const { status, next } = errorTable[refusal.code]
  const { code, message, details } = refusal
  const body: Failure = {
    error: { code, message, next, ...(details === undefined ? {} : { details }) },
    requestId,
  }
  return Response.json(body, { status })
}

/** The JSON body in the shape a route wants, or the refusal that names the fields. */
export async function readInput<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<Result<z.infer<S>, FeatureRefusal>> {
  let json: unknown
  try {
    json = await request.json()
  } catch {
    return err({ code: 'invalid_request', details: { body: 'is not JSON' } })
  }
  return parseInput(json, schema)
}

/** Outside values in the shape a route wants, or the refusal that names the fields. */
export function parseInput<S extends z.ZodType>(
  value: unknown,
  schema: S,
): Result<z.infer<S>, FeatureRefusal> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const fields = parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), problem: issue.message }))
  return err({ code: 'invalid_request', details: { fields } })
}

const Version = z.coerce.number().int().positive()

/** The version that the caller of a change has seen, from `If-Match`. */
export function readVersion(header: string | undefined): Result<number, FeatureRefusal> {
  const version = Version.safeParse(header?.replaceAll('"', ''))
  if (version.success) return ok(version.data)
  return err({ code: 'invalid_request', details: { header: 'If-Match', problem: 'the version you saw' } })
}

interface CommandContext {
  var: TenantEnv['Variables']
  req: { method: string; path: string }
}

/**
 * Runs an unsafe route as a command: once per command id, one transaction, events at its end. `input` is what was asked, for
 * telling a repeat from another request.
 */
export function answerCommand<T, E extends FeatureRefusal>(
  c: CommandContext,
  input: unknown,
  status: 200 | 201 | 202,
  work: Work<T, E>,
): Promise<Response> {
  return answerBy(c, input, (command) => runCommand(c.var.tenant, command, status, work))
}

/** How a command is carried out. */
export type RunCommand = (command: Command) => Promise<Result<CommandAnswer, FeatureRefusal>>

/** The same where the route says how its command is carried out. */
async function answerBy(c: CommandContext, input: unknown, run: RunCommand): Promise<Response> {
  const { principal, requestId, commandId } = c.var
  const asked = `${c.req.method} ${c.req.path} ${JSON.stringify(input)}`
  // A stored answer is given again to those only who reach what it was made of.
  const scope = isLimited(principal) ? ` ${scopeKey(principal.clients)}` : ''
  const requestHash = await sha256(`${asked}${scope}`)
  const result = await run({ id: commandId, ...readerOf(principal), requestHash })
  if (!result.ok) return refuseWith(result.error, requestId)
  const { data, seq } = result.value
  return new Response(`{"data":${data},"meta":{"seq":${seq}}}`, {
    status: result.value.status,
    headers: { 'content-type': 'application/json' },
  })
}

/** `answerCommand` for a route of a list that makes a thing with an id: 201, and `Location` says where it is: in `base`, or in the list. */
export function answerCreated<T extends { id: string }, E extends FeatureRefusal>(
  c: CommandContext,
  input: unknown,
  work: Work<T, E>,
  base = c.req.path,
): Promise<Response> {
  return answerCreatedBy(c, input, (command) => runCommand(c.var.tenant, command, 201, work), base)
}

/** The same where the route says how its command is carried out. */
export async function answerCreatedBy(
  c: CommandContext,
  input: unknown,
  run: RunCommand,
  base: string,
): Promise<Response> {
  const response = await answerBy(c, input, run)
  if (response.status !== 201) return response
  // A repeated command is answered from what was stored, so the id is read from the answer.
  const { data } = Created.parse(await response.clone().json())
  response.headers.set('location', `${base}/${data.id}`)
  return response
}
const Created = z.object({ data: z.object({ id: z.string() }) })

/** SHA-256 of a text, hexadecimal. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A reading route: one snapshot, with the head it was read at. `shape` makes the answer of what was read, once the snapshot is let go. */
export async function answerRead<T>(
  c: CommandContext,
  read: (tx: TenantTx) => Promise<{ data: T; meta?: Record<string, unknown> } | null>,
  shape: (data: T) => Promise<unknown> = async (data) => data,
): Promise<Response> {
  const { tenant, principal, requestId } = c.var
  const head = await tenant.ready()
  if (!head.ok) return refuse(head.error, requestId)
  const [found, at] = await tenant.readAs(principal, (tx) => Promise.all([read(tx), readHead(tx)]))
  if (at === null) return refuse({ code: 'workspace_provisioning' }, requestId)
  if (found === null) return refuse({ code: 'not_found' }, requestId)
  return Response.json({ data: await shape(found.data), meta: { seq: at.seq, ...found.meta } })
}
