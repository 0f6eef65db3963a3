import { Hono } from 'hono'
import { allows } from '../../contracts/principal.ts'
import { SearchQuery } from '../../contracts/search.ts'
import type { BoardHost } from '../board/host.service.ts'
import { answerRead, needs, parseInput, refuseWith, type TenantEnv } from '../tenant/context.ts'
import { kindsFor, search, searchBoard } from './service.ts'

/** Any member may ask; what they find is of the kinds they may read. The board is read while the records are. */
export const searchRoutes = (host: BoardHost) =>
  new Hono<TenantEnv>().get('/', needs('workspace.read'), async (c) => {
    const query = parseInput(c.req.query(), SearchQuery)
    if (!query.ok) return refuseWith(query.error, c.var.requestId)
    const { principal, tenant } = c.var
    const kinds = kindsFor((permission) => allows(principal, permission))
    return answerRead(c, async (tx) => {
      const [records, listings] = await Promise.all([
        search(tx, query.value, kinds),
        kinds.includes('job')
          ? searchBoard(host.board, query.value, { ownTenantId: tenant.id, now: tenant.deps.now() })
          : [],
      ])
      return { data: [...records, ...listings] }
    })
  })
