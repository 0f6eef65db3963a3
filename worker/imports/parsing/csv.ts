import type { LineEnding } from '../../../contracts/imports.ts'
import { IMPORT_LINE_BYTES_MAX, REJECT_VALUE_CHARS_MAX } from '../../../contracts/limits.ts'
import { windows1252Text } from './encoding.ts'

/** How the stored bytes are written. Both encodings are ASCII-compatible; UTF-16 is transcoded before it is stored. */
export interface CsvFormat {
  delimiter: string
  lineEnding: LineEnding
  encoding: 'utf-8' | 'windows-1252'
}

/** A record, or a line that cannot be one. Offsets are bytes of the file, `line` is the line it starts on (from 1). */
export type ScannedRecord =
  | { kind: 'record'; fromByte: number; line: number; fields: string[] }
  | {
      kind: 'broken'
      fromByte: number
      line: number
      code: 'broken_quote' | 'line_too_long' | 'broken_text'
      text: string
    }

/** Where scanning starts: a byte that is the start of a record, and its line number. */
export interface ScanStart {
  byte: number
  line: number
}

type QuotedOutcome =
  | { end: number; next: number; fields: string[] }
  | 'incomplete'
  | 'malformed'
  | 'broken_text'

const HIGH_BYTE = /[\u0080-\uffff]/g

/**
 * Splits bytes into records. Feed bytes with `push`, take records with `next` until it answers null, feed again; the
 * result does not depend on how the bytes were cut. A record that cannot be read costs its first line only: scanning
 * goes on at the line after it, so an unclosed quote never swallows the rest of the file.
 */
export class RecordScanner {
  private readonly format: CsvFormat
  private readonly newline: string
  private readonly lineBytesMax: number
  private readonly narrow = new TextDecoder('latin1')
  private readonly utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  private bytes: Uint8Array = new Uint8Array(0)
  /** The window decoded byte by byte, so that an index of the text is an index of the bytes. */
  private text = ''
  private windowFrom: number
  private at = 0
  private lineNumber: number
  private isFinal = false
  private isSkipping = false
  private nextQuote = -1
  private nextHigh = -1

  constructor(format: CsvFormat, start: ScanStart, lineBytesMax = IMPORT_LINE_BYTES_MAX) {
    this.format = format
    this.newline = format.lineEnding === 'cr' ? '\r' : '\n'
    this.windowFrom = start.byte
    this.lineNumber = start.line
    this.lineBytesMax = lineBytesMax
  }

  /** Start of the next record: what to store as the place to go on from. */
  get position(): ScanStart {
    return { byte: this.windowFrom + this.at, line: this.lineNumber }
  }

  /** Adds the bytes that follow. `isFinal`: these are the last of the file. */
  push(chunk: Uint8Array, isFinal: boolean): void {
    const rest = this.bytes.subarray(this.at)
    this.windowFrom += this.at
    this.at = 0
    if (rest.length === 0) this.bytes = chunk
    else {
      const joined = new Uint8Array(rest.length + chunk.length)
      joined.set(rest)
      joined.set(chunk, rest.length)
      this.bytes = joined
    }
    this.text = this.narrow.decode(this.bytes)
    this.nextQuote = -1
    this.nextHigh = -1
    this.isFinal = isFinal
  }

  /** The next record, or null when more bytes are needed (after the final bytes: when there are no more records). */
  next(): ScannedRecord | null {
    for (;;) {
      if (this.isSkipping && !this.skipLine()) return null
      if (this.at >= this.text.length) return null
      const from = this.at
      const newlineAt = this.text.indexOf(this.newline, from)
      const lineEnd = newlineAt === -1 ? this.text.length : newlineAt
      if (lineEnd - from > this.lineBytesMax) return this.dropLongLine()
      if (newlineAt === -1 && !this.isFinal) return null
      const contentEnd = this.withoutCarriageReturn(from, lineEnd)
      if (contentEnd === from) {
        this.moveTo(lineEnd + 1, 1)
        continue
      }
      if (this.quoteAfter(from) >= lineEnd) return this.plainRecord(from, contentEnd, lineEnd + 1)
      return this.quotedRecord(from, lineEnd)
    }
  }

  private plainRecord(from: number, contentEnd: number, next: number): ScannedRecord {
    const fields = this.text.slice(from, contentEnd).split(this.format.delimiter)
    if (this.highByteAfter(from) < contentEnd && !this.decodeInPlace(fields, from)) {
      return this.broken('broken_text', next)
    }
    const record = {
      kind: 'record' as const,
      fromByte: this.windowFrom + from,
      line: this.lineNumber,
      fields,
    }
    this.moveTo(next, 1)
    return record
  }

  private quotedRecord(from: number, lineEnd: number): ScannedRecord | null {
    const outcome = this.parseQuoted(from)
    if (outcome === 'incomplete' && !this.isFinal && this.text.length - from <= this.lineBytesMax) return null
    if (outcome === 'incomplete' || outcome === 'malformed') return this.broken('broken_quote', lineEnd + 1)
    if (outcome === 'broken_text') return this.broken('broken_text', lineEnd + 1)
    if (outcome.end - from > this.lineBytesMax) return this.broken('broken_quote', lineEnd + 1)
    const record = {
      kind: 'record' as const,
      fromByte: this.windowFrom + from,
      line: this.lineNumber,
      fields: outcome.fields,
    }
    let lines = 1
    for (let i = lineEnd; i < outcome.end; i = this.text.indexOf(this.newline, i + 1)) {
      if (i === -1) break
      lines += 1
    }
    this.moveTo(outcome.next, lines)
    return record
  }

