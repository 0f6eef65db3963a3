import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { JobSearchId } from '../../contracts/ids.ts'
import { CreateJobSearch } from '../../contracts/job-searches.ts'
import type { BoardHost } from '../board/host.service.ts'
import {
  needs,
  parseInput,
  peopleOnly,
  readInput,
  readyFirst,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'

const IdParam = z.object({ id: JobSearchId })
const notFound = (c: Context<TenantEnv>) => refuseWith({ code: 'not_found' }, c.var.requestId)

/** Searches of the board that the caller keeps; they are kept in the control plane, as what they search is. */
export function jobSearchRoutes(host: BoardHost) {
  return new Hono<TenantEnv>()
    .get('/', needs('jobs.read'), readyFirst, peopleOnly, async (c) => {
      const data = await host.board.listSearches(c.var.principal.id)
      const meta = { seq: c.var.tenant.applied, nextCursor: null, total: data.length }
      return c.json({ data, meta })
    })
    .post('/', needs('jobs.apply_own'), readyFirst, peopleOnly, async (c) => {
      const said = await readInput(c.req.raw, CreateJobSearch)
      if (!said.ok) return refuseWith(said.error, c.var.requestId)
      const { tenant, principal } = c.var
      const { id = JobSearchId.parse(tenant.deps.newId()), ...search } = said.value
      const who = { personId: principal.id, tenantId: tenant.id }
      const kept = await host.board.keepSearch(who, { id, ...search }, tenant.deps.now())
      if (!kept.ok) return refuseWith(kept.error, c.var.requestId)
      const headers = { location: `${c.req.path}/${id}` }
      return Response.json({ data: kept.value, meta: { seq: tenant.applied } }, { status: 201, headers })
    })
    .delete('/:id', needs('jobs.apply_own'), readyFirst, peopleOnly, async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok || !(await host.board.removeSearch(c.var.principal.id, param.value.id)))
        return notFound(c)
      return c.json({ data: { id: param.value.id }, meta: { seq: c.var.tenant.applied } })
    })
}
