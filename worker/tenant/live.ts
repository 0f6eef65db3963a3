import { Hono } from 'hono'
import { REPLAY_EVENTS_MAX } from '../../contracts/limits.ts'
import { LiveCursor, type LiveFrame } from '../../contracts/live.ts'
import { isLimited } from '../../contracts/permissions.ts'
import type { Principal } from '../../contracts/principal.ts'
import { readEvent } from '../events/registry.ts'
import { listEventsAfter } from '../events/repository.ts'
import { refuse } from '../platform/http-errors.ts'
import { needs, type TenantEnv } from './context.ts'
import { heardBy, isHeard, merged } from './hub.ts'
import type { Tenant } from './tenant.ts'
import { framesFor, toldEvents } from './told.ts'

/** Name of the timer that closes sockets whose authority has run out. */
export const SOCKET_TIMER = 'sockets'
/** Name of the timer that finds people of whom nothing was heard any more; it runs while two of them are there. */
export const SILENCE_TIMER = 'silence'

/** `GET /api/v1/live`: the socket of one tab. `?after=era.seq` resumes without missing anything. */
export const liveRoutes = new Hono<TenantEnv>().get('/', needs('live.read'), async (c) => {
  const { tenant, principal, requestId } = c.var
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') {
    return refuse(
      { code: 'invalid_request', details: { header: 'Upgrade', problem: 'must be websocket' } },
      requestId,
    )
  }
  const head = await tenant.current()
  if (!head.ok) return refuse(head.error, requestId)
  const after = c.req.query('after')
  let first = await firstFrames(tenant, principal, after)
  // What was applied while the log was read went out before this socket was there to hear it.
  while (first.seq < tenant.applied) first = await firstFrames(tenant, principal, after)
  const response = tenant.hub.accept(principal, first.frames)
  if (response === null)
    return refuse({ code: 'overloaded', details: { reason: 'too many open sockets' } }, requestId)
  const expiry = tenant.hub.firstExpiry()
  if (expiry !== null) await tenant.agenda.set(SOCKET_TIMER, expiry)
  const silence = tenant.hub.nextSilence()
  if (silence !== null && !tenant.agenda.has(SILENCE_TIMER)) await tenant.agenda.set(SILENCE_TIMER, silence)
  return response
})

/** Greets, and replays what the client has missed; when that is too much or of another era, tells it to refetch. */
async function firstFrames(
  tenant: Tenant,
  principal: Principal,
  after: string | undefined,
): Promise<{ seq: number; frames: LiveFrame[] }> {
  const { era, applied: seq } = tenant
  const hello: LiveFrame = { t: 'hello', v: 1, era, seq }
  if (after === undefined) return { seq, frames: [hello] }
  const cursor = LiveCursor.safeParse(after)
  const isKnown = cursor.success && cursor.data.era === era && cursor.data.seq <= seq
  if (!isKnown || seq - cursor.data.seq > REPLAY_EVENTS_MAX)
    return { seq, frames: [hello, { t: 'reset', era, seq }] }
  if (cursor.data.seq === seq) return { seq, frames: [hello] }
  await tenant.facts()
  const rows = await tenant.read((tx) => listEventsAfter(tx, cursor.data.seq, seq, REPLAY_EVENTS_MAX))
  // What a content says of figures is not at hand once it was erased or lies in a file.
  if (rows.some(({ body }) => body === null)) return { seq, frames: [hello, { t: 'reset', era, seq }] }
  const events = rows.map(({ seq: no, type, subject, actor, at }) => ({ seq: no, type, subject, actor, at }))
  const readable = rows.flatMap((row) => {
    const event = readEvent(row)
    return event === null ? [] : [{ seq: row.seq, event }]
  })
  if (isLimited(principal))
    await tenant.learnProjects(
      [],
      readable.map(({ event }) => event),
    )
  const told = [
    toldEvents(events, tenant.hearersIn(readable.map(({ event }) => event))),
    ...tenant.projector.toldRollups(readable),
  ]
  const missed = merged(framesFor(principal.clients, told))
  return {
    seq,
    frames: [hello, ...missed.filter((frame) => isHeard(frame, heardBy(principal)))],
  }
}
