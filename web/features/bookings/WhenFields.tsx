import { For, type JSX, Show } from 'solid-js'
import { timeText } from '../../lib/wall.ts'
import { Checkbox } from '../../ui/Choice.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Notice } from '../../ui/States.tsx'
import { clockNotes, spanOfFields, type WhenFields as Values } from './when.ts'
import { words } from './words.ts'

type Bound = {
  id: string
  name: string
  readonly value: string
  readonly error: string | null
  onInput: (value: string) => void
}

/** When a booking is: whole days, or times on the clock of whom it is of. What the clocks make unclear is said at once. */
export function WhenFields(props: {
  values: Values
  bind: (field: 'fromDay' | 'toDay' | 'fromTime' | 'toTime') => Bound
  onIsDays: (isDays: boolean) => void
  zone: string | null
  artistName: string
}): JSX.Element {
  const notes = () => {
    const span = spanOfFields(props.values)
    return span && props.zone ? clockNotes(span, props.zone, props.values.isDays) : []
  }
  return (
    <>
      <Checkbox label={words.isDays} isChecked={props.values.isDays} onChange={props.onIsDays} />
      <div class="booking-when">
        <TextField label={words.firstDay} type="date" required {...props.bind('fromDay')} />
        <Show when={!props.values.isDays}>
          <TextField label={words.fromTime} type="time" required {...props.bind('fromTime')} />
        </Show>
        <TextField label={words.lastDay} type="date" required {...props.bind('toDay')} />
        <Show when={!props.values.isDays}>
          <TextField label={words.toTime} type="time" required {...props.bind('toTime')} />
        </Show>
      </div>
      <Show when={props.zone}>
        {(zone) => <p class="sm muted">{words.zoneNote(props.artistName, words.zoneOf(zone()))}</p>}
      </Show>
      <For each={notes()}>
        {({ problem, typedMin, takenMin }) => (
          <Notice tone="warn">
            {problem === 'gap'
              ? words.gap(timeText(typedMin), timeText(takenMin))
              : words.twice(timeText(typedMin))}
          </Notice>
        )}
      </For>
    </>
  )
}
