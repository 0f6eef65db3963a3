import { Hono } from 'hono'
import { errorTable } from '../../contracts/errors.ts'
import { tenantOfState } from '../connections/rules/consent.ts'
import { findWorkspace } from '../workspaces/repository.ts'
import type { EdgeDeps } from './deps.ts'
import { forward } from './forward.ts'
import { credentialOf, readSession, resolvePrincipal } from './principal.ts'
import { type EdgeContext, route } from './route.ts'
import { traceRefusal } from './traces.ts'

const SEE_OTHER = 303
/** Refusals that say: nobody here waits for this answer. */
const STRAY: ReadonlySet<string> = new Set(['consent_unknown', 'consent_expired'])

/**
 * `GET /connections/:provider/callback`: a provider sends the browser back by a navigation, which can carry no header. The state names
 * the workspace; session and membership are those of the cookie, as for any call. Whatever comes of it, the browser lands in the app.
 */
export function consentRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>().get('/connections/:provider/callback', route('public'), (c) =>
    answerCallback(c.var.deps, c.req.raw, c.var.requestId),
  )
}

async function answerCallback(deps: EdgeDeps, request: Request, requestId: string): Promise<Response> {
  const tenantId = tenantOfState(new URL(request.url).searchParams.get('state') ?? '')
  const credential = credentialOf(request.headers)
  // A program has no browser to be sent back to.
  if (credential?.kind !== 'session') {
    await traceRefusal(deps, request, { reason: 'stray_consent' })
    return seeOther('/login?problem=unauthenticated')
  }
  if (tenantId === null) {
    await traceStray(deps, request, credential)
    return seeOther('/?problem=consent_unknown')
  }
  const resolved = await resolvePrincipal(deps, credential, tenantId)
  if (!resolved.ok) {
    const isOut = resolved.error.code === 'unauthenticated'
    await traceStray(deps, request, credential)
    return seeOther(isOut ? '/login?problem=unauthenticated' : '/?problem=consent_unknown')
  }
  const caller = { credential, named: tenantId, resolved: resolved.value }
  const answer = await forward(deps, request, caller, requestId)
  if (answer.status === SEE_OTHER) return seeOther(answer.headers.get('location') ?? '/')
  const workspace = await findWorkspace(deps.db, tenantId)
  const slug = workspace?.workspace.slug
  const problem = await codeOf(answer)
  if (STRAY.has(problem)) {
    const personId = resolved.value.principal.id
    await traceRefusal(deps, request, { reason: 'stray_consent', personId, tenantId })
  }
  return seeOther(slug === undefined ? `/?problem=${problem}` : `/${slug}/connectors?problem=${problem}`)
}

/** An answer that names no workspace of the person, or none at all. */
async function traceStray(deps: EdgeDeps, request: Request, { cookie }: { cookie: string }): Promise<void> {
  const session = await readSession(deps, cookie)
  await traceRefusal(deps, request, { reason: 'stray_consent', personId: session?.user.id })
}

/** Sends the browser to a page of our own; anything else than a path of this site would be an open redirect. */
function seeOther(path: string): Response {
  const isOurs = /^\/(?![/\\])/.test(path)
  return new Response(null, {
    status: SEE_OTHER,
    headers: { location: isOurs ? path : '/', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  })
}

/** The code of a refusal; only those of our own table go into an address. */
async function codeOf(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => null)
  const code = Reflect.get(Object(Reflect.get(Object(body), 'error')), 'code')
  return typeof code === 'string' && Object.hasOwn(errorTable, code) ? code : 'internal'
}
