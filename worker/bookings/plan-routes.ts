import { Hono } from 'hono'
import { z } from 'zod'
import {
  BookingSeriesId,
  ChangeTogether,
  ExtendSeries,
  PlanBookings,
  type PlanReport,
  TransitionTogether,
} from '../../contracts/booking-plans.ts'
import type { Rival } from '../../contracts/bookings.ts'
import { BookingId } from '../../contracts/ids.ts'
import { allows, type Principal } from '../../contracts/principal.ts'
import {
  answerCommand,
  answerRead,
  needs,
  parseInput,
  readInput,
  readyFirst,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import type { PlanConflict } from './clash.service.ts'
import { checkExtension, extendSeries } from './extend.service.ts'
import { checkPlan, makePlan } from './plan.service.ts'
import { type BookingHost, byCaller, counted } from './routes.ts'
import { readSeries } from './series.service.ts'
import { changeTogether, transitionTogether } from './together.service.ts'

const IdParam = z.object({ id: BookingId })
const SeriesParam = z.object({ id: BookingSeriesId })

const hidden = (rival: Rival): Rival => ({ ...rival, id: null, title: null, status: null })
const hideRivals = <T extends { rivals: Rival[] }>(one: T): T => ({ ...one, rivals: one.rivals.map(hidden) })

/** Whoever may not see bookings is told that times are taken, and not by what. */
function clashSeenBy<R extends { ok: true } | { ok: false; error: { code: string } }>(
  principal: Principal,
  result: R,
): R | { ok: false; error: PlanConflict } {
  if (result.ok || allows(principal, 'bookings.read') || !isConflict(result.error)) return result
  const { code, details } = result.error
  return { ok: false, error: { code, details: { ...details, clashes: details.clashes.map(hideRivals) } } }
}

const isConflict = (error: { code: string }): error is PlanConflict => error.code === 'plan_conflict'

function reportSeenBy(principal: Principal, report: PlanReport): PlanReport {
  if (allows(principal, 'bookings.read')) return report
  const occurrences = report.occurrences.map((one) => ({ ...one, members: one.members.map(hideRivals) }))
  return { ...report, occurrences }
}

/** Several bookings at once, below `/api/v1/booking-plans`. */
export const bookingPlanRoutes = (host: BookingHost) =>
  new Hono<TenantEnv>()
    .post('/', needs('bookings.write'), async (c) => {
      const input = await readInput(c.req.raw, PlanBookings)
      if (!input.ok) return refuseWith(input.error, c.var.requestId)
      const { artistIds, projectId } = input.value
      const [artistId] = artistIds
      if (artistId === undefined) return refuseWith({ code: 'invalid_request' }, c.var.requestId)
      const answer = answerCommand(c, input.value, 201, async (tx) =>
        clashSeenBy(c.var.principal, await makePlan(tx, input.value, byCaller(c))),
      )
      const response = await counted(c, host, { artistId, projectId }, answer)
      if (response.ok && input.value.status === 'hold') await host.planExpiry()
      return response
    })
    .post('/check', needs('bookings.write'), readyFirst, async (c) => {
      const input = await readInput(c.req.raw, PlanBookings)
      if (!input.ok) return refuseWith(input.error, c.var.requestId)
      const { tenant, principal } = c.var
      const checked = await tenant.readAs(principal, (tx) => checkPlan(tx, input.value))
      if (!checked.ok) return refuseWith(checked.error, c.var.requestId)
      const report = checked.value
      return answerRead(c, async () => (report === null ? null : { data: reportSeenBy(principal, report) }))
    })

/** How bookings repeat. */
export const bookingSeriesRoutes = new Hono<TenantEnv>().get('/:id', needs('bookings.read'), async (c) => {
  const param = parseInput(c.req.param(), SeriesParam)
  if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
  return answerRead(c, async (tx) => {
    const data = await readSeries(tx, param.value.id)
    return data === null ? null : { data }
  })
})

/** Changes of a booking together with those of its group and its series, below `/api/v1/bookings`. */
export const togetherRoutes = (host: BookingHost) =>
  new Hono<TenantEnv>()
    .post('/:id/together/transitions', needs('bookings.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const asked = await readInput(c.req.raw, TransitionTogether)
      if (!asked.ok) return refuseWith(asked.error, c.var.requestId)
      return answerCommand(c, asked.value, 200, async (tx) =>
        clashSeenBy(c.var.principal, await transitionTogether(tx, param.value.id, asked.value, byCaller(c))),
      )
    })
    .post('/:id/together/changes', needs('bookings.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const asked = await readInput(c.req.raw, ChangeTogether)
      if (!asked.ok) return refuseWith(asked.error, c.var.requestId)
      const answer = answerCommand(c, asked.value, 200, async (tx) =>
        clashSeenBy(c.var.principal, await changeTogether(tx, param.value.id, asked.value, byCaller(c))),
      )
      const response = await counted(c, host, { bookingId: param.value.id }, answer)
      if (response.ok) await host.planExpiry()
      return response
    })
    .post('/:id/together/extension', needs('bookings.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const asked = await readInput(c.req.raw, ExtendSeries)
      if (!asked.ok) return refuseWith(asked.error, c.var.requestId)
      const answer = answerCommand(c, asked.value, 201, async (tx) =>
        clashSeenBy(c.var.principal, await extendSeries(tx, param.value.id, asked.value, byCaller(c))),
      )
      const response = await counted(c, host, { bookingId: param.value.id }, answer)
      if (response.ok && asked.value.status === 'hold') await host.planExpiry()
      return response
    })
    .post('/:id/together/extension/check', needs('bookings.write'), readyFirst, async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const asked = await readInput(c.req.raw, ExtendSeries)
      if (!asked.ok) return refuseWith(asked.error, c.var.requestId)
      const { tenant, principal } = c.var
      const checked = await tenant.readAs(principal, (tx) => checkExtension(tx, param.value.id, asked.value))
      if (!checked.ok) return refuseWith(checked.error, c.var.requestId)
      return answerRead(c, async () => ({ data: reportSeenBy(principal, checked.value) }))
    })
