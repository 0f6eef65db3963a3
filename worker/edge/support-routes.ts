import { Hono } from 'hono'
import { GrantSupport } from '../../contracts/support.ts'
import { refuse } from '../platform/http-errors.ts'
import { endSupport, grantSupport, readGrant } from '../workspaces/support.ts'
import { readJson } from './body.ts'
import { statusFor } from './control-answers.ts'
import { once } from './once.ts'
import { confirmedOnly, type EdgeContext, peopleOnly, route } from './route.ts'

/** `/api/v1/support-access`: whether people of ours may look into a workspace, which an owner decides. */
export function supportRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/', route('support.manage'), peopleOnly, async (c) =>
      c.json({ data: await readGrant(c.var.deps, c.var.resolved.principal.tenantId) }),
    )
    .post('/', route('support.manage'), peopleOnly, confirmedOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const input = await readJson(c.req.raw, GrantSupport)
      if (!input.ok) return refuse(input.error, requestId)
      const granted = await grantSupport(deps, resolved.principal, input.value)
      deps.principals.forgetTenant(resolved.principal.tenantId)
      return c.json({ data: granted.value }, statusFor(granted.told, 201))
    })
    .delete('/', route('support.manage'), peopleOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const ended = await endSupport(deps, resolved.principal)
      if (!ended.ok) return refuse(ended.error, requestId)
      deps.principals.forgetTenant(resolved.principal.tenantId)
      return c.json({ data: null }, statusFor(ended.value.told))
    })
}
