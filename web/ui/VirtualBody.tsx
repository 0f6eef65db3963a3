import { createVirtualizer } from '@tanstack/solid-virtual'
import { For, type JSX, Show } from 'solid-js'

const OVERSCAN_ROWS = 8
const PHONE_ROW_PX = 57

/** Table body that holds only the rows in view; the space of the others is kept by one empty row above and below. */
export default function VirtualBody(props: {
  scroller: () => HTMLElement | null
  count: number
  columns: number
  rowHeight: number
  row: (index: number) => JSX.Element
}): JSX.Element {
  const isPhone = matchMedia('(max-width: 767px)').matches
  const virtual = createVirtualizer({
    get count() {
      return props.count
    },
    getScrollElement: props.scroller,
    estimateSize: () => (isPhone ? PHONE_ROW_PX : props.rowHeight),
    overscan: OVERSCAN_ROWS,
  })
  const above = () => virtual.getVirtualItems()[0]?.start ?? 0
  const below = () => virtual.getTotalSize() - (virtual.getVirtualItems().at(-1)?.end ?? 0)
  return (
    <tbody>
      <Spacer columns={props.columns} height={above()} />
      <For each={virtual.getVirtualItems()}>{(item) => props.row(item.index)}</For>
      <Spacer columns={props.columns} height={below()} />
    </tbody>
  )
}

function Spacer(props: { columns: number; height: number }): JSX.Element {
  return (
    <Show when={props.height > 0}>
      <tr class="spacer">
        <td colspan={props.columns} style={{ height: `${props.height}px` }} />
      </tr>
    </Show>
  )
}
