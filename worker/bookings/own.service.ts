import { isOpen } from '../../contracts/booking-states.ts'
import {
  type AnswerBooking,
  type BookingView,
  type MyBookingsQuery,
  MyBookingView,
} from '../../contracts/bookings.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { readArtistOfMember } from '../artists/service.ts'
import type { NewEvent } from '../events/define.ts'
import { type Telling, tell } from '../notifications/service.ts'
import { bookingAccepted } from './events.ts'
import { stateOf, subjectOf, toMaker } from './line.service.ts'
import { lockedBooking, mustFind, viewNow } from './locked.ts'
import { fieldsOf, findBooking, updateBooking } from './repository.ts'
import { toldAccepted } from './rules/told.ts'
import { readBookings, type TransitionBookingRefusal, transitionBooking } from './service.ts'

/** What the artist themself sees of a booking; the rest is left out by the shape. */
const mineOf = (view: BookingView): MyBookingView => MyBookingView.parse(view)

/** A page of the bookings of the artist whose account somebody is; `isLinked` is false where they are none's. */
export async function readMine(tx: TenantTx, personId: string, query: MyBookingsQuery) {
  const artist = await readArtistOfMember(tx, personId)
  if (artist === null) return { data: [], meta: { nextCursor: null, total: 0, isLinked: false } }
  const { data, meta } = await readBookings(tx, { ...query, artistId: artist.id })
  return { data: data.map(mineOf), meta: { ...meta, isLinked: true } }
}

interface Answered {
  view: MyBookingView
  events: NewEvent[]
}

/**
 * An artist's own answer to a booking, at the version they saw. Saying yes is kept with the booking and told to whoever made it; saying
 * no ends it. Bookings of others are not there.
 */
export async function answerMine(
  tx: TenantTx,
  personId: string,
  id: string,
  asked: AnswerBooking,
  by: Telling,
): Promise<Result<Answered, TransitionBookingRefusal>> {
  const [found, artist] = await Promise.all([findBooking(tx, id), readArtistOfMember(tx, personId)])
  if (found === null || found.artistId !== artist?.id) return err({ code: 'not_found' })
  const { answer, version, reason } = asked
  if (answer === 'accept') return accept(tx, id, version, by)
  const declined = await transitionBooking(
    tx,
    id,
    { to: 'declined', version, ...(reason === undefined ? {} : { reason }) },
    by,
  )
  if (!declined.ok) return hidden(declined.error)
  return ok({ view: mineOf(declined.value.view), events: declined.value.events })
}

async function accept(
  tx: TenantTx,
  id: string,
  version: number,
  by: Telling,
): Promise<Result<Answered, TransitionBookingRefusal>> {
  const locked = await lockedBooking(tx, id, version, by)
  if (!locked.ok) return hidden(locked.error)
  const { before, artist, ended } = locked.value
  if (!isOpen(before.status)) return err({ code: 'booking_ended', details: { status: before.status } })
  if (before.acceptedAt !== null) return ok({ view: mineOf(await viewNow(tx, before)), events: ended })
  await updateBooking(tx, id, { ...fieldsOf(before, artist.capacity), acceptedAt: by.at.toISOString() })
  const after = await mustFind(tx, id)
  const change = { bookingId: id, before: stateOf(before), after: stateOf(after) }
  const accepted = bookingAccepted.of(subjectOf(id), change)
  const told = await tell(tx, toMaker(after, toldAccepted(after)), by)
  return ok({ view: mineOf(await viewNow(tx, after)), events: [...ended, accepted, ...told] })
}

/** A refusal as the artist is told it: the booking as it is now without what is not theirs to know. */
function hidden(error: TransitionBookingRefusal): Result<never, TransitionBookingRefusal> {
  if (error.code !== 'stale_version') return { ok: false, error }
  // What is left out is missing on the wire as well.
  return err({ code: 'stale_version', details: mineOf(error.details) as BookingView })
}
