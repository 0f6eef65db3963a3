import { Hono } from 'hono'
import { z } from 'zod'
import { ArtistProfileId } from '../../contracts/ids.ts'
import { CreatePortfolioLink, PortfolioItemId } from '../../contracts/portfolio.ts'
import { linkItem, type PortfolioHost } from '../portfolios/service.ts'
import {
  needs,
  parseInput,
  peopleOnly,
  readInput,
  readyFirst,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'

const ProfileParam = z.object({ id: ArtistProfileId })
const ItemParam = ProfileParam.extend({ itemId: PortfolioItemId })

/** What the caller's own profile shows. Files are taken in by the front door; here are links, and what is taken away. */
export function portfolioRoutes(host: PortfolioHost) {
  return new Hono<TenantEnv>()
    .post('/:id/portfolio', needs('jobs.apply_own'), readyFirst, peopleOnly, async (c) => {
      const { requestId, commandId, principal, tenant } = c.var
      const param = parseInput(c.req.param(), ProfileParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, requestId)
      const said = await readInput(c.req.raw, CreatePortfolioLink)
      if (!said.ok) return refuseWith(said.error, requestId)
      const profileId = param.value.id
      const item = linkItem(PortfolioItemId.parse(tenant.deps.newId()), said.value)
      const asked = { profileId, ...said.value }
      const owner = { kind: 'profile', id: profileId } as const
      const done = await host.change(principal, { commandId, asked, owner, edit: { kind: 'add', item } })
      if (!done.ok) return refuseWith(done.error, requestId)
      const headers = { location: `/api/v1/artist-profiles/${profileId}/portfolio/${done.value.itemId}` }
      return Response.json({ data: done.value.item, meta: { seq: tenant.applied } }, { status: 201, headers })
    })
    .delete('/:id/portfolio/:itemId', needs('jobs.apply_own'), readyFirst, peopleOnly, async (c) => {
      const { requestId, commandId, principal, tenant } = c.var
      const param = parseInput(c.req.param(), ItemParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, requestId)
      const { id: profileId, itemId } = param.value
      const asked = { remove: itemId, profileId }
      const edit = { kind: 'remove', itemId } as const
      const owner = { kind: 'profile', id: profileId } as const
      const done = await host.change(principal, { commandId, asked, owner, edit })
      if (!done.ok) return refuseWith(done.error, requestId)
      return c.json({ data: { id: itemId }, meta: { seq: tenant.applied } })
    })
}
