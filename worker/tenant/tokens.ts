import { TOKEN_REFRESH_BEFORE_MS } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { type ProviderDeps, type RefreshRefusal, refreshTokens } from '../connections/provider.service.ts'
import {
  type AccessTokens,
  type HeldAccess,
  markAccessGone,
  readHeldAccess,
  readTokens,
  type StoredTokens,
  sealTokens,
  storeRefreshed,
} from '../connections/tokens.service.ts'
import { readSealKeys, type Sealed, type SealKeys } from '../platform/seal.ts'
import { record } from './record.ts'
import type { Tenant } from './tenant.ts'

/** Actor of what happens by itself to connections. */
export const SYNC_ACTOR = 'system:sync'
const NONCE_BYTES = 12
/** A token that was refused is refreshed once; one that is refused again is not what is wrong. */
const ROUNDS_MAX = 3

/**
 * Access tokens of the connections of a workspace. One refresh at a time for each connection, whoever asks; a new pair is stored
 * before anybody gets it, and only in place of the pair it was made from.
 */
export class Tokens {
  private readonly tenant: Tenant
  private readonly deps: ProviderDeps
  private readonly flights = new Map<string, Promise<Result<AccessTokens, RefreshRefusal>>>()
  private keys: Promise<SealKeys> | null = null

  constructor(tenant: Tenant, deps: ProviderDeps) {
    this.tenant = tenant
    this.deps = deps
  }

  /**
   * A token that lasts for a page. `refused` is one the provider did not take: if it is still the stored one, it is refreshed.
   * Refuses with `reauthorise` when only a new consent helps.
   */
  async access(connectionId: string, refused: string | null = null): Promise<Result<string, RefreshRefusal>> {
    for (let round = 1; ; round += 1) {
      const flight = this.flights.get(connectionId) ?? this.start(connectionId, refused)
      const result = await flight
      if (!result.ok) return result
      if (result.value.accessToken !== refused || round === ROUNDS_MAX) return ok(result.value.accessToken)
    }
  }

  /** Seals tokens for a connection with fresh random bytes. */
  async seal(connectionId: string, tokens: AccessTokens): Promise<Sealed> {
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
    return sealTokens(await this.sealKeys(), this.tenant.id, connectionId, tokens, nonce)
  }

  /** Keys of this deployment. */
  sealKeys(): Promise<SealKeys> {
    this.keys ??= readSealKeys(this.deps.env.SEAL_KEY)
    return this.keys
  }

  /** The stored tokens of a connection; null when it has none. */
  async stored(connectionId: string): Promise<StoredTokens | null> {
    const keys = await this.sealKeys()
    return this.tenant.read((tx) => readTokens(tx, keys, connectionId))
  }

  /** What a connection holds, for taking it back: provider, tokens and the grant on its account. Null when it holds nothing. */
  async ofConnection(connectionId: string): Promise<HeldAccess | null> {
    const keys = await this.sealKeys()
    const held = await this.tenant.read((tx) => readHeldAccess(tx, keys, connectionId))
    if (held === null || this.isGood(held.tokens, null)) return held
    await this.access(connectionId)
    return this.tenant.read((tx) => readHeldAccess(tx, keys, connectionId))
  }

  private start(connectionId: string, refused: string | null): Promise<Result<AccessTokens, RefreshRefusal>> {
    const flight = this.current(connectionId, refused).finally(() => this.flights.delete(connectionId))
    this.flights.set(connectionId, flight)
    return flight
  }

  private async current(
    connectionId: string,
    refused: string | null,
  ): Promise<Result<AccessTokens, RefreshRefusal>> {
    const stored = await this.stored(connectionId)
    if (stored === null) return err({ code: 'reauthorise', detail: null })
    if (!this.isGood(stored.tokens, refused)) return this.refresh(connectionId, stored)
    return ok(stored.tokens)
  }

  private isGood({ accessToken, expiresAt }: AccessTokens, refused: string | null): boolean {
    if (accessToken === refused) return false
    if (expiresAt === null) return true
    return new Date(expiresAt).getTime() - this.tenant.deps.now().getTime() > TOKEN_REFRESH_BEFORE_MS
  }

  private async refresh(
    connectionId: string,
    stored: StoredTokens,
  ): Promise<Result<AccessTokens, RefreshRefusal>> {
    const { provider, tokens } = stored
    let outcome = await refreshTokens(this.deps, provider, tokens)
    // The answer that brought the newer token may never have counted at the provider.
    if (!outcome.ok && outcome.error.code === 'reauthorise' && tokens.previousRefreshToken !== null) {
      const older = { ...tokens, refreshToken: tokens.previousRefreshToken, previousRefreshToken: null }
      const second = await refreshTokens(this.deps, provider, older)
      if (second.ok) outcome = second
    }
    if (outcome.ok) return this.store(connectionId, stored, outcome.value)
    if (outcome.error.code === 'provider_down') return outcome
    return this.giveUp(connectionId, stored, outcome.error.detail)
  }

  private async store(
    connectionId: string,
    before: StoredTokens,
    fresh: AccessTokens,
  ): Promise<Result<AccessTokens, RefreshRefusal>> {
    const sealed = await this.seal(connectionId, fresh)
    const written = await this.tenant.write<boolean, never>(this.tenant.commands, async (tx) =>
      ok(await storeRefreshed(tx, connectionId, before.sealed, { sealed, expiresAt: fresh.expiresAt })),
    )
    if (!written.ok) throw new Error(`the workspace is not ready: ${written.error.code}`)
    return written.value ? ok(fresh) : this.newest(connectionId)
  }

  private async giveUp(
    connectionId: string,
    tried: StoredTokens,
    detail: string | null,
  ): Promise<Result<AccessTokens, RefreshRefusal>> {
    const now = this.tenant.deps.now()
    const marked = await record<boolean, never>(this.tenant, this.tenant.commands, SYNC_ACTOR, async (tx) => {
      const events = await markAccessGone(tx, connectionId, tried.sealed, detail, now)
      return ok({ value: events !== null, events: events ?? [] })
    })
    if (!marked.ok) throw new Error(`the workspace is not ready: ${marked.error.code}`)
    return marked.value ? err({ code: 'reauthorise', detail }) : this.newest(connectionId)
  }

  /** Somebody else stored newer tokens while we were at it: theirs count. */
  private async newest(connectionId: string): Promise<Result<AccessTokens, RefreshRefusal>> {
    const stored = await this.stored(connectionId)
    if (stored === null) return err({ code: 'reauthorise', detail: null })
    return ok(stored.tokens)
  }
}
