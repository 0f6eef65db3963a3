import Check from 'lucide-solid/icons/check'
import { For, type JSX, Show } from 'solid-js'
import { text } from '../lib/text.ts'

export interface Step<T extends string> {
  id: T
  label: string
}

/** Where work of several steps stands. `isDone`: the last step is over too. */
export function Steps<T extends string>(props: {
  steps: readonly Step<T>[]
  at: T
  isDone?: boolean
}): JSX.Element {
  const place = () => props.steps.findIndex((step) => step.id === props.at)
  return (
    <ol class="steps" aria-label={text.steps.label}>
      <For each={props.steps}>
        {(step, at) => (
          <li
            class={props.isDone || at() < place() ? 'done' : undefined}
            aria-current={step.id === props.at && !props.isDone ? 'step' : undefined}
          >
            <span class="no">
              <Show when={props.isDone || at() < place()} fallback={at() + 1}>
                <Check class="s" />
              </Show>
            </span>
            <span class="t">{step.label}</span>
            <Show when={props.isDone || at() < place()}>
              <span class="sr">{text.steps.done}</span>
            </Show>
          </li>
        )}
      </For>
    </ol>
  )
}
