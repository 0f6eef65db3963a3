import type { Principal } from '../../contracts/principal.ts'
import type { AccountChange, RefusalReason, SignInWay } from '../../contracts/security-kinds.ts'
import { placeOf } from '../auth/rules.ts'
import { type Refusal, refuse } from '../platform/http-errors.ts'
import { secretHash } from '../platform/secrets.ts'
import { supportReadInsert } from '../workspaces/facts.repository.ts'
import { findOwnerOfHash } from '../workspaces/keys.repository.ts'
import { noteAccountChange, noteRefusal, noteSignIn, type RefusedAttempt } from '../workspaces/security.ts'
import type { Seen } from '../workspaces/security-log.repository.ts'
import { callerAddress } from './auth-limits.ts'
import { type EdgeDeps, isLocal } from './deps.ts'
import { isSameOrigin, isUpgrade } from './origin.ts'
import { type Credential, type PrincipalError, readSession } from './principal.ts'

const CALLER_CHARS = 16

/** Where a call seems to come from, as far as the network and the browser say. */
export async function seenOf(deps: EdgeDeps, request: Request): Promise<Seen> {
  return {
    at: deps.now(),
    caller: (await secretHash(`caller:${callerAddress(request)}`)).slice(0, CALLER_CHARS),
    // The local runtime makes a place up.
    place: isLocal(deps.env) ? null : placeOf(request.cf),
    userAgent: request.headers.get('user-agent'),
  }
}

/** Runs a note whose failure must not change the answer that it is about. */
async function quietly(deps: EdgeDeps, note: () => Promise<void>): Promise<void> {
  await note().catch((error: unknown) => deps.log.error('trace_failed', { error }))
}

/** Notes a sign-in, or one that was refused to whoever tried to be that person. */
export const traceSignIn = (
  deps: EdgeDeps,
  request: Request,
  who: { personId: string } | { email: string },
  outcome: 'done' | 'refused',
  way: SignInWay,
): Promise<void> =>
  quietly(deps, async () => noteSignIn(deps.db, who, { outcome, way }, await seenOf(deps, request)))

/** Notes that somebody changed how they sign in. */
export const traceAccountChange = (
  deps: EdgeDeps,
  request: Request,
  personId: string,
  what: AccountChange,
): Promise<void> =>
  quietly(deps, async () => noteAccountChange(deps, personId, what, await seenOf(deps, request)))

/**
 * Notes a call that is turned away. Of a person, key or workspace each one is; of nobody in particular, together with its like of some
 * seconds. A flood is cut off: so many notes a minute, the rest is only logged.
 */
export async function traceRefusal(deps: EdgeDeps, request: Request, attempt: RefusedAttempt): Promise<void> {
  deps.log.info('attempt_refused', { reason: attempt.reason, tenantId: attempt.tenantId })
  const nowMs = deps.now().getTime()
  const isNobodys = attempt.personId === undefined && attempt.tenantId === undefined
  const times = isNobodys
    ? deps.traceBudget.together(`${attempt.reason} ${callerAddress(request)}`, nowMs)
    : Number(deps.traceBudget.take(nowMs))
  if (times === 0) return
  await quietly(deps, async () => noteRefusal(deps.db, attempt, await seenOf(deps, request), times))
}

/** Notes a change or a socket that came with somebody's cookie from a page of another site. */
export async function traceForged(
  deps: EdgeDeps,
  request: Request,
  credential: Credential | null,
  tenantId: string | null,
): Promise<void> {
  const session = credential?.kind === 'session' ? await readSession(deps, credential.cookie) : null
  await traceRefusal(deps, request, {
    reason: isUpgrade(request) ? 'foreign_socket' : 'foreign_page',
    personId: session?.user.id,
    tenantId: session && tenantId !== null ? tenantId : undefined,
  })
}

/** The refusal of a call that is not from our own pages, noted; null when it is from them. */
export async function refuseForeign(
  deps: EdgeDeps,
  request: Request,
  requestId: string,
): Promise<Response | null> {
  if (isSameOrigin(request, deps)) return null
  await traceRefusal(deps, request, { reason: 'foreign_page' })
  return refuse({ code: 'origin_refused' }, requestId)
}

const LANDING = /\b(next|callback_?url|redirect|return_?to)/i

/** Notes that a refused body asked for a landing place outside of this site. */
export async function traceLanding(deps: EdgeDeps, request: Request, refusal: Refusal): Promise<void> {
  if (LANDING.test(JSON.stringify(refusal.details ?? '')))
    await traceRefusal(deps, request, { reason: 'foreign_landing' })
}

/** Notes a token or key that was refused; a session that has run out is nobody's attempt. */
export async function traceRefusedCredential(
  deps: EdgeDeps,
  request: Request,
  credential: Credential | null,
  error: PrincipalError,
): Promise<void> {
  if (error.code !== 'unauthenticated' || credential === null) return
  if (credential.kind === 'access' && error.fault !== undefined) {
    const { reason, of } = error.fault
    await traceRefusal(deps, request, { reason, personId: of?.personId, tenantId: of?.tenantId ?? undefined })
  }
  // One with a wrong checksum is a slip of the hand, for which the database is not asked.
  if (credential.kind === 'key' && error.reason !== 'key_malformed')
    await traceKey(deps, request, credential.secret)
}

/** Notes that a member or key asked the front door for something it may not do; a tenant object notes what it refuses itself. */
export const traceNotPermitted = (
  deps: EdgeDeps,
  request: Request,
  { kind, id, tenantId, isSupport }: Principal,
): Promise<void> =>
  traceRefusal(deps, request, {
    reason: 'not_permitted',
    tenantId,
    ...(kind === 'key' ? { keyId: id } : { personId: id }),
    ...(isSupport ? { isSupport } : {}),
  })

async function traceKey(deps: EdgeDeps, request: Request, secret: string): Promise<void> {
  const owner = await findOwnerOfHash(deps.db, await secretHash(secret))
  const why: RefusalReason = owner === null ? 'key_unknown' : 'key_ended'
  await traceRefusal(deps, request, { reason: why, keyId: owner?.id, tenantId: owner?.tenantId })
}

/** Notes that somebody of support looked at something the front door itself answers. Unlike other notes it must not be lost: without it nobody looks. */
export async function traceSupport(
  deps: EdgeDeps,
  { tenantId, id }: { tenantId: string; id: string },
  what: string,
): Promise<void> {
  await deps.db.batch([supportReadInsert(deps.db, { tenantId, personId: id, what, at: deps.now() })])
}
