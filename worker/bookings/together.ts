import type { ArtistView } from '../../contracts/artists.ts'
import type { TogetherScope, TogetherView, TransitionTogether } from '../../contracts/booking-plans.ts'
import { BookingSeriesId, type TogetherBooking } from '../../contracts/booking-plans.ts'
import { isOpen } from '../../contracts/booking-states.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { lockArtist } from '../artists/service.ts'
import type { NewEvent } from '../events/define.ts'
import type { Telling } from '../notifications/service.ts'
import { mustFind } from './locked.ts'
import * as rows from './repository.ts'
import { settleLine } from './settle.service.ts'

/** One of several bookings, as commands on several answer. */
export function togetherOf(booking: rows.Booking): TogetherBooking {
  const { id, artistId, title, status, groupId, seriesDay, version } = booking
  return {
    ...{ id, artistId, title, status, groupId, seriesDay, version },
    seriesId: BookingSeriesId.nullable().parse(booking.seriesId),
    startTime: new Date(booking.fromMs).toISOString(),
    endTime: new Date(booking.toMs).toISOString(),
  }
}

export type SetRefusal = { code: 'not_found' } | { code: 'stale_version'; details: TogetherView }

/** What a command on several bookings has in its hands. */
export interface LockedSet {
  /** The booking that was named. */
  named: rows.Booking
  all: rows.Booking[]
  artists: Map<string, ArtistView>
  ended: NewEvent[]
}

/** Several bookings as commands answer them. */
export const viewOfAll = (all: readonly rows.Booking[], seriesId: string | null): TogetherView => {
  const bookings = all.map(togetherOf)
  return { seriesId: bookings.find((one) => one.seriesId === seriesId)?.seriesId ?? null, bookings }
}

/** The bookings that a command from one of them is about: open, and not over yet but for the one that is named. */
async function meantBy(tx: TenantTx, named: rows.Booking, scope: TogetherScope): Promise<rows.Booking[]> {
  const { groupId, seriesId, seriesDay, artistId } = named
  const isSeries = scope.times !== 'this' && seriesId !== null
  if (!isSeries && (scope.who === 'one' || groupId === null)) return isOpen(named.status) ? [named] : []
  const fromDay = scope.times === 'following' ? seriesDay : null
  const found = isSeries
    ? await rows.listTogether(tx, { seriesId, fromDay, artistId: scope.who === 'one' ? artistId : null })
    : await rows.listTogether(tx, { groupId: groupId ?? '' })
  const nowMs = await rows.readClock(tx)
  return found.filter(({ id, toMs }) => id === named.id || toMs > nowMs)
}

/** All bookings that are meant, their artists locked in the order of ids, each at the version the caller saw. */
export async function lockedSet(
  tx: TenantTx,
  id: string,
  asked: { scope: TogetherScope; seen: TransitionTogether['seen']; artistId?: string | undefined },
  by: Telling,
): Promise<Result<LockedSet, SetRefusal | { code: 'booking_ended'; details: { status: string } }>> {
  const found = await rows.findBooking(tx, id)
  if (found === null) return err({ code: 'not_found' })
  const before = await meantBy(tx, found, asked.scope)
  const ids = new Set([found, ...before].map(({ artistId }) => artistId as string))
  if (asked.artistId !== undefined) ids.add(asked.artistId)
  const artists = new Map<string, ArtistView>()
  for (const artistId of [...ids].sort()) {
    const artist = await lockArtist(tx, artistId)
    if (artist === null) return err({ code: 'not_found' })
    artists.set(artistId, artist)
  }
  const ended = await settleLine(tx, [...ids], by)
  const named = await mustFind(tx, id)
  const all = await meantBy(tx, named, asked.scope)
  const seen = new Map(asked.seen.map((one) => [one.id as string, one.version]))
  const isAsSeen = all.every((one) => seen.get(one.id) === one.version && artists.has(one.artistId))
  if (!isAsSeen) return err({ code: 'stale_version', details: viewOfAll(all, named.seriesId) })
  if (!isOpen(named.status)) return err({ code: 'booking_ended', details: { status: named.status } })
  return ok({ named, all, artists, ended })
}
