import { type Context, Hono } from 'hono'
import {
  AddSsoDomain,
  MailDomain,
  RequireSso,
  SAML_METADATA_CHARS_MAX,
  SaveSso,
} from '../../contracts/sso.ts'
import { refuse } from '../platform/http-errors.ts'
import {
  checkDomain,
  forgetDomain,
  nameDomain,
  readSso,
  removeSso,
  requireSso,
  saveSso,
} from '../workspaces/sso.ts'
import { readJson } from './body.ts'
import { refusalOf, statusFor } from './control-answers.ts'
import { once } from './once.ts'
import { confirmedOnly, type EdgeContext, peopleOnly, route } from './route.ts'

const BODY_BYTES_MAX = 2 * SAML_METADATA_CHARS_MAX

async function save(c: Context<EdgeContext>): Promise<Response> {
  const { deps, requestId, resolved } = c.var
  const input = await readJson(c.req.raw, SaveSso, BODY_BYTES_MAX)
  if (!input.ok) return refuse(input.error, requestId)
  const saved = await saveSso(deps, resolved.principal, input.value)
  if (!saved.ok) return refuse(refusalOf(saved.error), requestId)
  deps.principals.forgetTenant(resolved.principal.tenantId)
  return c.json({ data: saved.value.value }, statusFor(saved.value.told))
}

async function requireIt(c: Context<EdgeContext>): Promise<Response> {
  const { deps, requestId, resolved } = c.var
  const input = await readJson(c.req.raw, RequireSso)
  if (!input.ok) return refuse(input.error, requestId)
  const changed = await requireSso(deps, resolved.principal, input.value.isRequired)
  if (!changed.ok) return refuse(refusalOf(changed.error), requestId)
  deps.principals.forgetTenant(resolved.principal.tenantId)
  return c.json({ data: changed.value.value }, statusFor(changed.value.told))
}

async function remove(c: Context<EdgeContext>): Promise<Response> {
  const { deps, requestId, resolved } = c.var
  const removed = await removeSso(deps, resolved.principal)
  if (!removed.ok) return refuse(refusalOf(removed.error), requestId)
  deps.principals.forgetTenant(resolved.principal.tenantId)
  return c.json({ data: null }, statusFor(removed.value.told))
}

/** The domain in the path, written as domains are stored. One that is none is not there. */
const domainIn = (c: Context<EdgeContext>): string => MailDomain.safeParse(c.req.param('domain')).data ?? ''

/** `/api/v1/sso`: how people of the company behind a workspace sign in, which its owners decide. */
export function ssoRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/', route('sso.manage'), peopleOnly, async (c) =>
      c.json({ data: await readSso(c.var.deps, c.var.resolved.principal.tenantId) }),
    )
    .put('/', route('sso.manage'), peopleOnly, confirmedOnly, once, save)
    .patch('/', route('sso.manage'), peopleOnly, confirmedOnly, once, requireIt)
    .delete('/', route('sso.manage'), peopleOnly, once, remove)
    .post('/domains', route('sso.manage'), peopleOnly, confirmedOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const input = await readJson(c.req.raw, AddSsoDomain)
      if (!input.ok) return refuse(input.error, requestId)
      const named = await nameDomain(deps, resolved.principal, input.value.domain)
      return named.ok ? c.json({ data: named.value }, 201) : refuse(refusalOf(named.error), requestId)
    })
    .post('/domains/:domain/check', route('sso.manage'), peopleOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const checked = await checkDomain(deps, resolved.principal, domainIn(c))
      return checked.ok ? c.json({ data: checked.value }) : refuse(refusalOf(checked.error), requestId)
    })
    .delete('/domains/:domain', route('sso.manage'), peopleOnly, once, async (c) => {
      const { deps, requestId, resolved } = c.var
      const gone = await forgetDomain(deps, resolved.principal, domainIn(c))
      return gone.ok ? c.json({ data: gone.value }) : refuse(refusalOf(gone.error), requestId)
    })
}
