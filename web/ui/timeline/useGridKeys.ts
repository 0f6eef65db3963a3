import { announce } from '../../lib/announce.ts'
import { type Cursor, steered } from './cursor.ts'
import { drawn, heldByKey } from './moves.ts'
import type { TimelineBar } from './parts.ts'
import type { TimelineGridProps } from './TimelineGrid.tsx'
import type { Held } from './TimelineRowView.tsx'
import type { Holding } from './useHolding.ts'
import type { Layout } from './useLayout.ts'
import type { Linker } from './useLinking.ts'
import { words } from './words.ts'

interface KeyParts {
  view: Layout
  linker: Linker
  holding: Holding
  cursor: () => Cursor
  setCursor: (to: Cursor) => void
  cursorBar: () => TimelineBar | undefined
  /** Whether something new can be drawn on a row. */
  mayDraw: (rowId: string | null) => boolean
  isDragging: () => boolean
}

/** Everything the grid does by keys: going from cell to cell, picking up, moving, linking, opening. */
export function useGridKeys(props: TimelineGridProps, parts: KeyParts) {
  const { view, linker, holding, cursor, setCursor, cursorBar, mayDraw } = parts
  const cellSpan = () => {
    const column = props.shown.columns[cursor().col]
    const row = props.rows[cursor().row]
    return column && row ? { id: null, rowId: row.id, from: column.from, to: column.to } : null
  }
  const createHere = () => {
    const at = cellSpan()
    if (!at) return
    if (mayDraw(at.rowId)) props.onCreate?.(at)
    else props.onOpenRow?.(at.rowId)
  }
  const pickUp = () => {
    const bar = cursorBar()
    if (!bar) {
      const at = cellSpan()
      if (!at || !mayDraw(at.rowId)) return
      // In the view of a quarter a cell is a week, but a new booking begins with one day.
      const draft = { ...at, ...drawn(at.from, at.from, props.shown.snapMin) }
      holding.hold(draft, null, false)
      return announce(words.drawing(props.describe(draft)))
    }
    if (!props.onDrop || !bar.isMovable) return announce(words.cannotMove(bar.label))
    props.onPick?.(bar.id)
    holding.hold({ id: bar.id, rowId: bar.rowId, from: bar.from, to: bar.to }, bar, false)
    announce(words.pickedUp(bar.label))
  }
  const heldKey = (now: Held, event: KeyboardEvent): boolean => {
    const { draft, bar } = now
    if (event.key === 'Escape') holding.putBack()
    else if (event.key === 'Enter' || event.key === ' ') holding.letGo()
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const at = props.rows.findIndex(({ id: rowId }) => rowId === draft.rowId)
      const next = props.isRowFixed ? undefined : props.rows[at + (event.key === 'ArrowDown' ? 1 : -1)]
      if (next) {
        holding.hold({ ...draft, rowId: next.id }, bar, true)
        view.reveal(props.rows.indexOf(next))
      }
    } else {
      const key = { key: event.key, isShift: event.shiftKey, isAlt: event.altKey }
      const span = heldByKey(draft, bar === null, key, props.shown.snapMin)
      if (!span) return event.key === 'Home' || event.key === 'End'
      holding.hold({ ...draft, ...span }, bar, true)
      if (span.from >= props.shown.to) props.onReach?.(1)
      else if (span.to <= props.shown.from) props.onReach?.(-1)
    }
    return true
  }
  /** Where each row has its one bar, up and down go from bar to bar, wherever in time they are. */
  const onBar = (to: Cursor): Cursor => {
    const [only] = props.isRowFixed && to.row !== cursor().row ? view.field().stopsOf(to.row) : []
    return only ? { ...to, col: only.firstCol } : to
  }
  /** While a link is made, the rows are gone through: each has the one bar that may wait, wherever in time it is. */
  const linkKey = (event: KeyboardEvent): boolean => {
    if (event.key === 'Escape') linker.cancel()
    else if (event.key === 'Enter' || event.key === ' ') linker.finish()
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const to = cursor().row + (event.key === 'ArrowDown' ? 1 : -1)
      const row = props.rows[to]
      if (!row) return true
      setCursor(onBar({ ...cursor(), row: to, lane: 0 }))
      view.reveal(to)
      linker.reach(props.bars.find(({ rowId, isLinkable }) => rowId === row.id && isLinkable) ?? null)
    }
    return true
  }
  const freeKey = (event: KeyboardEvent): boolean => {
    if (event.key === ' ') pickUp()
    else if (
      event.key.toLowerCase() === 'l' &&
      props.onLink &&
      cursorBar()?.isLinkable &&
      !event.ctrlKey &&
      !event.metaKey
    ) {
      const bar = cursorBar()
      if (bar) linker.begin(bar)
    } else if (event.key === 'Enter') {
      const bar = cursorBar()
      if (bar) props.onOpen(bar.id)
      else createHere()
    } else {
      const reached = steered(view.field(), cursor(), event.key, event.ctrlKey || event.metaKey)
      if (!reached) return false
      const to = onBar(reached)
      const isSame = to.row === cursor().row && to.col === cursor().col && to.lane === cursor().lane
      if (isSame && event.key === 'ArrowRight') props.onReach?.(1)
      else if (isSame && event.key === 'ArrowLeft') props.onReach?.(-1)
      setCursor(to)
      view.reveal(to.row)
    }
    return true
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const now = holding.held()
    if (parts.isDragging()) return
    const isTaken = now ? heldKey(now, event) : linker.linking() ? linkKey(event) : freeKey(event)
    if (isTaken) {
      event.preventDefault()
      event.stopPropagation()
    }
  }
  return { cellSpan, createHere, onKeyDown }
}
