import CalendarPlus from 'lucide-solid/icons/calendar-plus'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { BookingSeriesView } from '../../../../contracts/booking-plans.ts'
import type { BookingView } from '../../../../contracts/bookings.ts'
import { spanText } from '../../../lib/wall.ts'
import { Button } from '../../../ui/Button.tsx'
import { lookOf } from '../bars.ts'
import { wallSpan } from '../when.ts'
import { words } from '../words.ts'
import { repeatText } from './repeat.ts'
import type { Kin } from './Scope.tsx'
import { planWords } from './words.ts'

/** Occurrences that are listed before one asks for all. */
const SHOWN = 5

/** Who is booked together with a booking, and when it happens again; each leads to its own panel. */
export function KinFacts(props: {
  booking: BookingView
  kin: Kin
  series: BookingSeriesView | undefined
  zoneOf: (booking: BookingView) => string
  onOpen: (id: string) => void
  /** Lets the series go on; left out where nobody may. */
  onExtend?: (() => void) | undefined
}): JSX.Element {
  const [isAll, setAll] = createSignal(false)
  const others = () => props.kin.group.filter(({ id }) => id !== props.booking.id)
  const own = () => props.kin.series.filter(({ artistId }) => artistId === props.booking.artistId)
  const shown = () => {
    if (isAll()) return own()
    const at = own().findIndex(({ id }) => id === props.booking.id)
    const from = Math.max(0, Math.min(at - 1, own().length - SHOWN))
    return own().slice(from, from + SHOWN)
  }
  const whenOf = (booking: BookingView) => {
    const { from, to } = wallSpan(booking, props.zoneOf(booking))
    return spanText(from, to)
  }
  return (
    <>
      <Show when={others().length > 0}>
        <section>
          <h3>{planWords.group}</h3>
          <ul class="plan-kin">
            <For each={others()}>
              {(one) => (
                <li>
                  <KinButton booking={one} name={one.artistName} sub={whenOf(one)} onOpen={props.onOpen} />
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <Show when={props.booking.seriesId !== null && own().length > 0}>
        <section>
          <h3>{planWords.series}</h3>
          <Show when={props.series}>
            {(series) => <p class="sm muted">{repeatText(series().repeat, series().firstDay)}</p>}
          </Show>
          <ul class="plan-kin">
            <For each={shown()}>
              {(one) => (
                <li>
                  <KinButton
                    booking={one}
                    name={whenOf(one)}
                    sub={null}
                    isHere={one.id === props.booking.id}
                    onOpen={props.onOpen}
                  />
                </li>
              )}
            </For>
          </ul>
          <Show when={own().length > shown().length}>
            <button type="button" class="bare link" onClick={() => setAll(true)}>
              {planWords.showAll(own().length)}
            </button>
          </Show>
          <Show when={props.series && props.onExtend}>
            {(extend) => (
              <div class="row plan-extend">
                <Button size="sm" icon={CalendarPlus} onClick={() => extend()()}>
                  {planWords.extend}
                </Button>
              </div>
            )}
          </Show>
        </section>
      </Show>
    </>
  )
}

function KinButton(props: {
  booking: BookingView
  name: string
  sub: string | null
  isHere?: boolean
  onOpen: (id: string) => void
}): JSX.Element {
  return (
    <button
      type="button"
      class="plan-kin-row"
      aria-current={props.isHere ? 'true' : undefined}
      onClick={() => props.onOpen(props.booking.id)}
    >
      <span class={`tl-key ${lookOf(props.booking.status)}`} aria-hidden="true">
        {words.letters[props.booking.status]}
      </span>
      <span class="plan-kin-name">{props.name}</span>
      <Show when={props.sub}>{(sub) => <span class="sm muted">{sub()}</span>}</Show>
      <span class="sr">{words.statuses[props.booking.status]}</span>
    </button>
  )
}
