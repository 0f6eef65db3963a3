import { DropdownMenu } from '@kobalte/core/dropdown-menu'
import { For, type JSX } from 'solid-js'
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
  return (
    <DropdownMenu
      open={props.isOpen}
      onOpenChange={props.onOpenChange}
      placement="bottom-start"
      gutter={6}
      modal={false}
    >
      <DropdownMenu.Trigger
        class="mark-seat"
        tabindex="-1"
        aria-label={props.title}
        style={{ left: `${props.left}px`, top: `${props.top}px` }}
      />
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          class="menu"
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            props.onClosed()
          }}
        >
          <div class="label" role="presentation">
            {props.title}
          </div>
          <For each={props.entries}>{(entry) => <MenuRow entry={entry} />}</For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}
