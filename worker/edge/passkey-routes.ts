import { Hono } from 'hono'
import { AddPasskey, PASSKEYS_MAX, RenamePasskey, SignInWithPasskey } from '../../contracts/passkeys.ts'
import { ProveYourself } from '../../contracts/session.ts'
import { passkeyMail } from '../auth/mails.ts'
import { countPasskeys, findPasskeyOwner, removePasskey, renamePasskey } from '../auth/passkeys.repository.ts'
import { refuse } from '../platform/http-errors.ts'
import { askLibrary, inOurWords, lookUpInLibrary } from './auth-library.ts'
import { limited } from './auth-limits.ts'
import { readJson } from './body.ts'
import type { EdgeDeps } from './deps.ts'
import { refuseUnproven } from './proof.ts'
import { type EdgeContext, route, type SessionOf } from './route.ts'
import { refuseForeign, traceAccountChange, traceSignIn } from './traces.ts'

const BODY_BYTES_MAX = 16 * 1024

/** What the browser is to ask the device for, with the cookie that holds the challenge to it. */
async function optionsFor(
  deps: EdgeDeps,
  request: Request,
  path: string,
  requestId: string,
): Promise<Response> {
  const answer = await lookUpInLibrary(deps, request, path)
  if (!answer.ok) return inOurWords(deps, answer, requestId)
  const options: object = await answer.json()
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie)
  // The library only prefers it, and then refuses what comes without.
  const wanted = path.endsWith('authenticate-options')
    ? { ...options, userVerification: 'required' }
    : options
  return new Response(JSON.stringify({ data: wanted }), { headers })
}

async function beginAdding(
  deps: EdgeDeps,
  request: Request,
  sessionOf: SessionOf,
  requestId: string,
): Promise<Response> {
  if (!sessionOf.user.emailVerified) return refuse({ code: 'address_unconfirmed' }, requestId)
  const input = await readJson(request, ProveYourself)
  if (!input.ok) return refuse(input.error, requestId)
  const refused = await refuseUnproven(deps, request, sessionOf, input.value.password, requestId)
  if (refused) return refused
  if ((await countPasskeys(deps.db, sessionOf.user.id)) >= PASSKEYS_MAX)
    return refuse({ code: 'limit_reached', details: { max: PASSKEYS_MAX } }, requestId)
  return optionsFor(deps, request, '/passkey/generate-register-options', requestId)
}

/** `/api/v1/me/passkeys/*`: keys of a person's devices. */
export function passkeyRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .post('/options', route('session'), (c) =>
      beginAdding(c.var.deps, c.req.raw, c.var.sessionOf, c.var.requestId),
    )
    .post('/', route('session'), async (c) => {
      const { deps, sessionOf, requestId } = c.var
      const input = await readJson(c.req.raw, AddPasskey, BODY_BYTES_MAX)
      if (!input.ok) return refuse(input.error, requestId)
      const answer = await askLibrary(deps, c.req.raw, '/passkey/verify-registration', input.value)
      if (answer.ok) {
        await traceAccountChange(deps, c.req.raw, sessionOf.user.id, 'passkey_added')
        await deps.mail.send(passkeyMail(deps.origin, sessionOf.user.email, input.value.name, 'added'))
      }
      return inOurWords(deps, answer, requestId)
    })
    .patch('/:id', route('session'), async (c) => {
      const { deps, sessionOf, requestId } = c.var
      const input = await readJson(c.req.raw, RenamePasskey)
      if (!input.ok) return refuse(input.error, requestId)
      const renamed = await renamePasskey(deps.db, sessionOf.user.id, c.req.param('id'), input.value.name)
      if (!renamed) return refuse({ code: 'not_found' }, requestId)
      await traceAccountChange(deps, c.req.raw, sessionOf.user.id, 'passkey_renamed')
      return c.json({ data: null })
    })
    .post('/:id/remove', route('session'), async (c) => {
      const { deps, sessionOf, requestId } = c.var
      const input = await readJson(c.req.raw, ProveYourself)
      if (!input.ok) return refuse(input.error, requestId)
      const refused = await refuseUnproven(deps, c.req.raw, sessionOf, input.value.password, requestId)
      if (refused) return refused
      const name = await removePasskey(deps.db, sessionOf.user.id, c.req.param('id'))
      if (name === null) return refuse({ code: 'not_found' }, requestId)
      await traceAccountChange(deps, c.req.raw, sessionOf.user.id, 'passkey_removed')
      await deps.mail.send(passkeyMail(deps.origin, sessionOf.user.email, name, 'removed'))
      return c.json({ data: null })
    })
}

/** `POST /api/auth/passkey/options`: a challenge for whoever wants to sign in. */
export async function passkeyChallenge(
  deps: EdgeDeps,
  request: Request,
  requestId: string,
): Promise<Response> {
  const foreign = await refuseForeign(deps, request, requestId)
  if (foreign) return foreign
  const refused = await limited(deps, request, null, requestId)
  return refused ?? optionsFor(deps, request, '/passkey/generate-authenticate-options', requestId)
}

/** `POST /api/auth/passkey`: signs in with what the device made of the challenge. */
export async function signInWithPasskey(
  deps: EdgeDeps,
  request: Request,
  requestId: string,
): Promise<Response> {
  const foreign = await refuseForeign(deps, request, requestId)
  if (foreign) return foreign
  const input = await readJson(request, SignInWithPasskey, BODY_BYTES_MAX)
  if (!input.ok) return refuse(input.error, requestId)
  const refused = await limited(deps, request, null, requestId)
  if (refused) return refused
  const personId = await findPasskeyOwner(deps.db, input.value.response.id)
  const answer = await askLibrary(deps, request, '/passkey/verify-authentication', input.value)
  if (personId !== null)
    await traceSignIn(deps, request, { personId }, answer.ok ? 'done' : 'refused', 'passkey')
  return inOurWords(deps, answer, requestId)
}
