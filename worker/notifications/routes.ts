import { Hono } from 'hono'
import { NotificationsQuery, ReadNotifications } from '../../contracts/notifications.ts'
import { ok } from '../../contracts/result.ts'
import {
  answerCommand,
  answerRead,
  needs,
  parseInput,
  readInput,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import { markRead, readInbox } from './service.ts'

/** Everybody reads what they were told themselves and nothing else; a key was told nothing. */
export const notificationRoutes = new Hono<TenantEnv>()
  .get('/', needs('workspace.read'), async (c) => {
    const query = parseInput(c.req.query(), NotificationsQuery)
    if (!query.ok) return refuseWith(query.error, c.var.requestId)
    return answerRead(c, (tx) => readInbox(tx, c.var.principal.id, query.value))
  })
  .post('/read', needs('workspace.read'), async (c) => {
    const which = await readInput(c.req.raw, ReadNotifications)
    if (!which.ok) return refuseWith(which.error, c.var.requestId)
    const { principal, tenant } = c.var
    const response = await answerCommand(c, which.value, 200, async (tx) => {
      const view = await markRead(tx, principal.id, which.value, tenant.deps.now())
      return ok({ view, events: [] })
    })
    // Other windows of the same person count along.
    if (response.ok) tenant.hub.tellPerson(principal.id)
    return response
  })
