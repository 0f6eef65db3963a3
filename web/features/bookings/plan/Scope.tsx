import { type JSX, Show } from 'solid-js'
import type { TogetherScope } from '../../../../contracts/booking-plans.ts'
import { isOpen } from '../../../../contracts/booking-states.ts'
import type { BookingView } from '../../../../contracts/bookings.ts'
import { Segmented } from '../../../ui/Segmented.tsx'
import { planWords } from './words.ts'

/** Those that a booking belongs to: of its group at its time, and of its series at all times. */
export interface Kin {
  group: readonly BookingView[]
  series: readonly BookingView[]
}

/** This booking and nothing else. */
export const alone: TogetherScope = { who: 'one', times: 'this' }
export const isAlone = (scope: TogetherScope): boolean => scope.who === 'one' && scope.times === 'this'

const openOf = (bookings: readonly BookingView[]) => bookings.filter(({ status }) => isOpen(status))

/** What a command from a booking is about, as the server takes it; those that are over are left alone. */
export function meantBy(booking: BookingView, kin: Kin, scope: TogetherScope, nowMs: number): BookingView[] {
  if (isAlone(scope)) return [booking]
  const isSeries = scope.times !== 'this' && booking.seriesId !== null
  const of = openOf(isSeries ? kin.series : scope.who === 'group' ? kin.group : [booking])
  return of.filter(
    (one) =>
      (scope.who === 'group' || one.artistId === booking.artistId) &&
      (scope.times !== 'following' || (one.seriesDay ?? '') >= (booking.seriesDay ?? '')) &&
      (one.id === booking.id || Date.parse(one.endTime) > nowMs),
  )
}

/** Whether what is done concerns this booking alone or those of its group and series as well. */
export function Scope(props: {
  booking: BookingView
  kin: Kin
  scope: TogetherScope
  nowMs: number
  onChange: (scope: TogetherScope) => void
}): JSX.Element {
  const groupSize = () => openOf(props.kin.group).length
  const isGroup = () => props.booking.groupId !== null && groupSize() > 1
  const isSeries = () => props.booking.seriesId !== null && openOf(props.kin.series).length > 1
  return (
    <Show when={isGroup() || isSeries()}>
      <div class="plan-scope">
        <Show when={isGroup()}>
          <div class="field">
            <span class="lab" aria-hidden="true">
              {planWords.who}
            </span>
            <Segmented
              label={planWords.who}
              options={[
                { value: 'group', label: planWords.whoGroup(groupSize()) },
                { value: 'one', label: planWords.whoOne(props.booking.artistName) },
              ]}
              value={props.scope.who}
              onChange={(who) => props.onChange({ ...props.scope, who })}
            />
          </div>
        </Show>
        <Show when={isSeries()}>
          <div class="field">
            <span class="lab" aria-hidden="true">
              {planWords.times}
            </span>
            <Segmented
              label={planWords.times}
              options={(['this', 'following', 'all'] as const).map((value) => ({
                value,
                label: planWords.timesOf[value],
              }))}
              value={props.scope.times}
              onChange={(times) => props.onChange({ ...props.scope, times })}
            />
          </div>
        </Show>
        <p class="sm muted" aria-live="polite">
          {planWords.concerns(meantBy(props.booking, props.kin, props.scope, props.nowMs).length)}
        </p>
      </div>
    </Show>
  )
}
