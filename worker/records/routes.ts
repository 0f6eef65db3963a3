import { Hono } from 'hono'
import { z } from 'zod'
import {
  ChangeCustomMetric,
  CustomMetricsQuery,
  FinancialsQuery,
  KpisQuery,
  LeadsQuery,
  PutCustomMetric,
  PutCustomMetrics,
  RemoveCustomMetrics,
  SheetQuery,
} from '../../contracts/records.ts'
import { ok } from '../../contracts/result.ts'
import { actorText } from '../events/append.ts'
import { DayClock } from '../platform/clock.ts'
import {
  answerCommand,
  answerCreated,
  answerRead,
  needs,
  parseInput,
  readInput,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import { changeValue, removeValue, removeValues } from './change.service.ts'
import { enterValue, enterValues } from './enter.service.ts'
import { refusedAt } from './enter-metrics.ts'
import { readFinancials, readKpis, readLeads, readValue, readValues } from './lists.service.ts'
import { ClientPlace, FinancialPlace, LeadPlace, planList, readPlace, ValuePlace } from './rules/lists.ts'
import { planSheet } from './rules/sheet.ts'
import { readSheet } from './sheet.service.ts'

const [Many] = PutCustomMetrics.options
const IsMany = z.object({ values: z.unknown() })

type Variables = TenantEnv['Variables']

/** Settings of the workspace, or the refusal when it cannot be asked. */
async function settingsOf({ tenant, requestId }: Variables) {
  const ready = await tenant.ready()
  if (!ready.ok) return refuseWith(ready.error, requestId)
  const facts = await tenant.facts()
  return facts === null ? refuseWith({ code: 'workspace_provisioning' }, requestId) : facts.settings
}

function enteredBy({ principal, tenant }: Variables) {
  const system = principal.kind === 'key' ? 'api' : 'manual'
  return { actor: actorText(principal), system, at: tenant.deps.now() }
}

export const financialRoutes = new Hono<TenantEnv>().get('/', needs('records.read'), async (c) => {
  const query = parseInput(c.req.query(), FinancialsQuery)
  if (!query.ok) return refuseWith(query.error, c.var.requestId)
  const plan = planList(query.value, FinancialPlace)
  if (!plan.ok) return refuseWith(plan.error, c.var.requestId)
  const settings = await settingsOf(c.var)
  if (settings instanceof Response) return settings
  return answerRead(c, (tx) => readFinancials(tx, plan.value, settings.currency))
})

export const leadRoutes = new Hono<TenantEnv>().get('/', needs('records.read'), async (c) => {
  const query = parseInput(c.req.query(), LeadsQuery)
  if (!query.ok) return refuseWith(query.error, c.var.requestId)
  const plan = planList(query.value, LeadPlace)
  if (!plan.ok) return refuseWith(plan.error, c.var.requestId)
  const settings = await settingsOf(c.var)
  if (settings instanceof Response) return settings
  const { stage = null, status = null, leadId = null } = query.value
  const filter = { ...plan.value.filter, stage, status, leadId }
  return answerRead(c, (tx) => readLeads(tx, { ...plan.value, filter }, settings.currency))
})

export const kpiRoutes = new Hono<TenantEnv>().get('/', needs('records.read'), async (c) => {
  const query = parseInput(c.req.query(), KpisQuery)
  if (!query.ok) return refuseWith(query.error, c.var.requestId)
  const plan = planList(query.value, ClientPlace)
  if (!plan.ok) return refuseWith(plan.error, c.var.requestId)
  const settings = await settingsOf(c.var)
  if (settings instanceof Response) return settings
  const today = new DayClock().dayIn(settings.timeZone, c.var.tenant.deps.now())
  return answerRead(c, (tx) => readKpis(tx, plan.value, { base: settings.currency, today }))
})

/** The places that ids stand for; the first text that is no id is refused as a value that is not there. */
function readPlaces(ids: readonly string[]) {
  const places: ValuePlace[] = []
  for (const [at, id] of ids.entries()) {
    const place = readPlace(id, ValuePlace)
    if (place === null) return refusedAt(at, 'not_found')
    places.push(place)
  }
  return ok(places)
}

export const customMetricRoutes = new Hono<TenantEnv>()
  .get('/', needs('records.read'), async (c) => {
    const query = parseInput(c.req.query(), CustomMetricsQuery)
    if (!query.ok) return refuseWith(query.error, c.var.requestId)
    const plan = planList(query.value, ValuePlace)
    if (!plan.ok) return refuseWith(plan.error, c.var.requestId)
    const filter = { ...plan.value.filter, metricName: query.value.metricName ?? null }
    return answerRead(c, (tx) => readValues(tx, { ...plan.value, filter }))
  })
  .post('/', needs('records.write'), async (c) => {
    const body = await readInput(c.req.raw, z.unknown())
    if (!body.ok) return refuseWith(body.error, c.var.requestId)
    // Told apart here, so that a refusal names the fields of the form that was meant.
    if (IsMany.safeParse(body.value).success) {
      const many = parseInput(body.value, Many)
      if (!many.ok) return refuseWith(many.error, c.var.requestId)
      return answerCommand(c, many.value, 200, async (tx) => {
        const entered = await enterValues(tx, many.value.values, enteredBy(c.var))
        return entered.ok ? ok({ view: entered.value.counts, events: entered.value.events }) : entered
      })
    }
    const one = parseInput(body.value, PutCustomMetric)
    if (!one.ok) return refuseWith(one.error, c.var.requestId)
    return answerCreated(c, one.value, (tx) => enterValue(tx, one.value, enteredBy(c.var)))
  })
  .get('/sheet', needs('records.read'), async (c) => {
    const query = parseInput(c.req.query(), SheetQuery)
    if (!query.ok) return refuseWith(query.error, c.var.requestId)
    const plan = planSheet(query.value)
    if (!plan.ok) return refuseWith(plan.error, c.var.requestId)
    return answerRead(c, (tx) => readSheet(tx, plan.value))
  })
  .post('/removals', needs('records.write'), async (c) => {
    const body = await readInput(c.req.raw, RemoveCustomMetrics)
    if (!body.ok) return refuseWith(body.error, c.var.requestId)
    const places = readPlaces(body.value.ids)
    if (!places.ok) return refuseWith(places.error, c.var.requestId)
    return answerCommand(c, body.value, 200, (tx) => removeValues(tx, places.value))
  })
  .get('/:id', needs('records.read'), async (c) => {
    const place = readPlace(c.req.param('id'), ValuePlace)
    if (place === null) return refuseWith({ code: 'not_found' }, c.var.requestId)
    return answerRead(c, async (tx) => {
      const data = await readValue(tx, place)
      return data === null ? null : { data }
    })
  })
  .patch('/:id', needs('records.write'), async (c) => {
    const place = readPlace(c.req.param('id'), ValuePlace)
    if (place === null) return refuseWith({ code: 'not_found' }, c.var.requestId)
    const change = await readInput(c.req.raw, ChangeCustomMetric)
    if (!change.ok) return refuseWith(change.error, c.var.requestId)
    const { metricValue } = change.value
    return answerCommand(c, change.value, 200, (tx) => changeValue(tx, place, metricValue, enteredBy(c.var)))
  })
  .delete('/:id', needs('records.write'), async (c) => {
    const place = readPlace(c.req.param('id'), ValuePlace)
    if (place === null) return refuseWith({ code: 'not_found' }, c.var.requestId)
    return answerCommand(c, null, 200, (tx) => removeValue(tx, place))
  })
