import './timeline.css'
import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  For,
  type JSX,
  on,
  onCleanup,
} from 'solid-js'
import { announce } from '../../lib/announce.ts'
import { onMount } from '../../lib/compat.ts'
import { type Cursor, type Field, steered, stopUnder } from './cursor.ts'
import { barsByRow, offsetsOf, packed, rowAt, rowHeightPx, rowsInView } from './layout.ts'
import { type Draft, drawn, type Grip, heldByKey } from './moves.ts'
import type { Drop, TimelineBar, TimelineRow } from './parts.ts'
import { columnAt, type Shown } from './scale.ts'
import { TimelineHead } from './TimelineHead.tsx'
import { barId, cellId, type Held, type RowLayout, TimelineRowView } from './TimelineRowView.tsx'
import { useDrag } from './useDrag.ts'
import { words } from './words.ts'

/** Until the first measurement; a screen is rarely higher. */
const FIRST_HEIGHT_PX = 800
const FIRST_LANE_PX = 820

export interface TimelineGridProps {
  /** What it shows: `Bookings by artist`. */
  label: string
  /** Head of the column of names: `Artist`. */
  rowHead: string
  rows: readonly TimelineRow[]
  bars: readonly TimelineBar[]
  shown: Shown
  /** The day that is marked as today. */
  today: string
  /** When a stretch is, in words; said while dragging. */
  describe: (draft: Draft) => string
  /** Why something cannot be let go here, in a sentence; null where it can. Shown and said while dragging. */
  verdict?: (draft: Draft) => string | null
  onOpen: (barId: string) => void
  /** A bar was picked up: what it is now is what a change of it begins with. */
  onPick?: (barId: string) => void
  /** Something was drawn on an empty place; absent: nothing can be. */
  onCreate?: (draft: Draft) => void
  /** A bar was let go somewhere else; absent: nothing can be moved. */
  onDrop?: (drop: Drop) => void
  /** The keys went over the edge: the time before or after is wanted. */
  onReach?: (by: 1 | -1) => void
}

/**
 * Rows and time: bars that are moved, resized and made by pointer and by keys alike. Only rows in view are in the document. The grid is
 * one stop of the Tab key; it names the active cell. A bar that is held is left alone by what others change, until it is dropped.
 */
