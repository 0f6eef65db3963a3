const NEEDS_QUOTES = /["\r\n,;\t|]|^\s|\s$/
const RISKY_START = /^[=+\-@\t\r]/
const PLAIN_NUMBER = /^[+-]?\d+(?:\.\d+)?$/

/**
 * One cell of a CSV that people open in a spreadsheet. A text that would run as a formula there is led by an apostrophe;
 * numbers, also negative ones, stay numbers.
 */
export function csvCell(text: string): string {
  const isRisky = RISKY_START.test(text) && !PLAIN_NUMBER.test(text)
  const safe = isRisky ? `'${text}` : text
  return NEEDS_QUOTES.test(safe) ? csvField(safe) : safe
}

/** One quoted field with nothing neutralised: what is read back is the same text. */
export function csvField(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/** Lines of safe cells, each ended by CR LF. */
export function writeCsv(rows: Iterable<readonly string[]>): string {
  let csv = ''
  for (const row of rows) csv += `${row.map(csvCell).join(',')}\r\n`
  return csv
}
