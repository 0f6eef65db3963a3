import { useMutation, useQueryClient } from '@tanstack/solid-query'
import ArrowUpToLine from 'lucide-solid/icons/arrow-up-to-line'
import { createSignal, type JSX, Show } from 'solid-js'
import type { BookingView } from '../../../contracts/bookings.ts'
import { asApiError } from '../../lib/errors.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { toast } from '../../ui/Toast.tsx'
import { bookingsKey, putFirst } from './queries.ts'
import { rankWords as words } from './words.ts'

const REASON_CHARS_MAX = 500

/** The way to put one that waits before all others that do, for whoever decides how bookings work. */
export function PutFirst(props: { booking: BookingView; blocked: string | false }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const may = useMay()
  const [reason, setReason] = createSignal<string | null>(null)
  const [isMissing, setMissing] = createSignal(false)
  const isBehind = () =>
    (props.booking.status === 'hold' || props.booking.status === 'pencil') &&
    props.booking.ranks.some(({ rank }) => rank > 1)
  const put = useMutation(() => ({
    mutationFn: (why: string) => putFirst(props.booking, why),
    onSuccess: (now: BookingView) => {
      setReason(null)
      toast(words.done(now.title))
    },
    onError: (thrown: unknown) => {
      const { message, next } = asApiError(thrown)
      toast(`${message} ${next}`, { isError: true })
    },
    onSettled: () => client.invalidateQueries({ queryKey: bookingsKey(workspace().id) }),
  }))
  const send = () => {
    const said = (reason() ?? '').trim()
    setMissing(said === '' || said.length > REASON_CHARS_MAX)
    if (!isMissing()) put.mutate(said)
  }
  return (
    <Show when={may('bookings.manage') && isBehind()}>
      <Show
        when={reason() !== null}
        fallback={
          <p class="row">
            <Button icon={ArrowUpToLine} blocked={props.blocked} onClick={() => setReason('')}>
              {words.put}
            </Button>
            <span class="sm muted">{words.putSay}</span>
          </p>
        }
      >
        <div class="form" ref={(box) => queueMicrotask(() => box.querySelector('input')?.focus())}>
          <TextField
            label={words.reason}
            hint={words.reasonHint}
            error={isMissing() ? words.reasonMissing : null}
            value={reason() ?? ''}
            onInput={setReason}
          />
          <div class="row">
            <Button blocked={props.blocked} isBusy={put.isPending} onClick={send}>
              {words.put}
            </Button>
            <Button onClick={() => setReason(null)}>{words.leave}</Button>
          </div>
        </div>
      </Show>
    </Show>
  )
}
