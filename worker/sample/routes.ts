import { Hono } from 'hono'
import { ok } from '../../contracts/result.ts'
import { DayClock } from '../platform/clock.ts'
import { allClientsOnly, answerCommand, needs, refuseWith, type TenantEnv } from '../tenant/context.ts'
import { openSampleData, removeSampleData } from './service.ts'

/** /api/v1/sample-data: opens and removes an invented company to look around with. */
export const sampleRoutes = new Hono<TenantEnv>()
  .post('/', needs('imports.write'), allClientsOnly, async (c) => {
    const { tenant, requestId } = c.var
    const ready = await tenant.ready()
    if (!ready.ok) return refuseWith(ready.error, requestId)
    const facts = await tenant.facts()
    if (facts === null) return refuseWith({ code: 'workspace_provisioning' }, requestId)
    const at = tenant.deps.now()
    const { timeZone, currency } = facts.settings
    const today = new DayClock().dayIn(timeZone, at)
    return answerCommand(c, null, 201, (tx) =>
      openSampleData(tx, { today, base: currency, at, newId: tenant.deps.newId }),
    )
  })
  .delete('/', needs('imports.write'), allClientsOnly, (c) =>
    answerCommand(c, null, 200, async (tx) => ok({ view: null, events: await removeSampleData(tx) })),
  )
