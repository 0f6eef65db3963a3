import { createSignal, onCleanup } from 'solid-js'
import { type Draft, dragged, drawn, type Grip } from './moves.ts'
import type { Drop, TimelineBar } from './parts.ts'
import type { Shown } from './scale.ts'

/** A hand may shake by so much before a press becomes a drag, px. */
const DRAG_FROM_PX = 4
const EDGE_PX = 32
const EDGE_STEP_PX = 14

/** What the pointer needs to know of the grid. */
export interface DragField {
  shown: () => Shown
  scroller: () => HTMLElement | undefined
  /** Wall-clock minute and row under a point of the window. */
  at: (x: number, y: number) => { min: number; rowId: string } | null
  rowMinFor: (x: number) => number
  /** Bars stay on their rows. */
  isRowFixed: () => boolean
}

export interface DragActions {
  onPick: (drop: { bar: TimelineBar | null; draft: Draft }) => void
  onMove: (draft: Draft) => void
  onDrop: (drop: Drop) => void
  onDrawn: (draft: Draft) => void
  onCancel: () => void
  /** A press that was no drag. */
  onPress: (press: { bar: TimelineBar | null; min: number; rowId: string }) => void
}

interface Press {
  bar: TimelineBar | null
  grip: Grip
  rowId: string
  x: number
  y: number
  min: number
  pointerId: number
}

/** Dragging with a mouse or pen. A finger scrolls and taps; what it wants to move it moves in the panel. */
export function useDrag(field: DragField, actions: DragActions) {
  const [isDragging, setDragging] = createSignal(false)
  let press: Press | null = null
  let last: Draft | null = null

  const draftAt = (from: Press, x: number, y: number): Draft => {
    const { snapMin } = field.shown()
    const min = field.rowMinFor(x)
    const { bar, grip } = from
    if (bar === null || grip === 'new')
      return { id: null, rowId: from.rowId, ...drawn(from.min, min, snapMin) }
    const rowId = grip === 'move' && !field.isRowFixed() ? (field.at(x, y)?.rowId ?? from.rowId) : from.rowId
    return { id: bar.id, rowId, ...dragged(bar, grip, min - from.min, snapMin) }
  }
  const end = () => {
    const pressed = press
    press = null
    last = null
    setDragging(false)
    removeEventListener('keydown', onKey, true)
    const scroller = field.scroller()
    if (pressed && scroller?.hasPointerCapture(pressed.pointerId))
      scroller.releasePointerCapture(pressed.pointerId)
  }
  const cancel = () => {
    if (isDragging()) actions.onCancel()
    end()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    cancel()
  }
  const scrollAtEdge = (y: number) => {
    const scroller = field.scroller()
    if (!scroller) return
    const box = scroller.getBoundingClientRect()
    if (y < box.top + EDGE_PX) scroller.scrollTop -= EDGE_STEP_PX
    else if (y > box.bottom - EDGE_PX) scroller.scrollTop += EDGE_STEP_PX
  }
  onCleanup(() => removeEventListener('keydown', onKey, true))

  return {
    isDragging,
    /** `grip` is null where nothing may be dragged: a press then only opens. */
    down(event: PointerEvent, bar: TimelineBar | null, grip: Grip | null) {
      if (event.button !== 0) return
      const found = field.at(event.clientX, event.clientY)
      if (!found) return
      const canDrag = grip !== null && event.pointerType !== 'touch'
      press = {
        bar,
        grip: grip ?? 'move',
        ...found,
        x: event.clientX,
        y: event.clientY,
        pointerId: canDrag ? event.pointerId : -1,
      }
    },
    move(event: PointerEvent) {
      if (!press || press.pointerId !== event.pointerId) return
      const isFar =
        Math.abs(event.clientX - press.x) >= DRAG_FROM_PX || Math.abs(event.clientY - press.y) >= DRAG_FROM_PX
      if (!isDragging()) {
        if (!isFar) return
        setDragging(true)
        addEventListener('keydown', onKey, true)
        field.scroller()?.setPointerCapture(event.pointerId)
        actions.onPick({ bar: press.bar, draft: draftAt(press, press.x, press.y) })
      }
      scrollAtEdge(event.clientY)
      const next = draftAt(press, event.clientX, event.clientY)
      if (last && last.rowId === next.rowId && last.from === next.from && last.to === next.to) return
      last = next
      actions.onMove(next)
    },
    up(event: PointerEvent) {
      const pressed = press
      if (!pressed) return
      if (!isDragging()) {
        press = null
        actions.onPress({ bar: pressed.bar, min: pressed.min, rowId: pressed.rowId })
        return
      }
      const draft = draftAt(pressed, event.clientX, event.clientY)
      const { bar } = pressed
      end()
      if (bar) actions.onDrop({ bar, draft })
      else actions.onDrawn(draft)
    },
    cancel,
  }
}
