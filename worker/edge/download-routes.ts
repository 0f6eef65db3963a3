import { type Context, Hono } from 'hono'
import { forward } from './forward.ts'
import { credentialOf } from './principal.ts'
import { type EdgeContext, peopleOnly, route } from './route.ts'

/**
 * Downloads that a browser opens as an address, where it can send no header: the workspace stands in the path, and the session decides as
 * on every call. A copied link is worth nothing to anybody else.
 */
export function downloadRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get(
      '/downloads/:tenantId/backups/:backupId',
      route('backups.manage', 'front door, then object'),
      peopleOnly,
      (c) => inside(c, `/api/v1/backups/${encodeURIComponent(c.req.param('backupId'))}/download`),
    )
    .get(
      '/downloads/:tenantId/archives/:relation/:year',
      route('backups.manage', 'front door, then object'),
      peopleOnly,
      (c) => {
        const { relation, year } = c.req.param()
        const parts = `${encodeURIComponent(relation)}/${encodeURIComponent(year)}`
        return inside(c, `/api/v1/retention/archives/${parts}/download`)
      },
    )
}

/** The answer of the object at a path of its own. */
function inside(c: Context<EdgeContext>, path: string): Promise<Response> {
  const { deps, requestId, resolved } = c.var
  const request = new Request(new URL(path, c.req.url), { headers: c.req.raw.headers })
  const credential = credentialOf(request.headers)
  return forward(deps, request, { credential, named: resolved.principal.tenantId, resolved }, requestId)
}
