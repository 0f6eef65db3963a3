import { z } from 'zod'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { SealBroken, type Sealed, type SealKeys, type SealScope, seal, unseal } from '../platform/seal.ts'
import { findConnection, findSealedTokens, lockConnection, replaceSealedTokens } from './repository.ts'
import { noteFailure } from './runs.service.ts'

/** The secrets of a connection. They exist in memory and sealed, nowhere else. */
export const AccessTokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string().nullable(),
  /** The refresh token before, until the newer one was used once: its answer may have been lost on the way. */
  previousRefreshToken: z.string().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  scopes: z.array(z.string()),
})
export type AccessTokens = z.infer<typeof AccessTokens>

/** Tokens as they were read, with what a later write is compared by. */
export interface StoredTokens {
  provider: string
  sealed: Sealed
  tokens: AccessTokens
}

const scopeOf = (tenantId: string, connectionId: string): SealScope => ({
  tenantId,
  rowId: connectionId,
  column: 'sealed_tokens',
})

/** Seals tokens for their connection. `nonce` must be fresh random bytes. */
export function sealTokens(
  keys: SealKeys,
  tenantId: string,
  connectionId: string,
  tokens: AccessTokens,
  nonce: Uint8Array<ArrayBuffer>,
): Promise<Sealed> {
  return seal(keys, scopeOf(tenantId, connectionId), JSON.stringify(tokens), nonce)
}

/** The tokens of a connection; null when it has none. Throws `SealBroken` when they cannot be opened. */
export async function readTokens(
  tx: TenantTx,
  keys: SealKeys,
  connectionId: string,
): Promise<StoredTokens | null> {
  const found = await findSealedTokens(tx, connectionId)
  if (found === null) return null
  const text = await unseal(keys, scopeOf(tx.tenantId, connectionId), found.sealed)
  return { ...found, tokens: AccessTokens.parse(JSON.parse(text)) }
}

/** Everything of ours that a provider still accepts for a connection. */
export interface HeldAccess {
  provider: string
  tokens: AccessTokens
  /** The provider's id of the grant on the account in use. */
  grantId: string | null
}

/** What a connection holds; null when it holds nothing, or what it holds cannot be opened (any more). */
export async function readHeldAccess(
  tx: TenantTx,
  keys: SealKeys,
  connectionId: string,
): Promise<HeldAccess | null> {
  const connection = await findConnection(tx, connectionId)
  if (connection === null) return null
  try {
    const stored = await readTokens(tx, keys, connectionId)
    if (stored === null) return null
    const account = connection.accounts.find(({ id }) => id === connection.account?.id)
    return { provider: stored.provider, tokens: stored.tokens, grantId: account?.grantId ?? null }
  } catch (error) {
    // Whose key is lost can still be disconnected here.
    if (error instanceof SealBroken) return null
    throw error
  }
}

/** Stores refreshed tokens; false when somebody stored others meanwhile, which then count. */
export function storeRefreshed(
  tx: TenantTx,
  connectionId: string,
  before: Sealed,
  after: { sealed: Sealed; expiresAt: string | null },
): Promise<boolean> {
  return replaceSealedTokens(tx, connectionId, before, after)
}

/**
 * Writes down that the provider no longer accepts the tokens that were tried. Null when others are stored meanwhile: a late failure
 * says nothing about them.
 */
export async function markAccessGone(
  tx: TenantTx,
  connectionId: string,
  tried: Sealed,
  detail: string | null,
  now: Date,
): Promise<NewEvent[] | null> {
  const connection = await lockConnection(tx, connectionId)
  const stored = await findSealedTokens(tx, connectionId)
  if (connection === null || stored === null || !isEqual(stored.sealed, tried)) return null
  return noteFailure(tx, connection, null, { code: 'reauthorise', detail }, now)
}

function isEqual(a: Sealed, b: Sealed): boolean {
  return a.byteLength === b.byteLength && a.every((byte, i) => byte === b[i])
}
