import type { BookingView, RankBooking } from '../../contracts/bookings.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { takeClaim } from '../artists/service.ts'
import type { NewEvent } from '../events/define.ts'
import { type Telling, tell } from '../notifications/service.ts'
import { bookingRanked } from './events.ts'
import { stateOf, subjectOf, toMaker } from './line.service.ts'
import { lockedBooking, mustFind, viewNow } from './locked.ts'
import * as rows from './repository.ts'
import { promoted, putBefore } from './rules/ranks.ts'
import { toldOvertaken } from './rules/told.ts'

export type RankBookingRefusal =
  | { code: 'not_found'; details?: { field: 'before' } }
  | { code: 'stale_version'; details: BookingView }
  | { code: 'rank_refused'; details: { reason: 'not_waiting' | 'nobody_before_it' } }

const waits = ({ status }: rows.Booking): boolean => status === 'hold' || status === 'pencil'

/**
 * Puts a booking that waits before others that wait, where they share time: before one that is named, or before all. Somebody decides
 * that against the order in which people asked, so whoever is overtaken is told.
 */
export async function rankBooking(
  tx: TenantTx,
  id: string,
  asked: RankBooking,
  by: Telling,
): Promise<Result<{ view: BookingView; events: NewEvent[] }, RankBookingRefusal>> {
  const locked = await lockedBooking(tx, id, asked.version, by)
  if (!locked.ok) return locked
  const { before, artist, ended } = locked.value
  if (asked.before !== undefined && (await rows.findBooking(tx, asked.before)) === null)
    return err({ code: 'not_found', details: { field: 'before' } })
  if (!waits(before)) return err({ code: 'rank_refused', details: { reason: 'not_waiting' } })
  const line = await rows.listLine(tx, [artist.id], before)
  const others = line.filter(
    (one) => one.id !== id && waits(one) && (asked.before === undefined || one.id === asked.before),
  )
  const { claims, opened } = putBefore(
    before.claims,
    others.flatMap((one) => one.claims),
  )
  if (opened.length === 0) return err({ code: 'rank_refused', details: { reason: 'nobody_before_it' } })
  await rows.openPlaces(tx, artist.id, opened)
  await takeClaim(tx, artist.id, opened.length)
  await rows.updateBooking(tx, id, { ...rows.fieldsOf(before, artist.capacity), claims })
  const after = await mustFind(tx, id)
  const ranked = bookingRanked.of(subjectOf(id), {
    ...{ bookingId: id, before: stateOf(before), after: stateOf(after) },
    ...{ aheadOf: asked.before ?? null, why: asked.reason },
  })
  const now = await rows.listLine(tx, [artist.id], before)
  // Whoever would move up if it were taken back.
  const overtaken = promoted(now, line).filter((one) => one.id !== id)
  const notices = overtaken.flatMap((one) => {
    const booking = now.find((other) => other.id === one.id)
    return booking === undefined ? [] : toMaker(booking, toldOvertaken(booking, after, asked.reason))
  })
  const told = await tell(tx, notices, by)
  return ok({ view: await viewNow(tx, after), events: [...ended, ranked, ...told] })
}
