import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { RestoreVersion } from '../../contracts/history.ts'
import { ClientId, Day, MetricKey } from '../../contracts/ids.ts'
import { err } from '../../contracts/result.ts'
import { actorText } from '../events/append.ts'
import {
  answerCommand,
  answerRead,
  needs,
  parseInput,
  readInput,
  readVersion,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import { readFactVersions, restoreValue, valueKey } from './facts.service.ts'
import {
  readClientHistory,
  readDashboardHistory,
  restoreClientVersion,
  restoreDashboardVersion,
} from './records.service.ts'

const IdParam = z.object({ id: z.uuid() })
/** A value by its metric and the id its row has in the drill-down: day, key, occurrence. */
const ValueParam = z.object({ metric: MetricKey, id: z.string().max(80) })
const RowId = z.tuple([Day, z.uuid(), z.coerce.number().int()])
const FinancialParam = z.object({ clientId: ClientId, day: Day, sourceId: z.uuid() })
const SEPARATOR = '_'

export type RouteContext = Context<TenantEnv>

/** Seen version and wanted version of a restore, or the refusal. */
export async function wantedVersion(c: RouteContext) {
  const version = readVersion(c.req.header('if-match'))
  if (!version.ok) return refuseWith(version.error, c.var.requestId)
  const wanted = await readInput(c.req.raw, RestoreVersion)
  if (!wanted.ok) return refuseWith(wanted.error, c.var.requestId)
  return { version: version.value, wanted: wanted.value.id }
}

/** The same with the id of the record. */
export async function restoreInput(c: RouteContext) {
  const param = parseInput(c.req.param(), IdParam)
  if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
  const input = await wantedVersion(c)
  return input instanceof Response ? input : { id: param.value.id, ...input }
}

/** The key under which a value's older rows are kept, by the names of its route. */
function rowKeyOf(c: RouteContext) {
  const param = parseInput(c.req.param(), ValueParam)
  if (!param.ok) return null
  const row = RowId.safeParse(param.value.id.split(SEPARATOR))
  return row.success ? { metric: param.value.metric, key: row.data[1] } : null
}

/** What a record was before, and the way back to it. */
export const historyRoutes = new Hono<TenantEnv>()
  .get('/clients/:id', needs('clients.read'), (c) => {
    const param = parseInput(c.req.param(), IdParam)
    if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
    return answerRead(c, async (tx) => {
      const data = await readClientHistory(tx, param.value.id)
      return data === null ? null : { data }
    })
  })
  .post('/clients/:id/restore', needs('clients.write'), async (c) => {
    const input = await restoreInput(c)
    if (input instanceof Response) return input
    return answerCommand(c, input, 200, (tx) =>
      restoreClientVersion(tx, input.id, input.version, input.wanted),
    )
  })
  .get('/dashboards/:id', needs('dashboards.read'), (c) => {
    const param = parseInput(c.req.param(), IdParam)
    if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
    return answerRead(c, async (tx) => {
      const data = await readDashboardHistory(tx, param.value.id)
      return data === null ? null : { data }
    })
  })
  .post('/dashboards/:id/restore', needs('dashboards.write'), async (c) => {
    const input = await restoreInput(c)
    if (input instanceof Response) return input
    return answerCommand(c, input, 200, (tx) =>
      restoreDashboardVersion(tx, input.id, input.version, input.wanted),
    )
  })
  .get('/values/:metric/:id', needs('records.read'), (c) => {
    const row = rowKeyOf(c)
    if (row === null) return refuseWith({ code: 'not_found' }, c.var.requestId)
    return answerRead(c, async (tx) => {
      const key = await valueKey(tx, row.metric, row.key)
      const versions = key === null ? null : await readFactVersions(tx, 'custom_metrics', key)
      return versions === null ? null : { data: { version: null, versions } }
    })
  })
  .post('/values/:metric/:id/restore', needs('records.write'), async (c) => {
    const row = rowKeyOf(c)
    if (row === null) return refuseWith({ code: 'not_found' }, c.var.requestId)
    const wanted = await readInput(c.req.raw, RestoreVersion)
    if (!wanted.ok) return refuseWith(wanted.error, c.var.requestId)
    const { principal, tenant } = c.var
    const system = principal.kind === 'key' ? 'api' : 'manual'
    const by = { actor: actorText(principal), system, at: tenant.deps.now() }
    return answerCommand(c, wanted.value, 200, async (tx) => {
      const key = await valueKey(tx, row.metric, row.key)
      return key === null ? err({ code: 'not_found' }) : restoreValue(tx, key, wanted.value.id, by)
    })
  })
  .get('/financials/:clientId/:day/:sourceId', needs('records.read'), (c) => {
    const param = parseInput(c.req.param(), FinancialParam)
    if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
    const { clientId, day, sourceId } = param.value
    return answerRead(c, async (tx) => {
      const versions = await readFactVersions(tx, 'financials', `${clientId}:${day}:${sourceId}`)
      return versions === null ? null : { data: { version: null, versions } }
    })
  })
  .get('/leads/:id', needs('records.read'), (c) => {
    const param = parseInput(c.req.param(), IdParam)
    if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
    return answerRead(c, async (tx) => {
      const versions = await readFactVersions(tx, 'lead_events', param.value.id)
      return versions === null ? null : { data: { version: null, versions } }
    })
  })
