import type { Span } from './scale.ts'

/** Where a bar is held: by its middle, or by one of its ends. `new` draws one that was not there. */
export type Grip = 'move' | 'start' | 'end' | 'new'

/** What is being dragged: where it would be if it were let go now. */
export interface Draft extends Span {
  /** The bar; null for a new one. */
  id: string | null
  rowId: string
}

const snapped = (min: number, snapMin: number) => Math.round(min / snapMin) * snapMin

/**
 * A stretch after its grip was dragged by some minutes. Steps are counted from where it was, so that a booking at ten that goes to
 * another day stays at ten. It never becomes shorter than one step, and never turns round.
 */
export function dragged(
  span: Span,
  grip: Exclude<Grip, 'new'>,
  byMin: number,
  snapMin: number,
): { from: number; to: number } {
  const by = snapped(byMin, snapMin)
  // One step, or what is left of it in a booking that is not made of whole steps, always stays.
  const room = Math.max(0, Math.ceil((span.to - span.from) / snapMin) - 1) * snapMin
  switch (grip) {
    case 'move':
      return { from: span.from + by, to: span.to + by }
    case 'start':
      return { from: span.from + Math.min(by, room), to: span.to }
    case 'end':
      return { from: span.from, to: span.to + Math.max(by, -room) }
  }
}

/** A new stretch between where dragging began and where it is, filled up to whole steps and at least one long. */
export function drawn(anchorMin: number, atMin: number, snapMin: number): { from: number; to: number } {
  const low = Math.min(anchorMin, atMin)
  const high = Math.max(anchorMin, atMin)
  const from = Math.floor(low / snapMin) * snapMin
  return { from, to: Math.max(from + snapMin, Math.ceil(high / snapMin) * snapMin) }
}

/** What a key does to a bar that was picked up. */
export interface HeldKey {
  key: string
  isShift: boolean
  isAlt: boolean
}

/**
 * A picked-up bar after a key: the arrows left and right move it by one step, with Shift they move its end, with Shift and Alt its
 * start; a new one grows and shrinks. Null: the key does nothing here. Rows are the business of the grid.
 */
export function heldByKey(
  span: Span,
  isNew: boolean,
  { key, isShift, isAlt }: HeldKey,
  snapMin: number,
): { from: number; to: number } | null {
  const by = key === 'ArrowRight' ? snapMin : key === 'ArrowLeft' ? -snapMin : 0
  if (by === 0) return null
  const grip = isShift && isAlt ? 'start' : isShift || isNew ? 'end' : 'move'
  return dragged(span, grip, by, snapMin)
}
