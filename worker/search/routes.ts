import { Hono } from 'hono'
import { allows } from '../../contracts/principal.ts'
import { SearchQuery } from '../../contracts/search.ts'
import { answerRead, needs, parseInput, refuseWith, type TenantEnv } from '../tenant/context.ts'
import { kindsFor, search } from './service.ts'

/** Any member may ask; what they find is of the kinds they may read. */
export const searchRoutes = new Hono<TenantEnv>().get('/', needs('workspace.read'), async (c) => {
  const query = parseInput(c.req.query(), SearchQuery)
  if (!query.ok) return refuseWith(query.error, c.var.requestId)
  const kinds = kindsFor((permission) => allows(c.var.principal, permission))
  return answerRead(c, async (tx) => ({ data: await search(tx, query.value, kinds) }))
})
