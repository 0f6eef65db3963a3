import { type Accessor, createMemo, createSignal, onCleanup } from 'solid-js'
import { announce } from '../../lib/announce.ts'
import { isOneCell, type Range, rangeOf } from './range.ts'
import type { Place } from './sheet.ts'
import type { Cell } from './useTyping.ts'
import { words } from './words.ts'

/** The cells that copying, clearing and pasting are about: those from where marking began to the one with the focus. */
export interface Marked {
  /** More than one cell; null: the one with the focus alone. */
  range: Accessor<Range | null>
  /** Marks on to a cell, which gets the focus. */
  to: (cell: Cell | null) => void
  /** Whether the focus moves because of `to`; it ends what is marked when it moves by itself. */
  isMoving: () => boolean
  /** The cell with the focus alone is meant again. */
  end: () => void
  onPointerDown: (event: PointerEvent, cell: Cell) => void
  onPointerEnter: (event: PointerEvent, cell: Cell) => void
}

export function useMarked(
  active: Accessor<Cell | null>,
  placeOf: (cell: Cell) => Place | null,
  focus: (cell: Cell | null) => void,
): Marked {
  const [anchor, setAnchor] = createSignal<Cell | null>(null)
  let drawnFrom: Cell | null = null
  let isMoving = false
  const range = createMemo((): Range | null => {
    const [from, to] = [anchor(), active()].map((cell) => cell && placeOf(cell))
    if (!from || !to) return null
    const found = rangeOf(from, to)
    return isOneCell(found) ? null : found
  })
  const to = (cell: Cell | null) => {
    if (!cell) return
    if (anchor() === null) setAnchor(active())
    isMoving = true
    focus(cell)
    isMoving = false
    const now = range()
    if (now) announce(words.marked(now.rows, now.columns))
  }
  const stopDrawing = () => {
    drawnFrom = null
  }
  addEventListener('pointerup', stopDrawing)
  addEventListener('pointercancel', stopDrawing)
  onCleanup(() => {
    removeEventListener('pointerup', stopDrawing)
    removeEventListener('pointercancel', stopDrawing)
  })
  return {
    range,
    to,
    isMoving: () => isMoving,
    end: () => setAnchor(null),
    onPointerDown(event, cell) {
      // A finger scrolls.
      if (event.pointerType === 'touch' || event.button !== 0) return
      if (event.shiftKey) return to(cell)
      setAnchor(null)
      drawnFrom = cell
    },
    onPointerEnter(event, cell) {
      if (drawnFrom === null || event.pointerType === 'touch') return
      setAnchor(drawnFrom)
      to(cell)
    },
  }
}
