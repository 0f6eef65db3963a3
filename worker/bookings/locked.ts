import type { BookingView } from '../../contracts/bookings.ts'
import { err, ok } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { lockArtist } from '../artists/service.ts'
import type { Telling } from '../notifications/service.ts'
import { readBooking, viewOf } from './line.service.ts'
import * as rows from './repository.ts'
import { settleLine } from './settle.service.ts'
import { readStanding } from './standing.repository.ts'

/** The booking as it is once its artist is locked and what has run out is ended, at the version the caller saw. */
export async function lockedBooking(tx: TenantTx, id: string, seenVersion: number, by: Telling) {
  const found = await rows.findBooking(tx, id)
  if (found === null) return err({ code: 'not_found' } as const)
  // The lock goes first; what is read behind it is as it stays, unless time has done something to the line.
  const [artist, now, seen] = await Promise.all([
    lockedArtist(tx, found),
    readStanding(tx, found.artistId),
    mustFind(tx, id),
  ])
  const ended = now.isUnsettled ? await settleLine(tx, found.artistId, by) : []
  const before = now.isUnsettled ? await mustFind(tx, id) : seen
  if (before.version !== seenVersion || before.artistId !== found.artistId) {
    return err({ code: 'stale_version', details: await viewNow(tx, before) } as const)
  }
  return ok({ before, artist: artist.value, ended, nowMs: now.ms })
}

/** The artist of a booking, locked; an archived one may still be booked out of. */
export async function lockedArtist(tx: TenantTx, { artistId }: rows.Booking) {
  const artist = await lockArtist(tx, artistId)
  if (artist === null) throw new Error(`artist ${artistId} of a booking is gone`)
  return ok(artist)
}

/** The booking of an id that was met before. */
export async function mustFind(tx: TenantTx, id: string): Promise<rows.Booking> {
  const booking = await rows.findBooking(tx, id)
  if (booking === null) throw new Error(`booking ${id} is gone`)
  return booking
}

/** A booking as it is shown now. */
export async function viewNow(tx: TenantTx, booking: rows.Booking): Promise<BookingView> {
  return (await readBooking(tx, booking.id)) ?? viewOf(booking, [])
}
