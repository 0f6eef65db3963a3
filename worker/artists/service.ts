import type { ArtistsQuery, ArtistView, CreateArtist, UpdateArtist } from '../../contracts/artists.ts'
import { ARTISTS_MAX } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { artistArchived, artistChanged, artistCreated, artistRestored } from './events.ts'
import * as rows from './repository.ts'

/** What a command gives back: the view to answer with and the events to store with it. */
interface Changed {
  view: ArtistView
  events: NewEvent[]
}

/** One artist; null when the workspace has none of that id. */
export const readArtist = (tx: TenantTx, id: string): Promise<ArtistView | null> => rows.findArtist(tx, id)

/** Those of a few ids, in no order. */
export const readArtistsById = (tx: TenantTx, ids: readonly string[]): Promise<ArtistView[]> =>
  rows.selectArtistsById(tx, ids)

/** What artists are called now, by the subject that events have of them. */
export async function readArtistNames(
  tx: TenantTx,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await rows.selectArtistsById(
    tx,
    subjects.map((one) => one.slice(subjectOf('').length)),
  )
  return new Map(found.map(({ id, name }) => [subjectOf(id), name]))
}

/** A page of artists, with how many there are on all pages. */
export async function readArtists(tx: TenantTx, query: ArtistsQuery) {
  const [found, total] = await Promise.all([
    rows.listArtists(tx, query, query.cursor ?? null, query.limit + 1),
    rows.countArtists(tx, query),
  ])
  const data = found.slice(0, query.limit)
  return { data, meta: { nextCursor: found.length > data.length ? (data.at(-1)?.id ?? null) : null, total } }
}

/** The artist whose account this is; null when there is none. */
export const readArtistOfMember = (tx: TenantTx, personId: string): Promise<ArtistView | null> =>
  rows.findArtistOfMember(tx, personId)

export type OpenArtistRefusal =
  | { code: 'not_found' }
  | { code: 'artist_archived'; details: { artistId: string } }

/** The artist, locked until the transaction ends, so that its bookings change one after another. Archived ones take no new time. */
export async function requireOpenArtist(
  tx: TenantTx,
  id: string,
): Promise<Result<ArtistView, OpenArtistRefusal>> {
  const artist = await rows.lockArtist(tx, id)
  if (artist === null) return err({ code: 'not_found' })
  return artist.archivedAt === null ? ok(artist) : err({ code: 'artist_archived', details: { artistId: id } })
}

/**
 * The same of each of some artists, with the next number in its line, which is taken by that: an artist who is named twice gives two.
 * Where one cannot be booked, nobody has its number.
 */
export async function claimOpenArtists(
  tx: TenantTx,
  ids: readonly string[],
): Promise<Result<{ artist: ArtistView; claim: number }, OpenArtistRefusal>[]> {
  const locked = await rows.lockAndClaim(tx, ids)
  const given = new Map<string, number>()
  return ids.map((id) => {
    const artist = locked.get(id)
    if (artist === undefined) return err({ code: 'not_found' })
    const { nextClaim, view } = artist
    if (view.archivedAt !== null) return err({ code: 'artist_archived', details: { artistId: id } })
    const before = given.get(id) ?? 0
    given.set(id, before + 1)
    return ok({ artist: view, claim: nextClaim + before })
  })
}

/** The artist, locked, whether archived or not; null when there is none. */
export const lockArtist = (tx: TenantTx, id: string): Promise<ArtistView | null> => rows.lockArtist(tx, id)

/** The next number in the line of a locked artist, or the first of the next few. */
export const takeClaim = (tx: TenantTx, id: string, count = 1): Promise<number> =>
  rows.takeClaim(tx, id, count)

/** Who is no member of the workspace can stand for no artist: of somebody else nothing is found. */
type MemberUnknown = { code: 'not_found'; details: { field: 'memberId' } }
const memberUnknown: MemberUnknown = { code: 'not_found', details: { field: 'memberId' } }

type MemberTaken = { code: 'already_exists'; details: { field: 'memberId'; artistId: string } }

export type CreateArtistRefusal =
  | { code: 'already_exists'; details: { field: 'id' } }
  | MemberTaken
  | MemberUnknown
  | { code: 'limit_reached'; details: { limit: number } }

