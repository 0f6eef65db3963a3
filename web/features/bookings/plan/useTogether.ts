import { useMutation, useQueryClient } from '@tanstack/solid-query'
import type {
  ChangeTogether,
  PlanBookings,
  PlanClash,
  TogetherBooking,
  TogetherScope,
  TogetherView,
  TransitionTogether,
} from '../../../../contracts/booking-plans.ts'
import type { BookingView } from '../../../../contracts/bookings.ts'
import { asApiError } from '../../../lib/errors.ts'
import { useWorkspace } from '../../../lib/session.tsx'
import { toast, toastUndo } from '../../../ui/Toast.tsx'
import { bookingsKey } from '../queries.ts'
import { rivalText } from '../useChanges.ts'
import { words } from '../words.ts'
import { changeTogether, makePlan, transitionTogether } from './queries.ts'
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

  return {
    isBusy: () => step.isPending || change.isPending,
    step: (booking: BookingView, body: TransitionTogether) => step.mutate({ booking, body }),
    change: (booking: BookingView, body: ChangeTogether) => change.mutate({ booking, body }),
    /** Makes a plan, and takes it back whole when that is asked for. Refusals are thrown. */
    async make(plan: PlanBookings): Promise<TogetherView> {
      const view = await makePlan(plan)
      await refresh()
      const [first] = view.bookings
      toastUndo(planWords.made(plan.title, view.bookings.length), () => {
        if (!first) return
        const scope = { who: 'group', times: view.seriesId === null ? 'this' : 'all' } as const
        transitionTogether(first.id, { scope, seen: seenOf(view.bookings), to: 'cancelled' })
          .then(() => toast(planWords.undone(plan.title)), say(plan.title))
          .finally(refresh)
      })
      return view
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
