import { err, ok, type Result } from '../../contracts/result.ts'
import {
  ACCESS_TOKEN_SECONDS,
  REFRESH_TOKEN_SECONDS,
  type TokenPair,
  type TokenState,
} from '../../contracts/tokens.ts'
import { type AccessClaims, readAccessToken, signAccessToken, type TokenFault } from '../auth/access-token.ts'
import { refreshReusedMail } from '../auth/mails.ts'
import {
  findRefreshToken,
  findSessionPerson,
  insertRefreshToken,
  rotateRefreshToken,
  type StoredRefreshToken,
  takeOverSession,
} from '../auth/refresh-tokens.repository.ts'
import type { StoredPerson } from '../auth/repository.ts'
import { judgeRefresh, refreshEnd } from '../auth/rules/refresh.ts'
import { base64url } from '../auth/secrets.ts'
import type { SigningKeys } from '../auth/signing-keys.ts'
import { secretHash } from '../platform/secrets.ts'
import type { ControlDeps } from './deps.ts'
import { findMembership } from './repository.ts'
import { endSessions } from './sessions.ts'

/** What tokens are made with, besides what every service of the control plane has. */
export interface TokenDeps extends ControlDeps {
  signing: SigningKeys
  /** From which the successors of refresh tokens are derived. */
  tokenSecret: string
}

type TokenError =
  | { code: 'not_found' }
  | { code: 'unauthenticated'; reason: 'refresh_unknown' | 'refresh_over' }
  | { code: 'unauthenticated'; reason: 'refresh_reused'; sessionId: string; personId: string }

const PREFIX = 'orr_'

/**
 * The successor follows from the token and a secret of the server: a repeat can be given the same one although only its hash is
 * stored, and nobody who has an old token can work out the next.
 */
async function successorOf(secret: string, token: string): Promise<string> {
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign'])
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(`refresh token after ${token}`))
  return PREFIX + base64url(new Uint8Array(mac))
}

async function pairOf(
  deps: TokenDeps,
  of: { person: StoredPerson; sessionId: string; tenantId: string | null },
  refresh: { token: string; expiresAt: Date },
): Promise<TokenPair> {
  const claims = { personId: of.person.id, sessionId: of.sessionId, tenantId: of.tenantId }
  const signer = await deps.signing.current()
  return {
    tokenType: 'Bearer',
    accessToken: await signAccessToken(deps.origin, signer, claims, deps.now(), deps.newId()),
    expiresIn: ACCESS_TOKEN_SECONDS,
    refreshToken: refresh.token,
    refreshExpiresAt: refresh.expiresAt.toISOString(),
    sessionId: of.sessionId,
    tenantId: of.tenantId,
    person: of.person,
  }
}

const isMember = async (deps: TokenDeps, tenantId: string | null, personId: string): Promise<boolean> =>
  tenantId === null || (await findMembership(deps.db, tenantId, personId)) !== null

/** Gives a program the tokens of a session that the auth library has just opened. Null when there is no such session. */
export async function openProgramSession(
  deps: TokenDeps,
  cookieToken: string,
  tenantId: string | null,
): Promise<Result<TokenPair, TokenError> | null> {
  const now = deps.now()
  const expiresAt = new Date(now.getTime() + REFRESH_TOKEN_SECONDS * 1000)
  const opened = await takeOverSession(deps.db, cookieToken, { unknown: deps.newSecret(), expiresAt })
  if (!opened) return null
  const { sessionId, person } = opened
  if (!(await isMember(deps, tenantId, person.id))) {
    await endSessions(deps, person.id, [sessionId])
    return err({ code: 'not_found' })
  }
  const token = PREFIX + deps.newSecret()
  await insertRefreshToken(deps.db, { hash: await secretHash(token), sessionId, createdAt: now, expiresAt })
  return ok(await pairOf(deps, { person, sessionId, tenantId }, { token, expiresAt }))
}

/**
 * Gives the successor of a refresh token, and an access token. A token that somebody else has used ends the session, and the person
 * is told: one of the two who used it is a thief, and nobody can say which.
 */
