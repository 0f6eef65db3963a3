import Pencil from 'lucide-solid/icons/pencil'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { TogetherScope } from '../../../contracts/booking-plans.ts'
import { isOpen, transitions } from '../../../contracts/booking-states.ts'
import type { BookingStatus, BookingView } from '../../../contracts/bookings.ts'
import { Button } from '../../ui/Button.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { alone, isAlone, type Kin, meantBy, Scope } from './plan/Scope.tsx'
import { seenOf, useTogether } from './plan/useTogether.ts'
import { planWords } from './plan/words.ts'
import type { Changes } from './useChanges.ts'
import { words } from './words.ts'

type Next = Exclude<BookingStatus, 'hold' | 'expired'>
const REASON_CHARS_MAX = 500

/** Where a booking may go from here by somebody's hand: what the server would allow, and nothing else. */
export function nextSteps(booking: Pick<BookingView, 'status' | 'endTime'>, nowMs: number): Next[] {
  return transitions[booking.status].filter(
    (to): to is Next =>
      to !== 'expired' && to !== 'hold' && (to !== 'completed' || Date.parse(booking.endTime) <= nowMs),
  )
}

/** What can be done with a booking, alone or with those of its group and series. */
export function BookingSteps(props: {
  booking: BookingView
  kin: Kin
  changes: Changes
  blocked: string | false
  nowMs: number
  zoneOf: (artistId: string) => string
  onEdit: (booking: BookingView, scope: TogetherScope) => void
}): JSX.Element {
  const together = useTogether((id) => props.zoneOf(id))
  const [scope, setScope] = createSignal(alone)
  const [reason, setReason] = createSignal<string | null>(null)
  const [isMissing, setMissing] = createSignal(false)
  const [ending, setEnding] = createSignal<Next | null>(null)
  const meant = () => meantBy(props.booking, props.kin, scope(), props.nowMs)
  const go = (to: Next, why?: string) => {
    if (isAlone(scope())) return props.changes.step(props.booking, to, why)
    const said = why === undefined ? {} : { reason: why }
    together.step(props.booking, { scope: scope(), seen: seenOf(meant()), to, ...said })
  }
  const take = (to: Next) => {
    if (props.booking.status === 'confirmed' && to === 'pencil') setReason('')
    else if (!isOpen(to) && to !== 'completed' && meant().length > 1) setEnding(to)
    else go(to)
  }
  const takeBack = () => {
    const said = (reason() ?? '').trim()
    setMissing(said === '' || said.length > REASON_CHARS_MAX)
    if (isMissing()) return
    go('pencil', said)
    setReason(null)
  }
  const isBusy = () => props.changes.isPending(props.booking.id) || together.isBusy()
  const name = (to: Next) =>
    props.booking.status === 'confirmed' && to === 'pencil' ? words.backToPencil : words.steps[to]
  return (
    <>
      <Scope
        booking={props.booking}
        kin={props.kin}
        scope={scope()}
        nowMs={props.nowMs}
        onChange={setScope}
      />
      <div class="row wrap">
        <For each={nextSteps(props.booking, props.nowMs)}>
          {(to, at) => (
            <Button
              kind={at() === 0 && isOpen(to) && props.booking.status !== 'confirmed' ? 'primary' : undefined}
              blocked={props.blocked}
              isBusy={isBusy() && at() === 0}
              onClick={() => take(to)}
            >
              {name(to)}
            </Button>
          )}
        </For>
        <Button icon={Pencil} blocked={props.blocked} onClick={() => props.onEdit(props.booking, scope())}>
          {words.edit}
        </Button>
      </div>
      <Show when={props.booking.status === 'confirmed' && Date.parse(props.booking.endTime) > props.nowMs}>
        <p class="sm muted">{words.notOver}</p>
      </Show>
      <Show when={reason() !== null}>
        <div class="form">
          <TextField
            label={words.reason}
            hint={words.reasonHint}
            error={isMissing() ? words.reasonMissing : null}
            value={reason() ?? ''}
            onInput={setReason}
          />
          <div class="row">
            <Button kind="primary" onClick={takeBack}>
              {words.backToPencil}
            </Button>
          </div>
        </div>
      </Show>
      <Show when={ending()} keyed>
        {(to) => (
          <AlertDialog
            isOpen
            title={planWords.endTitle(name(to), meant().length)}
            say={planWords.endSay}
            loss={[{ name: planWords.endLoss, value: String(meant().length) }]}
            keep={planWords.keep}
            action={name(to)}
            onClose={() => setEnding(null)}
            onConfirm={() => {
              setEnding(null)
              go(to)
            }}
          />
        )}
      </Show>
    </>
  )
}
