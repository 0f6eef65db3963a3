import { Hono } from 'hono'
import { ConfirmTwoFactor, ProveYourself, TwoFactorSetup } from '../../contracts/session.ts'
import { secondFactorOffMail, secondFactorOnMail } from '../auth/mails.ts'
import { refuse } from '../platform/http-errors.ts'
import { pushOutboxOf } from '../workspaces/sessions.ts'
import { askLibrary, inOurWords } from './auth-library.ts'
import { limited } from './auth-limits.ts'
import { readJson } from './body.ts'
import type { EdgeDeps } from './deps.ts'
import { refuseUnproven } from './proof.ts'
import { type EdgeContext, route, type SessionOf } from './route.ts'
import { traceAccountChange } from './traces.ts'

/** How many recovery codes of a person were not used yet. */
export async function recoveryCodesLeft(deps: EdgeDeps, personId: string): Promise<number> {
  const { backupCodes } = await deps.auth().api.viewBackupCodes({ body: { userId: personId } })
  return backupCodes.length
}

/** The library gave the person a new session for the old one: forgets the old one here and where its sockets are. */
async function sessionRenewed(deps: EdgeDeps, { user, session }: SessionOf): Promise<void> {
  deps.principals.forgetCredentials([session.id])
  await pushOutboxOf(deps, user.id)
}

/** `/api/v1/me/two-factor/*`: a code of an app as second step of signing in. */
export function twoFactorRoutes(): Hono<EdgeContext> {
  const proven = async (
    deps: EdgeDeps,
    request: Request,
    sessionOf: SessionOf,
    requestId: string,
  ): Promise<Response | string> => {
    const input = await readJson(request, ProveYourself)
    if (!input.ok) return refuse(input.error, requestId)
    const { password } = input.value
    return (await refuseUnproven(deps, request, sessionOf, password, requestId)) ?? password ?? ''
  }
  return new Hono<EdgeContext>()
    .post('/', route('session'), async (c) => {
      const { deps, sessionOf, requestId } = c.var
      // Else whoever signed up with somebody else's address could lock its owner out.
      if (!sessionOf.user.emailVerified) return refuse({ code: 'address_unconfirmed' }, requestId)
      const password = await proven(deps, c.req.raw, sessionOf, requestId)
      if (password instanceof Response) return password
      const answer = await askLibrary(deps, c.req.raw, '/two-factor/enable', { password, method: 'totp' })
      if (!answer.ok) return inOurWords(deps, answer, requestId)
      const { totpURI, backupCodes } = await answer.json<{ totpURI: string; backupCodes: string[] }>()
      return c.json({ data: TwoFactorSetup.parse({ uri: totpURI, recoveryCodes: backupCodes }) })
    })
    .post('/confirm', route('session'), async (c) => {
      const { deps, sessionOf, requestId } = c.var
      const input = await readJson(c.req.raw, ConfirmTwoFactor)
      if (!input.ok) return refuse(input.error, requestId)
      const refused = await limited(deps, c.req.raw, sessionOf.user.email, requestId)
      if (refused) return refused
      const answer = await askLibrary(deps, c.req.raw, '/two-factor/verify-totp', input.value)
      if (answer.ok) {
        await sessionRenewed(deps, sessionOf)
        await traceAccountChange(deps, c.req.raw, sessionOf.user.id, 'second_step_on')
        await deps.mail.send(secondFactorOnMail(deps.origin, sessionOf.user.email))
      }
      return inOurWords(deps, answer, requestId)
    })
    .post('/recovery-codes', route('session'), async (c) => {
      const { deps, sessionOf, requestId } = c.var
      const password = await proven(deps, c.req.raw, sessionOf, requestId)
      if (password instanceof Response) return password
      const answer = await askLibrary(deps, c.req.raw, '/two-factor/generate-backup-codes', { password })
      if (!answer.ok) return inOurWords(deps, answer, requestId)
      const { backupCodes } = await answer.json<{ backupCodes: string[] }>()
      await traceAccountChange(deps, c.req.raw, sessionOf.user.id, 'recovery_codes_renewed')
      return c.json({ data: { recoveryCodes: backupCodes } })
    })
    .post('/off', route('session'), async (c) => {
      const { deps, sessionOf, requestId } = c.var
      const password = await proven(deps, c.req.raw, sessionOf, requestId)
      if (password instanceof Response) return password
      const answer = await askLibrary(deps, c.req.raw, '/two-factor/disable', { password })
      if (answer.ok) {
        await sessionRenewed(deps, sessionOf)
        await traceAccountChange(deps, c.req.raw, sessionOf.user.id, 'second_step_off')
        await deps.mail.send(secondFactorOffMail(deps.origin, sessionOf.user.email))
      }
      return inOurWords(deps, answer, requestId)
    })
}
