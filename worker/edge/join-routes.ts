import { Hono } from 'hono'
import { Join, LookAtInvitation } from '../../contracts/invitations.ts'
import { refuse } from '../platform/http-errors.ts'
import { acceptInvite, declineInvite, lookAtInvitation, readJoinList } from '../workspaces/joining.ts'
import { limited } from './auth-limits.ts'
import { readJson } from './body.ts'
import { refusalOf } from './control-answers.ts'
import { once } from './once.ts'
import { type EdgeContext, route } from './route.ts'

/** `/api/v1/join`: invitations as the invited person sees them. Whoever tries secrets is slowed down like at sign-in. */
export function joinRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/', route('session'), async (c) =>
      c.json({ data: await readJoinList(c.var.deps, c.var.sessionOf.user) }),
    )
    .post('/look', route('public'), async (c) => {
      const { deps, requestId } = c.var
      const input = await readJson(c.req.raw, LookAtInvitation)
      if (!input.ok) return refuse(input.error, requestId)
      const refused = await limited(deps, c.req.raw, null, requestId)
      if (refused) return refused
      const seen = await lookAtInvitation(deps, input.value.token)
      return seen.ok ? c.json({ data: seen.value }) : refuse(seen.error, requestId)
    })
    .post('/', route('session'), once, async (c) => {
      const { deps, requestId, sessionOf } = c.var
      const input = await readJson(c.req.raw, Join)
      if (!input.ok) return refuse(input.error, requestId)
      const refused = await limited(deps, c.req.raw, null, requestId)
      if (refused) return refused
      const joined = await acceptInvite(deps, sessionOf.user, input.value)
      if (!joined.ok) return refuse(refusalOf(joined.error), requestId)
      deps.principals.forgetTenant(joined.value.tenantId)
      return c.json({ data: joined.value }, 201)
    })
    .post('/decline', route('session'), once, async (c) => {
      const { deps, requestId, sessionOf } = c.var
      const input = await readJson(c.req.raw, Join)
      if (!input.ok) return refuse(input.error, requestId)
      const refused = await limited(deps, c.req.raw, null, requestId)
      if (refused) return refused
      const declined = await declineInvite(deps, sessionOf.user, input.value)
      return declined.ok ? c.json({ data: null }) : refuse(refusalOf(declined.error), requestId)
    })
}
