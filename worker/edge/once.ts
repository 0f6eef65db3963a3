import { createMiddleware } from 'hono/factory'
import { COMMAND_KEPT_MS, FRONT_COMMAND_RUNS_MS } from '../../contracts/limits.ts'
import { openWith, sealWith } from '../auth/secrets.ts'
import { refuse } from '../platform/http-errors.ts'
import { secretHash } from '../platform/secrets.ts'
import {
  beginCommand,
  dropCommand,
  finishCommand,
  takeOverCommand,
} from '../workspaces/front-commands.repository.ts'
import { readText } from './body.ts'
import { commandIdOf } from './forward.ts'
import { type EdgeContext, namedTenant } from './route.ts'

const ONCE = Symbol('once')

/** True for the mark that makes a route of the front door answer a repeated call from the first one. */
export const isOnce = (handler: unknown): boolean => typeof handler === 'function' && ONCE in handler

/**
 * Behind `route`: with an Idempotency-Key a change is carried out once and answered alike for 48 hours. The same key with another body is
 * refused. A refusal is not kept, because nothing came of it.
 */
const guard = createMiddleware<EdgeContext>(async (c, next) => {
  const { deps, requestId } = c.var
  const request = c.req.raw
  if (!request.headers.has('idempotency-key')) return next()
  const commandId = commandIdOf(request, deps.newId)
  if (!commandId.ok) return refuse(commandId.error, requestId)
  // The handler reads the body itself; this is another copy of it.
  const { url, method, headers } = request
  const body = await readText(new Request(url, { method, headers, body: request.clone().body }))
  if (!body.ok) return refuse({ code: 'too_large', details: { bytesMax: body.error.bytesMax } }, requestId)
  const who = c.get('resolved')?.principal.id ?? c.get('sessionOf').user.id
  const tenantId = c.get('resolved')?.principal.tenantId ?? namedTenant(request) ?? ''
  const name = `${who} ${tenantId} ${commandId.value}`
  const id = await secretHash(`command ${name}`)
  const requestHash = await secretHash(`${request.method} ${c.req.path} ${body.value}`)
  const now = deps.now()
  // Only the hash of the caller's key is stored, so neither the table nor the server by itself can read an answer again.
  const sealedBy = `${deps.tokenSecret} ${name}`
  const expiresAt = new Date(now.getTime() + COMMAND_KEPT_MS)
  const known = await beginCommand(deps.db, id, { requestHash, now, expiresAt })
  if (known !== null) {
    if (known.requestHash !== requestHash) return refuse({ code: 'command_conflict' }, requestId)
    if (known.status !== null && known.sealedAnswer !== null) {
      const text = await openWith(sealedBy, known.sealedAnswer)
      return new Response(text, {
        status: known.status,
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      })
    }
    const isRunning = now.getTime() - known.startedAt.getTime() < FRONT_COMMAND_RUNS_MS
    if (isRunning || !(await takeOverCommand(deps.db, id, known.startedAt, now)))
      return refuse({ code: 'in_doubt' }, requestId)
  }
  await next()
  if (c.res.status >= 300) {
    // Of a bug nobody knows what it left: the command stays begun, and is taken over later.
    if (c.res.status < 500) await dropCommand(deps.db, id)
    return
  }
  const text = await c.res.clone().text()
  await finishCommand(deps.db, id, c.res.status, await sealWith(sealedBy, text))
  return
})

export const once = Object.assign(guard, { [ONCE]: true })