export function TimelineGrid(props: TimelineGridProps): JSX.Element {
  const id = createUniqueId()
  let scroller: HTMLDivElement | undefined
  let body: HTMLDivElement | undefined
  let columns: HTMLDivElement | undefined
  const [scrollTop, setScrollTop] = createSignal(0)
  const [heightPx, setHeightPx] = createSignal(FIRST_HEIGHT_PX)
  const [lanePx, setLanePx] = createSignal(FIRST_LANE_PX)
  const [cursor, setCursor] = createSignal<Cursor>({ row: 0, col: 0, lane: 0 })
  const [isFocused, setFocused] = createSignal(false)
  const [held, setHeld] = createSignal<Held | null>(null)

  const packs = createMemo(() => barsByRow(props.rows, props.bars, props.shown).map(packed))
  const offsets = createMemo(() => offsetsOf(packs().map(({ lanes }) => rowHeightPx(lanes))))
  const layouts = createMemo<RowLayout[]>(() =>
    props.rows.map((row, index) => {
      const { placed, lanes } = packs()[index] ?? { placed: [], lanes: 1 }
      const topPx = offsets()[index] ?? 0
      return { row, index, placed, lanes, topPx, heightPx: rowHeightPx(lanes) }
    }),
  )
  const totalPx = () => offsets().at(-1) ?? 0
  const inView = createMemo(() => rowsInView(offsets(), scrollTop(), heightPx()), undefined, {
    equals: (a, b) => a.first === b.first && a.end === b.end,
  })
  const drawnRows = createMemo(() => layouts().slice(inView().first, inView().end))

  const field = createMemo<Field>(() => {
    const all = layouts()
    const { shown } = props
    return {
      rows: all.length,
      cols: shown.columns.length,
      stopsOf: (row) =>
        (all[row]?.placed ?? []).map(({ bar, lane }) => ({
          id: bar.id,
          firstCol: columnAt(bar.from, shown),
          lastCol: columnAt(bar.to - 1, shown),
          lane,
        })),
    }
  })
  const barOf = (wanted: string | undefined) => props.bars.find((bar) => bar.id === wanted)
  const cursorBar = createMemo(() => barOf(stopUnder(field(), cursor())?.id))
  createEffect(
    on(
      () => [props.rows.length, props.shown.columns.length] as const,
      ([rows, cols]) =>
        setCursor((at) => ({
          ...at,
          row: Math.max(0, Math.min(at.row, rows - 1)),
          col: Math.min(at.col, cols - 1),
        })),
    ),
  )

  const hold = (draft: Draft, bar: TimelineBar | null, isSaid: boolean) => {
    const say = props.describe(draft)
    const verdict = props.verdict?.(draft) ?? null
    setHeld({ draft, bar, say, verdict })
    if (isSaid) announce(verdict ?? say)
  }
  const letGo = () => {
    const now = held()
    setHeld(null)
    if (!now) return
    const { draft, bar } = now
    if (!bar) return props.onCreate?.(draft)
    if (draft.from === bar.from && draft.to === bar.to && draft.rowId === bar.rowId) return
    announce(words.dropped(now.say))
    props.onDrop?.({ bar, draft })
  }
  const putBack = () => {
    setHeld(null)
    announce(words.putBack)
  }

  const minAt = (x: number): number => {
    const lane = columns?.getBoundingClientRect()
    const { from, to } = props.shown
    return lane ? from + ((x - lane.left) / lane.width) * (to - from) : from
  }
  const rowIdAt = (y: number): string | null => {
    const top = body?.getBoundingClientRect().top ?? 0
    return props.rows[rowAt(offsets(), y - top)]?.id ?? null
  }
  const drag = useDrag(
    {
      shown: () => props.shown,
      scroller: () => scroller,
      at: (x, y) => {
        const rowId = rowIdAt(y)
        return rowId === null ? null : { min: minAt(x), rowId }
      },
      rowMinFor: minAt,
    },
    {
      onPick: ({ draft, bar }) => {
        if (bar) props.onPick?.(bar.id)
        hold(draft, bar, false)
      },
      onMove: (draft) => hold(draft, held()?.bar ?? null, false),
      onDrop: () => letGo(),
      onDrawn: () => letGo(),
      onCancel: putBack,
      onPress: ({ bar, min, rowId }) => {
        const row = props.rows.findIndex((one) => one.id === rowId)
        const col = columnAt(min, props.shown)
        const before = cursor()
        if (bar) {
          const lane = layouts()[row]?.placed.find((one) => one.bar.id === bar.id)?.lane ?? 0
          setCursor({ row, col, lane })
          props.onOpen(bar.id)
        } else if (wasFocused && before.row === row && before.col === col && !cursorBar()) createHere()
        else setCursor({ row, col, lane: 0 })
      },
    },
  )
  let wasFocused = false
  const onPointerDown = (event: PointerEvent) => {
    const target = event.target
    if (!(target instanceof Element) || !target.closest('.tl-lane')) return
    wasFocused = isFocused()
    const element = target.closest<HTMLElement>('[data-bar]')
    const bar = barOf(element?.dataset.bar) ?? null
    if (element && !bar) return
    const grip = target.closest<HTMLElement>('[data-grip]')?.dataset.grip
    drag.down(event, bar, gripFor(bar, grip))
  }
  const gripFor = (bar: TimelineBar | null, grip: string | undefined): Grip | null => {
    if (!bar) return props.onCreate ? 'new' : null
    if (!props.onDrop || !bar.isMovable) return null
    return grip === 'start' || grip === 'end' ? grip : 'move'
  }

  const cellSpan = () => {
    const column = props.shown.columns[cursor().col]
    const row = props.rows[cursor().row]
    return column && row ? { id: null, rowId: row.id, from: column.from, to: column.to } : null
  }
  const createHere = () => {
    const at = cellSpan()
    if (at) props.onCreate?.(at)
  }
  const pickUp = () => {
    const bar = cursorBar()
    if (!bar) {
      const at = cellSpan()
      if (!at || !props.onCreate) return
      // In the view of a quarter a cell is a week, but a new booking begins with one day.
      const draft = { ...at, ...drawn(at.from, at.from, props.shown.snapMin) }
      hold(draft, null, false)
      return announce(words.drawing(props.describe(draft)))
    }
    if (!props.onDrop || !bar.isMovable) return announce(words.cannotMove(bar.label))
    props.onPick?.(bar.id)
    hold({ id: bar.id, rowId: bar.rowId, from: bar.from, to: bar.to }, bar, false)
    announce(words.pickedUp(bar.label))
  }
  const reveal = (row: number) => {
    const layout = layouts()[row]
    if (!scroller || !layout) return
    const headPx = scroller.querySelector<HTMLElement>('.tl-head')?.offsetHeight ?? 0
    const room = scroller.clientHeight - headPx
    if (layout.topPx < scroller.scrollTop) scroller.scrollTop = layout.topPx
    else if (layout.topPx + layout.heightPx > scroller.scrollTop + room)
      scroller.scrollTop = layout.topPx + layout.heightPx - room
  }
  const heldKey = (now: Held, event: KeyboardEvent): boolean => {
    const { draft, bar } = now
    if (event.key === 'Escape') putBack()
    else if (event.key === 'Enter' || event.key === ' ') letGo()
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const at = props.rows.findIndex(({ id: rowId }) => rowId === draft.rowId)
      const next = props.rows[at + (event.key === 'ArrowDown' ? 1 : -1)]
      if (next) {
        hold({ ...draft, rowId: next.id }, bar, true)
        reveal(props.rows.indexOf(next))
      }
    } else {
      const key = { key: event.key, isShift: event.shiftKey, isAlt: event.altKey }
      const span = heldByKey(draft, bar === null, key, props.shown.snapMin)
      if (!span) return event.key === 'Home' || event.key === 'End'
      hold({ ...draft, ...span }, bar, true)
      if (span.from >= props.shown.to) props.onReach?.(1)
      else if (span.to <= props.shown.from) props.onReach?.(-1)
    }
    return true
  }
  const freeKey = (event: KeyboardEvent): boolean => {
    if (event.key === ' ') pickUp()
    else if (event.key === 'Enter') {
      const bar = cursorBar()
      if (bar) props.onOpen(bar.id)
      else createHere()
    } else {
      const to = steered(field(), cursor(), event.key, event.ctrlKey || event.metaKey)
      if (!to) return false
      const isSame = to.row === cursor().row && to.col === cursor().col && to.lane === cursor().lane
      if (isSame && event.key === 'ArrowRight') props.onReach?.(1)
      else if (isSame && event.key === 'ArrowLeft') props.onReach?.(-1)
      setCursor(to)
      reveal(to.row)
    }
    return true
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const now = held()
    if (drag.isDragging()) return
    if (now ? heldKey(now, event) : freeKey(event)) {
      event.preventDefault()
      event.stopPropagation()
    }
  }

  onMount(() => {
    if (!scroller) return
    const sizes = new ResizeObserver(() => {
      setHeightPx(scroller?.clientHeight ?? FIRST_HEIGHT_PX)
      setLanePx(columns?.clientWidth ?? FIRST_LANE_PX)
    })
    sizes.observe(scroller)
    if (columns) sizes.observe(columns)
    onCleanup(() => sizes.disconnect())
  })
  const activeDescendant = () => {
    if (!isFocused()) return undefined
    const bar = cursorBar()
    return bar ? barId(id, bar.id) : cellId(id)
  }
  const cellOf = (row: number) => {
    if (!isFocused() || cursor().row !== row || cursorBar() || held()) return null
    const at = cellSpan()
    if (!at) return null
    const say = props.onCreate ? words.emptyCellNew : words.emptyCell
    const label = say(props.rows[row]?.name ?? '', props.describe(at))
    return { col: cursor().col, label, canCreate: props.onCreate !== undefined }
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are drawn only where they are seen, which a table cannot
    // biome-ignore lint/a11y/useAriaActivedescendantWithTabindex: Solid writes it in lower case
    <div
      ref={scroller}
      class="tl"
      classList={{ dragging: drag.isDragging() }}
      role="grid"
      tabindex="0"
      aria-label={`${props.label}. ${props.onDrop ? words.keys : words.readOnly}`}
      aria-rowcount={props.rows.length + 1}
      aria-colcount={props.shown.columns.length + 1}
      aria-activedescendant={activeDescendant()}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => drag.move(event)}
      onPointerUp={(event) => drag.up(event)}
      onPointerCancel={() => drag.cancel()}
    >
      <div class="tl-inner" data-zoom={props.shown.zoom}>
        <TimelineHead rowHead={props.rowHead} shown={props.shown} today={props.today} />
        <div ref={body} class="tl-body" role="presentation" style={{ height: `${totalPx()}px` }}>
          <div ref={columns} class="tl-cols" aria-hidden="true">
            <For each={props.shown.columns}>
              {(column) => (
                <span
                  classList={{
                    we: column.isWeekend,
                    today: column.day === props.today && props.shown.zoom !== 'day',
                  }}
                />
              )}
            </For>
          </div>
          <For each={drawnRows()}>
            {(layout) => (
              <TimelineRowView
                grid={id}
                layout={layout}
                shown={props.shown}
                lanePx={lanePx()}
                activeId={isFocused() && cursor().row === layout.index ? (cursorBar()?.id ?? null) : null}
                cell={cellOf(layout.index)}
                held={held()?.draft.rowId === layout.row.id ? held() : null}
                heldId={held()?.bar?.id ?? null}
              />
            )}
          </For>
        </div>
      </div>
    </div>
  )
}
