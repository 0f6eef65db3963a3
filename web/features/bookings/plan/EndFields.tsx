import { type JSX, Show } from 'solid-js'
import { TextField } from '../../../ui/Field.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import type { RepeatFields } from './repeat.ts'
import { planWords } from './words.ts'

/** A field of a form as `bind` gives it. */
export type Bound = {
  id: string
  name: string
  readonly value: string
  readonly error: string | null
  onInput: (value: string) => void
}

export type EndValues = Pick<RepeatFields, 'ends' | 'count' | 'until'>

/** When something that repeats ends: after so many times, or on a day. */
export function EndFields(props: {
  ends: EndValues['ends']
  /** No end may lie before it. */
  firstDay: string
  countLabel: string
  bind: (field: 'count' | 'until') => Bound
  onEnds: (ends: EndValues['ends']) => void
}): JSX.Element {
  return (
    <div class="booking-when">
      <div class="field">
        <span class="lab" aria-hidden="true">
          {planWords.ends}
        </span>
        <Segmented
          label={planWords.ends}
          options={[
            { value: 'count', label: planWords.endsBy.count },
            { value: 'until', label: planWords.endsBy.until },
          ]}
          value={props.ends}
          onChange={props.onEnds}
        />
      </div>
      <Show
        when={props.ends === 'count'}
        fallback={
          <TextField label={planWords.until} type="date" min={props.firstDay} {...props.bind('until')} />
        }
      >
        <TextField
          label={props.countLabel}
          type="number"
          min="1"
          max="366"
          inputmode="numeric"
          {...props.bind('count')}
        />
      </Show>
    </div>
  )
}
