import { type JSX, Show } from 'solid-js'
import type { MyBookingView } from '../../../contracts/bookings.ts'
import { useNow } from '../../lib/clock.ts'
import { useFormat } from '../../lib/session.tsx'
import { connection } from '../../lib/stores/live.ts'
import { spanText } from '../../lib/wall.ts'
import { wallOf } from '../../lib/zone.ts'
import { Button } from '../../ui/Button.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { wallSpan } from '../bookings/when.ts'
import { words as bookingWords } from '../bookings/words.ts'
import type { Group } from './groups.ts'
import { words } from './words.ts'

const tones = { waiting: 'note', agreed: 'good', ended: 'plain' } as const
const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** One booking of one's own, with the answers that can be given. */
export function MyBooking(props: {
  booking: MyBookingView
  group: Group
  isBusy: boolean
  onAccept: () => void
  onDecline: () => void
}): JSX.Element {
  const format = useFormat()
  const now = useNow()
  const span = () => wallSpan(props.booking, props.booking.timeZone)
  /** The same instants on the clock of whoever looks, where it shows something else. */
  const forViewer = () => {
    if (props.booking.days !== null) return null
    const from = wallOf(Date.parse(props.booking.startTime), viewerZone)
    const to = wallOf(Date.parse(props.booking.endTime), viewerZone)
    return from === span().from && to === span().to ? null : spanText(from, to)
  }
  const blocked = () => connection() === 'offline' && words.offline
  return (
    <li class="card my-booking">
      <div class="body">
        <div class="row my-top">
          <h3>{props.booking.title}</h3>
          <StatusPill tone={tones[props.group]}>{words.statuses[props.booking.status]}</StatusPill>
        </div>
        <p>
          <b>{spanText(span().from, span().to)}</b>{' '}
          <span class="muted">{words.inZone(bookingWords.zoneOf(props.booking.timeZone))}</span>
        </p>
        <Show when={forViewer()}>{(text) => <p class="sm muted">{words.yourTime(text())}</p>}</Show>
        <Show when={props.booking.notes}>{(notes) => <p class="my-notes">{notes()}</p>}</Show>
        <Show when={props.booking.reason}>
          {(reason) => <p class="sm muted">{words.reason(reason())}</p>}
        </Show>
        <Show when={props.group === 'waiting' && props.booking.expiresAt} keyed>
          {(expiresAt) => <p class="sm muted">{words.until(format().until(expiresAt, now()))}</p>}
        </Show>
        <Show when={props.group !== 'ended' && props.booking.status !== 'completed'}>
          <div class="row my-answers">
            <Show when={props.group === 'waiting'}>
              <Button
                kind="primary"
                isBusy={props.isBusy}
                blocked={blocked()}
                aria-label={words.acceptOf(props.booking.title)}
                onClick={() => props.onAccept()}
              >
                {words.accept}
              </Button>
            </Show>
            <Button
              blocked={blocked()}
              aria-label={words.declineOf(props.booking.title)}
              onClick={() => props.onDecline()}
            >
              {words.decline}
            </Button>
          </div>
        </Show>
      </div>
    </li>
  )
}
