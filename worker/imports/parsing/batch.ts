import type { RejectedRow } from '../../../contracts/imports.ts'
import { LOAD_BATCH_BYTES_MAX, LOAD_BATCH_ROWS_MAX } from '../../../contracts/limits.ts'
import { RecordScanner, type ScannedRecord, type ScanStart } from './csv.ts'
import { KeyColumn } from './key-column.ts'
import { compilePlan, type MappedRow, type RowMapper } from './mapper.ts'
import type { ImportPlan } from './plan.ts'
import { rejectedRow } from './rejects.ts'

/**
 * One load. Every text member is a Postgres array literal with one element for each of `rowCount` rows, in the order
 * of the file: `lines` int, `days` date, `keys` and `contents` uuid, `occurrences` int (0-based among equal keys of this
 * batch), `clients` and each of `dimensions` text or NULL, each of `values` numeric or NULL (one per value of the plan).
 * `contents` is null without external ids. `rowsRead` = `rowCount` + `rejects.length`. The next batch starts at
 * `nextByte`, line `nextLine`.
 */
export interface ColumnBatch {
  fromByte: number
  nextByte: number
  nextLine: number
  isLast: boolean
  rowsRead: number
  rowCount: number
  firstDay: string | null
  lastDay: string | null
  lines: string
  days: string
  keys: string
  occurrences: string
  contents: string | null
  clients: string
  dimensions: string[]
  values: string[]
  rejects: RejectedRow[]
}

export interface BatchLimits {
  rowsMax: number
  bytesMax: number
}

export const batchLimits: BatchLimits = { rowsMax: LOAD_BATCH_ROWS_MAX, bytesMax: LOAD_BATCH_BYTES_MAX }

/** A reject is sent as an object: its names, numbers and message beside its value. */
const REJECT_BYTES = 250
/** Line, day, key, occurrence and the commas between all elements. */
const ROW_BYTES = 80
const CONTENT_BYTES = 37
const NEEDS_QUOTES = /[^A-Za-z0-9_.+-]/

/**
 * Reads batches from the bytes of a stored file, from any place where an earlier batch ended. Feed bytes with `push`;
 * `next` answers null when it needs more, and after the final bytes once a batch with `isLast`.
 */
export class BatchReader {
  private readonly scanner: RecordScanner
  private readonly mapper: RowMapper
  private readonly plan: ImportPlan
  private readonly limits: BatchLimits
  private readonly elements = new Map<string, string>()
  private builder: BatchBuilder
  private isFinal = false
  private isOver = false

  constructor(plan: ImportPlan, start: ScanStart = plan.start, limits: BatchLimits = batchLimits) {
    this.plan = plan
    this.limits = limits
    this.scanner = new RecordScanner(plan.format, start)
    this.mapper = compilePlan(plan)
    this.builder = new BatchBuilder(plan, start, limits, this.elements)
  }

  push(chunk: Uint8Array, isFinal: boolean): void {
    this.isFinal = isFinal
    this.scanner.push(chunk, isFinal)
  }

  next(): ColumnBatch | null {
    if (this.isOver) return null
    for (;;) {
      const record = this.scanner.next()
      if (record === null) {
        if (!this.isFinal) return null
        this.isOver = true
        return this.builder.finish(this.scanner.position, true)
      }
      this.read(record)
      if (this.builder.isFull()) {
        const batch = this.builder.finish(this.scanner.position, false)
        this.builder = new BatchBuilder(this.plan, this.scanner.position, this.limits, this.elements)
        return batch
      }
    }
  }

  private read(record: ScannedRecord): void {
    if (record.kind === 'broken') {
      this.builder.reject(rejectedRow(record.line, record.code, null, record.text))
      return
    }
    const mapped = this.mapper.map(record.fields)
    if (mapped.ok) {
      this.builder.add(record.line, mapped.row)
      return
    }
    const { code, column, value } = mapped.fault
    const name = column === null ? null : (this.plan.columns[column] ?? null)
    this.builder.reject(rejectedRow(record.line, code, name, value))
  }
}

/** All batches of a stored file from `start` on. `source` gives the bytes from `start.byte`. */
export async function* readBatches(
  plan: ImportPlan,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  start: ScanStart = plan.start,
  limits: BatchLimits = batchLimits,
): AsyncGenerator<ColumnBatch> {
  const reader = new BatchReader(plan, start, limits)
  for await (const chunk of source) {
    reader.push(chunk, false)
    for (let batch = reader.next(); batch !== null; batch = reader.next()) yield batch
  }
  reader.push(new Uint8Array(0), true)
  for (let batch = reader.next(); batch !== null; batch = reader.next()) yield batch
}

