import { PersonalFields, type SealedPersonal } from '../../contracts/personal.ts'
import { type ControlDb, openControl } from '../../db/d1/client.ts'
import { readSealKeys, type SealScope, seal, unseal } from '../platform/seal.ts'
import { sealBytes, unsealBytes } from '../platform/tenant-key.ts'
import { findPersonKeys, insertPersonKey } from './person-keys.repository.ts'

type Bytes = Uint8Array<ArrayBuffer>

const KEY_BYTES = 32
const NONCE_BYTES = 12

export interface PersonalDeps {
  db: ControlDb
  /** The setting whose keys wrap those of people. */
  sealKey: string
  now: () => Date
  /** Fresh random bytes. */
  random: (count: number) => Bytes
}

// A person belongs to no workspace, and what was sealed for one opens in a copy of the workspace too.
const scopeOf = (ownerId: string): SealScope => ({
  tenantId: 'orrery',
  rowId: ownerId,
  column: 'person_keys.sealed_key',
})
const placeOf = (ownerId: string) => `orrery personal v1 ${ownerId}`

const toText = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const toBytes = (text: string): Bytes => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))

/**
 * Seals what the log says about people, each under a key of their own that lies in the control plane. Erasing somebody deletes the key:
 * the log keeps its hashes, which are over the sealed form, and says nothing about them any more.
 */
export class PersonalSeal {
  private readonly deps: PersonalDeps

  constructor(deps: PersonalDeps) {
    this.deps = deps
  }

  /** Seals fields about one person; their key is made with the first. Nothing is sealed about somebody who was erased. */
  async seal(of: string, fields: PersonalFields): Promise<SealedPersonal> {
    const key = (await this.keysOf([of])).get(of) ?? (await this.makeKey(of))
    if (key === null) return { of, box: null }
    const bytes = new TextEncoder().encode(JSON.stringify(fields))
    const sealed = await sealBytes({ keyId: '', key }, placeOf(of), bytes, this.deps.random(NONCE_BYTES))
    return { of, box: toText(sealed) }
  }

  /** Opens what can be opened, in the order asked; null: the key is gone, so the person was erased. */
  async open(sealed: readonly SealedPersonal[]): Promise<(PersonalFields | null)[]> {
    const keys = await this.keysOf(sealed.map(({ of }) => of))
    return Promise.all(
      sealed.map(async ({ of, box }) => {
        const key = keys.get(of)
        if (key === undefined || box === null) return null
        const bytes = await unsealBytes({ keyId: '', key }, placeOf(of), toBytes(box))
        return PersonalFields.parse(JSON.parse(new TextDecoder().decode(bytes)))
      }),
    )
  }

  private async makeKey(of: string): Promise<CryptoKey | null> {
    const { db, sealKey, now, random } = this.deps
    const text = toText(random(KEY_BYTES))
    const wrapped = await seal(await readSealKeys(sealKey), scopeOf(of), text, random(NONCE_BYTES))
    await insertPersonKey(db, of, wrapped, now())
    // Whoever was first has made the one that counts, and for somebody erased there is none.
    return (await this.keysOf([of])).get(of) ?? null
  }

  private async keysOf(ownerIds: readonly string[]): Promise<ReadonlyMap<string, CryptoKey>> {
    if (ownerIds.length === 0) return new Map()
    const [stored, sealKeys] = await Promise.all([
      findPersonKeys(this.deps.db, ownerIds),
      readSealKeys(this.deps.sealKey),
    ])
    const opened = await Promise.all(
      [...stored].map(async ([ownerId, wrapped]) => {
        const raw = toBytes(await unseal(sealKeys, scopeOf(ownerId), wrapped))
        const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
        return [ownerId, key] as const
      }),
    )
    return new Map(opened)
  }
}

/** The seal as an object of a workspace has it. */
export function openPersonalSeal(binding: D1Database, sealKey: string, now: () => Date): PersonalSeal {
  const random = (count: number) => crypto.getRandomValues(new Uint8Array(count))
  return new PersonalSeal({ db: openControl(binding), sealKey, now, random })
}
