import { Hono } from 'hono'
import { z } from 'zod'
import { AvailabilityQuery, CreateTimeOff, PutAvailability, TimeOffId } from '../../contracts/availability.ts'
import { ArtistId } from '../../contracts/ids.ts'
import { ok } from '../../contracts/result.ts'
import { busyTimes } from '../bookings/line.service.ts'
import { tellTimeOff } from '../bookings/time-off.service.ts'
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
import {
  addTimeOff,
  askedPeriod,
  changeHours,
  readAvailability,
  readClosedTimes,
  removeTimeOff,
} from './service.ts'

const IdParam = z.object({ id: ArtistId })
const TimeOffParam = IdParam.extend({ timeOffId: TimeOffId })

/** GET /api/v1/availability: when those are closed who are not open all the time. */
export const availabilityRoutes = new Hono<TenantEnv>().get('/', needs('artists.read'), async (c) => {
  const query = parseInput(c.req.query(), AvailabilityQuery)
  if (!query.ok) return refuseWith(query.error, c.var.requestId)
  const period = askedPeriod(query.value, c.var.tenant.deps.now())
  if (!period.ok) return refuseWith(period.error, c.var.requestId)
  return answerRead(c, async (tx) => ({ data: await readClosedTimes(tx, period.value) }))
})

/** The hours of one artist, below `/api/v1/artists`. */
export const artistAvailabilityRoutes = new Hono<TenantEnv>()
  .get('/:id/availability', needs('artists.read'), async (c) => {
    const param = parseInput(c.req.param(), IdParam)
    if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
    const query = parseInput(c.req.query(), AvailabilityQuery)
    if (!query.ok) return refuseWith(query.error, c.var.requestId)
    const asked = askedPeriod(query.value, c.var.tenant.deps.now())
    if (!asked.ok) return refuseWith(asked.error, c.var.requestId)
    return answerRead(c, async (tx) => {
      const busyIn = (period: { fromMs: number; toMs: number }) => busyTimes(tx, param.value.id, period)
      const data = await readAvailability(tx, param.value.id, asked.value, busyIn)
      return data === null ? null : { data }
    })
  })
  .put('/:id/availability', needs('artists.write'), async (c) => {
    const param = parseInput(c.req.param(), IdParam)
    if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
    const input = await readInput(c.req.raw, PutAvailability)
    if (!input.ok) return refuseWith(input.error, c.var.requestId)
    const at = c.var.tenant.deps.now()
    const clock = new DayClock()
    const context = { at, dayIn: (timeZone: string) => clock.dayIn(timeZone, at) }
    return answerCommand(c, input.value, 200, (tx) => changeHours(tx, param.value.id, input.value, context))
  })
  .post('/:id/time-off', needs('artists.write'), async (c) => {
    const param = parseInput(c.req.param(), IdParam)
    if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
    const input = await readInput(c.req.raw, CreateTimeOff)
    if (!input.ok) return refuseWith(input.error, c.var.requestId)
    const { newId, now } = c.var.tenant.deps
    const context = { newId, at: now(), actor: actorText(c.var.principal) }
    return answerCreated(c, input.value, async (tx) => {
      const added = await addTimeOff(tx, param.value.id, input.value, context)
      if (!added.ok) return added
      const { view, events } = added.value
      return ok({ view, events: [...events, ...(await tellTimeOff(tx, param.value.id, view, context))] })
    })
  })
  .delete('/:id/time-off/:timeOffId', needs('artists.write'), async (c) => {
    const param = parseInput(c.req.param(), TimeOffParam)
    if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
    const { id, timeOffId } = param.value
    return answerCommand(c, null, 200, (tx) => removeTimeOff(tx, id, timeOffId))
  })
