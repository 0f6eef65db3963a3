import type { Place } from './sheet.ts'

/** Cells of some rows and columns that lie together. */
export interface Range {
  top: number
  left: number
  rows: number
  columns: number
}

/** The cells from one corner to the other, both included, whichever way it was drawn. */
export function rangeOf(from: Place, to: Place): Range {
  return {
    top: Math.min(from.row, to.row),
    left: Math.min(from.column, to.column),
    rows: Math.abs(from.row - to.row) + 1,
    columns: Math.abs(from.column - to.column) + 1,
  }
}

export const isOneCell = ({ rows, columns }: Range): boolean => rows * columns === 1

export const holds = ({ top, left, rows, columns }: Range, { row, column }: Place): boolean =>
  row >= top && row < top + rows && column >= left && column < left + columns

/** The places of a range in rows, as they are copied. */
export function rowsOf({ top, left, rows, columns }: Range): Place[][] {
  return Array.from({ length: rows }, (_, down) =>
    Array.from({ length: columns }, (_, right) => ({ row: top + down, column: left + right })),
  )
}

/** Texts of cells as spreadsheets take them from the clipboard: `parseBlock` reads the same again. */
export function toTsv(rows: readonly (readonly string[])[]): string {
  const quoted = (text: string) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.map((row) => row.map(quoted).join('\t')).join('\n')
}

/** A block as it is pasted over a range: over one that it fits into whole times, a single cell among them, it is repeated. */
export function repeatedOver(block: readonly (readonly string[])[], { rows, columns }: Range): string[][] {
  const [height, width] = [block.length, Math.max(0, ...block.map((row) => row.length))]
  const fits = height > 0 && width > 0 && rows % height === 0 && columns % width === 0
  if (!fits) return block.map((row) => [...row])
  return Array.from({ length: rows }, (_, down) =>
    Array.from({ length: columns }, (_, right) => block[down % height]?.[right % width] ?? ''),
  )
}
