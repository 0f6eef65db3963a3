import { isOpen } from '../../contracts/booking-states.ts'
import type { BookingLine, BookingView } from '../../contracts/bookings.ts'
import { SERIES_LINE_MAX } from '../../contracts/limits.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { readArtist } from '../artists/service.ts'
import { overlaps } from '../availability/rules/spans.ts'
import type { NewEvent } from '../events/define.ts'
import { type Notice, personOf, type Telling, tell } from '../notifications/service.ts'
import { bookingExpired, bookingsPromoted } from './events.ts'
import * as rows from './repository.ts'
import { hasRoom, peakLoad, roomOf, type Taken } from './rules/load.ts'
import { promoted, ranksOf } from './rules/ranks.ts'
import { type Told, toldExpired, toldPromoted } from './rules/told.ts'
import type { Period } from './rules/when.ts'
import { findSettings } from './settings.repository.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

/** A booking as it is shown; `line` holds those that stand in line for its time. */
export function viewOf(booking: rows.Booking, line: readonly rows.Booking[]): BookingView {
  const { fromMs, toMs, claims: _claims, capacity: _capacity, ...shown } = booking
  const own = line.filter(({ artistId }) => artistId === booking.artistId)
  const spans = isOpen(booking.status) ? ranksOf(booking, own) : []
  return {
    ...shown,
    startTime: iso(fromMs),
    endTime: iso(toMs),
    ranks: spans.map((span) => ({ startTime: iso(span.fromMs), endTime: iso(span.toMs), rank: span.rank })),
    takenBy: takenBy(booking, own),
  }
}

/** Who leaves one that waits no room to become more; null where there is room, and where it keeps its time itself. */
function takenBy(booking: rows.Booking, line: readonly rows.Booking[]): BookingLine | null {
  if (booking.blocks || !isOpen(booking.status)) return null
  const others = line.filter((one) => one.id !== booking.id && one.blocks && overlaps(one, booking))
  const [first] = [...rivalsAmong(booking, others, booking)].sort((a, b) => a.fromMs - b.fromMs)
  return first === undefined ? null : rivalOf(first)
}

/** A booking of the workspace with its place in line; null when there is none of that id. */
export async function readBooking(tx: TenantTx, id: string): Promise<BookingView | null> {
  const booking = await rows.findBooking(tx, id)
  return booking === null ? null : viewOf(booking, await rows.listLine(tx, [booking.artistId], booking))
}

/** Those of a few ids, in no order and without their places in line. */
export const readBookingsById = (tx: TenantTx, ids: readonly string[]): Promise<rows.Booking[]> =>
  rows.selectBookingsById(tx, ids)

/** When there is next something to do about holds, as ISO text; null: never. */
export const findNextExpiry = (tx: TenantTx): Promise<string | null> => rows.findEarliestExpiry(tx)

/** What may change of a booking, as events keep it. */
export function stateOf(booking: rows.Booking) {
  const { artistId, projectId, title, notes, status, fromMs, toMs, days, share } = booking
  const { expiresAt, acceptedAt, reason, version } = booking
  const times = { startTime: iso(fromMs), endTime: iso(toMs) }
  const { groupId, seriesId, seriesDay } = booking
  const said = { artistId, projectId, groupId, seriesId, seriesDay, title, notes, status }
  return { ...said, ...times, days, share, expiresAt, acceptedAt, reason, version }
}

export const subjectOf = (bookingId: string) => `booking:${bookingId}`

/** A booking that stands in the way, as whoever asks is told. */
export function rivalOf({ id, title, status, fromMs, toMs }: rows.Booking): BookingLine {
  return { id, title, status, startTime: iso(fromMs), endTime: iso(toMs) }
}

/** Times of an artist that bookings keep free of others, where nothing is left. */
export async function busyTimes(tx: TenantTx, artistId: string, period: Period): Promise<Period[]> {
  const [artist, blocking] = await Promise.all([
    readArtist(tx, artistId),
    rows.listBlocking(tx, artistId, period, null),
  ])
  const capacity = artist?.capacity ?? 1
  return blocking
    .filter((one) => peakLoad(blocking, one) >= roomOf(capacity))
    .map(({ fromMs, toMs }) => ({ fromMs, toMs }))
}

