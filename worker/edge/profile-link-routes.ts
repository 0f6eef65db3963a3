import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ProfileLinkId } from '../../contracts/ids.ts'
import { allows, permissionRefusal } from '../../contracts/principal.ts'
import { AskProfileLink, ProfileLinksQuery } from '../../contracts/profile-links.ts'
import { Board } from '../board/service.ts'
import { refuse } from '../platform/http-errors.ts'
import {
  acceptLink,
  askLink,
  endOwnLink,
  endStudioLink,
  readLinkOfArtist,
  readOwnLinks,
} from '../workspaces/profile-links.ts'
import { readJson } from './body.ts'
import { refusalOf } from './control-answers.ts'
import { once } from './once.ts'
import { confirmedOnly, type EdgeContext, peopleOnly, route } from './route.ts'

type Ctx = Context<EdgeContext>
const IdParam = z.object({ id: ProfileLinkId })
const notFound = (c: Ctx) => refuse({ code: 'not_found' }, c.var.requestId)

/** What the services of links need, with the board whose cards are shown. */
const depsOf = ({ var: { deps } }: Ctx) => ({
  ...deps,
  findCard: async (id: string) => (await new Board(deps.env.DB).findCard(id))?.card ?? null,
})

/** Artists linked to profiles, as the workspace of the artist has them. */
function studioRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/', route('artists.read'), async (c) => {
      const query = ProfileLinksQuery.safeParse(c.req.query())
      if (!query.success)
        return refuse({ code: 'invalid_request', details: { query: 'artistId' } }, c.var.requestId)
      const link = await readLinkOfArtist(depsOf(c), c.var.resolved.principal.tenantId, query.data.artistId)
      return c.json({ data: link === null ? [] : [link] })
    })
    .post('/', route('artists.write'), peopleOnly, confirmedOnly, once, async (c) => {
      const { requestId, resolved } = c.var
      const input = await readJson(c.req.raw, AskProfileLink)
      if (!input.ok) return refuse(input.error, requestId)
      const needed = 'applicationId' in input.value ? 'applications.read' : 'jobs.read'
      if (!allows(resolved.principal, needed))
        return refuse(permissionRefusal(resolved.principal, needed), requestId)
      const asked = await askLink(depsOf(c), resolved.principal, input.value)
      return asked.ok ? c.json({ data: asked.value }, 201) : refuse(refusalOf(asked.error), requestId)
    })
    .delete('/:id', route('artists.write'), peopleOnly, once, async (c) => {
      const param = IdParam.safeParse(c.req.param())
      if (!param.success) return notFound(c)
      const ended = await endStudioLink(depsOf(c), c.var.resolved.principal, param.data.id)
      return ended.ok ? c.json({ data: ended.value }) : refuse(refusalOf(ended.error), c.var.requestId)
    })
}

/** The same as whoever the profile belongs to has them: the caller's own, in the workspace they keep it in. */
function ownRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/', route('jobs.read'), peopleOnly, async (c) =>
      c.json({ data: await readOwnLinks(c.var.deps, c.var.resolved.principal) }),
    )
    .post('/:id/accept', route('jobs.apply_own'), peopleOnly, once, async (c) => {
      const param = IdParam.safeParse(c.req.param())
      if (!param.success) return notFound(c)
      const accepted = await acceptLink(c.var.deps, c.var.resolved.principal, param.data.id)
      return accepted.ok
        ? c.json({ data: accepted.value })
        : refuse(refusalOf(accepted.error), c.var.requestId)
    })
    .delete('/:id', route('jobs.apply_own'), peopleOnly, once, async (c) => {
      const param = IdParam.safeParse(c.req.param())
      if (!param.success) return notFound(c)
      const ended = await endOwnLink(c.var.deps, c.var.resolved.principal, param.data.id)
      return ended.ok ? c.json({ data: ended.value }) : refuse(refusalOf(ended.error), c.var.requestId)
    })
}

/** Links of artists to profiles: they lie between two workspaces, so the control plane keeps them. */
export function profileLinkRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .route('/profile-links', studioRoutes())
    .route('/my-profile-links', ownRoutes())
}
