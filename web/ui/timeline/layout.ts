import { type Span, touches } from './scale.ts'

/** `dense` is for rows with one bar each, of which many are to be seen at once. */
export type Density = 'usual' | 'dense'
const sizesPx: Readonly<Record<Density, { lane: number; gap: number; pad: number }>> = {
  usual: { lane: 42, gap: 7, pad: 8 },
  dense: { lane: 24, gap: 4, pad: 7 },
}
/** Rows that are drawn above and below what is in view, so that a quick turn of the wheel meets none that is empty. */
export const OVERSCAN_ROWS = 6

/** A bar and the line of its row it stands on; bars that overlap stand below each other. */
export interface Placed<B> {
  bar: B
  lane: number
}

/** Gives overlapping bars lanes of their own: each takes the first that is free, so lanes are as few as can be. */
export function packed<B extends Span>(bars: readonly B[]): { placed: Placed<B>[]; lanes: number } {
  const ends: number[] = []
  const placed = [...bars]
    .sort((a, b) => a.from - b.from || b.to - a.to)
    .map((bar) => {
      const free = ends.findIndex((end) => end <= bar.from)
      const lane = free < 0 ? ends.length : free
      ends[lane] = bar.to
      return { bar, lane }
    })
  return { placed, lanes: Math.max(1, ends.length) }
}

/** Height of a row with so many lanes, px. */
export function rowHeightPx(lanes: number, density: Density = 'usual'): number {
  const { lane, gap, pad } = sizesPx[density]
  return 2 * pad + lanes * lane + (lanes - 1) * gap
}

/** Where a lane begins in its row, px from the top. */
export function laneTopPx(at: number, density: Density = 'usual'): number {
  const { lane, gap, pad } = sizesPx[density]
  return pad + at * (lane + gap)
}

/** The middle of a lane in its row, px from the top. */
export const laneMiddlePx = (at: number, density: Density = 'usual'): number =>
  laneTopPx(at, density) + sizesPx[density].lane / 2

/** What a bar of a width has room for: its words, only its letter, a small letter, or nothing. */
export function roomOf(widthPx: number): '' | 'narrow' | 'small' | 'tiny' {
  if (widthPx >= 68) return ''
  if (widthPx >= 28) return 'narrow'
  return widthPx >= 17 ? 'small' : 'tiny'
}

/** Where each row begins, px from the top, and where the last one ends. */
export function offsetsOf(heightsPx: readonly number[]): number[] {
  const offsets = [0]
  for (const height of heightsPx) offsets.push((offsets.at(-1) ?? 0) + height)
  return offsets
}

/** The row at a height; the first or last where it lies outside, -1 when there are none. */
export function rowAt(offsets: readonly number[], yPx: number): number {
  let low = 0
  let high = offsets.length - 2
  if (high < 0) return -1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((offsets[middle] ?? 0) <= yPx) low = middle
    else high = middle - 1
  }
  return low
}

/** First row to draw and the one after the last, for what is in view. */
export function rowsInView(
  offsets: readonly number[],
  topPx: number,
  heightPx: number,
): { first: number; end: number } {
  const count = offsets.length - 1
  if (count <= 0) return { first: 0, end: 0 }
  const first = Math.max(0, rowAt(offsets, topPx) - OVERSCAN_ROWS)
  return { first, end: Math.min(count, rowAt(offsets, topPx + heightPx) + 1 + OVERSCAN_ROWS) }
}

/**
 * The row that an element shows, of so many that are used again and again: a row that comes into view takes the element of one that has
 * left, and all others stay where they are. Null for an element that is not needed.
 */
export function rowInSlot(
  slot: number,
  slots: number,
  { first, end }: { first: number; end: number },
): number | null {
  const row = first + ((((slot - first) % slots) + slots) % slots)
  return row < end ? row : null
}

/** Bars by row, in the order of the rows. */
export function barsByRow<B extends Span & { rowId: string }>(
  rows: readonly { id: string }[],
  bars: readonly B[],
  shown: Span,
): B[][] {
  const found = new Map<string, B[]>(rows.map(({ id }) => [id, []]))
  for (const bar of bars) if (touches(bar, shown)) found.get(bar.rowId)?.push(bar)
  return rows.map(({ id }) => found.get(id) ?? [])
}