/** Bookings that keep a time free, of one artist or of all. */
export const blockingBetween = (tx: TenantTx, artistId: string | null, period: Period) =>
  rows.listAllBlocking(tx, artistId, period)

/** Bookings that leave no room for another one that blocks the time; none when there is room. */
export async function rivalsOf(
  tx: TenantTx,
  artist: { id: string; capacity: number },
  period: Taken,
  except: string | null,
): Promise<readonly rows.Booking[]> {
  return rivalsAmong(artist, await rows.listBlocking(tx, artist.id, period, except), period)
}

/** The same of those that are known to keep time free. */
export const rivalsAmong = (
  { capacity }: { capacity: number },
  blocking: readonly rows.Booking[],
  period: Taken,
): readonly rows.Booking[] => (hasRoom(period, blocking, capacity) ? [] : blocking)

/** Ends holds that have run out, and says who moves up. Several that run out together are told of once. */
export async function endRunOut(
  tx: TenantTx,
  gone: readonly rows.Booking[],
  by: Telling,
): Promise<NewEvent[]> {
  await rows.endRunOut(
    tx,
    gone.map(({ id }) => id),
  )
  const events: NewEvent[] = gone.map((booking) => {
    // It counted as expired before anybody ended it; what is told is what it was.
    const before = { ...stateOf(booking), status: 'hold' as const }
    const after = { ...stateOf(booking), version: booking.version + 1 }
    return bookingExpired.of(subjectOf(booking.id), { bookingId: booking.id, before, after })
  })
  const told = await tell(
    tx,
    gone.flatMap((booking) => toMaker(booking, toldExpired(booking))),
    by,
  )
  return [...events, ...told, ...(await promotions(tx, gone, by))]
}

/** The same to whoever made it and to the artist, if they have an account. */
export function toBoth(booking: rows.Booking, told: Told, memberId: string | null): Notice[] {
  const maker = toMaker(booking, told)
  const isMaker = maker.some(({ personId }) => personId === memberId)
  return memberId === null || isMaker ? maker : [...maker, { ...told, personId: memberId }]
}

/** A notice to an artist who has an account; of others nothing has to be said. */
export const toArtist = ({ memberId }: { memberId: string | null }, told: () => Told): Notice[] =>
  memberId === null ? [] : [{ ...told(), personId: memberId }]

/** A notice to whoever made a booking; none to a key. */
export function toMaker(booking: rows.Booking, told: Told): Notice[] {
  const personId = personOf(booking.createdBy)
  return personId === null ? [] : [{ ...told, personId }]
}

/** Who moves up because these bookings have left the line, or a part of it. They are given as they were; the rows say how they are. */
export async function promotions(
  tx: TenantTx,
  gone: readonly rows.Booking[],
  by: Telling,
): Promise<NewEvent[]> {
  const events: NewEvent[] = []
  for (const artistId of new Set(gone.map((booking) => booking.artistId))) {
    const own = gone.filter((booking) => booking.artistId === artistId)
    const span = {
      fromMs: Math.min(...own.map(({ fromMs }) => fromMs)),
      toMs: Math.max(...own.map(({ toMs }) => toMs)),
    }
    const left = await rows.listLine(tx, [artistId], span, own.length > 1 ? SERIES_LINE_MAX : undefined)
    // One that was only moved stands in both; twice in the line of before, it would count as two.
    const others = left.filter(({ id }) => own.every((one) => one.id !== id))
    const ahead = promoted([...others, ...own], left).map(({ id, rank }) => ({ bookingId: id, rank }))
    if (ahead.length === 0) continue
    events.push(bookingsPromoted.of(`artist:${artistId}`, { artistId, bookings: ahead }))
    const first = ahead.flatMap(({ bookingId, rank }) => (rank === 1 ? [bookingId] : []))
    await rows.grantFirstRefusal(tx, first, (await findSettings(tx)).firstRefusalHours)
    const cause = own.map(({ id, version }) => `${id}.${version}`).sort()[0] ?? ''
    const notices = ahead.flatMap(({ bookingId, rank }) => {
      const booking = left.find(({ id }) => id === bookingId)
      return booking === undefined ? [] : toMaker(booking, toldPromoted(booking, rank, cause))
    })
    events.push(...(await tell(tx, notices, by)))
  }
  return events
}
