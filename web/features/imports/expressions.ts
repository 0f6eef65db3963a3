const BARE_NAME = /^[\p{L}_][\p{L}\p{N}_.]*$/u
const NAMES = /`([^`]+)`|\[([^\]]+)\]|([\p{L}_][\p{L}\p{N}_.]*)/gu

/** A column as it stands inside an expression: names with spaces or signs need brackets. */
export function columnInExpression(column: string): string {
  if (BARE_NAME.test(column)) return column
  return column.includes(']') ? `\`${column}\`` : `[${column}]`
}

/** The columns an expression names, each once, in the order of the file. Names the file does not have are left out. */
export function columnsIn(expression: string, columns: readonly string[]): string[] {
  const text = expression.trim()
  if (columns.includes(text)) return [text]
  const named = [...text.matchAll(NAMES)].map((match) =>
    (match[1] ?? match[2] ?? match[3] ?? '').trim().toLowerCase(),
  )
  return columns.filter((column) => named.includes(column.trim().toLowerCase()))
}

/** Puts `piece` into a text at the caret, one space apart from what stands around it. Gives the text and the new caret. */
export function insertAt(
  text: string,
  piece: string,
  from: number,
  to: number,
): { text: string; caret: number } {
  const before = text.slice(0, from).trimEnd()
  const after = text.slice(to).trimStart()
  const start = before === '' ? piece : `${before} ${piece}`
  const isSpaced = after !== '' && !after.startsWith(')')
  return { text: `${start}${isSpaced ? ' ' : ''}${after}`, caret: start.length }
}
