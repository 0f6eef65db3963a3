/** Rows of a copied block, each cut into cells, as spreadsheets put them on the clipboard. */
export function parseBlock(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? ''
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') {
        cell += '"'
        at++
      } else isQuoted = false
    } else if (letter === '"' && cell === '') isQuoted = true
    else if (letter === '\t') {
      row.push(cell)
      cell = ''
    } else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[at + 1] === '\n') at++
      rows.push([...row, cell])
      row = []
      cell = ''
    } else cell += letter
  }
  // Spreadsheets end the last row as well: nothing after it is not one more row.
  if (cell !== '' || row.length > 0) rows.push([...row, cell])
  return rows
}

/** One text of a block and the cell it falls on, counted from 0. */
export interface Placed {
  row: number
  column: number
  text: string
}

/** Lays a block over a grid with its first cell at a place. What falls outside is counted, not moved. */
export function placeBlock(
  block: readonly (readonly string[])[],
  at: { row: number; column: number },
  size: { rows: number; columns: number },
): { placed: Placed[]; outside: number } {
  const placed: Placed[] = []
  let outside = 0
  for (const [down, cells] of block.entries())
    for (const [right, text] of cells.entries()) {
      const [row, column] = [at.row + down, at.column + right]
      if (row < size.rows && column < size.columns) placed.push({ row, column, text })
      else if (text.trim() !== '') outside++
    }
  return { placed, outside }
}
