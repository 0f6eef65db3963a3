import type { Delimiter, Encoding, ImportDetection, LineEnding } from '../../../contracts/imports.ts'
import { IMPORT_COLUMNS_MAX, IMPORT_PREVIEW_ROWS_MAX } from '../../../contracts/limits.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'
import { describeColumn, isTypedCell, openQuestions } from './columns.ts'
import { type CsvFormat, RecordScanner, type ScanStart } from './csv.ts'
import { sniffEncoding, storedBytes } from './encoding.ts'

export type DetectionRefusal =
  | { code: 'empty_file' | 'header_only' | 'no_delimiter' | 'line_too_long' }
  | { code: 'not_text' | 'spreadsheet_file'; details: { kind: string } }
  | { code: 'too_many_columns'; details: { columns: number; columnsMax: number } }

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|']
const DELIMITER_RECORDS_MAX = 200
const PREAMBLE_LINES_MAX = 10
const CELL_CHARS_MAX = 200
const COLUMN_NAME_CHARS_MAX = 200

/**
 * Understands a file from its first bytes, as they were sent (IMPORT_SNIFF_BYTES are plenty). `isWhole`: the sample is
 * the whole file. Places in the answer are bytes of the stored file, which `storedBytes` makes.
 */
export function detectImport(
  sample: Uint8Array,
  isWhole: boolean,
): Result<ImportDetection, DetectionRefusal> {
  if (sample.length === 0) return err({ code: 'empty_file' })
  const foreign = foreignKind(sample)
  if (foreign !== null) return err(foreign)
  const encoding = sniffEncoding(sample, isWhole)
  const stored = storedSample(sample, encoding, isWhole)
  if (stored.includes(0)) return err({ code: 'not_text', details: { kind: 'binary' } })
  const text = new TextDecoder('latin1').decode(stored)
  if (text.trim() === '') return err({ code: 'empty_file' })
  if (/^\s*(?:<(?:!doctype|html|\?xml)|[{[]\s*["{[])/i.test(text)) {
    return err({ code: 'not_text', details: { kind: text.trim().startsWith('<') ? 'markup' : 'json' } })
  }
  const lineEnding = sniffLineEnding(text)
  const hint = delimiterHint(text)
  const source: Source = { stored, isWhole, start: hint.start }
  const storedEncoding = encoding === 'windows-1252' ? 'windows-1252' : 'utf-8'
  const found = chooseDelimiter(source, lineEnding, storedEncoding, hint.delimiter)
  if (!found.ok) return found
  return describe(found.value, encoding)
}

interface Source {
  stored: Uint8Array
  isWhole: boolean
  start: ScanStart
}

function foreignKind(sample: Uint8Array): DetectionRefusal | null {
  const head = String.fromCharCode(...sample.subarray(0, 8))
  if (head.startsWith('PK\u0003\u0004')) return { code: 'spreadsheet_file', details: { kind: 'xlsx or zip' } }
  if (head.startsWith('\u00d0\u00cf\u0011\u00e0'))
    return { code: 'spreadsheet_file', details: { kind: 'xls' } }
  if (head.startsWith('%PDF')) return { code: 'spreadsheet_file', details: { kind: 'pdf' } }
  if (head.startsWith('\u001f\u008b')) return { code: 'not_text', details: { kind: 'gzip in gzip' } }
  return null
}

function storedSample(sample: Uint8Array, encoding: Encoding, isWhole: boolean): Uint8Array {
  const transcoder = storedBytes(encoding)
  const body = transcoder.push(sample)
  const tail = isWhole ? transcoder.end() : new Uint8Array(0)
  const stored = new Uint8Array(body.length + tail.length)
  stored.set(body)
  stored.set(tail, body.length)
  return stored
}

function sniffLineEnding(text: string): LineEnding {
  const windows = text.split('\r\n').length - 1
  const feeds = text.split('\n').length - 1
  const returns = text.split('\r').length - 1 - windows
  if (returns > feeds) return 'cr'
  return windows * 2 > feeds ? 'crlf' : 'lf'
}

/** Spreadsheets may write `sep=;` as a first line of its own. */
function delimiterHint(text: string): { delimiter: Delimiter | null; start: ScanStart } {
  const match = /^sep=(.)(?:\r\n|\n|\r)/i.exec(text)
  const delimiter = DELIMITERS.find((one) => one === match?.[1])
  if (match === null || delimiter === undefined) return { delimiter: null, start: { byte: 0, line: 1 } }
  return { delimiter, start: { byte: match[0].length, line: 2 } }
}

interface Sampled {
  format: CsvFormat & { delimiter: Delimiter }
  records: { fromByte: number; line: number; fields: string[] }[]
  /** Where the record after each of `records` starts. */
  nexts: ScanStart[]
  /** The number of fields most records have, and the share of records that have it, less those with torn quotes. */
  width: number
  share: number
}

function chooseDelimiter(
  source: Source,
  lineEnding: LineEnding,
  encoding: 'utf-8' | 'windows-1252',
  hint: Delimiter | null,
): Result<Sampled, DetectionRefusal> {
  const candidates = hint === null ? DELIMITERS : [hint]
  let best: Sampled | null = null
  for (const delimiter of candidates) {
    const sampled = sampleRecords(source, { delimiter, lineEnding, encoding }, DELIMITER_RECORDS_MAX)
    if (sampled.width > 1 && (best === null || isBetter(sampled, best))) best = sampled
  }
  if (best === null) {
    const single = sampleRecords(source, { delimiter: ',', lineEnding, encoding }, 2)
    return err({ code: single.records.length === 0 ? 'line_too_long' : 'no_delimiter' })
  }
  return ok(sampleRecords(source, best.format, Number.POSITIVE_INFINITY))
}

/** The more records agree on the number of fields the better; between equals, more fields. */
function isBetter(one: Sampled, other: Sampled): boolean {
  if (Math.abs(one.share - other.share) > 0.05) return one.share > other.share
  return one.width > other.width
}

function sampleRecords(source: Source, format: Sampled['format'], recordsMax: number): Sampled {
  const scanner = new RecordScanner(format, source.start)
  scanner.push(source.stored.subarray(source.start.byte), source.isWhole)
  const records: Sampled['records'] = []
  const nexts: ScanStart[] = []
  const widths = new Map<number, number>()
  let cut = 0
  for (let record = scanner.next(); record !== null && records.length < recordsMax; record = scanner.next()) {
    if (record.kind === 'broken') continue
    records.push(record)
    nexts.push(scanner.position)
    if (record.fields.some(hasLoneQuote)) cut += 1
    widths.set(record.fields.length, (widths.get(record.fields.length) ?? 0) + 1)
  }
  const [width = 0, count = 0] = [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? []
  return { format, records, nexts, width, share: (count - cut) / Math.max(1, records.length) }
}

/** A wrong delimiter cuts through quoted fields and leaves half of their quotes on each side. */
function hasLoneQuote(field: string): boolean {
  return field.includes('"') && field.split('"').length % 2 === 0
}

function describe(sampled: Sampled, encoding: Encoding): Result<ImportDetection, DetectionRefusal> {
  const { records, nexts, format } = sampled
  if (sampled.width > IMPORT_COLUMNS_MAX) {
    return err({
      code: 'too_many_columns',
      details: { columns: sampled.width, columnsMax: IMPORT_COLUMNS_MAX },
    })
  }
  const first = firstTableRecord(sampled)
  const head = records[first]
  if (head === undefined) return err({ code: 'empty_file' })
  const body = records.slice(first + 1).map((record) => record.fields)
  const hasHeader = isHeader(head.fields, body, sampled.width)
  const afterHead = nexts[first]
  if (hasHeader && (body.length === 0 || afterHead === undefined)) return err({ code: 'header_only' })
  const rows = hasHeader ? body : [head.fields, ...body]
  const names = columnNames(hasHeader ? head.fields : [], sampled.width)
  const columns = names.map((name, index) =>
    describeColumn(
      name,
      index,
      rows.map((row) => row[index] ?? ''),
    ),
  )
  const data = hasHeader && afterHead !== undefined ? afterHead : { byte: head.fromByte, line: head.line }
  return ok({
    delimiter: format.delimiter,
    encoding,
    lineEnding: format.lineEnding,
    hasHeader,
    dataFromByte: data.byte,
    dataFromLine: data.line,
    columns,
    sampleRows: rows
      .slice(0, IMPORT_PREVIEW_ROWS_MAX)
      .map((row) => row.map((cell) => cell.slice(0, CELL_CHARS_MAX).toWellFormed())),
    questions: openQuestions(columns),
  })
}

/** Reports often stand a title above the table: lines with one filled cell before it are no rows. */
function firstTableRecord(sampled: Sampled): number {
  const filled = (fields: string[]) => fields.filter((field) => field.trim() !== '').length
  const at = sampled.records.findIndex(
    (record) => record.fields.length >= sampled.width || filled(record.fields) > 1,
  )
  return at > 0 && at <= PREAMBLE_LINES_MAX ? at : 0
}

/** A header differs in kind from what stands below it: no number over numbers, no date over dates. */
function isHeader(head: string[], body: string[][], width: number): boolean {
  if (body.length === 0) return !head.some(isTypedCell)
  let typedColumns = 0
  for (let index = 0; index < width; index += 1) {
    const { type } = describeColumn(
      '',
      index,
      body.map((row) => row[index] ?? ''),
    )
    if (type !== 'number' && type !== 'date' && type !== 'datetime') continue
    typedColumns += 1
    const cell = head[index] ?? ''
    if (cell.trim() !== '' && !isTypedCell(cell)) return true
  }
  return typedColumns === 0
}

/** Every column has a name of its own: blank ones are numbered, repeated ones counted. */
function columnNames(header: string[], width: number): string[] {
  let last = header.length
  while (last > width && (header[last - 1] ?? '').trim() === '') last -= 1
  const names: string[] = []
  for (let index = 0; index < Math.max(last, width); index += 1) {
    const given = (header[index] ?? '')
      .trim()
      .slice(0, COLUMN_NAME_CHARS_MAX - 10)
      .toWellFormed()
    const base = given === '' ? `Column ${index + 1}` : given
    let name = base
    for (let count = 2; names.includes(name); count += 1) name = `${base} (${count})`
    names.push(name)
  }
  return names
}
