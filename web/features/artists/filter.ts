import type { ArtistView, Rate, Skill, UpdateArtist } from '../../../contracts/artists.ts'
import type { PersonId } from '../../../contracts/ids.ts'

export const kinds = ['person', 'room', 'kit'] as const
export type Kind = (typeof kinds)[number]

/** Which artists the page lists, as its address says. */
export interface ArtistsShown {
  text: string
  kind: Kind | null
  archived: 'no' | 'yes' | 'all'
  cursor: string | null
}

type Search = Readonly<Record<string, string | string[] | undefined>>
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

/** Reads the address; what is not known there is everybody who is not archived. */
export function artistsShown(search: Search): ArtistsShown {
  const archived = one(search.archived)
  return {
    text: (one(search.q) ?? '').trim(),
    kind: kinds.find((kind) => kind === one(search.kind)) ?? null,
    archived: archived === 'yes' || archived === 'all' ? archived : 'no',
    cursor: one(search.cursor) ?? null,
  }
}

/** What the form of an artist holds: texts, never null. A skill without a name is not there. */
export interface ArtistFields extends Record<string, unknown> {
  name: string
  kind: Kind
  headline: string
  timeZone: string
  capacity: string
  skills: readonly Skill[]
  amount: string
  currency: string
  per: Rate['per']
  /** Empty: nobody. */
  memberId: string
}

export function fieldsOf(
  artist: ArtistView | null,
  defaults: { timeZone: string; currency: string },
): ArtistFields {
  return {
    name: artist?.name ?? '',
    kind: artist?.kind ?? 'person',
    headline: artist?.headline ?? '',
    timeZone: artist?.timeZone ?? defaults.timeZone,
    capacity: String(artist?.capacity ?? 1),
    skills: artist?.skills ?? [],
    amount: artist?.rate === null || artist === null ? '' : plainAmount(artist.rate.amount),
    currency: artist?.rate?.currency ?? defaults.currency,
    per: artist?.rate?.per ?? 'day',
    memberId: artist?.memberId ?? '',
  }
}

/** `450.0000` is `450` to whoever types it. */
export const plainAmount = (text: string): string =>
  text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text

/** What can be changed of an artist, from the fields of its form. */
export function changeable(fields: ArtistFields) {
  const { name, headline, timeZone, amount, currency, per, memberId } = fields
  const typed = amount.trim()
  return {
    name: name.trim(),
    headline: headline.trim() || null,
    timeZone,
    skills: fields.skills.flatMap((skill) =>
      skill.name.trim() === '' ? [] : [{ name: skill.name.trim(), level: skill.level }],
    ),
    memberId: memberId === '' ? null : (memberId as PersonId),
    rate: typed === '' ? null : { amount: typed, currency: currency.trim().toUpperCase(), per },
  }
}

/** Only what differs from the artist that was opened, so that what others changed elsewhere stays theirs. */
export function changeOf(before: ArtistFields, after: ArtistFields): UpdateArtist {
  const was = changeable(before)
  return Object.fromEntries(
    Object.entries(changeable(after)).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name as keyof typeof was]),
    ),
  )
}

/** Names of what both changed since `base`, each to something else. */
export function clashingFields(base: ArtistFields, mine: ArtistFields, theirs: ArtistFields): string[] {
  const now = changeable(theirs)
  const was = changeable(base)
  return Object.entries(changeOf(base, mine)).flatMap(([name, value]) => {
    const key = name as keyof typeof now
    const [is, before] = [JSON.stringify(now[key]), JSON.stringify(was[key])]
    return is !== before && is !== JSON.stringify(value) ? [name] : []
  })
}
