import { randomBytes, randomUUID } from 'node:crypto'

const MINUTE_MS = 60_000
export const ACCESS_LIFETIME_SECONDS = 1800
const CODE_LIFETIME_MS = 5 * MINUTE_MS
const REFRESH_UNUSED_MS = 60 * 24 * 60 * MINUTE_MS
/** How long a refresh token still works after its first use, in case the answer was lost. */
const REFRESH_GRACE_MS = 30 * MINUTE_MS

/** One consent of the user. Its id is what Xero calls the authentication event. */
export interface Grant {
  id: string
  scopes: string[]
  createdAtMs: number
}

interface AccessToken {
  grantId: string
  expiresAtMs: number
}

interface RefreshToken {
  grantId: string
  issuedAtMs: number
  firstUsedAtMs: number | null
}

export interface Connection {
  id: string
  authEventId: string
  tenantId: string
  createdAtMs: number
  updatedAtMs: number
}

/** What has to outlive a restart, so that a connected app stays connected. */
export interface SavedTokens {
  grants: Grant[]
  access: Record<string, AccessToken>
  refresh: Record<string, RefreshToken>
  connections: Connection[]
}

export const noTokens = (): SavedTokens => ({ grants: [], access: {}, refresh: {}, connections: [] })

/** What an authorization code was given for. */
export interface CodeRequest {
  redirectUri: string
  scopes: string[]
  codeChallenge: string | null
}

export interface TokenPair {
  access: string
  refresh: string | null
  grant: Grant
}

export type Bearer =
  | { state: 'valid'; grant: Grant }
  | { state: 'expired'; atMs: number }
  | { state: 'unknown' }

export interface Tokens {
  /** Connects the organisations and answers a code. */
  approve(request: CodeRequest, tenantIds: readonly string[], nowMs: number): string
  /** A code counts once: it is gone after this, whatever comes of it. */
  takeCode(code: string, nowMs: number): (CodeRequest & { grant: Grant }) | null
  issue(grant: Grant, nowMs: number): TokenPair
  /** A fresh pair for a refresh token that is unused, or was first used less than the grace ago. */
  rotate(refresh: string, nowMs: number): TokenPair | null
  bearer(token: string, nowMs: number): Bearer
  connections(): readonly Connection[]
  disconnect(connectionId: string): boolean
  /** Ends the grant of a refresh token together with the user's connections; an access token ends alone. */
  revoke(token: string): void
  expireAccess(nowMs: number): void
  revokeAll(): void
  /** Ends the last consent that covered an organisation, with all that it connected; others stay. */
  revokeLast(tenantId: string): void
  saved(): SavedTokens
}

export function openTokens(clientId: string, saved: SavedTokens, onChange: () => void): Tokens {
  let state = saved
  const codes = new Map<string, CodeRequest & { grant: Grant; expiresAtMs: number }>()

  const connect = (tenantId: string, grant: Grant, nowMs: number): void => {
    const known = state.connections.find((one) => one.tenantId === tenantId)
    if (known) Object.assign(known, { authEventId: grant.id, updatedAtMs: nowMs })
    else
      state.connections.push({
        id: randomUUID(),
        authEventId: grant.id,
        tenantId,
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
      })
  }
  const issue = (grant: Grant, nowMs: number): TokenPair => {
    for (const [token, { expiresAtMs }] of Object.entries(state.access))
      if (expiresAtMs + REFRESH_GRACE_MS < nowMs) delete state.access[token]
    const access = accessToken(clientId, grant, nowMs)
    state.access[access] = { grantId: grant.id, expiresAtMs: nowMs + ACCESS_LIFETIME_SECONDS * 1000 }
    const refresh = grant.scopes.includes('offline_access') ? randomBytes(32).toString('base64url') : null
    if (refresh !== null)
      state.refresh[refresh] = { grantId: grant.id, issuedAtMs: nowMs, firstUsedAtMs: null }
    onChange()
    return { access, refresh, grant }
  }
  const grantOf = (id: string): Grant | undefined => state.grants.find((grant) => grant.id === id)

  return {
    approve(request, tenantIds, nowMs) {
      const grant: Grant = { id: randomUUID(), scopes: request.scopes, createdAtMs: nowMs }
      state.grants.push(grant)
      for (const tenantId of tenantIds) connect(tenantId, grant, nowMs)
      const code = randomBytes(24).toString('base64url')
      codes.set(code, { ...request, grant, expiresAtMs: nowMs + CODE_LIFETIME_MS })
      onChange()
      return code
    },
    takeCode(code, nowMs) {
      const found = codes.get(code)
      codes.delete(code)
      return found !== undefined && nowMs < found.expiresAtMs ? found : null
    },
    issue,
    rotate(refresh, nowMs) {
      const token = state.refresh[refresh]
      const grant = token && grantOf(token.grantId)
      if (token === undefined || grant === undefined) return null
      if (nowMs >= token.issuedAtMs + REFRESH_UNUSED_MS) return null
      if (token.firstUsedAtMs !== null && nowMs >= token.firstUsedAtMs + REFRESH_GRACE_MS) {
        delete state.refresh[refresh]
        return null
      }
      token.firstUsedAtMs ??= nowMs
      return issue(grant, nowMs)
    },
    bearer(token, nowMs) {
      const found = state.access[token]
      const grant = found && grantOf(found.grantId)
      if (found === undefined || grant === undefined) return { state: 'unknown' }
      if (nowMs >= found.expiresAtMs) return { state: 'expired', atMs: found.expiresAtMs }
      return { state: 'valid', grant }
    },
    connections: () => state.connections,
    disconnect(connectionId) {
      const kept = state.connections.filter((one) => one.id !== connectionId)
      const isGone = kept.length < state.connections.length
      state.connections = kept
      onChange()
      return isGone
    },
    revoke(token) {
      const grantId = state.refresh[token]?.grantId
      delete state.access[token]
      if (grantId !== undefined) {
        state.grants = state.grants.filter((grant) => grant.id !== grantId)
        state.refresh = without(state.refresh, grantId)
        state.connections = []
      }
      onChange()
    },
    expireAccess(nowMs) {
      for (const token of Object.values(state.access)) token.expiresAtMs = Math.min(token.expiresAtMs, nowMs)
      onChange()
    },
    revokeAll() {
      state = noTokens()
      codes.clear()
      onChange()
    },
    revokeLast(tenantId) {
      const grantId = state.connections.find((one) => one.tenantId === tenantId)?.authEventId
      if (grantId === undefined) return
      state.grants = state.grants.filter((grant) => grant.id !== grantId)
      state.refresh = without(state.refresh, grantId)
      state.connections = state.connections.filter((one) => one.authEventId !== grantId)
      onChange()
    },
    saved: () => state,
  }
}

const without = (tokens: Record<string, RefreshToken>, grantId: string): Record<string, RefreshToken> =>
  Object.fromEntries(Object.entries(tokens).filter(([, token]) => token.grantId !== grantId))

/** Looks like the JWT that Xero sends. Nobody may verify it: to an app it is opaque. */
function accessToken(clientId: string, grant: Grant, nowMs: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const issuedAt = Math.floor(nowMs / 1000)
  const claims = {
    nbf: issuedAt,
    exp: issuedAt + ACCESS_LIFETIME_SECONDS,
    iss: 'https://identity.xero.com',
    aud: 'https://identity.xero.com/resources',
    client_id: clientId,
    jti: randomUUID(),
    authentication_event_id: grant.id,
    scope: grant.scopes,
  }
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${randomBytes(64).toString('base64url')}`
}
