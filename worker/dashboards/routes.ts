import { Hono } from 'hono'
import { z } from 'zod'
import { SaveDashboard } from '../../contracts/dashboards.ts'
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
import { listDashboards, saveDashboard } from './service.ts'

const IdParam = z.object({ id: z.uuid() })

export const dashboardRoutes = new Hono<TenantEnv>()
  .get('/', needs('dashboards.read'), (c) =>
    answerRead(c, async (tx) => ({ data: await listDashboards(tx) })),
  )
  .put('/:id', needs('dashboards.write'), async (c) => {
    const param = parseInput(c.req.param(), IdParam)
    if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
    const version = readVersion(c.req.header('if-match'))
    if (!version.ok) return refuseWith(version.error, c.var.requestId)
    const change = await readInput(c.req.raw, SaveDashboard)
    if (!change.ok) return refuseWith(change.error, c.var.requestId)
    return answerCommand(c, { version: version.value, ...change.value }, 200, (tx) =>
      saveDashboard(tx, param.value.id, version.value, change.value),
    )
  })
