import { useQuery } from '@tanstack/solid-query'
import { createEffect, createSignal, type JSX, Match, on, onCleanup, Show, Switch } from 'solid-js'
import type { ClosedSpan } from '../../../contracts/availability.ts'
import type { CheckAvailability } from '../../../contracts/bookings.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { spanText } from '../../lib/wall.ts'
import { Notice } from '../../ui/States.tsx'
import { availabilityQuery } from './queries.ts'
import { rivalText } from './useChanges.ts'
import { wallSpan } from './when.ts'
import { words } from './words.ts'

const TYPED_MS = 250

/** Whether the time that is being typed can be had, before anything is saved. */
export function Availability(props: {
  asked: CheckAvailability | null
  isHold: boolean
  artistName: string
}): JSX.Element {
  const workspace = useWorkspace()
  const [settled, setSettled] = createSignal(props.asked)
  let timer: ReturnType<typeof setTimeout> | undefined
  createEffect(
    on(
      () => JSON.stringify(props.asked),
      () => {
        clearTimeout(timer)
        timer = setTimeout(() => setSettled(props.asked), TYPED_MS)
      },
      { defer: true },
    ),
  )
  onCleanup(() => clearTimeout(timer))
  const query = useQuery(() => availabilityQuery(workspace().id, settled()))
  const found = () => (query.isPending || settled() === null ? undefined : query.data)
  const rival = () => {
    const answer = found()
    const [first] = answer?.rivals ?? []
    return answer && first ? rivalText(first, answer.timeZone) : words.another
  }
  /** What says most about why: their own time off or calendar before what lies outside the hours. */
  const closed = () => {
    const parts = found()?.closed ?? []
    return parts.find(({ state }) => state !== 'outside') ?? parts[0]
  }
  const closedText = (part: ClosedSpan) => {
    const { from, to } = wallSpan({ ...part, days: null }, found()?.timeZone ?? 'UTC')
    const when = spanText(from, to)
    if (part.state === 'away') return words.closedAway(props.artistName, when)
    return part.title === null
      ? words.closedOutside(props.artistName, when)
      : words.closedOff(props.artistName, part.title, when)
  }
  return (
    <div aria-live="polite" class="booking-check">
      <Switch>
        <Match when={settled() !== null && query.isPending}>
          <p class="sm muted">{words.checking}</p>
        </Match>
        <Match when={found()?.isFree}>
          <Notice tone="pos">
            {words.free}
            <Show when={props.isHold}> {words.freeHold(words.ordinal(found()?.rank ?? 1))}</Show>
          </Notice>
        </Match>
        <Match when={found()}>
          {(answer) => (
            <Notice tone={props.isHold ? 'warn' : 'neg'}>
              {props.isHold
                ? words.takenHold(rival(), words.ordinal(answer().rank))
                : words.takenFull(rival())}
            </Notice>
          )}
        </Match>
      </Switch>
      <Show when={closed()}>{(part) => <Notice tone="warn">{closedText(part())}</Notice>}</Show>
    </div>
  )
}
