import { type Context, Hono } from 'hono'
import { DeleteWorkspace } from '../../contracts/workspaces.ts'
import { refuse } from '../platform/http-errors.ts'
import { findDeletion, listDeletionsOf } from '../workspaces/deletion.repository.ts'
import { askDeletion, undoDeletion } from '../workspaces/deletion.ts'
import { readJson } from './body.ts'
import { once } from './once.ts'
import { type EdgeContext, peopleOnly, route } from './route.ts'

const askerOf = ({ principal }: EdgeContext['Variables']['resolved']) => ({
  tenantId: principal.tenantId,
  personId: principal.id,
})

/** Asks for the end of the workspace in the path. */
export async function askForEnd(c: Context<EdgeContext>): Promise<Response> {
  const { deps, requestId, resolved } = c.var
  const input = await readJson(c.req.raw, DeleteWorkspace)
  if (!input.ok) return refuse(input.error, requestId)
  const asked = await askDeletion(deps, askerOf(resolved), input.value.confirmSlug)
  if (asked.ok) return c.json({ data: asked.value }, 202)
  const { code, ...details } = asked.error
  return refuse({ code, details }, requestId)
}

/** The end of a workspace: kept after all, and what was left of it afterwards. */
export function deletionRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/workspaces/:tenantId/deletion', route('workspace.read'), async (c) =>
      c.json({ data: await findDeletion(c.var.deps.db, c.var.resolved.principal.tenantId) }),
    )
    .delete('/workspaces/:tenantId/deletion', route('workspace.delete'), peopleOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const kept = await undoDeletion(deps, askerOf(resolved))
      if (kept.ok) return c.json({ data: null })
      return refuse({ code: kept.error.code, details: { reason: kept.error.reason } }, requestId)
    })
    .get('/deletions', route('session'), async (c) =>
      c.json({ data: await listDeletionsOf(c.var.deps.db, c.var.sessionOf.user.id) }),
    )
}
