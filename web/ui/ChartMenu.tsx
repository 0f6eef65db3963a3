import { DropdownMenu } from '@kobalte/core/dropdown-menu'
import { createEffect, For, type JSX, on } from 'solid-js'
import type { MenuEntry } from './Menu.tsx'
import { MenuRow } from './MenuLayer.tsx'

/** The menu of a mark, loaded when one is first pressed. It hangs on an invisible button that stands on the mark. */
export default function ChartMenu(props: {
  /** Where the mark is in the plot, px. */
  left: number
  top: number
  title: string
  isOpen: boolean
  entries: readonly MenuEntry[]
  onOpenChange: (open: boolean) => void
  onClosed: () => void
}): JSX.Element {
  let trigger: HTMLButtonElement | undefined
  let chosen: (() => void) | undefined
  // Opened as by the arrow key on its button, so that the first entry has the focus.
  createEffect(
    on(
      () => props.isOpen,
      (isOpen) =>
        isOpen && trigger?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true })),
    ),
  )
  // Run once the menu is gone and the focus is back, so that a panel which opens now returns it to the chart.
  const later = (entry: MenuEntry): MenuEntry =>
    entry.kind === 'item' ? { ...entry, run: () => (chosen = entry.run) } : entry
  return (
    <DropdownMenu onOpenChange={props.onOpenChange} placement="bottom-start" gutter={6} modal={false}>
      <DropdownMenu.Trigger
        class="mark-seat"
        ref={trigger}
        tabindex="-1"
        aria-label={props.title}
        style={{ left: `${props.left}px`, top: `${props.top}px` }}
      />
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          class="menu"
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // After Kobalte, which gives the focus to the invisible button in any case.
            queueMicrotask(() => {
              props.onClosed()
              chosen?.()
              chosen = undefined
            })
          }}
        >
          <div class="label" role="presentation">
            {props.title}
          </div>
          <For each={props.entries}>{(entry) => <MenuRow entry={later(entry)} />}</For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}
