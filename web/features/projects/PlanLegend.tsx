import { For, type JSX, Show } from 'solid-js'
import { words as timelineWords } from '../../ui/timeline/words.ts'
import { words } from './words.ts'

/** What the looks of a plan mean, and how it is worked with. */
export function PlanLegend(props: {
  isCriticalShown: boolean
  hasBaseline: boolean
  mayWrite: boolean
}): JSX.Element {
  return (
    <div class="tl-legend">
      <span>
        <i class="tl-key task" aria-hidden="true" />
        {words.legend.task}
      </span>
      <span>
        <i class="tl-key done" aria-hidden="true">
          ✓
        </i>
        {words.legend.done}
      </span>
      <span>
        <i class="tl-moment-key" aria-hidden="true" />
        {words.legend.milestone}
      </span>
      <Show when={props.isCriticalShown}>
        <span>
          <i class="tl-key task critical" aria-hidden="true" />
          {words.legend.critical}
        </span>
      </Show>
      <Show when={props.hasBaseline}>
        <span>
          <i class="tl-before-key" aria-hidden="true" />
          {words.legend.baseline}
        </span>
      </Show>
      <Show when={props.mayWrite}>
        <span class="grow">{words.pointer}</span>
        <For each={[...timelineWords.keysShown, timelineWords.linkKeyShown]}>
          {([keys, does]) => (
            <span>
              <kbd>{keys}</kbd>
              {does}
            </span>
          )}
        </For>
      </Show>
    </div>
  )
}
