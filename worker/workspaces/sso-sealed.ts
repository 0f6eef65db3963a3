import { readSealKeys, type SealScope, seal, unseal } from '../platform/seal.ts'

const NONCE_BYTES = 12

/** A text sealed for one place, as it is stored: base64. */
export async function sealText(sealKey: string, scope: SealScope, text: string): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const sealed = await seal(await readSealKeys(sealKey), scope, text, nonce)
  return btoa(String.fromCharCode(...sealed))
}

/** Opens what {@link sealText} made for the same place. Throws `SealBroken` otherwise. */
export async function unsealText(sealKey: string, scope: SealScope, stored: string): Promise<string> {
  const sealed = Uint8Array.from(atob(stored), (char) => char.charCodeAt(0))
  return unseal(await readSealKeys(sealKey), scope, sealed)
}
