import { type JSX, Show } from 'solid-js'
import type { Change } from '../lib/format.ts'
import { text } from '../lib/text.ts'

/** A change: the arrow is the direction, the colour whether that is good, and both are words for assistive technology. */
export function Delta(props: { change: Change | null }): JSX.Element {
  return (
    <Show when={props.change}>
      {(change) => (
        <span
          class={`delta ${change().direction} ${change().isGood === null ? '' : change().isGood ? 'good' : 'bad'}`}
        >
          <Show when={change().direction !== 'flat'}>
            <span class="sr">{change().direction === 'up' ? text.delta.up : text.delta.down} </span>
          </Show>
          {change().text}
          <Show when={change().isGood !== null}>
            <span class="sr">, {change().isGood ? text.delta.better : text.delta.worse}</span>
          </Show>
        </span>
      )}
    </Show>
  )
}
