import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CsvFormat, RecordScanner, type ScannedRecord, type ScanStart } from './csv.ts'
import { csvField } from './write.ts'

const comma: CsvFormat = { delimiter: ',', lineEnding: 'lf', encoding: 'utf-8' }
const bytesOf = (text: string) => new TextEncoder().encode(text)
const begin: ScanStart = { byte: 0, line: 1 }

function scan(
  bytes: Uint8Array,
  { format = comma, chunk = bytes.length, start = begin, lineBytesMax = 1024 * 1024 } = {},
): ScannedRecord[] {
  const scanner = new RecordScanner(format, start, lineBytesMax)
  const found: ScannedRecord[] = []
  const drain = () => {
    for (let record = scanner.next(); record !== null; record = scanner.next()) found.push(record)
  }
  for (let at = start.byte; at < bytes.length; at += Math.max(1, chunk)) {
    scanner.push(bytes.subarray(at, at + Math.max(1, chunk)), false)
    drain()
  }
  scanner.push(new Uint8Array(0), true)
  drain()
  return found
}

const fieldsOf = (records: ScannedRecord[]) =>
  records.map((record) => (record.kind === 'record' ? record.fields : [`!${record.code}`]))
const scanText = (text: string, options = {}) => fieldsOf(scan(bytesOf(text), options))

const cell = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'Z', '7', ' ', '"', ',', ';', '\n', '\r', 'é', '€', '日'),
    maxLength: 8,
  }),
  fc.string({ maxLength: 6 }).map((text) => text.toWellFormed()),
)

describe('records', () => {
  it('[IM23] reads back what was written, in any chunks and from any record', () => {
    const files = fc.record({
      rows: fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
      chunk: fc.integer({ min: 1, max: 40 }),
      ending: fc.constantFrom(
        { lineEnding: 'lf', text: '\n' },
        { lineEnding: 'crlf', text: '\r\n' },
        { lineEnding: 'cr', text: '\r' },
      ),
      endsWithNewline: fc.boolean(),
      quotesAll: fc.boolean(),
    })
    fc.assert(
      fc.property(files, ({ rows, chunk, ending, endsWithNewline, quotesAll }) => {
        const write = (text: string) => (quotesAll || /[",\n\r]/.test(text) ? csvField(text) : text)
        const body = rows.map((row) => row.map(write).join(',')).join(ending.text)
        const bytes = bytesOf(body + (endsWithNewline ? ending.text : ''))
        const format: CsvFormat = { ...comma, lineEnding: ending.lineEnding as CsvFormat['lineEnding'] }
        const whole = scan(bytes, { format })
        expect(fieldsOf(whole)).toEqual(rows)
        expect(scan(bytes, { format, chunk })).toEqual(whole)
        for (const [i, record] of whole.entries()) {
          const start = { byte: record.fromByte, line: record.line }
          expect(scan(bytes, { format, chunk, start })).toEqual(whole.slice(i))
        }
      }),
    )
  })

  it('[IM16] [IM23] answers the same for broken text in any chunks', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é'), maxLength: 60 })
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 4, max: 30 }),
        (body, chunk, lineBytesMax) => {
          const bytes = bytesOf(body)
          expect(scan(bytes, { chunk, lineBytesMax })).toEqual(scan(bytes, { lineBytesMax }))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('[IM2] ends lines by LF, CR LF or CR alone', () => {
    expect(scanText('a,b\r\nc,d\r\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(scanText('a,b\rc,d\r', { format: { ...comma, lineEnding: 'cr' } })).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(scanText('a,"b"\r')).toEqual([['a', 'b']])
  })

  it('[IM14] passes over lines without any character and keeps counting lines', () => {
    const found = scan(bytesOf('a,b\n\n\r\n"c\nd",e\nf,g'))
    expect(found.map((record) => record.line)).toEqual([1, 4, 6])
  })

  it('[IM16] an unclosed quote costs its own line', () => {
    expect(scanText('a,b\n"c,d\ne,f\ng,h\n')).toEqual([['a', 'b'], ['!broken_quote'], ['e', 'f'], ['g', 'h']])
    expect(scanText('"c,d')).toEqual([['!broken_quote']])
  })

  it('[IM16] an unclosed quote that meets a later quote costs its own line', () => {
    expect(scanText('"c,d\ne,"f"\ng,h\n')).toEqual([['!broken_quote'], ['e', 'f'], ['g', 'h']])
    expect(scanText('"a"b,c\nd,e\n')).toEqual([['!broken_quote'], ['d', 'e']])
  })

  it('keeps a stray quote inside a field', () => {
    expect(scanText('5" pipe,3\na,b"\n')).toEqual([
      ['5" pipe', '3'],
      ['a', 'b"'],
    ])
  })

  it('[IM16] a quoted field over the cap costs its first line', () => {
    const text = `"a\n${'b,c\n'.repeat(10)}"\nd,e\n`
    expect(scanText(text, { lineBytesMax: 20 }).slice(0, 2)).toEqual([['!broken_quote'], ['b', 'c']])
    expect(scanText(text, { lineBytesMax: 20, chunk: 3 })).toEqual(scanText(text, { lineBytesMax: 20 }))
    expect(scanText('"aaa\nbbb"\nd,e\n', { lineBytesMax: 6 })).toEqual([
      ['!broken_quote'],
      ['bbb"'],
      ['d', 'e'],
    ])
  })

  it('[IM16] a 10 MB line is reported and dropped as it comes', () => {
    const filler = bytesOf('x'.repeat(1024 * 1024))
    const scanner = new RecordScanner(comma, begin)
    const found: ScannedRecord[] = []
    const feed = (bytes: Uint8Array, isFinal: boolean) => {
      scanner.push(bytes, isFinal)
      for (let record = scanner.next(); record !== null; record = scanner.next()) found.push(record)
    }
    feed(bytesOf('a,b\n'), false)
    for (let i = 0; i < 10; i += 1) feed(filler, false)
    feed(bytesOf('\nc,d\n'), true)
    expect(fieldsOf(found)).toEqual([['a', 'b'], ['!line_too_long'], ['c', 'd']])
    expect(found.map((record) => record.line)).toEqual([1, 2, 3])
    expect(scanner.position).toEqual({ byte: 4 + 10 * 1024 * 1024 + 5, line: 4 })
  })

  it('[IM1] decodes windows-1252, and sets text aside that is not valid UTF-8', () => {
    const bytes = Uint8Array.from([0x80, 0x2c, 0xe9, 0x0a, 0x22, 0x93, 0x22, 0x2c, 0x61, 0x0a])
    expect(fieldsOf(scan(bytes, { format: { ...comma, encoding: 'windows-1252' } }))).toEqual([
      ['€', 'é'],
      ['“', 'a'],
    ])
    expect(fieldsOf(scan(bytes))).toEqual([['!broken_text'], ['!broken_text']])
    const unquoted = Uint8Array.from([0x22, 0x61, 0x22, 0x2c, 0xe9, 0x0a])
    expect(fieldsOf(scan(unquoted))).toEqual([['!broken_text']])
  })
})
