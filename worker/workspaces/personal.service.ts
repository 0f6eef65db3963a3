import type { PersonalFields, SealedPersonal } from '../../contracts/personal.ts'
import { type ControlDb, openControl } from '../../db/d1/client.ts'
import {
  makePersonalKey,
  openFields,
  openPersonalKey,
  type Random,
  sealFields,
} from '../platform/personal-box.ts'
import { readSealKeys, type SealScope } from '../platform/seal.ts'
import { findPersonKeys, insertPersonKey } from './person-keys.repository.ts'

export interface PersonalDeps {
  db: ControlDb
  /** The setting whose keys wrap those of people. */
  sealKey: string
  now: () => Date
  random: Random
}

// A person belongs to no workspace, and what was sealed for one opens in a copy of the workspace too.
const scopeOf = (ownerId: string): SealScope => ({
  tenantId: 'orrery',
  rowId: ownerId,
  column: 'person_keys.sealed_key',
})
const placeOf = (ownerId: string) => `orrery personal v1 ${ownerId}`

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
    return { of, box: await sealFields(key, placeOf(of), fields, this.deps.random) }
  }

  /** Opens what can be opened, in the order asked; null: the key is gone, so the person was erased. */
  async open(sealed: readonly SealedPersonal[]): Promise<(PersonalFields | null)[]> {
    const keys = await this.keysOf(sealed.map(({ of }) => of))
    return Promise.all(
      sealed.map(async ({ of, box }) => {
        const key = keys.get(of)
        return key === undefined || box === null ? null : openFields(key, placeOf(of), box)
      }),
    )
  }

  private async makeKey(of: string): Promise<CryptoKey | null> {
    const { db, sealKey, now, random } = this.deps
    const wrapped = await makePersonalKey(await readSealKeys(sealKey), scopeOf(of), random)
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
      [...stored].map(
        async ([ownerId, wrapped]) =>
          [ownerId, await openPersonalKey(sealKeys, scopeOf(ownerId), wrapped)] as const,
      ),
    )
    return new Map(opened)
  }
}

/** The seal as an object of a workspace has it. */
export function openPersonalSeal(binding: D1Database, sealKey: string, now: () => Date): PersonalSeal {
  const random = (count: number) => crypto.getRandomValues(new Uint8Array(count))
  return new PersonalSeal({ db: openControl(binding), sealKey, now, random })
}
