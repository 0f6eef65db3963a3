import type { ArtistView } from '../../contracts/artists.ts'
import type { ChangeTogether, TogetherView, TransitionTogether } from '../../contracts/booking-plans.ts'
import { doesBlock, isOpen } from '../../contracts/booking-states.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { takeClaim } from '../artists/service.ts'
import type { NewEvent } from '../events/define.ts'
import { type Telling, tell } from '../notifications/service.ts'
import { hasProject } from '../projects/lookup.service.ts'
import { allFree, type PlanConflict } from './clash.service.ts'
import { bookingChanged, bookingTransitioned } from './events.ts'
import { promotions, stateOf, subjectOf, toBoth } from './line.service.ts'
import * as rows from './repository.ts'
import { moveClaims } from './rules/ranks.ts'
import { decideTransition, type TransitionRefusal } from './rules/states.ts'
import { movedTogether, type TogetherRefusal } from './rules/together.ts'
import { toldAsked, toldEnded, toldMoved, toldOfMany } from './rules/told.ts'
import type { When } from './rules/when.ts'
import { carrySeries } from './series.service.ts'
import { findSettings } from './settings.repository.ts'
import { settleChallenges } from './settle.service.ts'
import { lockedSet, type SetRefusal, viewOfAll } from './together.ts'

interface Changed {
  view: TogetherView
  events: NewEvent[]
}

export type TransitionTogetherRefusal =
  | SetRefusal
  | PlanConflict
  | { code: TransitionRefusal['code']; details?: unknown }

/** Gives several bookings another status, all or none. Those that have it already stay as they are. */
export async function transitionTogether(
  tx: TenantTx,
  id: string,
  asked: TransitionTogether,
  by: Telling,
): Promise<Result<Changed, TransitionTogetherRefusal>> {
  const { to, reason = null } = asked
  const locked = await lockedSet(tx, id, asked, by)
  if (!locked.ok) return locked
  const { named, all, artists, ended } = locked.value
  const going = all.filter(({ status }) => status !== to)
  const nowMs = await rows.readClock(tx)
  for (const booking of going) {
    const decided = decideTransition(booking, to, reason, nowMs)
    if (!decided.ok) {
      const named = { bookingId: booking.id, title: booking.title, artistName: booking.artistName }
      const facts = 'details' in decided.error ? decided.error.details : {}
      return err({ code: decided.error.code, details: { ...facts, ...named } })
    }
  }
  const blocks = doesBlock(to, (await findSettings(tx)).blocking)
  const newlyKept = blocks ? going.filter((booking) => !booking.blocks) : []
  const free = await allFree(
    tx,
    artists,
    newlyKept.map((one) => ({ ...one, on: one.seriesDay, claimant: one })),
  )
  if (!free.ok) return free
  await rows.updateStatuses(
    tx,
    going.map((one) => one.id),
    { status: to, blocks, reason },
  )
  const after = await reread(tx, all)
  const moved = eventsOf(bookingTransitioned, going, after)
  const told = isOpen(to) || to === 'completed' ? [] : await tellEnded(tx, after, going, artists, reason, by)
  const ahead = isOpen(to) || to === 'completed' ? [] : await promotions(tx, going, by)
  const settled = await settleChallenges(tx, [...artists.keys()], by)
  const events = [...ended, ...moved, ...told, ...ahead, ...settled]
  return ok({ view: viewOfAll(after, named.seriesId), events })
}

export type ChangeTogetherRefusal =
  | SetRefusal
  | PlanConflict
  | TogetherRefusal
  | { code: 'booking_ended'; details: { status: string } }
  | { code: 'artist_archived'; details: { artistId: string } }
  | { code: 'not_found'; details: { field: 'projectId' } }

/** A booking with what it is changed to. */
interface Move {
  before: rows.Booking
  artist: ArtistView
  when: When
}

/** Changes several bookings, all or none: title, notes and project to the same, the time by as much on the same wall clock. */
export async function changeTogether(
  tx: TenantTx,
  id: string,
  asked: ChangeTogether,
  by: Telling,
): Promise<Result<Changed, ChangeTogetherRefusal>> {
  const locked = await lockedSet(tx, id, asked, by)
  if (!locked.ok) return locked
  const { named, all, artists, ended } = locked.value
  const target = asked.artistId === undefined ? null : artists.get(asked.artistId)
  if (target && target.archivedAt !== null && target.id !== named.artistId)
    return err({ code: 'artist_archived', details: { artistId: target.id } })
  if (asked.projectId !== undefined && !(await hasProject(tx, asked.projectId)))
    return err({ code: 'not_found', details: { field: 'projectId' } })
  const artistOf = ({ artistId }: rows.Booking) => target ?? artists.get(artistId) ?? unknownArtist(artistId)
  const planned = movedTogether(named, all, asked, {
    from: artists.get(named.artistId)?.timeZone ?? named.timeZone,
    of: (one) => artistOf(one).timeZone,
  })
  if (!planned.ok) return planned
  const moves = all.map((before, i) => ({
    ...{ before, artist: artistOf(before) },
    when: planned.value.times[i] ?? before,
  }))
  const moved = moves.filter(isMoved)
  const touched = moves.filter((one) => isMoved(one) || isRenamed(one.before, asked))
  const free = await placed(tx, moved, artists)
  if (!free.ok) return free
  const claims = free.value
  const series = await carrySeries(tx, named, asked.scope, planned.value.days, moved.length > 0, by)
  // Sent together and carried out one after the other: a year of bookings is a few trips to Postgres.
  await Promise.all(
    touched.map(({ before, artist, when }) => {
      const isElsewhere = moved.some((one) => one.before.id === before.id)
      const { title = before.title, notes = before.notes, projectId = before.projectId } = asked
      return rows.updateBooking(tx, before.id, {
        ...rows.fieldsOf(before, artist.capacity),
        ...{ artistId: artist.id, timeZone: artist.timeZone, title, notes, projectId },
        ...{ fromMs: when.fromMs, toMs: when.toMs, days: when.days },
        ...{ claims: claims.get(before.id) ?? before.claims },
        acceptedAt: isElsewhere ? null : before.acceptedAt,
        ...series.of(before),
      })
    }),
  )
  const after = await reread(tx, all)
  const changed = eventsOf(
    bookingChanged,
    touched.map(({ before }) => before),
    after,
  )
  const gone = moved.map(({ before }) => before)
  const ahead = await promotions(tx, gone, by)
  const told = await tellMoved(tx, after, moved, by)
  const settled = moved.length > 0 ? await settleChallenges(tx, [...artists.keys()], by) : []
  const events = [...ended, ...series.events, ...changed, ...ahead, ...told, ...settled]
  return ok({ view: viewOfAll(after, series.id ?? named.seriesId), events })
}

