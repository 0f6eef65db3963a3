import { RecordScanner } from '../../imports/parsing/csv.ts'
import type { ExactJson } from '../../platform/exact-json.ts'

/**
 * The rows of a CSV answer as records by column name, so that paths read them like JSON. Null when there is no header with these
 * columns: an error page or another file, and when the last row is not whole: the answer was cut off, and its last figure may be too.
 * An answer without a byte has no rows.
 */
export function csvRecords(text: string, columns: readonly string[]): ExactJson[] | null {
  if (text.trim() === '') return []
  const scanner = new RecordScanner(
    { delimiter: ',', lineEnding: 'lf', encoding: 'utf-8' },
    { byte: 0, line: 1 },
  )
  scanner.push(new TextEncoder().encode(text), true)
  const header = scanner.next()
  if (header?.kind !== 'record' || !columns.every((column) => header.fields.includes(column))) return null
  const records: ExactJson[] = []
  let isWhole = true
  for (let row = scanner.next(); row !== null; row = scanner.next()) {
    const fields = row.kind === 'record' ? row.fields : []
    isWhole = fields.length >= header.fields.length
    records.push(Object.fromEntries(header.fields.map((name, i) => [name, fields[i] ?? ''])))
  }
  return isWhole ? records : null
}
