import { Hono } from 'hono'
import { z } from 'zod'
import type { BoardHost } from '../board/host.service.ts'
import {
  answerCommand,
  answerRead,
  needs,
  parseInput,
  readyFirst,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import { readApplicationHistory, restoreApplicationVersion } from './application.service.ts'
import { readJobHistory, restoreJobVersion } from './job.service.ts'
import { restoreInput } from './routes.ts'

const IdParam = z.object({ id: z.uuid() })

/** What listings and applications of the workspace were, and the way back; what is brought back goes to the board as every change does. */
export const jobHistoryRoutes = (host: BoardHost) =>
  new Hono<TenantEnv>()
    .get('/jobs/:id', needs('jobs.write'), (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(c, async (tx) => {
        const data = await readJobHistory(tx, param.value.id)
        return data === null ? null : { data }
      })
    })
    .post('/jobs/:id/restore', needs('jobs.write'), readyFirst, async (c) => {
      const input = await restoreInput(c)
      if (input instanceof Response) return input
      const { id, version, wanted } = input
      return host.changed(() =>
        answerCommand(c, input, 200, (tx) => restoreJobVersion(tx, id, version, wanted)),
      )
    })
    .get('/applications/:id', needs('applications.read'), (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(c, async (tx) => {
        const data = await readApplicationHistory(tx, param.value.id)
        return data === null ? null : { data }
      })
    })
    .post('/applications/:id/restore', needs('applications.write'), readyFirst, async (c) => {
      const input = await restoreInput(c)
      if (input instanceof Response) return input
      const { id, version, wanted } = input
      const now = c.var.tenant.deps.now()
      return host.changed(() =>
        answerCommand(c, input, 200, (tx) => restoreApplicationVersion(tx, id, version, wanted, now)),
      )
    })