const ELEMENTS_KEPT_MAX = 20_000

class BatchBuilder {
  private readonly start: ScanStart
  private readonly limits: BatchLimits
  private readonly elements: Map<string, string>
  private readonly lines: number[] = []
  private readonly days: string[] = []
  private readonly keys: KeyColumn
  private readonly occurrences: number[] = []
  private readonly contents: KeyColumn | null
  private readonly clients: string[] = []
  private readonly dimensions: string[][]
  private readonly values: string[][]
  private readonly rejects: RejectedRow[] = []
  private bytes = 0
  private firstDay: string | null = null
  private lastDay: string | null = null

  constructor(plan: ImportPlan, start: ScanStart, limits: BatchLimits, elements: Map<string, string>) {
    this.start = start
    this.elements = elements
    this.limits = limits
    this.keys = new KeyColumn(limits.rowsMax)
    this.contents = plan.externalId === null ? null : new KeyColumn(limits.rowsMax)
    this.dimensions = plan.dimensions.map(() => [])
    this.values = plan.values.map(() => [])
  }

  add(line: number, row: MappedRow): void {
    this.occurrences.push(this.keys.add(row.key))
    this.lines.push(line)
    this.days.push(row.day)
    this.bytes += ROW_BYTES
    if (this.contents !== null) {
      if (row.content === null) throw new Error('a row with an external id has no content hash')
      this.contents.add(row.content)
      this.bytes += CONTENT_BYTES
    }
    this.clients.push(this.element(row.client))
    for (const [i, column] of this.dimensions.entries()) column.push(this.element(row.dimensions[i] ?? null))
    for (const [i, column] of this.values.entries()) {
      const text = row.values[i] ?? 'NULL'
      column.push(text)
      this.bytes += text.length + 1
    }
    if (this.firstDay === null || row.day < this.firstDay) this.firstDay = row.day
    if (this.lastDay === null || row.day > this.lastDay) this.lastDay = row.day
  }

  reject(rejected: RejectedRow): void {
    this.rejects.push(rejected)
    this.bytes += REJECT_BYTES + rejected.value.length * 3
  }

  /** Full before the limit: the next row, whatever it is, still fits. */
  isFull(): boolean {
    if (this.lines.length + this.rejects.length >= this.limits.rowsMax) return true
    const average = this.bytes / (this.lines.length + this.rejects.length)
    return this.bytes + Math.max(average, ROW_MARGIN_BYTES) > this.limits.bytesMax
  }

  finish(next: ScanStart, isLast: boolean): ColumnBatch {
    return {
      fromByte: this.start.byte,
      nextByte: next.byte,
      nextLine: next.line,
      isLast,
      rowsRead: this.lines.length + this.rejects.length,
      rowCount: this.lines.length,
      firstDay: this.firstDay,
      lastDay: this.lastDay,
      lines: literal(this.lines),
      days: literal(this.days),
      keys: this.keys.literal(),
      occurrences: literal(this.occurrences),
      contents: this.contents?.literal() ?? null,
      clients: literal(this.clients),
      dimensions: this.dimensions.map(literal),
      values: this.values.map(literal),
      rejects: this.rejects,
    }
  }

  private element(text: string | null): string {
    if (text === null) {
      this.bytes += 5
      return 'NULL'
    }
    let element = this.elements.get(text)
    if (element === undefined) {
      element = arrayElement(text)
      if (this.elements.size >= ELEMENTS_KEPT_MAX) this.elements.clear()
      this.elements.set(text, element)
    }
    // Anything outside ASCII is quoted; three bytes for each unit is the most UTF-8 needs.
    this.bytes += (element.charCodeAt(0) === 34 ? element.length * 3 : element.length) + 1
    return element
  }
}

/** The largest row: five dimensions and a client at full length, quoted. */
const ROW_MARGIN_BYTES = 10 * 1024

function literal(elements: readonly (string | number)[]): string {
  return `{${elements.join(',')}}`
}

/** One element of a Postgres array literal. Text that could be read as NULL or as syntax is quoted. */
export function arrayElement(text: string): string {
  if (text !== '' && !NEEDS_QUOTES.test(text) && text.toLowerCase() !== 'null') return text
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}
