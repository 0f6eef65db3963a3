import type { AccountChange, RefusalReason } from '../../contracts/security-kinds.ts'
import { SECURITY_LOG_KEPT_MS } from '../../contracts/security-log.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import type { ControlDeps } from './deps.ts'
import { accountChanged } from './events.ts'
import { personFactInsert, refusedCallInsert, type SignInNote, signInFactInsert } from './facts.repository.ts'
import {
  nobody,
  personByEmail,
  personById,
  removeSecurityLogBefore,
  type Seen,
  securityInsert,
} from './security-log.repository.ts'
import { pushOutboxOf } from './sessions.ts'

/**
 * Notes a sign-in, or one that was refused: for the person, and for the log of each of their workspaces. Both statements are the same
 * for an address that nobody has.
 */
export async function noteSignIn(
  db: ControlDb,
  who: { personId: string } | { email: string },
  { outcome, way }: Omit<SignInNote, 'at'>,
  seen: Seen,
): Promise<void> {
  const person = 'email' in who ? personByEmail(who.email) : personById(who.personId)
  const kind = outcome === 'done' ? 'signed_in' : 'sign_in_refused'
  await db.batch([
    signInFactInsert(db, who, { outcome, way, at: seen.at }),
    securityInsert(db, { kind, detail: way, person, tenantId: null, seen }),
  ])
}

/** Notes that somebody changed how they sign in: each of their workspaces hears of it. */
export async function noteAccountChange(
  deps: ControlDeps,
  personId: string,
  what: AccountChange,
  seen: Seen,
): Promise<void> {
  const event = accountChanged.of(`person:${personId}`, { personId, what })
  const fact = { id: deps.newId(), personId, actor: `person:${personId}`, at: seen.at, event }
  const person = personById(personId)
  await deps.db.batch([
    personFactInsert(deps.db, fact),
    securityInsert(deps.db, { kind: 'account_changed', detail: what, person, tenantId: null, seen }),
  ])
  await pushOutboxOf(deps, personId)
}

export interface RefusedAttempt {
  reason: RefusalReason
  personId?: string | undefined
  keyId?: string | undefined
  tenantId?: string | undefined
  /** Somebody of support: no member, and let in by an owner. */
  isSupport?: true | undefined
}

/** Notes a call that was turned away, or several alike: in the log of its workspace where that is known, and for its person or caller. */
export async function noteRefusal(
  db: ControlDb,
  { reason, personId, keyId, tenantId, isSupport }: RefusedAttempt,
  seen: Seen,
  times = 1,
): Promise<void> {
  const person = personId === undefined ? nobody : personById(personId)
  const entry = { kind: 'call_refused', detail: reason, person, tenantId: tenantId ?? null, seen } as const
  const noted = securityInsert(db, entry, times)
  if (tenantId === undefined) {
    await noted
    return
  }
  const call = {
    tenantId,
    reason,
    at: seen.at,
    ...(personId && { personId }),
    ...(keyId && { keyId }),
    ...(isSupport && { isSupport }),
  }
  await db.batch([refusedCallInsert(db, call), noted])
}

/** Cron: forgets what was kept long enough. */
export const sweepSecurityLog = (db: ControlDb, now: Date): Promise<void> =>
  removeSecurityLogBefore(db, new Date(now.getTime() - SECURITY_LOG_KEPT_MS))
