import type { ArtistView } from '../../../contracts/artists.ts'
import { isOpen } from '../../../contracts/booking-states.ts'
import type { BookingStatus } from '../../../contracts/bookings.ts'
import { isDay } from '../../../contracts/days.ts'
import { type Zoom, zooms } from '../../ui/timeline/scale.ts'

export const kinds = ['person', 'room', 'kit'] as const
export type Kind = (typeof kinds)[number]
/** What bookings can be narrowed to; what was released, ran out or was called off is one of them. */
export const stateGroups = ['hold', 'pencil', 'confirmed', 'completed', 'ended'] as const
export type StateGroup = (typeof stateGroups)[number]
const usualStates: readonly StateGroup[] = ['hold', 'pencil', 'confirmed', 'completed']

/** What the page shows, as its address says. */
export interface BookingsShown {
  view: 'grid' | 'list'
  zoom: Zoom
  day: string
  kind: Kind | null
  states: readonly StateGroup[]
  skill: string | null
  text: string
  /** The booking whose panel is open. */
  openId: string | null
}

type Search = Readonly<Record<string, string | string[] | undefined>>
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
const oneOf = <T extends string>(known: readonly T[], value: string | undefined): T | null =>
  known.find((name) => name === value) ?? null

/** Reads the address; what is not known there is the usual view: this week, everybody, what stands or took place. */
export function bookingsShown(search: Search, today: string): BookingsShown {
  const day = one(search.at)
  const states = one(search.state)
    ?.split(',')
    .flatMap((name) => oneOf(stateGroups, name) ?? [])
  const open = one(search.open)
  return {
    view: one(search.view) === 'list' ? 'list' : 'grid',
    zoom: oneOf(zooms, one(search.zoom)) ?? 'week',
    day: day !== undefined && isDay(day) ? day : today,
    kind: oneOf(kinds, one(search.kind)),
    states: states === undefined || states.length === 0 ? usualStates : states,
    skill: one(search.skill) ?? null,
    text: (one(search.q) ?? '').trim(),
    openId: open?.startsWith('booking:') === true ? open.slice('booking:'.length) : null,
  }
}

/** The states as the address has them; nothing for the usual ones. */
export function statesText(states: readonly StateGroup[]): string | null {
  const sorted = stateGroups.filter((state) => states.includes(state))
  const isUsual = sorted.length === usualStates.length && usualStates.every((state) => sorted.includes(state))
  return isUsual || sorted.length === 0 ? null : sorted.join(',')
}

/** How many filters are set, without the text. */
export const filtersSet = (shown: BookingsShown): number =>
  [shown.kind, statesText(shown.states), shown.skill].filter((value) => value !== null).length

/** The group a status belongs to. */
export function groupOf(status: BookingStatus): StateGroup {
  if (isOpen(status) || status === 'completed')
    // The two lists hold the same names here.
    return status as StateGroup
  return 'ended'
}

/** Whom the filters leave. Who is archived is there only while a booking of theirs is on screen. */
export function artistsShown(
  artists: readonly ArtistView[],
  shown: Pick<BookingsShown, 'kind' | 'skill' | 'text'>,
  bookedIds: ReadonlySet<string>,
): ArtistView[] {
  const text = shown.text.toLowerCase()
  const skill = shown.skill?.toLowerCase()
  return artists.filter(
    (artist) =>
      (artist.archivedAt === null || bookedIds.has(artist.id)) &&
      (shown.kind === null || artist.kind === shown.kind) &&
      (skill === undefined || artist.skills.some(({ name }) => name.toLowerCase() === skill)) &&
      (text === '' ||
        [artist.name, artist.headline ?? '', ...artist.skills.map(({ name }) => name)].some((word) =>
          word.toLowerCase().includes(text),
        )),
  )
}

/** Every skill anybody has, once, by name. */
export function skillsOf(artists: readonly ArtistView[]): string[] {
  const names = new Map<string, string>()
  for (const { skills } of artists)
    for (const { name } of skills) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name)
  return [...names.values()].sort((a, b) => a.localeCompare(b))
}
