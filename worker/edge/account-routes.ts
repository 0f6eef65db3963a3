import { Hono } from 'hono'
import type { Me, SessionView } from '../../contracts/session.ts'
import { listSessions } from '../auth/repository.ts'
import { refuse } from '../platform/http-errors.ts'
import { listMemberships } from '../workspaces/repository.ts'
import { endSessions } from '../workspaces/sessions.ts'
import type { EdgeDeps } from './deps.ts'
import { credentialOf } from './principal.ts'
import { type EdgeContext, route } from './route.ts'

/**
 * The person behind a browser's cookie with workspaces, and the cookies to send back when the session was renewed.
 * Null when signed out.
 */
export async function readMe(
  deps: EdgeDeps,
  request: Request,
): Promise<{ me: Me; setCookies: string[] } | null> {
  const credential = credentialOf(request.headers)
  if (credential?.kind !== 'session') return null
  const { headers, response } = await deps.auth().api.getSession({
    headers: new Headers({ cookie: credential.cookie }),
    returnHeaders: true,
  })
  if (!response) return null
  const { user, session } = response
  return {
    me: {
      person: { id: user.id, name: user.name, email: user.email, emailVerified: user.emailVerified },
      session: { id: session.id, expiresAt: session.expiresAt.toISOString() },
      workspaces: await listMemberships(deps.db, user.id),
    },
    setCookies: headers.getSetCookie(),
  }
}

/** `/api/v1/me` and `/api/v1/sessions`: the signed-in person. */
export function accountRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/me', route('public'), async (c) => {
      const found = await readMe(c.var.deps, c.req.raw)
      if (!found) return refuse({ code: 'unauthenticated' }, c.var.requestId)
      const response = c.json({ data: found.me })
      for (const cookie of found.setCookies) response.headers.append('set-cookie', cookie)
      return response
    })
    .get('/sessions', route('session'), async (c) => {
      const { deps, sessionOf } = c.var
      const sessions = await listSessions(deps.db, sessionOf.user.id, deps.now())
      const data: SessionView[] = sessions.map((session) => ({
        id: session.id,
        current: session.id === sessionOf.session.id,
        userAgent: session.userAgent,
        createdAt: session.createdAt.toISOString(),
        expiresAt: session.expiresAt.toISOString(),
      }))
      return c.json({ data })
    })
    .delete('/sessions/:sessionId', route('session'), async (c) => {
      const { deps, sessionOf, requestId } = c.var
      const sessionId = c.req.param('sessionId')
      const sessions = await listSessions(deps.db, sessionOf.user.id, deps.now())
      if (!sessions.some((session) => session.id === sessionId))
        return refuse({ code: 'not_found' }, requestId)
      const heard = await endSessions(deps, sessionOf.user.id, [sessionId])
      deps.principals.forgetCredentials([sessionId])
      return c.json({ data: null }, heard ? 200 : 202)
    })
}
