import { For, type JSX, Show } from 'solid-js'
import { words as timeline } from '../../ui/timeline/words.ts'
import { words } from './words.ts'

/** What the looks of the bars mean, and how they are moved. */
export function Legend(props: { mayWrite: boolean }): JSX.Element {
  return (
    <div class="tl-legend">
      <span>
        <span class="tl-key hold">{words.ordinal(1)}</span>
        {words.legend.hold}
      </span>
      <For each={['pencil', 'confirmed', 'completed'] as const}>
        {(status) => (
          <span>
            <span class={`tl-key ${status}`}>{words.letters[status]}</span>
            {words.statuses[status]}
          </span>
        )}
      </For>
      <span>
        <span class="tl-key hold clash">{words.letters.hold}</span>
        {words.legend.clash}
      </span>
      <span>
        <span class="tl-key off" />
        {words.legend.off}
      </span>
      <Show when={props.mayWrite}>
        <span class="push">
          {timeline.pointer}, or with keys:
          <For each={timeline.keysShown}>
            {([keys, what]) => (
              <span>
                <kbd>{keys}</kbd> {what}
              </span>
            )}
          </For>
        </span>
      </Show>
    </div>
  )
}
