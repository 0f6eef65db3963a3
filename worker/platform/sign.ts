import { readRawKeys } from './seal.ts'

/** Keys that sign for this deployment, by the id of the setting's key each was derived from. */
export interface SignKeys {
  current: string
  keys: ReadonlyMap<string, CryptoKey>
  /** Raw Ed25519 public keys, base64url: what a browser needs to check a signature. */
  publicKeys: Readonly<Record<string, string>>
}

/** RFC 8410 7: what stands before the 32 bytes of an Ed25519 private key in PKCS #8. */
const PKCS8_HEAD = [
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
]
const SEED_BITS = 256

/**
 * Derives signing keys from a setting of 32-byte keys. `purpose` keeps uses apart: a key made for one says nothing about another, nor
 * about what the setting itself seals.
 */
export async function readSignKeys(setting: string, purpose: string): Promise<SignKeys> {
  const keys = new Map<string, CryptoKey>()
  const publicKeys: Record<string, string> = {}
  for (const [id, raw] of readRawKeys(setting)) {
    const material = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveBits'])
    const seed = await crypto.subtle.deriveBits(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new TextEncoder().encode(purpose) },
      material,
      SEED_BITS,
    )
    const pkcs8 = new Uint8Array([...PKCS8_HEAD, ...new Uint8Array(seed)])
    // Extractable only so that the public half can be read off it.
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
    const jwk = await crypto.subtle.exportKey('jwk', key)
    // A private key of this curve always has its public half beside it (RFC 8037 2).
    if (!('x' in jwk) || jwk.x === undefined) throw new Error(`the signing key ${id} has no public half`)
    keys.set(id, key)
    publicKeys[id] = jwk.x
  }
  const [current] = keys.keys()
  if (current === undefined) throw new Error('there is no key to sign with')
  return { current, keys, publicKeys }
}

/** Signs a text with the current key; base64url. */
export async function sign(keys: SignKeys, text: string): Promise<string> {
  const key = keys.keys.get(keys.current)
  if (key === undefined) throw new Error(`the signing key ${keys.current} is not known`)
  const signature = await crypto.subtle.sign('Ed25519', key, new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(signature)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