const isMoved = ({ before, artist, when }: Move): boolean =>
  artist.id !== before.artistId || when.fromMs !== before.fromMs || when.toMs !== before.toMs

const isRenamed = (before: rows.Booking, { title, notes, projectId }: ChangeTogether): boolean =>
  (title !== undefined && title !== before.title) ||
  (notes !== undefined && notes !== before.notes) ||
  (projectId !== undefined && projectId !== before.projectId)

function unknownArtist(id: string): never {
  throw new Error(`artist ${id} of a booking is not locked`)
}

/** The places in line of bookings that are moved, where all that keep their time free find it free; they let go of it first. */
async function placed(
  tx: TenantTx,
  moved: readonly Move[],
  artists: ReadonlyMap<string, ArtistView>,
): Promise<Result<Map<string, rows.Booking['claims']>, PlanConflict>> {
  const claims = new Map<string, rows.Booking['claims']>()
  for (const artistId of new Set(moved.map(({ artist }) => artist.id))) {
    const own = moved.filter(({ artist }) => artist.id === artistId)
    const no = await takeClaim(tx, artistId, own.length)
    for (const [i, { before, when }] of own.entries())
      claims.set(before.id, moveClaims(before.artistId === artistId ? before.claims : [], when, no + i))
  }
  const wanted = moved
    .filter(({ before }) => before.blocks)
    .map(({ before, artist, when }) => ({
      ...{ fromMs: when.fromMs, toMs: when.toMs, share: before.share },
      ...{ artistId: artist.id, on: before.seriesDay },
      claimant: { id: before.id, claims: claims.get(before.id) ?? [] },
    }))
  const free = await allFree(tx, artists, wanted)
  if (!free.ok) return free
  if (wanted.length > 0)
    await rows.letGo(
      tx,
      wanted.map(({ claimant }) => claimant.id),
    )
  return ok(claims)
}

/** The bookings as they are now, in the same order. */
async function reread(tx: TenantTx, all: readonly rows.Booking[]): Promise<rows.Booking[]> {
  const found = await rows.selectBookingsById(
    tx,
    all.map(({ id }) => id),
  )
  return all.flatMap(({ id }) => found.find((one) => one.id === id) ?? [])
}

function eventsOf(
  type: typeof bookingChanged | typeof bookingTransitioned,
  all: readonly rows.Booking[],
  after: readonly rows.Booking[],
): NewEvent[] {
  return all.flatMap((before) => {
    const is = after.find(({ id }) => id === before.id)
    if (is === undefined) return []
    const change = { bookingId: before.id, before: stateOf(before), after: stateOf(is) }
    return [type.of(subjectOf(before.id), change)]
  })
}

/** One notice to each artist and maker, however many of theirs have ended. */
async function tellEnded(
  tx: TenantTx,
  after: readonly rows.Booking[],
  going: readonly rows.Booking[],
  artists: ReadonlyMap<string, ArtistView>,
  reason: string | null,
  by: Telling,
): Promise<NewEvent[]> {
  const ended = after.filter(({ id }) => going.some((one) => one.id === id))
  const all = ended.flatMap((booking) =>
    toBoth(
      booking,
      toldEnded(booking, booking.status, reason),
      artists.get(booking.artistId)?.memberId ?? null,
    ),
  )
  const people = [...new Set(all.map(({ personId }) => personId))]
  const notices = people.flatMap((personId) => {
    const own = all.filter((notice) => notice.personId === personId)
    const [first] = own
    return first === undefined ? [] : [{ ...toldOfMany(first, own.length), personId }]
  })
  return tell(tx, notices, by)
}

/** The same of those that were moved, to their artists. */
async function tellMoved(
  tx: TenantTx,
  after: readonly rows.Booking[],
  moved: readonly Move[],
  by: Telling,
): Promise<NewEvent[]> {
  const people = new Map(moved.map(({ artist }) => [artist.id, artist]))
  const notices = [...people.values()].flatMap(({ id, memberId }) => {
    const own = moved.filter(({ artist }) => artist.id === id)
    const first = after.find((one) => one.id === own[0]?.before.id)
    if (memberId === null || first === undefined) return []
    const said = own[0]?.before.artistId === id ? toldMoved(first) : toldAsked(first, first.status)
    return [{ ...toldOfMany(said, own.length), personId: memberId }]
  })
  return tell(tx, notices, by)
}
