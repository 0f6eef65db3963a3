import { PersonalFields } from '../../contracts/personal.ts'
import { type Sealed, type SealKeys, type SealScope, seal, unseal } from './seal.ts'
import { sealBytes, unsealBytes } from './tenant-key.ts'

type Bytes = Uint8Array<ArrayBuffer>

const KEY_BYTES = 32
const NONCE_BYTES = 12

/** Fresh random bytes. */
export type Random = (count: number) => Bytes

const toText = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const toBytes = (text: string): Bytes => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))

/** A new key of somebody, sealed with the setting's key for the place where it is kept. */
export const makePersonalKey = (keys: SealKeys, scope: SealScope, random: Random): Promise<Sealed> =>
  seal(keys, scope, toText(random(KEY_BYTES)), random(NONCE_BYTES))

/** The key of somebody, from the form in which it is kept. */
export async function openPersonalKey(keys: SealKeys, scope: SealScope, kept: Sealed): Promise<CryptoKey> {
  const raw = toBytes(await unseal(keys, scope, kept))
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** Seals fields about somebody as the box of `SealedPersonal`. */
export async function sealFields(
  key: CryptoKey,
  place: string,
  fields: PersonalFields,
  random: Random,
): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(fields))
  return toText(await sealBytes({ keyId: '', key }, place, bytes, random(NONCE_BYTES)))
}

/** Opens such a box; throws when it is damaged or somebody else's. */
export async function openFields(key: CryptoKey, place: string, box: string): Promise<PersonalFields> {
  const bytes = await unsealBytes({ keyId: '', key }, place, toBytes(box))
  return PersonalFields.parse(JSON.parse(new TextDecoder().decode(bytes)))
}
