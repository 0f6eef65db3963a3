import { Hono } from 'hono'
import { z } from 'zod'
import { ok } from '../../contracts/result.ts'
import { readConnection } from '../connections/read.service.ts'
import { actorText } from '../events/append.ts'
import {
  answerCommand,
  answerRead,
  needs,
  parseInput,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import type { Syncs } from '../tenant/syncs.ts'
import { restoreInput, wantedVersion } from './routes.ts'
import {
  readBookingSettingsHistory,
  readConnectionHistory,
  readRoleHistory,
  restoreBookingSettings,
  restoreConnectionVersion,
} from './setup.service.ts'

const IdParam = z.object({ id: z.uuid() })

/** What connections, roles and the settings of bookings of a workspace were. Roles are brought back by the front door, which keeps them. */
export const setupHistoryRoutes = ({ syncs }: { syncs: Syncs }) =>
  new Hono<TenantEnv>()
    .get('/connections/:id', needs('connections.read'), (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(c, async (tx) => {
        const data = await readConnectionHistory(tx, param.value.id, c.var.tenant.deps.now())
        return data === null ? null : { data }
      })
    })
    .post('/connections/:id/restore', needs('connections.manage'), async (c) => {
      const input = await restoreInput(c)
      if (input instanceof Response) return input
      const { id, version, wanted } = input
      const { now, timeZone } = await syncs.startContext()
      await syncs.expectRuns()
      const response = await answerCommand(c, input, 200, async (tx) => {
        const changed = await restoreConnectionVersion(tx, id, version, wanted, { now, timeZone })
        if (!changed.ok) return changed
        const view = await readConnection(tx, id, now)
        if (view === null) throw new Error(`connection ${id} is gone`)
        return ok({ view, events: changed.value.events })
      })
      if (response.ok) await syncs.startDue()
      return response
    })
    .get('/roles/:id', needs('roles.read'), (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(c, async (tx) => {
        const data = await readRoleHistory(tx, param.value.id)
        return data === null ? null : { data }
      })
    })
    .get('/booking-settings', needs('bookings.read'), (c) =>
      answerRead(c, async (tx) => ({ data: await readBookingSettingsHistory(tx) })),
    )
    .post('/booking-settings/restore', needs('bookings.manage'), async (c) => {
      const input = await wantedVersion(c)
      if (input instanceof Response) return input
      const { newId, now } = c.var.tenant.deps
      const by = { newId, at: now(), actor: actorText(c.var.principal) }
      return answerCommand(c, input, 200, (tx) => restoreBookingSettings(tx, input.version, input.wanted, by))
    })
