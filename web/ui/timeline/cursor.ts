/** Where the keyboard is: a row, a column, and which of the bars that overlap there. */
export interface Cursor {
  row: number
  col: number
  lane: number
}

/** A bar as the keys see it: first and last column it reaches, and its lane. */
export interface Stop {
  id: string
  firstCol: number
  lastCol: number
  lane: number
}

/** The grid as the keys see it. */
export interface Field {
  rows: number
  cols: number
  stopsOf: (row: number) => readonly Stop[]
}

const PAGE_ROWS = 10

/** Bars that cover a cell, from the top lane down. */
export const stopsAt = (field: Field, { row, col }: Pick<Cursor, 'row' | 'col'>): Stop[] =>
  field
    .stopsOf(row)
    .filter((stop) => stop.firstCol <= col && stop.lastCol >= col)
    .sort((a, b) => a.lane - b.lane)

/** The bar under the cursor; undefined on an empty cell. */
export function stopUnder(field: Field, cursor: Cursor): Stop | undefined {
  const stops = stopsAt(field, cursor)
  return stops.find(({ lane }) => lane === cursor.lane) ?? stops[0]
}

/**
 * The cursor after a key. Left and right step over a bar at once; up and down visit each of the bars that overlap before they leave the
 * row. Null: the key is none of these, or there is nowhere to go.
 */
export function steered(field: Field, cursor: Cursor, key: string, isCtrl: boolean): Cursor | null {
  if (field.rows === 0) return null
  const under = stopUnder(field, cursor)
  const at = (row: number, col: number, isFromBelow = false): Cursor => {
    const to = { row: clamp(row, field.rows), col: clamp(col, field.cols) }
    const stops = stopsAt(field, to)
    return { ...to, lane: (isFromBelow ? stops.at(-1) : stops[0])?.lane ?? 0 }
  }
  switch (key) {
    case 'ArrowRight':
      return at(cursor.row, (under?.lastCol ?? cursor.col) + 1)
    case 'ArrowLeft':
      return at(cursor.row, (under?.firstCol ?? cursor.col) - 1)
    case 'ArrowDown':
    case 'ArrowUp': {
      const isDown = key === 'ArrowDown'
      const stops = stopsAt(field, cursor)
      const place = stops.findIndex(({ id }) => id === under?.id)
      const next = place < 0 ? undefined : stops[place + (isDown ? 1 : -1)]
      if (next !== undefined) return { ...cursor, lane: next.lane }
      return at(cursor.row + (isDown ? 1 : -1), cursor.col, !isDown)
    }
    case 'Home':
      return at(isCtrl ? 0 : cursor.row, isCtrl ? cursor.col : 0)
    case 'End':
      return at(isCtrl ? field.rows - 1 : cursor.row, isCtrl ? cursor.col : field.cols - 1)
    case 'PageDown':
      return at(cursor.row + PAGE_ROWS, cursor.col)
    case 'PageUp':
      return at(cursor.row - PAGE_ROWS, cursor.col)
    default:
      return null
  }
}

const clamp = (value: number, count: number) => Math.min(count - 1, Math.max(0, value))
