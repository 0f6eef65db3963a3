import './my-bookings.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import CalendarCheck from 'lucide-solid/icons/calendar-check'
import UserRoundX from 'lucide-solid/icons/user-round-x'
import { createMemo, createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { AnswerBooking, MyBookingView } from '../../../contracts/bookings.ts'
import { useNow } from '../../lib/clock.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { PageHeader } from '../../ui/Card.tsx'
import { QueryView, Skeleton } from '../../ui/Skeleton.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { BusyCalendarCard } from '../busy-calendar/BusyCalendarCard.tsx'
import { DeclineDialog } from './DeclineDialog.tsx'
import { groupOf, groups } from './groups.ts'
import { MyBooking } from './MyBooking.tsx'
import { answerBooking, type MyBookings, myBookingsKey, myBookingsQuery } from './queries.ts'
import { words } from './words.ts'

/** What somebody is asked for themself, and their answer. Made for a phone first. */
export default function MyBookingsPage(): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const format = useFormat()
  const may = useMay()
  const now = useNow()
  const query = useQuery(() => myBookingsQuery(workspace().id, format().today(now())))
  const [declining, setDeclining] = createSignal<MyBookingView | null>(null)
  const answer = useMutation(() => ({
    mutationFn: ({ booking, said }: { booking: MyBookingView; said: AnswerBooking }) =>
      answerBooking(booking.id, said),
    onSuccess: (_: unknown, { booking, said }: { booking: MyBookingView; said: AnswerBooking }) => {
      toast(said.answer === 'accept' ? words.accepted(booking.title) : words.declined(booking.title))
      setDeclining(null)
    },
    onError: (thrown: unknown) => {
      const { code, message, next } = asApiError(thrown)
      if (code === 'stale_version') setDeclining(null)
      toast(code === 'stale_version' ? words.stale : `${message} ${next}`, { isError: true })
    },
    onSettled: () => client.invalidateQueries({ queryKey: myBookingsKey(workspace().id) }),
  }))
  const accept = (booking: MyBookingView) =>
    answer.mutate({ booking, said: { answer: 'accept', version: booking.version } })
  const decline = (booking: MyBookingView, reason: string) =>
    answer.mutate({
      booking,
      said: { answer: 'decline', version: booking.version, ...(reason === '' ? {} : { reason }) },
    })
  const busyId = () => (answer.isPending ? answer.variables?.booking.id : undefined)
  return (
    <>
      <PageHeader title={words.title} sub={words.sub} />
      <QueryView query={query} what={words.what} skeleton={<Skeleton label={words.what} shape="table" />}>
        {(found) => (
          <>
            <Switch
              fallback={
                <Groups found={found()} busyId={busyId()} onAccept={accept} onDecline={setDeclining} />
              }
            >
              <Match when={!found().isLinked}>
                <EmptyState icon={UserRoundX} title={words.unlinked}>
                  {words.unlinkedSay}
                </EmptyState>
              </Match>
              <Match when={found().bookings.length === 0}>
                <EmptyState icon={CalendarCheck} title={words.none}>
                  {words.noneSay}
                </EmptyState>
              </Match>
            </Switch>
            <Show when={found().isLinked && may('bookings.answer_own')}>
              <section class="my-group">
                <BusyCalendarCard whose="mine" />
              </section>
            </Show>
          </>
        )}
      </QueryView>
      <Show when={declining()} keyed>
        {(booking) => (
          <DeclineDialog
            booking={booking}
            isBusy={answer.isPending}
            onDecline={(reason) => decline(booking, reason)}
            onClose={() => setDeclining(null)}
          />
        )}
      </Show>
    </>
  )
}

function Groups(props: {
  found: MyBookings
  busyId: string | undefined
  onAccept: (booking: MyBookingView) => void
  onDecline: (booking: MyBookingView) => void
}): JSX.Element {
  const grouped = createMemo(() =>
    groups
      .map((group) => ({
        group,
        bookings: props.found.bookings.filter((booking) => groupOf(booking) === group),
      }))
      .filter(({ bookings }) => bookings.length > 0),
  )
  return (
    <For each={grouped()}>
      {({ group, bookings }) => (
        <section class="my-group" aria-label={words[group]}>
          <h2>{words[group]}</h2>
          <ul>
            <For each={bookings}>
              {(booking) => (
                <MyBooking
                  booking={booking}
                  group={group}
                  isBusy={props.busyId === booking.id}
                  onAccept={() => props.onAccept(booking)}
                  onDecline={() => props.onDecline(booking)}
                />
              )}
            </For>
          </ul>
        </section>
      )}
    </For>
  )
}
