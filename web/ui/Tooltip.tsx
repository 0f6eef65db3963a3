import { Tooltip as Kobalte } from '@kobalte/core/tooltip'
import { type JSX, Show } from 'solid-js'

const OPEN_MS = 400

/** A few words on hover and focus. `children` is the trigger as a component props function: `(props) => <button {...props} />`. */
export function Tooltip(props: {
  words: JSX.Element
  keys?: string
  placement?: 'top' | 'right' | 'bottom' | 'left'
  /** Off where the words are on screen already. */
  isOff?: boolean
  class?: string
  children: JSX.Element
}): JSX.Element {
  return (
    <Kobalte
      openDelay={OPEN_MS}
      closeDelay={0}
      placement={props.placement ?? 'top'}
      gutter={6}
      disabled={props.isOff}
    >
      <Kobalte.Trigger as="span" class={props.class}>
        {props.children}
      </Kobalte.Trigger>
      <Kobalte.Portal>
        <Kobalte.Content class="tip">
          {props.words}
          <Show when={props.keys}>
            <kbd>{props.keys}</kbd>
          </Show>
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  )
}
