import { useMutation, useQueryClient } from '@tanstack/solid-query'
import type {
  ChangeTogether,
  ExtendSeries,
  PlanBookings,
  PlanClash,
  TogetherBooking,
  TogetherScope,
  TogetherView,
  TransitionTogether,
} from '../../../../contracts/booking-plans.ts'
import type { BookingView } from '../../../../contracts/bookings.ts'
import { ApiError, asApiError } from '../../../lib/errors.ts'
import { useWorkspace } from '../../../lib/session.tsx'
import { toast, toastUndo } from '../../../ui/Toast.tsx'
import { bookingsKey } from '../queries.ts'
import { rivalText } from '../useChanges.ts'
import { words } from '../words.ts'
import { changeTogether, extendSeries, makePlan, transitionTogether } from './queries.ts'
import { planWords } from './words.ts'

export const seenOf = (bookings: readonly Pick<TogetherBooking, 'id' | 'version'>[]) =>
  bookings.map(({ id, version }) => ({ id, version }))

/** What a refusal of several bookings says: who cannot be had, and why, for the first few. */
export function refusalText(thrown: unknown, zoneOf: (artistId: string) => string): string {
  const error = asApiError(thrown)
  if (error.code === 'stale_version') return planWords.changedMeanwhile
  const { clashes } = (error.details ?? {}) as { clashes?: PlanClash[] }
  if (error.code !== 'plan_conflict' || !clashes) return `${error.message} ${error.next}`.trim()
  const said = clashes.slice(0, 3).map(({ artistId, artistName, rivals: [rival] }) => {
    const text = rival ? rivalText(rival, zoneOf(artistId)) : words.another
    return planWords.has(artistName, text)
  })
  return `${said.join('. ')}.`
}

/** A refusal of bookings that were to be made, as a form shows it: nothing was, and who cannot be had. */
function notMade(thrown: unknown, zoneOf: (artistId: string) => string): unknown {
  const { code, status, requestId, details } = asApiError(thrown)
  if (code !== 'plan_conflict') return thrown
  const message = planWords.conflict(refusalText(thrown, zoneOf))
  return new ApiError({ code, status, message, next: '', requestId, details })
}

export type Together = ReturnType<typeof useTogether>

interface Change {
  booking: BookingView
  body: ChangeTogether
}

/** Commands on several bookings at once: all of them or none, and back. */
export function useTogether(zoneOf: (artistId: string) => string) {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: bookingsKey(workspace().id) })
  const say = (title: string) => (thrown: unknown) =>
    toast(planWords.stays(title, refusalText(thrown, zoneOf)), { isError: true })

  const step = useMutation(() => ({
    mutationFn: ({ booking, body }: { booking: BookingView; body: TransitionTogether }) =>
      transitionTogether(booking.id, body),
    onSuccess: ({ bookings }: TogetherView, { booking, body }) =>
      toast(planWords.stepped(booking.title, bookings.length, words.statuses[body.to].toLowerCase())),
    onError: (thrown: unknown, { booking }) => say(booking.title)(thrown),
    onSettled: refresh,
  }))
  const change = useMutation(() => ({
    mutationFn: ({ booking, body }: Change) => changeTogether(booking.id, body),
    onSuccess: (view: TogetherView, { booking, body }: Change) => {
      const said = planWords.changed(booking.title, view.bookings.length)
      const isMoved = body.days !== undefined || body.startTime !== undefined || body.artistId !== undefined
      if (!isMoved) return toast(said)
      toastUndo(said, () => change.mutate({ booking, body: wayBack(booking, body, view) }))
    },
    onError: (thrown: unknown, { booking }: Change) => say(booking.title)(thrown),
    onSettled: refresh,
  }))

  /** What is known of the bookings is old then. */
  const thrownAgain = async (thrown: unknown): Promise<never> => {
    await refresh()
    throw notMade(thrown, zoneOf)
  }
  /** Says what was made, with a way back: the first of it and what follows, or all, is cancelled. */
  const offerBack = async (title: string, { bookings }: TogetherView, times: TogetherScope['times']) => {
    await refresh()
    const [first] = bookings
    toastUndo(planWords.made(title, bookings.length), () => {
      if (!first) return
      const scope = { who: 'group', times } as const
      transitionTogether(first.id, { scope, seen: seenOf(bookings), to: 'cancelled' })
        .then(() => toast(planWords.undone(title)), say(title))
        .finally(refresh)
    })
  }

  return {
    isBusy: () => step.isPending || change.isPending,
    step: (booking: BookingView, body: TransitionTogether) => step.mutate({ booking, body }),
    change: (booking: BookingView, body: ChangeTogether) => change.mutate({ booking, body }),
    /** Makes a plan, and takes it back whole when that is asked for. Refusals are thrown. */
    async make(plan: PlanBookings): Promise<void> {
      const view = await makePlan(plan).catch(thrownAgain)
      await offerBack(plan.title, view, view.seriesId === null ? 'this' : 'all')
    },
    /** Lets a series go on; what came with it is taken back whole when that is asked for. Refusals are thrown. */
    async extend(booking: BookingView, body: ExtendSeries): Promise<void> {
      const view = await extendSeries(booking.id, body).catch(thrownAgain)
      await offerBack(booking.title, view, 'following')
    },
  }
}

/** The change that takes those that were moved back to where they were. */
export function wayBack(before: BookingView, body: ChangeTogether, view: TogetherView): ChangeTogether {
  const isSplit = view.seriesId !== null && view.seriesId !== before.seriesId
  const scope: TogetherScope = isSplit ? { ...body.scope, times: 'all' } : body.scope
  const { days, startTime, endTime, artistId } = before
  const when = days === null ? { startTime, endTime } : { days }
  return {
    ...{ scope, seen: seenOf(view.bookings), ...when },
    ...(body.artistId === undefined ? {} : { artistId }),
  }
}
