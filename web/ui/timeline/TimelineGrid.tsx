import './timeline.css'
import {
  type Accessor,
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  For,
  type JSX,
  on,
  Show,
} from 'solid-js'
import { type Cursor, stopUnder } from './cursor.ts'
import { type Density, laneMiddlePx } from './layout.ts'
import type { NewLink, TimelineLink } from './links.ts'
import type { Draft, Grip } from './moves.ts'
import type { Drop, TimelineBar, TimelineRow } from './parts.ts'
import { columnAt, type Shown } from './scale.ts'
import { TimelineHead } from './TimelineHead.tsx'
import { TimelineLinks } from './TimelineLinks.tsx'
import { barId, cellId, type RowLayout, TimelineRowView } from './TimelineRowView.tsx'
import { useDrag } from './useDrag.ts'
import { useGridKeys } from './useGridKeys.ts'
import { useHolding } from './useHolding.ts'
import { useLayout } from './useLayout.ts'
import { useLinking } from './useLinking.ts'
import { words } from './words.ts'

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
  /** `dense`: one thin bar for each row, as a plan has them. */
  density?: Density
  /** Bars stay on their rows: only their time can be changed. */
  isRowFixed?: boolean
  /** Rows on which something new can be drawn; absent: all of them. */
  canDraw?: (rowId: string) => boolean
  /** The name of a row was pressed, or Enter on an empty place of one where nothing can be drawn. */
  onOpenRow?: (rowId: string) => void
  /** What waits for what, drawn as lines. */
  links?: readonly TimelineLink[]
  /** A line was drawn from one bar to another; absent: none can be. */
  onLink?: (link: NewLink) => void
  /** Why a line cannot be made, in a sentence. */
  linkVerdict?: (link: NewLink) => string | null
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
  const [cursor, setCursor] = createSignal<Cursor>({ row: 0, col: 0, lane: 0 })
  const [isFocused, setFocused] = createSignal(false)

  const view = useLayout(props, { scroller: () => scroller, body: () => body, columns: () => columns })
  const { barOf } = view
  const cursorBar = createMemo(() => barOf(stopUnder(view.field(), cursor())?.id))
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

  const holding = useHolding(props)
  const { held, hold, letGo, putBack } = holding
  const linker = useLinking({
    barOf,
    scroller: () => scroller,
    verdict: (link) => props.linkVerdict?.(link) ?? null,
    onLink: (link) => props.onLink?.(link),
  })
  const drag = useDrag(
    {
      shown: () => props.shown,
      scroller: () => scroller,
      at: (x, y) => {
        const rowId = view.rowIdAt(y)
        return rowId === null ? null : { min: view.minAt(x), rowId }
      },
      rowMinFor: view.minAt,
      isRowFixed: () => props.isRowFixed === true,
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
          const lane = view.layouts()[row]?.placed.find((one) => one.bar.id === bar.id)?.lane ?? 0
          setCursor({ row, col, lane })
          props.onOpen(bar.id)
        } else if (wasFocused && before.row === row && before.col === col && !cursorBar() && mayDraw(rowId))
          createHere()
        else setCursor({ row, col, lane: 0 })
      },
    },
  )
  let wasFocused = false
  const onPointerDown = (event: PointerEvent) => {
    const target = event.target
    if (!(target instanceof Element)) return
    const name = target.closest<HTMLElement>('[data-row]')
    if (name?.dataset.row !== undefined && event.button === 0) return props.onOpenRow?.(name.dataset.row)
    if (!target.closest('.tl-lane')) return
    if (props.onLink && linker.down(event)) return
    wasFocused = isFocused()
    const element = target.closest<HTMLElement>('[data-bar]')
    const bar = barOf(element?.dataset.bar) ?? null
    if (element && !bar) return
    const grip = target.closest<HTMLElement>('[data-grip]')?.dataset.grip
    drag.down(event, bar, gripFor(bar, grip, event.clientY))
  }
  const mayDraw = (rowId: string | null) =>
    props.onCreate !== undefined && rowId !== null && (props.canDraw?.(rowId) ?? true)
  const gripFor = (bar: TimelineBar | null, grip: string | undefined, y: number): Grip | null => {
    if (!bar) return mayDraw(view.rowIdAt(y)) ? 'new' : null
    if (!props.onDrop || !bar.isMovable) return null
    return grip === 'start' || grip === 'end' ? grip : 'move'
  }

  const keys = useGridKeys(props, {
    ...{ view, linker, holding, cursor, setCursor, cursorBar, mayDraw },
    isDragging: () => drag.isDragging(),
  })
  const { cellSpan, createHere } = keys

  const activeDescendant = () => {
    if (!isFocused()) return undefined
    const bar = cursorBar()
    return bar ? barId(id, bar.id) : cellId(id)
  }
  const cellOf = (row: number) => {
    if (!isFocused() || cursor().row !== row || cursorBar() || held()) return null
    const at = cellSpan()
    if (!at) return null
    const canCreate = mayDraw(at.rowId)
    const say = canCreate ? words.emptyCellNew : words.emptyCell
    const label = say(props.rows[row]?.name ?? '', props.describe(at))
    return { col: cursor().col, label, canCreate }
  }
  const keysSay = () =>
    [props.onDrop ? words.keys : words.readOnly, props.onLink ? words.linkKeys : ''].join(' ').trim()
  const loose = () => {
    const now = linker.linking()
    const from = now && view.boxOf(now.from.id)
    if (!now || !from) return null
    const target = now.to && view.boxOf(now.to.id)
    const to = now.at ? view.pointAt(now.at.x, now.at.y) : target ? { x: target.left, y: target.y } : null
    if (!to) return null
    return {
      from: { x: now.end === 'F' ? from.right : from.left, y: from.y },
      to,
      isRefused: now.verdict !== null,
    }
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are drawn only where they are seen, which a table cannot
    // biome-ignore lint/a11y/useAriaActivedescendantWithTabindex: Solid writes it in lower case
    <div
      ref={scroller}
      class="tl"
      classList={{
        dragging: drag.isDragging(),
        dense: props.density === 'dense',
        linked: props.links !== undefined,
        linking: linker.linking() !== null,
      }}
      role="grid"
      tabindex="0"
      aria-label={`${props.label}. ${keysSay()}`}
      aria-rowcount={props.rows.length + 1}
      aria-colcount={props.shown.columns.length + 1}
      aria-activedescendant={activeDescendant()}
      onScroll={(event) => view.onScroll(event.currentTarget.scrollTop)}
      onFocus={() => setFocused(true)}
      onBlur={() => {
        setFocused(false)
        if (linker.linking()?.at === null) linker.cancel()
      }}
      onKeyDown={keys.onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        linker.move(event)
        drag.move(event)
      }}
      onPointerUp={(event) => {
        if (!linker.up(event)) drag.up(event)
      }}
      onPointerCancel={() => {
        linker.cancel()
        drag.cancel()
      }}
    >
      <div class="tl-inner" data-zoom={props.shown.zoom}>
        <TimelineHead rowHead={props.rowHead} shown={props.shown} today={props.today} />
        <div ref={body} class="tl-body" role="presentation" style={{ height: `${view.totalPx()}px` }}>
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
          <Show when={props.links}>
            {(links) => (
              <TimelineLinks
                links={links()}
                boxOf={view.boxOf}
                rowOf={view.rowOf}
                inView={view.inView()}
                rules={view.rules()}
                gapPx={laneMiddlePx(0, props.density)}
                loose={loose()}
              />
            )}
          </Show>
          <For each={view.slots()}>
            {(slot) => (
              <Slot layout={view.layoutIn(slot)}>
                {(layout) => (
                  <TimelineRowView
                    grid={id}
                    layout={layout()}
                    shown={props.shown}
                    lanePx={view.lanePx()}
                    density={props.density}
                    canLink={props.onLink !== undefined}
                    linkTo={linker.linking()?.to?.id ?? null}
                    activeId={
                      isFocused() && cursor().row === layout().index ? (cursorBar()?.id ?? null) : null
                    }
                    cell={cellOf(layout().index)}
                    held={held()?.draft.rowId === layout().row.id ? held() : null}
                    heldId={held()?.bar?.id ?? null}
                  />
                )}
              </Slot>
            )}
          </For>
        </div>
      </div>
    </div>
  )
}

/** An element of a row that is used again: it stays in the document while another row takes it. */
function Slot(props: {
  layout: RowLayout | undefined
  children: (layout: Accessor<RowLayout>) => JSX.Element
}): JSX.Element {
  const layout = createMemo(() => props.layout)
  return <Show when={layout()}>{(one) => props.children(one)}</Show>
}
