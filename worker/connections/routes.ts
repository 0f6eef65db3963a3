import { Hono } from 'hono'
import { z } from 'zod'
import {
  AuthorizeQuery,
  CallbackQuery,
  ChooseAccount,
  CreateConnection,
  DisconnectQuery,
  Provider,
  QuarantineQuery,
  RunsQuery,
  StartSync,
  UpdateConnection,
} from '../../contracts/connections.ts'
import { ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { actorText } from '../events/append.ts'
import type { NewEvent } from '../events/define.ts'
import type { Consents } from '../tenant/consents.ts'
import {
  answerCommand,
  answerRead,
  confirmedOnly,
  needs,
  parseInput,
  readInput,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import type { Syncs } from '../tenant/syncs.ts'
import { chooseAccount, confirmConsent, createOpenConnection } from './consent.service.ts'
import { disconnect } from './disconnect.service.ts'
import { listConnectors, type ProviderDeps, planOf, revokeAccess } from './provider.service.ts'
import {
  readConnection,
  readConnections,
  readQuarantine,
  readRun,
  readRuns,
  runViews,
} from './read.service.ts'
import { asideCursor, readAsideCursor } from './rules/aside-place.ts'
import { cancelRuns } from './runs.service.ts'
import { type StartedRun, startAskedRuns, startRetries } from './start.service.ts'
import { updateConnection } from './update.service.ts'

const IdParam = z.object({ id: z.uuid() })
const RunParam = z.object({ id: z.uuid(), runId: z.uuid() })
const ProviderParam = z.object({ provider: Provider })
const Version = z.coerce.number().int().positive()
const SEE_OTHER = 303
const NO_CURSOR = {
  code: 'invalid_request',
  details: { fields: [{ field: 'cursor', problem: 'is not one that a list gave' }] },
} as const

/** What the routes of connections are handed by the object that hosts them. */
export interface ConnectionHost {
  providers: ProviderDeps
  syncs: Syncs
  consents: Consents
}

/** `GET /api/v1/connectors`: what can be connected. */
export function connectorRoutes({ providers }: Pick<ConnectionHost, 'providers'>) {
  return new Hono<TenantEnv>().get('/', needs('connections.read'), (c) =>
    c.json({ data: listConnectors(providers.env) }),
  )
}

/** Routes of connections inside the tenant object. */
export function connectionRoutes(host: ConnectionHost) {
  return new Hono<TenantEnv>()
    .route('/', consentRoutes(host))
    .route('/', changeRoutes(host))
    .route('/', syncRoutes(host))
    .route('/', readRoutes())
}

function readRoutes() {
  return new Hono<TenantEnv>()
    .get('/', needs('connections.read'), (c) =>
      answerRead(c, async (tx) => {
        const data = await readConnections(tx, c.var.tenant.deps.now())
        return { data, meta: { total: data.length } }
      }),
    )
    .get('/:id', needs('connections.read'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(c, async (tx) => {
        const data = await readConnection(tx, param.value.id, c.var.tenant.deps.now())
        return data === null ? null : { data }
      })
    })
    .get('/:id/runs', needs('connections.read'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const query = parseInput(c.req.query(), RunsQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      const { cursor, stream, limit } = query.value
      return answerRead(c, async (tx) => {
        const filter = { before: cursor ?? null, stream: stream ?? null, limit: limit + 1 }
        const page = await readRuns(tx, param.value.id, filter)
        if (page === null) return null
        const data = page.found.slice(0, limit)
        const nextCursor = page.found.length > limit ? (data.at(-1)?.id ?? null) : null
        return { data, meta: { nextCursor, total: page.total } }
      })
    })
    .get('/:id/runs/:runId', needs('connections.read'), async (c) => {
      const param = parseInput(c.req.param(), RunParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(c, async (tx) => {
        const data = await readRun(tx, param.value.id, param.value.runId)
        return data === null ? null : { data }
      })
    })
    .get('/:id/quarantine', needs('connections.read'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const query = parseInput(c.req.query(), QuarantineQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      const { cursor, limit } = query.value
      const after = cursor === undefined ? null : readAsideCursor(cursor)
      if (cursor !== undefined && after === null) return refuseWith(NO_CURSOR, c.var.requestId)
      return answerRead(c, async (tx) => {
        const page = await readQuarantine(tx, param.value.id, after, limit + 1)
        if (page === null) return null
        const data = page.found.slice(0, limit)
        const last = data.at(-1)
        const nextCursor = page.found.length > limit && last !== undefined ? asideCursor(last) : null
        return { data, meta: { nextCursor, total: page.total } }
      })
    })
}

function consentRoutes({ consents, syncs }: ConnectionHost) {
  return new Hono<TenantEnv>()
    .get('/:provider/authorize', needs('connections.manage'), confirmedOnly, async (c) => {
      const param = parseInput(c.req.param(), ProviderParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const query = parseInput(c.req.query(), AuthorizeQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      const begun = await consents.begin(c.var.principal, param.value.provider, query.value)
      return begun.ok ? c.json({ data: begun.value }) : refuseWith(begun.error, c.var.requestId)
    })
    .get('/:provider/callback', needs('connections.manage'), async (c) => {
      const param = parseInput(c.req.param(), ProviderParam)
      const query = parseInput(c.req.query(), CallbackQuery)
      if (!param.ok || !query.ok) return refuseWith({ code: 'consent_unknown' }, c.var.requestId)
      const finished = await consents.finish(c.var.principal, param.value.provider, query.value)
      return finished.ok ? c.redirect(finished.value, SEE_OTHER) : refuseWith(finished.error, c.var.requestId)
    })
    .post('/:id/consent', needs('connections.manage'), confirmedOnly, async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const { id } = param.value
      await syncs.expectRuns()
      const response = await answerCommand(c, null, 200, (tx) =>
        withView(tx, c, id, () => confirmConsent(tx, id, doerOf(c))),
      )
      if (response.ok) await syncs.startDue()
      return response
    })
    .post('/:id/account', needs('connections.manage'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const choice = await readInput(c.req.raw, ChooseAccount)
      if (!choice.ok) return refuseWith(choice.error, c.var.requestId)
      const { id } = param.value
      await syncs.expectRuns()
      const response = await answerCommand(c, choice.value, 200, (tx) =>
        withView(tx, c, id, () => chooseAccount(tx, id, planOf, choice.value, doerOf(c))),
      )
      if (response.ok) await syncs.startDue()
      return response
    })
}

function changeRoutes({ providers, syncs }: ConnectionHost) {
  return new Hono<TenantEnv>()
    .post('/', needs('connections.manage'), confirmedOnly, async (c) => {
      const input = await readInput(c.req.raw, CreateConnection)
      if (!input.ok) return refuseWith(input.error, c.var.requestId)
      const plan = planOf(input.value.provider)
      if (plan === null || plan.needsConsent) {
        const details = {
          provider: input.value.provider,
          reason: plan === null ? 'unknown' : 'needs consent',
        }
        return refuseWith({ code: 'invalid_request', details }, c.var.requestId)
      }
      const id = c.var.tenant.deps.newId()
      await syncs.expectRuns()
      const response = await answerCommand(c, input.value, 201, (tx) =>
        withView(tx, c, id, () =>
          createOpenConnection(tx, id, plan, input.value.clientId ?? null, doerOf(c)),
        ),
      )
      if (response.ok) {
        await syncs.startDue()
        response.headers.set('location', `/api/v1/connections/${id}`)
      }
      return response
    })
    .patch('/:id', needs('connections.manage'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const version = Version.safeParse(c.req.header('if-match')?.replaceAll('"', ''))
      if (!version.success) {
        const details = { header: 'If-Match', problem: 'the version you saw' }
        return refuseWith({ code: 'invalid_request', details }, c.var.requestId)
      }
      const change = await readInput(c.req.raw, UpdateConnection)
      if (!change.ok) return refuseWith(change.error, c.var.requestId)
      const { id } = param.value
      const { now, timeZone } = await syncs.startContext()
      await syncs.expectRuns()
      const response = await answerCommand(c, { version: version.data, ...change.value }, 200, (tx) =>
        withView(tx, c, id, () => updateConnection(tx, id, version.data, change.value, { now, timeZone })),
      )
      if (response.ok) await syncs.startDue()
      return response
    })
    .delete('/:id', needs('connections.manage'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const query = parseInput(c.req.query(), DisconnectQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      const { id } = param.value
      const ready = await c.var.tenant.ready()
      if (!ready.ok) return refuseWith(ready.error, c.var.requestId)
      // Taken back before our copy goes: afterwards nobody could.
      const isRevoked = await revokeAccess(providers, await syncs.tokens.ofConnection(id))
      const response = await answerCommand(c, query.value, 200, (tx) =>
        disconnect(tx, id, { data: query.value.data, isRevoked, now: c.var.tenant.deps.now() }),
      )
      if (response.ok) await syncs.startDue()
      return response
    })
}

function syncRoutes({ syncs }: ConnectionHost) {
  return new Hono<TenantEnv>()
    .post('/:id/sync', needs('connections.sync'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const isEmpty = c.req.header('content-type') === undefined
      const input = isEmpty ? ok({ streams: undefined }) : await readInput(c.req.raw, StartSync)
      if (!input.ok) return refuseWith(input.error, c.var.requestId)
      const context = await syncs.startContext()
      let started: StartedRun[] = []
      await syncs.expectRuns()
      const response = await answerCommand(c, input.value, 202, async (tx) => {
        const done = await startAskedRuns(tx, param.value.id, input.value.streams ?? null, context)
        if (!done.ok) return done
        started = done.value.runs
        return ok({ view: { runs: await runViews(tx, done.value.runs) }, events: done.value.events })
      })
      await syncs.begin(started)
      return response
    })
    .post('/:id/quarantine/retry', needs('connections.sync'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const context = await syncs.startContext()
      let started: StartedRun[] = []
      await syncs.expectRuns()
      const response = await answerCommand(c, null, 202, async (tx) => {
        const done = await startRetries(tx, param.value.id, context)
        if (!done.ok) return done
        started = done.value.runs
        return ok({ view: { runs: await runViews(tx, done.value.runs) }, events: done.value.events })
      })
      await syncs.begin(started)
      return response
    })
    .post('/:id/cancel', needs('connections.sync'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      let ended: string[] = []
      const response = await answerCommand(c, null, 200, async (tx) => {
        const done = await cancelRuns(tx, param.value.id, c.var.tenant.deps.now())
        if (!done.ok) return done
        ended = done.value.runIds
        const runs = await runViews(
          tx,
          ended.map((runId) => ({ runId })),
        )
        return ok({ view: { runs }, events: done.value.events })
      })
      if (response.ok) await syncs.cancelled(ended)
      return response
    })
}

interface Caller {
  var: TenantEnv['Variables']
}

const doerOf = ({ var: { principal, tenant } }: Caller) => ({
  actor: actorText(principal),
  now: tenant.deps.now(),
})

/** Answers a change with the connection as it stands after it. */
async function withView<E extends { code: string }>(
  tx: TenantTx,
  c: Caller,
  id: string,
  change: () => Promise<Result<{ events: NewEvent[] }, E>>,
) {
  const changed = await change()
  if (!changed.ok) return changed
  const view = await readConnection(tx, id, c.var.tenant.deps.now())
  if (view === null) throw new Error(`connection ${id} is gone`)
  return ok({ view, events: changed.value.events })
}
