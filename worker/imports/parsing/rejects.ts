import type { RejectCode, RejectedRow } from '../../../contracts/imports.ts'
import { IMPORT_LINE_BYTES_MAX, REJECT_VALUE_CHARS_MAX } from '../../../contracts/limits.ts'

const sentences: Readonly<Record<RejectCode, string>> = {
  too_few_fields: 'The row has fewer fields than the header.',
  too_many_fields: 'The row has more fields than the header.',
  broken_quote: 'A quotation mark is not closed, or text follows a closing one.',
  line_too_long: `The line is longer than ${IMPORT_LINE_BYTES_MAX / 1024} KiB.`,
  broken_text: 'The text is not valid in the encoding of the file.',
  no_date: 'The date is blank.',
  bad_date: 'This is not a date of the calendar in the chosen format.',
  no_external_id: 'The external id is blank.',
  not_a_number: 'This is not a number.',
  ambiguous_number: 'The separator can mean decimals or thousands; say which decimal sign the file uses.',
  formula_cell: 'This is a spreadsheet formula, not a value.',
  number_too_large: 'The number has more digits than can be kept exactly.',
  division_by_zero: 'The expression divides by zero.',
  no_value: 'No value is given in this row.',
  month_archived: 'The rows of that month are archived: what they add up to stands in their place.',
  client_archived: 'The client is archived; bring it back from the archive, then bring the file again.',
}

/** The report about one row. The value is cut; zero bytes, which the database cannot hold, are shown as a sign. */
export function rejectedRow(
  line: number,
  code: RejectCode,
  column: string | null,
  value: string,
): RejectedRow {
  const shown = value.slice(0, REJECT_VALUE_CHARS_MAX).toWellFormed().replaceAll('\0', '\u2400')
  return { line, code, column, value: shown, message: sentences[code] }
}
