import Check from 'lucide-solid/icons/check'
import { For, type JSX, Show } from 'solid-js'
import { words } from './words.ts'

const all = ['upload', 'map', 'check', 'import'] as const
export type StepName = (typeof all)[number]

/** Where the import stands. `isDone`: the last step is over too. */
export function Steps(props: { at: StepName; isDone?: boolean }): JSX.Element {
  const isPast = (step: StepName) => props.isDone || all.indexOf(step) < all.indexOf(props.at)
  return (
    <ol class="steps" aria-label={words.steps.label}>
      <For each={all}>
        {(step, at) => (
          <li
            class={isPast(step) ? 'done' : undefined}
            aria-current={step === props.at && !props.isDone ? 'step' : undefined}
          >
            <span class="no">
              <Show when={isPast(step)} fallback={at() + 1}>
                <Check class="s" />
              </Show>
            </span>
            <span class="t">{words.steps[step]}</span>
            <Show when={isPast(step)}>
              <span class="sr">{words.steps.done}</span>
            </Show>
          </li>
        )}
      </For>
    </ol>
  )
}
