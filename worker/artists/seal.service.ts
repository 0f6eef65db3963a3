import {
  ERASED_ARTIST,
  ERASED_WORDS,
  type PersonalFields,
  type SealedPersonal,
} from '../../contracts/personal.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { type EventRow, personalOf, withPersonal, wordPlacesOf } from '../events/registry.ts'
import { takeWords } from '../events/words.ts'
import {
  makePersonalKey,
  openFields,
  openPersonalKey,
  type Random,
  sealFields,
} from '../platform/personal-box.ts'
import { readSealKeys, type SealScope } from '../platform/seal.ts'
import { findArtistKeys, insertArtistKey } from './keys.repository.ts'

export interface ArtistSealDeps {
  /** The setting whose keys wrap those of artists. */
  sealKey: string
  random: Random
}

const OF = 'artist:'

// No workspace in them: a copy that is put back as another workspace opens what was sealed in the first.
const scopeOf = (id: string): SealScope => ({
  tenantId: 'orrery',
  rowId: id,
  column: 'artist_keys.sealed_key',
})
const placeOf = (id: string) => `orrery artist v1 ${id}`

/** What stands for the words of an artist who was erased. */
function erasedWords(type: string): PersonalFields {
  const places = wordPlacesOf(type).filter((place) => /\/(name|title|host)$/.test(place))
  const standIn = (place: string) => (place.endsWith('/name') ? ERASED_ARTIST : ERASED_WORDS)
  return Object.fromEntries(places.map((place) => [place, JSON.stringify(standIn(place))]))
}

/**
 * Seals what the log says about artists, each under a key of their own that lies beside them. It is read and made in the transaction that
 * writes or reads the events, so that nothing but Postgres is in the way. Erasing an artist destroys the key.
 */
export class ArtistSeal {
  private readonly deps: ArtistSealDeps

  constructor(deps: ArtistSealDeps) {
    this.deps = deps
  }

  /** Events as they are stored. Those that say nothing about an artist are the same objects. */
  async seal(tx: TenantTx, events: readonly NewEvent[]): Promise<NewEvent[]> {
    const taken = events.map((event) => takenOf(event))
    const ids = [...new Set(taken.flatMap((one) => one?.artistId ?? []))]
    if (ids.length === 0) return [...events]
    const keys = await this.keysOf(tx, ids, true)
    return Promise.all(
      events.map(async (event, i) => {
        const own = taken[i] ?? null
        if (own === null) return event
        const { artistId, rest, words } = own
        const key = keys.get(artistId) ?? null
        const box = key === null ? null : await sealFields(key, placeOf(artistId), words, this.deps.random)
        const personal: SealedPersonal = { of: OF + artistId, box }
        return { ...event, data: { ...rest, personal } }
      }),
    )
  }

  /** Rows of the log with what they say about artists in the open. What cannot be opened any more says that it was erased. */
  async open(tx: TenantTx, rows: readonly EventRow[]): Promise<EventRow[]> {
    const sealed = rows.map((row) => {
      const personal = personalOf(row)
      return personal?.of.startsWith(OF) ? { id: personal.of.slice(OF.length), box: personal.box } : null
    })
    const ids = [...new Set(sealed.flatMap((one) => one?.id ?? []))]
    if (ids.length === 0) return [...rows]
    const keys = await this.keysOf(tx, ids, false)
    return Promise.all(
      rows.map(async (row, i) => {
        const own = sealed[i] ?? null
        if (own === null) return row
        const key = keys.get(own.id) ?? null
        const isGone = key === null || own.box === null
        return withPersonal(
          row,
          isGone ? erasedWords(row.type) : await openFields(key, placeOf(own.id), own.box ?? ''),
        )
      }),
    )
  }

  /** Keys of artists; null, or left out where none is made: there is none to open by. */
  private async keysOf(
    tx: TenantTx,
    ids: readonly string[],
    isMade: boolean,
  ): Promise<ReadonlyMap<string, CryptoKey | null>> {
    const sealKeys = await readSealKeys(this.deps.sealKey)
    let kept = await findArtistKeys(tx, ids)
    const missing = isMade ? ids.filter((id) => !kept.has(id)) : []
    for (const id of missing)
      await insertArtistKey(tx, id, await makePersonalKey(sealKeys, scopeOf(id), this.deps.random))
    // Whoever was first has made the one that counts.
    if (missing.length > 0) kept = await findArtistKeys(tx, ids)
    const opened = await Promise.all(
      [...kept].map(
        async ([id, key]) =>
          [id, key === null ? null : await openPersonalKey(sealKeys, scopeOf(id), key)] as const,
      ),
    )
    return new Map(opened)
  }
}

/** What an event says about an artist, and the rest of it; null when it says nothing. */
function takenOf({ type, subject, data }: NewEvent) {
  const places = wordPlacesOf(type)
  if (places.length === 0) return null
  const taken = takeWords(data, places)
  return Object.keys(taken.words).length === 0 ? null : { ...taken, artistId: subject.slice(OF.length) }
}
