import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { PutNotificationPreferences } from '../../contracts/notification-preferences.ts'
import { NotificationId, NotificationsQuery, ReadNotifications } from '../../contracts/notifications.ts'
import { ok } from '../../contracts/result.ts'
import {
  answerCommand,
  answerRead,
  needs,
  parseInput,
  peopleOnly,
  readInput,
  readVersion,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import { mute, readMuted, unmute } from './mutes.service.ts'
import { changePreferences, readPreferences } from './preferences.service.ts'
import { markRead, readInbox } from './service.ts'

const IdParam = z.object({ id: NotificationId })

/** Makes a record silent, or heard of again, for the caller. */
const setMuted = (change: typeof mute) => async (c: Context<TenantEnv>) => {
  const param = parseInput(c.req.param(), IdParam)
  if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
  const { principal, requestId, tenant } = c.var
  const facts = await tenant.facts()
  if (facts === null) return refuseWith({ code: 'workspace_provisioning' }, requestId)
  const whose = { personId: principal.id, timeZone: facts.settings.timeZone, at: tenant.deps.now() }
  return answerCommand(c, {}, 200, (tx) => change(tx, param.value.id, whose))
}

/** Everybody reads what they were told themselves and nothing else; a key was told nothing. `replan` sets the timer of mails anew. */
export const notificationRoutes = (replan: () => Promise<void>) =>
  new Hono<TenantEnv>()
    .get('/', needs('workspace.read'), async (c) => {
      const query = parseInput(c.req.query(), NotificationsQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      return answerRead(c, (tx) => readInbox(tx, c.var.principal.id, query.value))
    })
    .get('/preferences', needs('workspace.read'), peopleOnly, async (c) => {
      const facts = await c.var.tenant.facts()
      if (facts === null) return refuseWith({ code: 'workspace_provisioning' }, c.var.requestId)
      const { timeZone } = facts.settings
      return answerRead(c, async (tx) => ({ data: await readPreferences(tx, c.var.principal.id, timeZone) }))
    })
    .put('/preferences', needs('workspace.read'), peopleOnly, async (c) => {
      const version = readVersion(c.req.header('if-match'))
      if (!version.ok) return refuseWith(version.error, c.var.requestId)
      const chosen = await readInput(c.req.raw, PutNotificationPreferences)
      if (!chosen.ok) return refuseWith(chosen.error, c.var.requestId)
      const { principal, tenant } = c.var
      const asked = { version: version.value, ...chosen.value }
      const response = await answerCommand(c, asked, 200, (tx) =>
        changePreferences(tx, principal.id, version.value, chosen.value, tenant.deps.now()),
      )
      if (response.ok) await replan()
      return response
    })
    .get('/mutes', needs('workspace.read'), peopleOnly, (c) =>
      answerRead(c, async (tx) => ({ data: await readMuted(tx, c.var.principal.id) })),
    )
    .put('/mutes/:id', needs('workspace.read'), peopleOnly, setMuted(mute))
    .delete('/mutes/:id', needs('workspace.read'), peopleOnly, setMuted(unmute))
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
