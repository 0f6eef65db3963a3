import { doesBlock, isOpen } from '../../contracts/booking-states.ts'
import type {
  AvailabilityView,
  BookingsQuery,
  BookingTransition,
  BookingView,
  CheckAvailability,
  UpdateBooking,
} from '../../contracts/bookings.ts'
import type { ArtistId } from '../../contracts/ids.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import {
  lockArtist,
  type OpenArtistRefusal,
  readArtist,
  requireOpenArtist,
  takeClaim,
} from '../artists/service.ts'
import { closedFor } from '../availability/service.ts'
import type { NewEvent } from '../events/define.ts'
import { type Telling, tell } from '../notifications/service.ts'
import { hasProject } from '../projects/lookup.service.ts'
import { bookingChanged, bookingExtended, bookingTransitioned } from './events.ts'
import { freeFor, type TakenRefusal } from './free.ts'
import {
  promotions,
  rivalOf,
  rivalsOf,
  stateOf,
  subjectOf,
  toArtist,
  toBoth,
  viewOf,
} from './line.service.ts'
import { lockedArtist, lockedBooking, mustFind, viewNow } from './locked.ts'
import * as rows from './repository.ts'
import { moveClaims, ranksOf } from './rules/ranks.ts'
import { decideTransition, type TransitionRefusal } from './rules/states.ts'
import { toldAsked, toldEnded, toldMoved } from './rules/told.ts'
import { type PeriodRefusal, periodOf } from './rules/when.ts'
import { findSettings } from './settings.repository.ts'
import { settleChallenges, settleLine } from './settle.service.ts'

const HOUR_MS = 3_600_000

/** What a command gives back: the view to answer with and the events to store with it. */
interface Changed {
  view: BookingView
  events: NewEvent[]
}

type ProjectRefusal = { code: 'not_found'; details: { field: 'projectId' } }
type VersionRefusal = { code: 'not_found' } | { code: 'stale_version'; details: BookingView }

/** A page of bookings with their places in line, and how many there are on all pages. */
export async function readBookings(tx: TenantTx, query: BookingsQuery) {
  const [found, total] = await Promise.all([
    rows.listBookings(tx, query, query.limit + 1),
    rows.countBookings(tx, query),
  ])
  const page = found.slice(0, query.limit)
  const artistIds = [...new Set(page.map(({ artistId }) => artistId))]
  const span = {
    fromMs: Math.min(...page.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...page.map(({ toMs }) => toMs)),
  }
  const line = page.length === 0 ? [] : await rows.listLine(tx, artistIds, span)
  const nextCursor = found.length > page.length ? (page.at(-1)?.id ?? null) : null
  return { data: page.map((booking) => viewOf(booking, line)), meta: { nextCursor, total } }
}

/** The same of one artist; null when the workspace has none of that id. */
export async function readBookingsOf(tx: TenantTx, artistId: ArtistId, query: BookingsQuery) {
  if ((await readArtist(tx, artistId)) === null) return null
  return readBookings(tx, { ...query, artistId })
}

/** Whether a time can be blocked, what is in the way, and the place a new hold would have; null when there is no such artist. */
export async function checkAvailability(
  tx: TenantTx,
  asked: CheckAvailability,
): Promise<Result<AvailabilityView | null, PeriodRefusal>> {
  const artist = await readArtist(tx, asked.artistId)
  if (artist === null) return ok(null)
  const period = periodOf(asked, artist.timeZone)
  if (!period.ok) return period
  const except = asked.except ?? null
  const rivals = await rivalsOf(tx, artist, { ...period.value, share: asked.share }, except)
  const line = (await rows.listLine(tx, [artist.id], period.value)).filter(({ id }) => id !== except)
  const closed = await closedFor(tx, artist, period.value, period.value.days !== null)
  const last = { id: '', claims: [{ ...period.value, no: Number.MAX_SAFE_INTEGER }] }
  return ok({
    isFree: rivals.length === 0 && artist.archivedAt === null,
    rivals: rivals.map(rivalOf),
    closed,
    rank: Math.max(1, ...ranksOf(last, line).map(({ rank }) => rank)),
    startTime: new Date(period.value.fromMs).toISOString(),
    endTime: new Date(period.value.toMs).toISOString(),
    timeZone: artist.timeZone,
  })
}

export type ChangeBookingRefusal =
  | VersionRefusal
  | OpenArtistRefusal
  | PeriodRefusal
  | TakenRefusal
  | ProjectRefusal
  | { code: 'booking_ended'; details: { status: BookingView['status'] } }

/**
 * Changes title, notes, project, time or artist of a booking at the version the caller saw. Inside its old time it keeps its place in line;
 * with another artist it begins at the end.
 */
