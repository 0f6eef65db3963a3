import { Hono } from 'hono'
import { z } from 'zod'
import type { RecordHistory } from '../../contracts/history.ts'
import { ArtistId } from '../../contracts/ids.ts'
import { allows } from '../../contracts/principal.ts'
import { err, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { actorText } from '../events/append.ts'
import { DayClock } from '../platform/clock.ts'
import {
  answerCommand,
  answerRead,
  type FeatureRefusal,
  needs,
  parseInput,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import { type HoursContext, readHoursHistory, restoreHoursVersion } from './hours.service.ts'
import { type RouteContext, restoreInput } from './routes.ts'
import {
  readArtistHistory,
  readBookingHistory,
  readPhaseHistory,
  readProjectHistory,
  readTaskHistory,
  restoreArtistVersion,
  restoreBookingVersion,
  restorePhaseVersion,
  restoreProjectVersion,
  restoreTaskVersion,
} from './work.service.ts'

type Restored = Extract<Awaited<ReturnType<typeof restoreBookingVersion>>, { ok: true }>['value']

const IdParam = z.object({ id: z.uuid() })

function answerHistory(
  c: RouteContext,
  read: (tx: TenantTx, id: string) => Promise<RecordHistory | null>,
): Promise<Response> | Response {
  const param = parseInput(c.req.param(), IdParam)
  if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
  return answerRead(c, async (tx) => {
    const data = await read(tx, param.value.id)
    return data === null ? null : { data }
  })
}

function hoursContext(c: RouteContext): HoursContext {
  const { artistSeal: seal, deps } = c.var.tenant
  const { newId, now } = deps
  const at = now()
  const clock = new DayClock()
  const dayIn = (timeZone: string) => clock.dayIn(timeZone, at)
  return { newId, at, actor: actorText(c.var.principal), dayIn, seal }
}

/** What projects, phases, tasks, artists, their hours and bookings were before, and the way back by the rules of today. */
export const workHistoryRoutes = new Hono<TenantEnv>()
  .get('/projects/:id', needs('projects.read'), (c) => answerHistory(c, readProjectHistory))
  .post('/projects/:id/restore', needs('projects.write'), async (c) => {
    const input = await restoreInput(c)
    if (input instanceof Response) return input
    const { id, version, wanted } = input
    return answerCommand(c, input, 200, (tx) => restoreProjectVersion(tx, id, version, wanted))
  })
  .get('/phases/:id', needs('projects.read'), (c) => answerHistory(c, readPhaseHistory))
  .post('/phases/:id/restore', needs('projects.write'), async (c) => {
    const input = await restoreInput(c)
    if (input instanceof Response) return input
    const { id, version, wanted } = input
    return answerCommand(c, input, 200, (tx) => restorePhaseVersion(tx, id, version, wanted))
  })
  .get('/tasks/:id', needs('projects.read'), (c) => answerHistory(c, readTaskHistory))
  .post('/tasks/:id/restore', needs('projects.write'), async (c) => {
    const input = await restoreInput(c)
    if (input instanceof Response) return input
    const { id, version, wanted } = input
    const { newId, now } = c.var.tenant.deps
    return answerCommand(c, input, 200, (tx) =>
      restoreTaskVersion(tx, id, version, wanted, { newId, at: now() }),
    )
  })
  .get('/artists/:id', needs('artists.read'), (c) =>
    answerHistory(c, (tx, id) => readArtistHistory(tx, id, c.var.tenant.artistSeal)),
  )
  .post('/artists/:id/restore', needs('artists.write'), async (c) => {
    const input = await restoreInput(c)
    if (input instanceof Response) return input
    const { id, version, wanted } = input
    return answerCommand(c, input, 200, (tx) =>
      restoreArtistVersion(tx, id, version, wanted, c.var.tenant.artistSeal),
    )
  })
  .get('/availability/:id', needs('artists.read'), (c) => {
    const context = hoursContext(c)
    return answerHistory(c, (tx, id) => readHoursHistory(tx, ArtistId.parse(id), context))
  })
  .post('/availability/:id/restore', needs('artists.write'), async (c) => {
    const input = await restoreInput(c)
    if (input instanceof Response) return input
    const { id, version, wanted } = input
    const context = hoursContext(c)
    return answerCommand(c, input, 200, (tx) =>
      restoreHoursVersion(tx, ArtistId.parse(id), version, wanted, context),
    )
  })
  .get('/bookings/:id', needs('bookings.read'), (c) => answerHistory(c, readBookingHistory))
  .post('/bookings/:id/restore', needs('bookings.write'), async (c) => {
    const input = await restoreInput(c)
    if (input instanceof Response) return input
    const { id, version, wanted } = input
    const { newId, now } = c.var.tenant.deps
    const by = { newId, at: now(), actor: actorText(c.var.principal) }
    return answerCommand(c, input, 200, async (tx): Promise<Result<Restored, FeatureRefusal>> => {
      const restored = await restoreBookingVersion(tx, id, version, wanted, by)
      if (restored.ok || allows(c.var.principal, 'bookings.read')) return restored
      // Whoever may not see bookings is told that it cannot be, and neither by what nor what stands there now.
      const { code } = restored.error
      return code === 'booking_conflict' || code === 'first_refusal' || code === 'stale_version'
        ? err({ code })
        : restored
    })
  })
