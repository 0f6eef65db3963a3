import type { ArtistView } from '../../../contracts/artists.ts'
import type { BookingView, UpdateBooking } from '../../../contracts/bookings.ts'
import { addDays } from '../../../contracts/days.ts'
import { instantOf } from '../../lib/zone.ts'
import { wallOfDay } from '../../ui/timeline/scale.ts'

/** What can be changed of a booking, as people speak of it. */
export const bookingFields = ['title', 'notes', 'when', 'artist'] as const
export type BookingField = (typeof bookingFields)[number]

/** What a change is about. */
export function fieldsOfChange(change: UpdateBooking): BookingField[] {
  const isAbout: Readonly<Record<BookingField, boolean>> = {
    title: change.title !== undefined,
    notes: change.notes !== undefined,
    when: change.days !== undefined || change.startTime !== undefined,
    artist: change.artistId !== undefined,
  }
  return bookingFields.filter((field) => isAbout[field])
}

const readField: Readonly<Record<BookingField, (booking: BookingView) => string | null>> = {
  title: ({ title }) => title,
  notes: ({ notes }) => notes,
  when: ({ startTime, endTime, days }) => JSON.stringify([startTime, endTime, days]),
  artist: ({ artistId }) => artistId,
}

/** Fields that both changed, each to something else: only these need a decision. */
export function clashingFields(
  base: BookingView,
  mine: BookingView,
  now: BookingView,
  change: UpdateBooking,
): BookingField[] {
  return fieldsOfChange(change).filter((field) => {
    const [was, wanted, is] = [base, mine, now].map(readField[field])
    return is !== was && is !== wanted
  })
}

/** A booking as it would be after a change, drawn until the server has answered. */
export function changed(booking: BookingView, change: UpdateBooking, artist: ArtistView): BookingView {
  const { title = booking.title, notes = booking.notes, days, startTime, endTime } = change
  const next = { ...booking, title, notes, artistId: artist.id, artistName: artist.name }
  if (days !== undefined) {
    const iso = (day: string) => new Date(instantOf(wallOfDay(day), artist.timeZone).ms).toISOString()
    return { ...next, days, startTime: iso(days.from), endTime: iso(addDays(days.to, 1)) }
  }
  if (startTime === undefined || endTime === undefined) return next
  return { ...next, days: null, startTime, endTime }
}

/** The change that takes a booking back to when and whose it was. */
export function wayBack({ artistId, days, startTime, endTime }: BookingView): UpdateBooking {
  return days === null ? { artistId, startTime, endTime } : { artistId, days }
}
