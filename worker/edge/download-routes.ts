import { Hono } from 'hono'
import { forward } from './forward.ts'
import { credentialOf } from './principal.ts'
import { type EdgeContext, peopleOnly, route } from './route.ts'

/**
 * Downloads that a browser opens as an address, where it can send no header: the workspace stands in the path, and the session decides as
 * on every call. A copied link is worth nothing to anybody else.
 */
export function downloadRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>().get(
    '/downloads/:tenantId/backups/:backupId',
    route('backups.manage'),
    peopleOnly,
    (c) => {
      const { deps, requestId, resolved } = c.var
      const path = `/api/v1/backups/${encodeURIComponent(c.req.param('backupId'))}/download`
      const request = new Request(new URL(path, c.req.url), { headers: c.req.raw.headers })
      const credential = credentialOf(request.headers)
      return forward(deps, request, { credential, named: resolved.principal.tenantId, resolved }, requestId)
    },
  )
}
