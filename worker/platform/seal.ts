/** A secret as it is stored: version and key id in clear, then nonce and ciphertext. All of it is needed to open it. */
export type Sealed = Uint8Array<ArrayBuffer>

/** Where a sealed value belongs. It opens nowhere else: moved to another row or column it is refused. */
export interface SealScope {
  tenantId: string
  /** Id of the row, such as a connection. */
  rowId: string
  column: string
}

/** Keys by id. New values are sealed with `current`; older ones stay readable until they are sealed again. */
export interface SealKeys {
  current: string
  keys: ReadonlyMap<string, CryptoKey>
}

const VERSION = 1
const KEY_BYTES = 32
/** NIST SP 800-38D 8.2.2: a random nonce of 96 bits; at most 2^32 uses of one key. */
const NONCE_BYTES = 12
const KEY_ID_CHARS_MAX = 255

/** The sealed value cannot be opened: damaged, moved, or its key is not known. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

/** The keys of a setting: `id:base64` pairs separated by commas, the current one first. A bare base64 key has the id `1`. */
export function readRawKeys(setting: string): [id: string, raw: Uint8Array<ArrayBuffer>][] {
  return setting.split(',').map((part) => {
    const at = part.indexOf(':')
    const id = at < 0 ? '1' : part.slice(0, at).trim()
    const raw = Uint8Array.from(atob(part.slice(at + 1).trim()), (char) => char.charCodeAt(0))
    if (raw.byteLength !== KEY_BYTES)
      throw new Error(`SEAL_KEY ${id} must have ${KEY_BYTES} bytes, it has ${raw.byteLength}`)
    if (id === '' || id.length > KEY_ID_CHARS_MAX) throw new Error('SEAL_KEY has a key without a proper id')
    return [id, raw]
  })
}

/** Reads the keys that seal. */
export async function readSealKeys(setting: string): Promise<SealKeys> {
  const keys = new Map<string, CryptoKey>()
  for (const [id, raw] of readRawKeys(setting))
    keys.set(id, await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']))
  const [current] = keys.keys()
  if (current === undefined) throw new Error('SEAL_KEY is empty')
  return { current, keys }
}

/** Seals a text with AES-256-GCM, bound to its place. `nonce` must be fresh random bytes, 12 of them. */
export async function seal(
  keys: SealKeys,
  scope: SealScope,
  text: string,
  nonce: Uint8Array<ArrayBuffer>,
): Promise<Sealed> {
  if (nonce.byteLength !== NONCE_BYTES) throw new Error(`a nonce has ${NONCE_BYTES} bytes`)
  const id = new TextEncoder().encode(keys.current)
  const secret = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData: bindingOf(scope, keys.current) },
    keyOf(keys, keys.current),
    new TextEncoder().encode(text),
  )
  const sealed = new Uint8Array(2 + id.byteLength + NONCE_BYTES + secret.byteLength)
  sealed.set([VERSION, id.byteLength])
  sealed.set(id, 2)
  sealed.set(nonce, 2 + id.byteLength)
  sealed.set(new Uint8Array(secret), 2 + id.byteLength + NONCE_BYTES)
  return sealed
}

/** Opens what `seal` made for the same place. Throws `SealBroken` otherwise; the reason never holds the secret. */
export async function unseal(keys: SealKeys, scope: SealScope, sealed: Sealed): Promise<string> {
  const [version, idBytes = 0] = sealed
  const start = 2 + idBytes + NONCE_BYTES
  if (version !== VERSION || sealed.byteLength < start)
    throw new SealBroken('not a sealed value of this form')
  const id = new TextDecoder().decode(sealed.subarray(2, 2 + idBytes))
  try {
    const opened = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: sealed.subarray(2 + idBytes, start), additionalData: bindingOf(scope, id) },
      keyOf(keys, id),
      sealed.subarray(start),
    )
    return new TextDecoder().decode(opened)
  } catch (error) {
    if (error instanceof SealBroken) throw error
    throw new SealBroken('the value is damaged or belongs elsewhere')
  }
}

/** True when the value was sealed with an older key and should be sealed again. */
export function isSealedWithOldKey(keys: SealKeys, sealed: Sealed): boolean {
  const idBytes = sealed[1] ?? 0
  return new TextDecoder().decode(sealed.subarray(2, 2 + idBytes)) !== keys.current
}

function keyOf(keys: SealKeys, id: string): CryptoKey {
  const key = keys.keys.get(id)
  if (key === undefined) throw new SealBroken(`the key ${id} is not known`)
  return key
}

/** Parts are JSON, so that no two different places give the same bytes. */
function bindingOf(scope: SealScope, keyId: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify([VERSION, scope.tenantId, scope.rowId, scope.column, keyId]))
}
