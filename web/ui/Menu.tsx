import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { IconType } from './Button.tsx'

export type MenuEntry =
  | {
      kind: 'item'
      label: string
      icon?: IconType
      keys?: string
      isChecked?: boolean
      isDanger?: boolean
      isDisabled?: boolean
      run: () => void
    }
  | { kind: 'label'; label: string }
  | { kind: 'rule' }

export interface MenuProps {
  /** What the button shows, and how it looks. */
  trigger: JSX.Element
  triggerClass?: string
  /** Name of the button when it shows no words. */
  label?: string
  entries: readonly MenuEntry[]
  placement?: 'bottom-start' | 'bottom-end' | 'top-start' | 'right-end'
}

const loadLayer = () => import('./MenuLayer.tsx')
const MenuLayer = lazy(loadLayer)

/**
 * A list of actions behind a button. Until it is first opened it is a plain button: menus are not part of what a page
 * needs for its first paint. Pointing at it or focusing it loads the rest.
 */
export function Menu(props: MenuProps): JSX.Element {
  const [isUsed, setUsed] = createSignal(false)
  const plain = () => (
    <button
      type="button"
      class={props.triggerClass ?? 'btn'}
      aria-haspopup="menu"
      aria-expanded="false"
      aria-label={props.label}
      title={props.label}
      onPointerEnter={() => void loadLayer()}
      onFocus={() => void loadLayer()}
      onClick={() => setUsed(true)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          event.preventDefault()
          setUsed(true)
        }
      }}
    >
      {props.trigger}
    </button>
  )
  return (
    <Show when={isUsed()} fallback={plain()}>
      <Suspense fallback={plain()}>
        <MenuLayer {...props} />
      </Suspense>
    </Show>
  )
}
