import { hasPassword } from '../auth/repository.ts'
import { isRecent } from '../auth/rules.ts'
import { refuse } from '../platform/http-errors.ts'
import { limited } from './auth-limits.ts'
import type { EdgeDeps } from './deps.ts'
import type { SessionOf } from './route.ts'

/**
 * Before what decides about an account is changed, whoever sits at its session shows to be its person: by the password, or,
 * where there is none, by having signed in a moment ago. Null when that is shown, else the refusal.
 */
export async function refuseUnproven(
  deps: EdgeDeps,
  request: Request,
  { user, session }: SessionOf,
  password: string | undefined,
  requestId: string,
): Promise<Response | null> {
  if (!(await hasPassword(deps.db, user.id)))
    return isRecent(session.createdAt, deps.now())
      ? null
      : refuse({ code: 'recent_sign_in_required' }, requestId)
  const refused = await limited(deps, request, user.email, requestId)
  if (refused) return refused
  const { internalAdapter, password: passwords } = await deps.auth().$context
  const account = await internalAdapter.findCredentialAccount(user.id)
  const isRight =
    password !== undefined &&
    typeof account?.password === 'string' &&
    (await passwords.verify({ hash: account.password, password }))
  return isRight ? null : refuse({ code: 'wrong_password' }, requestId)
}
