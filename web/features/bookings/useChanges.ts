import { useMutation, useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import { isOpen } from '../../../contracts/booking-states.ts'
import type { BookingStatus, BookingView, Rival, UpdateBooking } from '../../../contracts/bookings.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { spanText } from '../../lib/wall.ts'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import { type BookingField, changed, clashingFields, fieldsOfChange, wayBack } from './conflicts.ts'
import {
  type BookingsWindow,
  bookingQuery,
  bookingsKey,
  changeBooking,
  extendHold,
  makeBooking,
  moveStatus,
  windowKey,
} from './queries.ts'
import { wallSpan } from './when.ts'
import { words } from './words.ts'

/** Two changed the same at once. `mine` is the booking as my change would have made it. */
export interface Conflict {
  base: BookingView
  mine: BookingView
  now: BookingView
  change: UpdateBooking
  fields: BookingField[]
}

interface Change {
  base: BookingView
  change: UpdateBooking
}
interface Step {
  booking: BookingView
  to: Exclude<BookingStatus, 'hold' | 'expired'>
  reason?: string
}

/** Who has a time, in words, from the refusal of a booking for it. */
export function rivalWords(error: unknown, zone: string): string {
  const rivals = (asApiError(error).details as { rivals?: Rival[] } | undefined)?.rivals
  const [rival] = rivals ?? []
  return rival ? rivalText(rival, zone) : words.another
}

/** `Bluegum explainer (confirmed, Wed 18 – Fri 20 Nov)`. */
export function rivalText(rival: Rival, zone: string): string {
  const { from, to } = wallSpan({ ...rival, days: null }, zone)
  if (rival.title === null || rival.status === null) return words.hiddenRival(spanText(from, to))
  return words.rival(rival.title, rival.status, spanText(from, to))
}

export type Changes = ReturnType<typeof useChanges>

/**
 * Everything that changes bookings of this page: drawn at once, taken back when the server refuses, merged where two changed different
 * things, and asked about where both changed the same.
 */
export function useChanges(artistOf: (id: string) => ArtistView | undefined) {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [pending, setPending] = createSignal<ReadonlySet<string>>(new Set())
  const [conflict, setConflict] = createSignal<Conflict | null>(null)

  const artistFor = (id: string): ArtistView => {
    const artist = artistOf(id)
    if (!artist) throw new Error(`artist ${id} of a booking is not on the page`)
    return artist
  }
  const show = (booking: BookingView) => {
    client.setQueriesData<BookingsWindow>({ queryKey: windowKey(workspace().id) }, (shown) =>
      shown === undefined
        ? undefined
        : { ...shown, bookings: shown.bookings.map((one) => (one.id === booking.id ? booking : one)) },
    )
    const one = bookingQuery(workspace().id, booking.id).queryKey
    client.setQueryData(one, (shown) => (shown === undefined ? undefined : booking))
  }
  const begin = async (next: BookingView) => {
    setPending((ids) => new Set(ids).add(next.id))
    await client.cancelQueries({ queryKey: bookingsKey(workspace().id) })
    show(next)
  }
  const settle = async (id: string) => {
    setPending((ids) => new Set([...ids].filter((one) => one !== id)))
    // What is still under way would be drawn as it was.
    if (pending().size === 0) await client.invalidateQueries({ queryKey: bookingsKey(workspace().id) })
  }
  const whenOf = (booking: BookingView) => {
    const { from, to } = wallSpan(booking, artistFor(booking.artistId).timeZone)
    return spanText(from, to)
  }
  const tellRefusal = (booking: BookingView, zone: string, thrown: unknown) => {
    const error = asApiError(thrown)
    const why =
      error.code === 'booking_conflict'
        ? words.taken(rivalWords(error, zone))
        : `${error.message} ${error.next}`.trim()
    toast(words.refused(booking.title, why), { isError: true })
  }

  const send = async ({ base, change }: Change): Promise<BookingView | Conflict> => {
    try {
      return await changeBooking(base.id, base.version, change)
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.code !== 'stale_version') throw thrown
      // `details` of this refusal is the booking as it is now.
      const now = error.details as BookingView
      const mine = changed(base, change, artistFor(change.artistId ?? base.artistId))
      const fields = clashingFields(base, mine, now, change)
      if (fields.length > 0 || !isOpen(now.status)) return { base, mine, now, change, fields }
      const saved = await changeBooking(now.id, now.version, change)
      toast(words.merged)
      return saved
    }
  }
  const tellSaved = (base: BookingView, change: UpdateBooking, saved: BookingView) => {
    const fields = fieldsOfChange(change)
    if (!fields.includes('when') && !fields.includes('artist')) return toast(words.saved(saved.title))
    const [before, after] = [artistFor(base.artistId), artistFor(saved.artistId)]
    const said =
      before.id === after.id
        ? words.moved(saved.title, whenOf(saved))
        : words.movedTo(saved.title, after.name, whenOf(saved))
    const zone = before.timeZone === after.timeZone ? '' : ` ${words.movedZone(words.zoneOf(after.timeZone))}`
    toastUndo(`${said}${zone}`, () => move.mutate({ base: saved, change: wayBack(base) }))
  }
  const move = useMutation<BookingView | Conflict, Error, Change>(() => ({
    mutationFn: send,
    onMutate: ({ base, change }: Change) =>
      begin(changed(base, change, artistFor(change.artistId ?? base.artistId))),
    onSuccess: (answer: BookingView | Conflict, { base, change }: Change) => {
      if ('now' in answer) {
        show(answer.now)
        setConflict(answer)
      } else {
        show(answer)
        tellSaved(base, change, answer)
      }
    },
    onError: (thrown: unknown, { base, change }: Change) => {
      show(base)
      tellRefusal(base, artistFor(change.artistId ?? base.artistId).timeZone, thrown)
    },
    onSettled: (_answer: unknown, _error: unknown, { base }: Change) => settle(base.id),
  }))

  const again = useMutation(() => ({
    mutationFn: ({ artistId, projectId, title, notes, share, days, startTime, endTime }: BookingView) =>
      makeBooking({
        ...{ artistId, projectId, title, notes, share, status: 'hold' },
        ...(days === null ? { startTime, endTime } : { days }),
      }),
    onSuccess: (made: BookingView) => toast(words.bookedAgain(made.title)),
    onError: (thrown: unknown, booking: BookingView) =>
      tellRefusal(booking, artistFor(booking.artistId).timeZone, thrown),
    onSettled: () => client.invalidateQueries({ queryKey: bookingsKey(workspace().id) }),
  }))
  const step = useMutation<BookingView, Error, Step>(() => ({
    mutationFn: ({ booking, to, reason }: Step) =>
      moveStatus(booking.id, { to, version: booking.version, ...(reason ? { reason } : {}) }),
    onMutate: ({ booking, to }: Step) =>
      begin({ ...booking, status: to, ranks: isOpen(to) ? booking.ranks : [] }),
    onSuccess: (saved: BookingView, { booking }: Step) => {
      show(saved)
      const said = words.stepped(saved.title, saved.status)
      if (isOpen(saved.status) || saved.status === 'completed') toast(said)
      // What has ended stays as it ended, so the way back is a booking of its own.
      else toast(said, { action: { label: words.again, run: () => again.mutate(booking) } })
    },
    onError: (thrown: unknown, { booking }: Step) => {
      const error = asApiError(thrown)
      show(error.code === 'stale_version' ? (error.details as BookingView) : booking)
      tellRefusal(booking, artistFor(booking.artistId).timeZone, thrown)
    },
    onSettled: (_saved: unknown, _error: unknown, { booking }: Step) => settle(booking.id),
  }))
  const extend = useMutation(() => ({
    mutationFn: (booking: BookingView) => extendHold(booking.id, booking.version),
    onSuccess: (saved: BookingView) => {
      show(saved)
      toast(words.wasExtended(saved.title))
    },
    onError: (thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
    onSettled: () => client.invalidateQueries({ queryKey: bookingsKey(workspace().id) }),
  }))

  return {
    isPending: (id: string) => pending().has(id),
    conflict,
    change: (base: BookingView, change: UpdateBooking) => move.mutate({ base, change }),
    step: (booking: BookingView, to: Step['to'], reason?: string) =>
      step.mutate({ booking, to, ...(reason === undefined ? {} : { reason }) }),
    extend: (booking: BookingView) => extend.mutate(booking),
    /** Goes on from the other person's version with my change laid over it, or leaves theirs. */
    decide(isMine: boolean) {
      const found = conflict()
      setConflict(null)
      if (found && isMine) move.mutate({ base: found.now, change: found.change })
    },
  }
}