  private parseQuoted(from: number): QuotedOutcome {
    const { text, newline } = this
    const { delimiter } = this.format
    const fields: string[] = []
    let at = from
    for (;;) {
      let end: number
      if (text[at] === '"') {
        const close = this.closingQuote(at)
        if (close === -1) return 'incomplete'
        const raw = this.fieldText(at + 1, close)
        if (raw === null) return 'broken_text'
        fields.push(raw.includes('"') ? raw.replaceAll('""', '"') : raw)
        end = close + 1
        if (text[end] === delimiter) {
          at = end + 1
          continue
        }
        if (text[end] === '\r' && newline === '\n') end += 1
        if (end >= text.length) return this.isFinal ? { end, next: end, fields } : 'incomplete'
        return text[end] === newline ? { end, next: end + 1, fields } : 'malformed'
      }
      const newlineAt = text.indexOf(newline, at)
      if (newlineAt === -1 && !this.isFinal) return 'incomplete'
      const lineEnd = newlineAt === -1 ? text.length : newlineAt
      const delimiterAt = text.indexOf(delimiter, at)
      const isLast = delimiterAt === -1 || delimiterAt > lineEnd
      end = isLast ? this.withoutCarriageReturn(at, lineEnd) : delimiterAt
      const raw = this.fieldText(at, end)
      if (raw === null) return 'broken_text'
      fields.push(raw)
      if (isLast) return { end: lineEnd, next: lineEnd + 1, fields }
      at = delimiterAt + 1
    }
  }

  /** Index of the quote that ends the field opened at `open`; -1 when it is not in the window yet. */
  private closingQuote(open: number): number {
    let at = open + 1
    for (;;) {
      const quote = this.text.indexOf('"', at)
      if (quote === -1) return -1
      if (quote + 1 >= this.text.length) return this.isFinal ? quote : -1
      if (this.text[quote + 1] !== '"') return quote
      at = quote + 2
    }
  }

  private fieldText(from: number, to: number): string | null {
    if (this.highByteAfter(from) >= to) return this.text.slice(from, to)
    return this.decode(from, to)
  }

  private decodeInPlace(fields: string[], from: number): boolean {
    let at = from
    for (let i = 0; i < fields.length; i += 1) {
      const width = fields[i]?.length ?? 0
      if (this.highByteAfter(at) < at + width) {
        const decoded = this.decode(at, at + width)
        if (decoded === null) return false
        fields[i] = decoded
      }
      at += width + 1
    }
    return true
  }

  private decode(from: number, to: number): string | null {
    const bytes = this.bytes.subarray(from, to)
    if (this.format.encoding === 'windows-1252') return windows1252Text(bytes)
    try {
      return this.utf8.decode(bytes)
    } catch {
      return null
    }
  }

  private broken(code: 'broken_quote' | 'broken_text', next: number): ScannedRecord {
    const text = this.excerpt(Math.min(next - 1, this.at + REJECT_VALUE_CHARS_MAX))
    const record = {
      kind: 'broken' as const,
      fromByte: this.windowFrom + this.at,
      line: this.lineNumber,
      code,
      text,
    }
    this.moveTo(next, 1)
    return record
  }

  /** The start of a line for people to recognise it by; what cannot be decoded is shown as a sign. */
  private excerpt(to: number): string {
    const bytes = this.bytes.subarray(this.at, to)
    return this.format.encoding === 'windows-1252' ? windows1252Text(bytes) : new TextDecoder().decode(bytes)
  }

  /** The rest of a line that is too long is dropped as it comes, never collected. */
  private dropLongLine(): ScannedRecord {
    const fromByte = this.windowFrom + this.at
    const text = this.excerpt(this.at + Math.min(REJECT_VALUE_CHARS_MAX, this.lineBytesMax))
    this.isSkipping = true
    return { kind: 'broken', fromByte, line: this.lineNumber, code: 'line_too_long', text }
  }

  /** True when the end of the skipped line was found. */
  private skipLine(): boolean {
    const newlineAt = this.text.indexOf(this.newline, this.at)
    if (newlineAt === -1) {
      this.at = this.text.length
      return false
    }
    this.isSkipping = false
    this.moveTo(newlineAt + 1, 1)
    return true
  }

  private moveTo(next: number, lines: number): void {
    this.at = Math.min(next, this.text.length)
    this.lineNumber += lines
  }

  private withoutCarriageReturn(from: number, end: number): number {
    return this.newline === '\n' && end > from && this.text.charCodeAt(end - 1) === 13 ? end - 1 : end
  }

  private quoteAfter(from: number): number {
    if (this.nextQuote < from) this.nextQuote = indexOrEnd(this.text.indexOf('"', from))
    return this.nextQuote
  }

  private highByteAfter(from: number): number {
    if (this.nextHigh < from) {
      HIGH_BYTE.lastIndex = from
      this.nextHigh = HIGH_BYTE.exec(this.text)?.index ?? Number.POSITIVE_INFINITY
    }
    return this.nextHigh
  }
}

function indexOrEnd(index: number): number {
  return index === -1 ? Number.POSITIVE_INFINITY : index
}
