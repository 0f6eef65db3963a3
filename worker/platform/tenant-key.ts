import { readRawKeys } from './seal.ts'

/** A key of one workspace for one purpose, derived from the setting's key of this id. */
export interface TenantKey {
  keyId: string
  key: CryptoKey
}

const NONCE_BYTES = 12

/**
 * The key of a workspace: nobody who has another's can open what it sealed. `keyId` chooses an older key of the setting; absent: the
 * current one. Throws when the setting has no such key.
 */
export async function deriveTenantKey(
  setting: string,
  tenantId: string,
  purpose: string,
  keyId?: string,
): Promise<TenantKey> {
  const all = readRawKeys(setting)
  const found = keyId === undefined ? all[0] : all.find(([id]) => id === keyId)
  if (found === undefined) throw new Error(`the key ${keyId} is not known`)
  const [id, raw] = found
  const material = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey'])
  const encoder = new TextEncoder()
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: encoder.encode(tenantId), info: encoder.encode(purpose) },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
  return { keyId: id, key }
}

/** Seals bytes for one place; the nonce, fresh random bytes, travels in front. */
export async function sealBytes(
  { key }: TenantKey,
  place: string,
  bytes: Uint8Array<ArrayBuffer>,
  nonce: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (nonce.byteLength !== NONCE_BYTES) throw new Error(`a nonce has ${NONCE_BYTES} bytes`)
  const additionalData = new TextEncoder().encode(place)
  const secret = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, key, bytes)
  const sealed = new Uint8Array(NONCE_BYTES + secret.byteLength)
  sealed.set(nonce)
  sealed.set(new Uint8Array(secret), NONCE_BYTES)
  return sealed
}

/** Opens what `sealBytes` made for the same place; throws when it is damaged or was moved. */
export async function unsealBytes(
  { key }: TenantKey,
  place: string,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const opened = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: sealed.subarray(0, NONCE_BYTES), additionalData: new TextEncoder().encode(place) },
    key,
    sealed.subarray(NONCE_BYTES),
  )
  return new Uint8Array(opened)
}

async function piped(bytes: Uint8Array<ArrayBuffer>, through: CompressionStream | DecompressionStream) {
  const stream = new Response(bytes).body?.pipeThrough(through)
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

export const pack = (bytes: Uint8Array<ArrayBuffer>) => piped(bytes, new CompressionStream('gzip'))
export const unpack = (bytes: Uint8Array<ArrayBuffer>) => piped(bytes, new DecompressionStream('gzip'))
