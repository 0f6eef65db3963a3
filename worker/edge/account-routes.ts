import { Hono } from 'hono'
import type { Me, SessionView } from '../../contracts/session.ts'
import { listSessions, type StoredSession } from '../auth/repository.ts'
import { placeOf } from '../auth/rules.ts'
import { refuse } from '../platform/http-errors.ts'
import { listMemberships } from '../workspaces/repository.ts'
import { overOwnLimit } from './counted-calls.ts'
import { type EdgeDeps, isLocal } from './deps.ts'
import { credentialOf, readSession } from './principal.ts'
import { type EdgeContext, route } from './route.ts'
import { endOthers, endThese } from './session-end.ts'
import { traceAccountChange } from './traces.ts'

/** The person behind a browser's cookie with workspaces; null when signed out. */
export async function readMe(deps: EdgeDeps, request: Request): Promise<Me | null> {
  const credential = credentialOf(request.headers)
  if (credential?.kind !== 'session') return null
  // The local runtime makes a place up.
  const place = isLocal(deps.env) ? null : placeOf(request.cf)
  const found = await readSession(deps, credential.cookie, place)
  if (!found) return null
  const { user, session } = found
  return {
    person: { id: user.id, name: user.name, email: user.email, emailVerified: user.emailVerified },
    session: {
      id: session.id,
      expiresAt: session.expiresAt.toISOString(),
      ...(session.ssoProviderId ? { byCompany: true as const } : {}),
    },
    workspaces: await listMemberships(deps.db, user.id, deps.now(), session.ssoProviderId ?? null),
  }
}

const sessionView = (stored: StoredSession, currentId: string): SessionView => ({
  id: stored.id,
  current: stored.id === currentId,
  userAgent: stored.userAgent,
  place: stored.country === null ? null : { country: stored.country, city: stored.city },
  createdAt: stored.createdAt.toISOString(),
  lastSeenAt: stored.updatedAt.toISOString(),
  expiresAt: stored.expiresAt.toISOString(),
})

/** `/api/v1/me` and `/api/v1/sessions`: the signed-in person, and where they are signed in. */
export function accountRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/me', route('public'), async (c) => {
      const { deps, requestId } = c.var
      const me = await readMe(deps, c.req.raw)
      if (!me) return refuse({ code: 'unauthenticated' }, requestId)
      return (await overOwnLimit(deps, c.req.raw, me.person.id, requestId)) ?? c.json({ data: me })
    })
    .get('/sessions', route('session'), async (c) => {
      const { deps, sessionOf } = c.var
      const sessions = await listSessions(deps.db, sessionOf.user.id, deps.now())
      return c.json({ data: sessions.map((stored) => sessionView(stored, sessionOf.session.id)) })
    })
    .delete('/sessions', route('session'), async (c) => {
      const { deps, sessionOf } = c.var
      const { heard, ended } = await endOthers(deps, sessionOf.user.id, sessionOf.session.id)
      if (ended > 0) await traceAccountChange(deps, c.req.raw, sessionOf.user.id, 'sessions_ended')
      return c.json({ data: null }, heard ? 200 : 202)
    })
    .delete('/sessions/:sessionId', route('session'), async (c) => {
      const { deps, sessionOf, requestId } = c.var
      const sessionId = c.req.param('sessionId')
      const sessions = await listSessions(deps.db, sessionOf.user.id, deps.now())
      if (!sessions.some((session) => session.id === sessionId))
        return refuse({ code: 'not_found' }, requestId)
      const heard = await endThese(deps, sessionOf.user.id, [sessionId])
      await traceAccountChange(deps, c.req.raw, sessionOf.user.id, 'sessions_ended')
      return c.json({ data: null }, heard ? 200 : 202)
    })
}
