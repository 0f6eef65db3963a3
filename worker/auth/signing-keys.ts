import type { PublicKeys } from '../../contracts/tokens.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { readSealKeys, type SealScope, seal, unseal } from '../platform/seal.ts'
import { nextSigningFrom, outlived, signerAt } from './rules/signing-keys.ts'
import {
  deleteSigningKeys,
  insertSigningKey,
  listSigningKeys,
  type StoredSigningKey,
} from './signing-keys.repository.ts'

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
const KEY_BITS = 2048
/** The list is read again after this, and for an unknown key at most this often: made-up key ids must not reach D1 each time. */
const LIST_KEPT_MS = 5 * 60_000
const UNKNOWN_AGAIN_MS = 10_000

export interface SigningDeps {
  db: ControlDb
  sealKey: string
  now: () => Date
  newId: () => string
}

// Keys belong to no workspace.
const scopeOf = (kid: string): SealScope => ({ tenantId: 'orrery', rowId: kid, column: 'sealed_private' })

interface Known {
  readAtMs: number
  stored: StoredSigningKey[]
  verifiers: Map<string, CryptoKey>
}

/** The keys that sign access tokens, as one isolate knows them. D1 holds them; the private halves are sealed. */
export class SigningKeys {
  private readonly deps: SigningDeps
  private known: Known | null = null
  private signer: { kid: string; key: CryptoKey } | null = null

  constructor(deps: SigningDeps) {
    this.deps = deps
  }

  /** The key that signs now; the first call of all makes it. */
  async current(): Promise<{ kid: string; key: CryptoKey }> {
    const now = this.deps.now()
    let stored = signerAt((await this.list(LIST_KEPT_MS)).stored, now)
    if (stored === null) {
      await this.rotate()
      stored = signerAt((await this.list(0)).stored, now)
    }
    if (stored === null) throw new Error('there is no key to sign with')
    if (this.signer?.kid === stored.kid) return this.signer
    const sealKeys = await readSealKeys(this.deps.sealKey)
    const pkcs8 = atob(await unseal(sealKeys, scopeOf(stored.kid), stored.sealedPrivate))
    const bytes = Uint8Array.from(pkcs8, (char) => char.charCodeAt(0))
    const key = await crypto.subtle.importKey('pkcs8', bytes, ALGORITHM, false, ['sign'])
    this.signer = { kid: stored.kid, key }
    return this.signer
  }

  /** The public half with this id; null when there is none. */
  async verifier(kid: string): Promise<CryptoKey | null> {
    const known = await this.list(LIST_KEPT_MS)
    return known.verifiers.get(kid) ?? (await this.list(UNKNOWN_AGAIN_MS)).verifiers.get(kid) ?? null
  }

  /** What everybody may know, the next key included. */
  async published(): Promise<PublicKeys> {
    const { stored } = await this.list(UNKNOWN_AGAIN_MS)
    return {
      keys: stored.map(({ kid, publicJwk }) => ({
        kty: 'RSA',
        use: 'sig',
        alg: 'RS256',
        kid,
        n: publicJwk.n,
        e: publicJwk.e,
      })),
    }
  }

  /** Makes the next key when it is due and removes those that no token needs. May be called as often as one likes. */
  async rotate(): Promise<void> {
    const { db, now } = this.deps
    const stored = await listSigningKeys(db)
    const signsFrom = nextSigningFrom(stored, now())
    if (signsFrom !== null) await insertSigningKey(db, await this.newKey(signsFrom))
    await deleteSigningKeys(
      db,
      outlived(stored, now()).map(({ kid }) => kid),
    )
  }

  private async newKey(signsFrom: Date): Promise<StoredSigningKey> {
    const kid = this.deps.newId()
    const pair = await crypto.subtle.generateKey(
      { ...ALGORITHM, modulusLength: KEY_BITS, publicExponent: new Uint8Array([1, 0, 1]) },
      true,
      ['sign', 'verify'],
    )
    // The types of the runtime leave open whether this is one key or two; for RSA it is two.
    const { publicKey, privateKey } = pair as CryptoKeyPair
    const { n = '', e = '' } = (await crypto.subtle.exportKey('jwk', publicKey)) as JsonWebKey
    const pkcs8 = new Uint8Array((await crypto.subtle.exportKey('pkcs8', privateKey)) as ArrayBuffer)
    const text = btoa(String.fromCharCode(...pkcs8))
    const nonce = crypto.getRandomValues(new Uint8Array(12))
    const sealedPrivate = await seal(await readSealKeys(this.deps.sealKey), scopeOf(kid), text, nonce)
    return {
      kid,
      publicJwk: { kty: 'RSA', n, e },
      sealedPrivate,
      createdAt: this.deps.now(),
      signsFrom,
    }
  }

  private async list(keptMs: number): Promise<Known> {
    const nowMs = this.deps.now().getTime()
    if (this.known !== null && nowMs - this.known.readAtMs < keptMs) return this.known
    const stored = await listSigningKeys(this.deps.db)
    const verifiers = new Map<string, CryptoKey>()
    for (const { kid, publicJwk } of stored) {
      const jwk = { ...publicJwk, alg: 'RS256' }
      verifiers.set(kid, await crypto.subtle.importKey('jwk', jwk, ALGORITHM, false, ['verify']))
    }
    this.known = { readAtMs: nowMs, stored, verifiers }
    return this.known
  }
}