export async function changeBooking(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  change: UpdateBooking,
  by: Telling,
): Promise<Result<Changed, ChangeBookingRefusal>> {
  const found = await rows.findBooking(tx, id)
  if (found === null) return err({ code: 'not_found' })
  const target = change.artistId ?? found.artistId
  const isMoved = target !== found.artistId
  // The lower id first, so that two moves between the same artists do not wait for each other.
  if (isMoved && found.artistId < target) await lockArtist(tx, found.artistId)
  const artist = isMoved ? await requireOpenArtist(tx, target) : await lockedArtist(tx, found)
  if (!artist.ok) return artist
  if (isMoved && found.artistId > target) await lockArtist(tx, found.artistId)
  const ended = await settleLine(tx, [found.artistId, target], by)
  const before = await mustFind(tx, id)
  if (before.version !== seenVersion)
    return err({ code: 'stale_version', details: await viewNow(tx, before) })
  if (!isOpen(before.status)) return err({ code: 'booking_ended', details: { status: before.status } })

  const isRetimed = change.days !== undefined || change.startTime !== undefined
  const period = isRetimed
    ? periodOf(change, artist.value.timeZone)
    : ok({ fromMs: before.fromMs, toMs: before.toMs, days: before.days })
  if (!period.ok) return period
  const { title = before.title, notes = before.notes, projectId = before.projectId } = change
  const { share = before.share } = change
  if (projectId !== before.projectId && !(await hasProject(tx, projectId))) return err(noProject)
  const moves = isMoved || period.value.fromMs !== before.fromMs || period.value.toMs !== before.toMs
  const takesMore = share > before.share
  const isSame =
    !moves &&
    share === before.share &&
    title === before.title &&
    notes === before.notes &&
    projectId === before.projectId
  if (isSame) return ok({ view: await viewNow(tx, before), events: ended })
  const claims = moves
    ? moveClaims(isMoved ? [] : before.claims, period.value, await takeClaim(tx, artist.value.id))
    : before.claims
  const free =
    (moves || takesMore) && before.blocks
      ? await freeFor(tx, artist.value, { ...period.value, share }, { id, claims })
      : ok(null)
  if (!free.ok) return free
  await rows.updateBooking(tx, id, {
    ...rows.fieldsOf(before, artist.value.capacity, share),
    ...{ artistId: artist.value.id, projectId, title, notes, ...period.value, claims },
    timeZone: artist.value.timeZone,
    acceptedAt: moves ? null : before.acceptedAt,
  })
  const after = await mustFind(tx, id)
  const changed = bookingChanged.of(subjectOf(id), {
    bookingId: id,
    before: stateOf(before),
    after: stateOf(after),
  })
  const ahead = moves ? await promotions(tx, [before], by) : []
  const said = () => (isMoved ? toldAsked(after, after.status) : toldMoved(after))
  const told = moves ? await tell(tx, toArtist(artist.value, said), by) : []
  const settled = moves ? await settleChallenges(tx, before.artistId, by) : []
  const events = [...ended, changed, ...ahead, ...told, ...settled]
  return ok({ view: await viewNow(tx, after), events })
}

export type TransitionBookingRefusal = VersionRefusal | TransitionRefusal | TakenRefusal

/** Takes a booking from one status to another. Whoever stood behind one that ends moves up; nobody is confirmed by that. */
export async function transitionBooking(
  tx: TenantTx,
  id: string,
  asked: BookingTransition,
  by: Telling,
): Promise<Result<Changed, TransitionBookingRefusal>> {
  const { to, version, reason = null } = asked
  const locked = await lockedBooking(tx, id, version, by)
  if (!locked.ok) return locked
  const { before, artist, ended, nowMs } = locked.value
  if (before.status === to) return ok({ view: await viewNow(tx, before), events: ended })
  const decided = decideTransition(before, to, reason, nowMs)
  if (!decided.ok) return decided
  const blocks = doesBlock(to, (await findSettings(tx)).blocking)
  const free = blocks && !before.blocks ? await freeFor(tx, artist, before, before) : ok(null)
  if (!free.ok) return free
  await rows.updateBooking(tx, id, {
    ...rows.fieldsOf(before, artist.capacity),
    ...{ status: to, blocks, expiresAt: null, reason },
  })
  const after = await mustFind(tx, id)
  const moved = bookingTransitioned.of(subjectOf(id), {
    bookingId: id,
    before: stateOf(before),
    after: stateOf(after),
  })
  if (isOpen(to) || to === 'completed') {
    const ahead = isOpen(to) ? [] : await promotions(tx, [before], by)
    const settled = await settleChallenges(tx, artist.id, by)
    return ok({ view: await viewNow(tx, after), events: [...ended, moved, ...ahead, ...settled] })
  }
  const told = await tell(tx, toBoth(after, toldEnded(after, to, reason), artist.memberId), by)
  const ahead = await promotions(tx, [before], by)
  const settled = await settleChallenges(tx, artist.id, by)
  return ok({ view: await viewNow(tx, after), events: [...ended, moved, ...told, ...ahead, ...settled] })
}

export type ExtendRefusal =
  | VersionRefusal
  | { code: 'already_extended' }
  | { code: 'transition_refused'; details: { from: BookingView['status'] } }

/** Lets a hold wait as long again, once. */
export async function extendHold(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  by: Telling,
): Promise<Result<Changed, ExtendRefusal>> {
  const locked = await lockedBooking(tx, id, seenVersion, by)
  if (!locked.ok) return locked
  const { before, artist, ended } = locked.value
  const { expiresAt } = before
  if (before.status !== 'hold' || expiresAt === null) {
    return err({ code: 'transition_refused', details: { from: before.status } })
  }
  if (before.isExtended) return err({ code: 'already_extended' })
  const { holdHours } = await findSettings(tx)
  const later = new Date(Date.parse(expiresAt) + holdHours * HOUR_MS).toISOString()
  await rows.updateBooking(tx, id, {
    ...rows.fieldsOf(before, artist.capacity),
    ...{ expiresAt: later, isExtended: true },
  })
  const after = await mustFind(tx, id)
  const extended = bookingExtended.of(subjectOf(id), {
    bookingId: id,
    before: stateOf(before),
    after: stateOf(after),
  })
  return ok({ view: await viewNow(tx, after), events: [...ended, extended] })
}

const noProject: ProjectRefusal = { code: 'not_found', details: { field: 'projectId' } }