/** Makes an artist. Without a time zone it lives in the workspace's. `isMember` says whether who it shall stand for is one. */
export async function createArtist(
  tx: TenantTx,
  input: CreateArtist,
  context: { newId: () => string; at: Date; timeZone: string; isMember?: boolean },
): Promise<Result<Changed, CreateArtistRefusal>> {
  if (input.memberId !== null && context.isMember === false) return err(memberUnknown)
  if ((await rows.countArtists(tx, { archived: 'all' })) >= ARTISTS_MAX) {
    return err({ code: 'limit_reached', details: { limit: ARTISTS_MAX } })
  }
  const { id = context.newId(), timeZone = context.timeZone, ...fields } = input
  const taken = await memberTaken(tx, fields.memberId, id)
  if (taken !== null) return err(taken)
  const view = await rows.insertArtist(tx, { ...fields, id, timeZone }, context.at)
  if (view === null) return err({ code: 'already_exists', details: { field: 'id' } })
  return ok({ view, events: [artistCreated.of(subjectOf(id), { artistId: id, after: stateOf(view) })] })
}

/** An account stands for one artist only. */
async function memberTaken(tx: TenantTx, memberId: string | null, id: string): Promise<MemberTaken | null> {
  const other = memberId === null ? null : await rows.findArtistOfMember(tx, memberId)
  if (other === null || other.id === id) return null
  return { code: 'already_exists', details: { field: 'memberId', artistId: other.id } }
}

/** Nothing personal is noted any more of an artist who was erased. */
export type ErasedRefusal = { code: 'artist_erased'; details: { artistId: string } }

/** The refusal of one who was erased; null of others. */
export const erasedRefusal = ({ id, erasedAt }: ArtistView): ErasedRefusal | null =>
  erasedAt === null ? null : { code: 'artist_erased', details: { artistId: id } }

export type ChangeArtistRefusal =
  | ErasedRefusal
  | { code: 'not_found' }
  | { code: 'stale_version'; details: ArtistView }
  | MemberTaken
  | MemberUnknown

/**
 * Changes an artist when it is still at the version the caller saw. Bookings keep the zone they were made in. `isMember` says whether who it
 * shall stand for is one; who it stands for already may have left.
 */
export async function changeArtist(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  change: UpdateArtist,
  isMember: boolean,
): Promise<Result<Changed, ChangeArtistRefusal>> {
  const before = await rows.lockArtist(tx, id)
  if (before === null) return err({ code: 'not_found' })
  if (before.version !== seenVersion) return err({ code: 'stale_version', details: before })
  const erased = erasedRefusal(before)
  if (erased !== null) return err(erased)
  const { name, headline, timeZone, skills, rate, memberId } = before
  const was = { name, headline, timeZone, skills, rate, memberId }
  const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const after = { ...was, ...said }
  if (JSON.stringify(after) === JSON.stringify(was)) return ok({ view: before, events: [] })
  const isLinked = after.memberId !== null && after.memberId !== was.memberId
  if (isLinked && !isMember) return err(memberUnknown)
  const taken = await memberTaken(tx, after.memberId, id)
  if (taken !== null) return err(taken)
  const view = await rows.updateArtist(tx, id, after)
  return ok({ view, events: [artistChanged.of(subjectOf(id), movedOf(before, view))] })
}

/** Takes an artist out of the pickers; bookings stay. Archiving it again changes nothing. */
export async function archiveArtist(
  tx: TenantTx,
  id: string,
  at: Date,
): Promise<Result<Changed, { code: 'not_found' }>> {
  const before = await rows.lockArtist(tx, id)
  if (before === null) return err({ code: 'not_found' })
  if (before.archivedAt !== null) return ok({ view: before, events: [] })
  const view = await rows.updateArtist(tx, id, { archivedAt: at.toISOString() })
  return ok({ view, events: [artistArchived.of(subjectOf(id), movedOf(before, view))] })
}

/** Brings an artist back. Restoring one that is not archived changes nothing. */
export async function restoreArtist(
  tx: TenantTx,
  id: string,
): Promise<Result<Changed, { code: 'not_found' } | ErasedRefusal>> {
  const before = await rows.lockArtist(tx, id)
  if (before === null) return err({ code: 'not_found' })
  const erased = erasedRefusal(before)
  if (erased !== null) return err(erased)
  if (before.archivedAt === null) return ok({ view: before, events: [] })
  const view = await rows.updateArtist(tx, id, { archivedAt: null })
  return ok({ view, events: [artistRestored.of(subjectOf(id), movedOf(before, view))] })
}

const subjectOf = (id: string) => `artist:${id}`

function stateOf({ id: _id, createdAt: _createdAt, ...state }: ArtistView) {
  return state
}

function movedOf(before: ArtistView, after: ArtistView) {
  return { artistId: before.id, before: stateOf(before), after: stateOf(after) }
}