export async function refreshProgramSession(
  deps: TokenDeps,
  token: string,
  tenantId: string | null,
): Promise<Result<TokenPair, TokenError>> {
  const hash = await secretHash(token)
  let stored = await findRefreshToken(deps.db, hash)
  if (!stored) return err({ code: 'unauthenticated', reason: 'refresh_unknown' })
  if (!(await isMember(deps, tenantId, stored.person.id))) return err({ code: 'not_found' })
  const successor = await successorOf(deps.tokenSecret, token)
  const now = deps.now()
  const next = { hash: await secretHash(successor), now, expiresAt: refreshEnd(stored.sessionCreatedAt, now) }
  if (judgeRefresh(stored, now) === 'fresh' && !(await rotateRefreshToken(deps.db, hash, next))) {
    // Somebody was faster, or the session ended in this moment.
    stored = await findRefreshToken(deps.db, hash)
    if (!stored) return err({ code: 'unauthenticated', reason: 'refresh_unknown' })
  }
  const { person, sessionId } = stored
  switch (judgeRefresh(stored, now)) {
    case 'over':
      return err({ code: 'unauthenticated', reason: 'refresh_over' })
    case 'reused':
      await endReused(deps, stored)
      return err({ code: 'unauthenticated', reason: 'refresh_reused', sessionId, personId: person.id })
    case 'fresh':
      return ok(await pairOf(deps, { person, sessionId, tenantId }, { token: successor, ...next }))
    case 'repeated': {
      const given = await findRefreshToken(deps.db, stored.successorHash ?? '')
      // The secret it was derived from was changed in between: the first answer was the only one.
      if (!given || stored.successorHash !== next.hash)
        return err({ code: 'unauthenticated', reason: 'refresh_unknown' })
      const refresh = { token: successor, expiresAt: given.expiresAt }
      return ok(await pairOf(deps, { person, sessionId, tenantId }, refresh))
    }
  }
}

async function endReused(deps: TokenDeps, stored: StoredRefreshToken): Promise<void> {
  const { person, sessionId } = stored
  await endSessions(deps, person.id, [sessionId])
  deps.log.error('refresh_token_reused', { personId: person.id, sessionId })
  // The session has ended whether or not the mail can be sent.
  await deps.mail
    .send(refreshReusedMail(deps.origin, person.email))
    .catch((error: unknown) => deps.log.error('mail_failed', { error }))
}

/**
 * Ends the session of a refresh token, whichever of its family it is. One that is not known any more is not an error.
 * @returns the session that ended, and whether every workspace has heard.
 */
export async function endProgramSession(
  deps: TokenDeps,
  token: string,
): Promise<{ sessionId: string | null; heard: boolean }> {
  const stored = await findRefreshToken(deps.db, await secretHash(token))
  if (!stored) return { sessionId: null, heard: true }
  const heard = await endSessions(deps, stored.person.id, [stored.sessionId])
  return { sessionId: stored.sessionId, heard }
}

/** The claims of an access token of ours that works now, its session not looked at. */
export const accessClaims = (deps: TokenDeps, token: string): Promise<Result<AccessClaims, TokenFault>> =>
  readAccessToken(deps.origin, (kid) => deps.signing.verifier(kid), token, deps.now())

/** The person an access token speaks for, while its session is open. */
export async function personOf(
  deps: TokenDeps,
  claims: AccessClaims,
): Promise<{ person: StoredPerson; expiresAt: Date } | null> {
  return findSessionPerson(deps.db, claims.sessionId, claims.personId, deps.now())
}

/** Who asks about a token: a person, or a key of a workspace. */
export type Asker = { personId: string } | { tenantId: string }

/** What a token is worth, told to its own person, and to keys of the workspace an access token is for; to others it is not active. */
export async function introspect(deps: TokenDeps, asker: Asker, token: string): Promise<TokenState> {
  const found = token.startsWith(PREFIX) ? await refreshState(deps, token) : await accessState(deps, token)
  if (!found?.active) return { active: false }
  const concerns = 'personId' in asker ? asker.personId === found.personId : asker.tenantId === found.tenantId
  return concerns ? found : { active: false }
}

async function refreshState(deps: TokenDeps, token: string): Promise<TokenState | null> {
  const stored = await findRefreshToken(deps.db, await secretHash(token))
  if (!stored || judgeRefresh(stored, deps.now()) !== 'fresh') return null
  return {
    active: true,
    kind: 'refresh',
    personId: stored.person.id,
    sessionId: stored.sessionId,
    tenantId: null,
    expiresAt: stored.expiresAt.toISOString(),
  }
}

async function accessState(deps: TokenDeps, token: string): Promise<TokenState | null> {
  const claims = await accessClaims(deps, token)
  if (!claims.ok || !(await personOf(deps, claims.value))) return null
  const { personId, sessionId, tenantId, expiresAt } = claims.value
  return { active: true, kind: 'access', personId, sessionId, tenantId, expiresAt: expiresAt.toISOString() }
}
