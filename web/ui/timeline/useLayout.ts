import { createMemo, createSignal, onCleanup } from 'solid-js'
import { onMount } from '../../lib/compat.ts'
import type { Field } from './cursor.ts'
import {
  barsByRow,
  type Density,
  laneMiddlePx,
  offsetsOf,
  packed,
  rowAt,
  rowHeightPx,
  rowInSlot,
  rowsInView,
} from './layout.ts'
import type { Box } from './links.ts'
import type { TimelineBar, TimelineRow } from './parts.ts'
import { columnAt, type Shown } from './scale.ts'
import type { RowLayout } from './TimelineRowView.tsx'

/** Until the first measurement; a screen is rarely higher. */
const FIRST_HEIGHT_PX = 800
const FIRST_LANE_PX = 820
/** Half of the diamond that stands for a moment. */
const MOMENT_PX = 8

interface LayoutInput {
  rows: readonly TimelineRow[]
  bars: readonly TimelineBar[]
  shown: Shown
  density?: Density
}

/** Where everything of a grid stands, and which rows of it are in view. Elements are given once they are there. */
export function useLayout(
  props: LayoutInput,
  parts: {
    scroller: () => HTMLElement | undefined
    body: () => HTMLElement | undefined
    columns: () => HTMLElement | undefined
  },
) {
  const [scrollTop, setScrollTop] = createSignal(0)
  const [heightPx, setHeightPx] = createSignal(FIRST_HEIGHT_PX)
  const [lanePx, setLanePx] = createSignal(FIRST_LANE_PX)
  const packs = createMemo(() => barsByRow(props.rows, props.bars, props.shown).map(packed))
  const offsets = createMemo(() => offsetsOf(packs().map(({ lanes }) => rowHeightPx(lanes, props.density))))
  const layouts = createMemo<RowLayout[]>(() =>
    props.rows.map((row, index) => {
      const { placed, lanes } = packs()[index] ?? { placed: [], lanes: 1 }
      const topPx = offsets()[index] ?? 0
      return { row, index, placed, lanes, topPx, heightPx: rowHeightPx(lanes, props.density) }
    }),
  )
  const inView = createMemo(() => rowsInView(offsets(), scrollTop(), heightPx()), undefined, {
    equals: (a, b) => a.first === b.first && a.end === b.end,
  })
  /** As many row elements as were ever in view. Making one costs more than all else in a frame of scrolling, so they are used again. */
  const slotCount = createMemo<number>((most) => Math.max(most, inView().end - inView().first), 0)
  const slots = createMemo(() => Array.from({ length: slotCount() }, (_, slot) => slot))
  const layoutIn = (slot: number): RowLayout | undefined =>
    layouts()[rowInSlot(slot, slotCount(), inView()) ?? -1]
  /** The lines between rows as one path: with links they are drawn under those, which else would be cut at each. */
  const rules = () =>
    layouts()
      .slice(inView().first, inView().end)
      .map(({ topPx, heightPx: high }) => `M0 ${topPx + high - 0.5}H${lanePx()}`)
      .join('')
  const field = createMemo<Field>(() => {
    const all = layouts()
    const { shown } = props
    return {
      rows: all.length,
      cols: shown.columns.length,
      stopsOf: (row) =>
        (all[row]?.placed ?? []).map(({ bar, lane }) => ({
          id: bar.id,
          firstCol: columnAt(bar.isMoment ? bar.to - 1 : bar.from, shown),
          lastCol: columnAt(bar.to - 1, shown),
          lane,
        })),
    }
  })
  const barById = createMemo(() => new Map(props.bars.map((bar) => [bar.id, bar])))
  const rowIndex = createMemo(() => new Map(props.rows.map(({ id }, index) => [id, index])))
  const rowOf = (barId: string) => rowIndex().get(barById().get(barId)?.rowId ?? '')
  const pxOf = (min: number) => ((min - props.shown.from) / (props.shown.to - props.shown.from)) * lanePx()
  /** Where a bar stands, also one outside of what is shown; null where it has no row. */
  const boxOf = (barId: string): Box | null => {
    const bar = barById().get(barId)
    const layout = layouts()[rowOf(barId) ?? -1]
    if (!bar || !layout) return null
    const lane = layout.placed.find((one) => one.bar.id === barId)?.lane ?? 0
    const y = layout.topPx + laneMiddlePx(lane, props.density)
    const more = bar.isMoment ? MOMENT_PX : 0
    return { left: pxOf(bar.from) - more, right: pxOf(bar.to) + more, y }
  }

  onMount(() => {
    const scroller = parts.scroller()
    if (!scroller) return
    const columns = parts.columns()
    const sizes = new ResizeObserver(() => {
      setHeightPx(scroller.clientHeight)
      setLanePx(columns?.clientWidth ?? FIRST_LANE_PX)
    })
    sizes.observe(scroller)
    if (columns) sizes.observe(columns)
    onCleanup(() => sizes.disconnect())
  })

  return {
    layouts,
    slots,
    layoutIn,
    rules,
    inView,
    field,
    lanePx,
    rowOf,
    boxOf,
    barOf: (id: string | undefined) => (id === undefined ? undefined : barById().get(id)),
    totalPx: () => offsets().at(-1) ?? 0,
    onScroll: (topPx: number) => setScrollTop(topPx),
    /** The wall-clock minute under a point of the window. */
    minAt(x: number): number {
      const lane = parts.columns()?.getBoundingClientRect()
      const { from, to } = props.shown
      return lane ? from + ((x - lane.left) / lane.width) * (to - from) : from
    },
    rowIdAt(y: number): string | null {
      const top = parts.body()?.getBoundingClientRect().top ?? 0
      return props.rows[rowAt(offsets(), y - top)]?.id ?? null
    },
    /** A point of the window in the picture of the lines. */
    pointAt(x: number, y: number): { x: number; y: number } {
      const box = parts.columns()?.getBoundingClientRect()
      return { x: x - (box?.left ?? 0), y: y - (box?.top ?? 0) }
    },
    /** Scrolls a row into view, below the head. */
    reveal(row: number) {
      const layout = layouts()[row]
      const scroller = parts.scroller()
      if (!scroller || !layout) return
      const headPx = scroller.querySelector<HTMLElement>('.tl-head')?.offsetHeight ?? 0
      const room = scroller.clientHeight - headPx
      if (layout.topPx < scroller.scrollTop) scroller.scrollTop = layout.topPx
      else if (layout.topPx + layout.heightPx > scroller.scrollTop + room)
        scroller.scrollTop = layout.topPx + layout.heightPx - room
    },
  }
}

export type Layout = ReturnType<typeof useLayout>
