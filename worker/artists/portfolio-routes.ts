import { Hono } from 'hono'
import { z } from 'zod'
import { ArtistId } from '../../contracts/ids.ts'
import { CreatePortfolioLink, PortfolioItemId, UpdatePortfolioItem } from '../../contracts/portfolio.ts'
import { linkItem, type PortfolioHost } from '../portfolios/service.ts'
import {
  answerCommand,
  answerCreated,
  answerRead,
  needs,
  parseInput,
  readInput,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import { changeArtistPortfolio, readArtistPortfolio } from './portfolio.service.ts'

const ArtistParam = z.object({ id: ArtistId })
const ItemParam = ArtistParam.extend({ itemId: PortfolioItemId })

/** What an artist of the workspace shows. Files are taken in by the front door; here are links, order, captions, and what is taken away. */
export function artistPortfolioRoutes(host: PortfolioHost) {
  return new Hono<TenantEnv>()
    .get('/:id/portfolio', needs('artists.read'), async (c) => {
      const param = parseInput(c.req.param(), ArtistParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(c, async (tx) => {
        const found = await readArtistPortfolio(tx, param.value.id)
        return found === null ? null : { data: found.items }
      })
    })
    .post('/:id/portfolio', needs('artists.write'), async (c) => {
      const { requestId, tenant } = c.var
      const param = parseInput(c.req.param(), ArtistParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, requestId)
      const said = await readInput(c.req.raw, CreatePortfolioLink)
      if (!said.ok) return refuseWith(said.error, requestId)
      const item = linkItem(PortfolioItemId.parse(tenant.deps.newId()), said.value)
      return answerCreated(c, said.value, (tx) =>
        changeArtistPortfolio(tx, param.value.id, { kind: 'add', item }, tenant.deps.now()),
      )
    })
    .patch('/:id/portfolio/:itemId', needs('artists.write'), async (c) => {
      const { requestId, tenant } = c.var
      const param = parseInput(c.req.param(), ItemParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, requestId)
      const change = await readInput(c.req.raw, UpdatePortfolioItem)
      if (!change.ok) return refuseWith(change.error, requestId)
      const { id, itemId } = param.value
      return answerCommand(c, change.value, 200, (tx) =>
        changeArtistPortfolio(tx, id, { kind: 'change', itemId, change: change.value }, tenant.deps.now()),
      )
    })
    .delete('/:id/portfolio/:itemId', needs('artists.write'), async (c) => {
      const { requestId, tenant } = c.var
      const param = parseInput(c.req.param(), ItemParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, requestId)
      const { id, itemId } = param.value
      await host.planSweep(id)
      return answerCommand(c, null, 200, (tx) =>
        changeArtistPortfolio(tx, id, { kind: 'remove', itemId }, tenant.deps.now()),
      )
    })
    .post('/:id/portfolio/:itemId/restore', needs('artists.write'), async (c) => {
      const { requestId, tenant } = c.var
      const param = parseInput(c.req.param(), ItemParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, requestId)
      const { id, itemId } = param.value
      return answerCommand(c, null, 200, (tx) =>
        changeArtistPortfolio(tx, id, { kind: 'put_back', itemId }, tenant.deps.now()),
      )
    })
}
