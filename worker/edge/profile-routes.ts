import { Hono } from 'hono'
import { ChangeAddress, ChangePassword, type SecurityView, UpdateMe } from '../../contracts/session.ts'
import { askForAddress } from '../auth/address.ts'
import { passwordChangedMail } from '../auth/mails.ts'
import { listPasskeys } from '../auth/passkeys.repository.ts'
import { forgetProofs, hasPassword, renamePerson } from '../auth/repository.ts'
import { refuse } from '../platform/http-errors.ts'
import { listSecurityLog } from '../workspaces/security-log.repository.ts'
import { readJson } from './body.ts'
import type { EdgeDeps } from './deps.ts'
import { refuseUnproven } from './proof.ts'
import { type EdgeContext, route, type SessionOf } from './route.ts'
import { endOthers } from './session-end.ts'
import { traceAccountChange } from './traces.ts'
import { recoveryCodesLeft } from './two-factor-routes.ts'

async function storePassword(deps: EdgeDeps, personId: string, newPassword: string): Promise<void> {
  const { internalAdapter, password } = await deps.auth().$context
  const hash = await password.hash(newPassword)
  if (await hasPassword(deps.db, personId)) {
    await internalAdapter.updatePassword(personId, hash)
    return
  }
  await internalAdapter.linkAccount({
    userId: personId,
    accountId: personId,
    providerId: 'credential',
    password: hash,
  })
}

/** A new password ends every other session, and every link or trusted device the old one vouched for. */
async function changePassword(deps: EdgeDeps, { user, session }: SessionOf, next: string): Promise<boolean> {
  await storePassword(deps, user.id, next)
  await forgetProofs(deps.db, user.id)
  const { heard } = await endOthers(deps, user.id, session.id)
  await deps.mail.send(passwordChangedMail(deps.origin, user.email))
  return heard
}

/** `/api/v1/me/*`: what a person changes about their own account. */
export function profileRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .patch('/me', route('session'), async (c) => {
      const { deps, sessionOf, requestId } = c.var
      const input = await readJson(c.req.raw, UpdateMe)
      if (!input.ok) return refuse(input.error, requestId)
      await renamePerson(deps.db, sessionOf.user.id, input.value.name, deps.now())
      deps.principals.forgetCredentials([sessionOf.session.id])
      if (input.value.name !== sessionOf.user.name)
        await traceAccountChange(deps, c.req.raw, sessionOf.user.id, 'name_changed')
      return c.json({ data: null })
    })
    .get('/me/security', route('session'), async (c) => {
      const { deps, sessionOf } = c.var
      const { user } = sessionOf
      const data: SecurityView = {
        hasPassword: await hasPassword(deps.db, user.id),
        passkeys: await listPasskeys(deps.db, user.id),
        twoFactor: user.twoFactorEnabled
          ? { recoveryCodesLeft: await recoveryCodesLeft(deps, user.id) }
          : null,
      }
      return c.json({ data })
    })
    .get('/me/security/log', route('session'), async (c) =>
      c.json({ data: await listSecurityLog(c.var.deps.db, c.var.sessionOf.user.id) }),
    )
    .post('/me/address', route('session'), async (c) => {
      const { deps, sessionOf, requestId } = c.var
      const input = await readJson(c.req.raw, ChangeAddress)
      if (!input.ok) return refuse(input.error, requestId)
      const { email, password } = input.value
      const refused = await refuseUnproven(deps, c.req.raw, sessionOf, password, requestId)
      if (refused) return refused
      await askForAddress(deps, sessionOf.user, email)
      return c.json({ data: null }, 202)
    })
    .post('/me/password', route('session'), async (c) => {
      const { deps, sessionOf, requestId } = c.var
      const input = await readJson(c.req.raw, ChangePassword)
      if (!input.ok) return refuse(input.error, requestId)
      const { password, newPassword } = input.value
      const refused = await refuseUnproven(deps, c.req.raw, sessionOf, password, requestId)
      if (refused) return refused
      const heard = await changePassword(deps, sessionOf, newPassword)
      await traceAccountChange(deps, c.req.raw, sessionOf.user.id, 'password_changed')
      return c.json({ data: null }, heard ? 200 : 202)
    })
}
