import type { ErrorEntries } from './entry.ts'

/** Imports: refusals of a whole file. Rows that cannot be read are set aside one by one instead. */
export const importsErrors = {
  file_gone: {
    status: 410,
    sentence: 'The uploaded file is no longer there.',
    next: 'Upload the file again; rows that were loaded are not loaded twice.',
  },
  import_interrupted: {
    status: 503,
    sentence: 'Loading was interrupted too often.',
    next: 'Go on from where it stopped; rows that were loaded are not loaded twice.',
  },
  empty_file: {
    status: 422,
    sentence: 'The file is empty.',
    next: 'Choose a file with a header and at least one row.',
  },
  header_only: {
    status: 422,
    sentence: 'The file has a header but no rows.',
    next: 'Export it again with its rows.',
  },
  not_text: {
    status: 415,
    sentence: 'The file is not a table of text.',
    next: 'Save it as CSV or TSV and upload that.',
  },
  spreadsheet_file: {
    status: 415,
    sentence: 'The file is a spreadsheet or document, not a text file.',
    next: 'Open it, choose Save as, CSV UTF-8, and upload the new file.',
  },
  no_delimiter: {
    status: 422,
    sentence: 'The file seems to have only one column.',
    next: 'Separate its columns by comma, semicolon, tab or bar and upload it again.',
  },
  too_many_columns: {
    status: 422,
    sentence: 'The file has too many columns.',
    next: 'Keep the columns you need and upload it again.',
  },
  truncated_gzip: {
    status: 422,
    sentence: 'The gzip file ends too early.',
    next: 'Compress or download the file again; it was cut off.',
  },
  broken_gzip: {
    status: 422,
    sentence: 'The gzip file is damaged.',
    next: 'Compress or download the file again.',
  },
  inflate_limit: {
    status: 413,
    sentence: 'The file becomes too large when unpacked.',
    next: 'Split it into smaller files.',
  },
  line_too_long: {
    status: 422,
    sentence: 'The first line of the file is too long to be a header.',
    next: 'Check that the file is a CSV with one row per line.',
  },
  unknown_column: {
    status: 422,
    sentence: 'The file has no such column.',
    next: 'Pick one of the columns named in details.',
  },
  no_date_column: {
    status: 422,
    sentence: 'That column does not hold dates.',
    next: 'Pick a column with dates, or name the date format.',
  },
  ambiguous_date: {
    status: 422,
    sentence: 'The dates fit more than one format.',
    next: 'Say which one it is: send dateFormat with one of the choices in details.',
  },
  date_format_mismatch: {
    status: 422,
    sentence: 'The dates are not written in that format.',
    next: 'Send one of the formats in details.',
  },
  ambiguous_decimal: {
    status: 422,
    sentence: 'The numbers fit both a decimal point and a decimal comma.',
    next: 'Send decimal: point or comma.',
  },
  not_numeric: {
    status: 422,
    sentence: 'That column does not hold numbers.',
    next: 'Use another column in the expression.',
  },
  bad_expression: {
    status: 422,
    sentence: 'The expression cannot be read.',
    next: 'Use column names, numbers, + - * / and brackets; put names with spaces in [square brackets].',
  },
  duplicate_metric: {
    status: 422,
    sentence: 'The same metric is fed twice.',
    next: 'Give each value its own metric key.',
  },
  duplicate_dimension: {
    status: 422,
    sentence: 'The same column is used twice as a dimension.',
    next: 'Name each column once.',
  },
} as const satisfies ErrorEntries
