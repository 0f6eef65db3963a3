import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import Hourglass from 'lucide-solid/icons/hourglass'
import { type JSX, Show } from 'solid-js'
import type { BookingView } from '../../../contracts/bookings.ts'
import { useNow } from '../../lib/clock.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { bookingsKey, challenge, challengesQuery, withdrawChallenge } from './queries.ts'
import { words as bookingWords, challengeWords as words } from './words.ts'

/** Who has asked whom to decide about the time of a booking, and the way to ask. */
export function Challenges(props: {
  booking: BookingView
  mayWrite: boolean
  blocked: string | false
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const format = useFormat()
  const now = useNow()
  const query = useQuery(() => challengesQuery(workspace().id, props.booking.id))
  const all = () => dataOf(query) ?? []
  const asks = () => all().find(({ state, bookingId }) => state === 'open' && bookingId === props.booking.id)
  const isAsked = () =>
    all().find(({ state, againstId }) => state === 'open' && againstId === props.booking.id)
  const escalated = () => all()[0]?.state === 'escalated'
  const waits = () =>
    (props.booking.status === 'hold' || props.booking.status === 'pencil') &&
    props.booking.ranks.some(({ rank }) => rank > 1)
  const act = useMutation(() => ({
    mutationFn: (what: 'ask' | 'withdraw') =>
      what === 'ask' ? challenge(props.booking.id) : withdrawChallenge(props.booking.id),
    onSuccess: (view: { againstTitle: string }, what: 'ask' | 'withdraw') => {
      toast(what === 'ask' ? words.asked(view.againstTitle) : words.withdrawn)
    },
    onError: (thrown: unknown) => {
      const { code, details, message, next } = asApiError(thrown)
      // Shape of the details of this refusal.
      const { reason } = (details ?? {}) as { reason?: keyof typeof words.refused }
      const said = code === 'challenge_refused' && reason ? words.refused[reason] : `${message} ${next}`
      toast(said, { isError: true })
    },
    onSettled: () => client.invalidateQueries({ queryKey: bookingsKey(workspace().id) }),
  }))
  return (
    <>
      <Show when={props.booking.takenBy} keyed>
        {(one) => <Notice tone="warn">{words.takenBy(one.title, bookingWords.statuses[one.status])}</Notice>}
      </Show>
      <Show when={props.booking.firstRefusalUntil} keyed>
        {(until) => <Notice tone="info">{words.firstRefusal(format().until(until, now()))}</Notice>}
      </Show>
      <Show when={isAsked()}>
        {(one) => (
          <Notice tone="warn" icon={Hourglass}>
            {words.isAsked(one().bookingTitle, format().until(one().dueAt, now()))}
          </Notice>
        )}
      </Show>
      <Show when={asks()}>
        {(one) => (
          <Notice
            tone="info"
            icon={Hourglass}
            action={
              <Show when={props.mayWrite}>
                <Button
                  size="sm"
                  blocked={props.blocked}
                  isBusy={act.isPending}
                  onClick={() => act.mutate('withdraw')}
                >
                  {words.withdraw}
                </Button>
              </Show>
            }
          >
            {words.asks(one().againstTitle, format().until(one().dueAt, now()))}
          </Notice>
        )}
      </Show>
      <Show when={escalated()}>
        <Notice tone="warn">{words.escalated}</Notice>
      </Show>
      <Show when={props.mayWrite && waits() && asks() === undefined && !query.isPending}>
        <p class="row">
          <Button
            icon={Hourglass}
            blocked={props.blocked}
            isBusy={act.isPending}
            onClick={() => act.mutate('ask')}
          >
            {words.ask}
          </Button>
          <span class="sm muted">{words.askSay}</span>
        </p>
      </Show>
    </>
  )
}
