import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ImportDetection } from '../../../contracts/imports.ts'
import { sniffEncoding, storedBytes, windows1252Text } from './encoding.ts'
import { sampleRetailCsv } from './sample.ts'
import { detectImport } from './sniff.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string, isBig: boolean, hasMark: boolean) => {
  const bytes: number[] = []
  for (const unit of (hasMark ? '\ufeff' : '') + text) {
    for (let i = 0; i < unit.length; i += 1) {
      const code = unit.charCodeAt(i)
      bytes.push(...(isBig ? [code >> 8, code & 255] : [code & 255, code >> 8]))
    }
  }
  return Uint8Array.from(bytes)
}

function detect(input: string | Uint8Array, isWhole = true) {
  const found = detectImport(typeof input === 'string' ? bytesOf(input) : input, isWhole)
  if (!found.ok) throw new Error(found.error.code)
  return ImportDetection.parse(found.value)
}
const refusal = (input: string | Uint8Array, isWhole = true) => {
  const found = detectImport(typeof input === 'string' ? bytesOf(input) : input, isWhole)
  return found.ok ? 'ok' : found.error.code
}
const column = (input: string, index: number) => detect(input).columns[index]
const cells = (...values: string[]) => `name,cell\n${values.map((value) => `n,"${value}"`).join('\n')}\n`

describe('encodings', () => {
  it('[IM1] tells the encodings apart', () => {
    expect(sniffEncoding(bytesOf('a,é\n'), true)).toBe('utf-8')
    expect(sniffEncoding(Uint8Array.from([0xef, 0xbb, 0xbf, 0x61]), true)).toBe('utf-8')
    expect(sniffEncoding(Uint8Array.from([0x61, 0x2c, 0xe9, 0x0a]), true)).toBe('windows-1252')
    for (const hasMark of [true, false]) {
      expect(sniffEncoding(utf16('date,é\n1,2\n', false, hasMark), true)).toBe('utf-16le')
      expect(sniffEncoding(utf16('date,é\n1,2\n', true, hasMark), true)).toBe('utf-16be')
    }
    expect(sniffEncoding(bytesOf('a'), true)).toBe('utf-8')
  })

  it('[IM1] a sample may end inside a character, a whole file may not', () => {
    const cut = bytesOf('a,€').subarray(0, 4)
    expect(sniffEncoding(cut, false)).toBe('utf-8')
    expect(sniffEncoding(cut, true)).toBe('windows-1252')
  })

  it('[IM1] stores UTF-16 as UTF-8 without a mark, however it is cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '\n', 'é', '日', '😀'), maxLength: 20 })
    fc.assert(
      fc.property(text, fc.boolean(), fc.integer({ min: 1, max: 5 }), (body, isBig, chunk) => {
        const sent = utf16(body, isBig, true)
        const transcoder = storedBytes(isBig ? 'utf-16be' : 'utf-16le')
        const parts: number[] = []
        for (let at = 0; at < sent.length; at += chunk)
          parts.push(...transcoder.push(sent.subarray(at, at + chunk)))
        parts.push(...transcoder.end())
        expect(new TextDecoder().decode(Uint8Array.from(parts))).toBe(body)
      }),
    )
    const odd = storedBytes('utf-16le')
    odd.push(Uint8Array.from([0x61]))
    expect(new TextDecoder().decode(odd.end())).toBe('\ufffd')
  })

  it('[IM1] strips the mark of UTF-8 even when it is cut, and keeps everything else', () => {
    const run = (parts: number[][]) => {
      const transcoder = storedBytes('utf-8')
      return [...parts.flatMap((part) => [...transcoder.push(Uint8Array.from(part))]), ...transcoder.end()]
    }
    expect(run([[0xef], [0xbb, 0xbf, 0x61], [0x62]])).toEqual([0x61, 0x62])
    expect(run([[0xef, 0xbb]])).toEqual([0xef, 0xbb])
    expect(
      run([
        [0x61, 0x62, 0x63],
        [0xef, 0xbb, 0xbf],
      ]),
    ).toEqual([0x61, 0x62, 0x63, 0xef, 0xbb, 0xbf])
    const narrow = storedBytes('windows-1252')
    expect([...narrow.push(Uint8Array.from([0xe9])), ...narrow.end()]).toEqual([0xe9])
    expect(windows1252Text(Uint8Array.from([0x80, 0x9f, 0xe9, 0x41]))).toBe('€ŸéA')
  })
})

describe('detection', () => {
  it('[IM2] [IM3] understands the shape of a retail export', () => {
    const found = detect(bytesOf(sampleRetailCsv({ rows: 2000, seed: 1 })).subarray(0, 60_000), false)
    expect(found).toMatchObject({
      delimiter: ',',
      encoding: 'utf-8',
      lineEnding: 'lf',
      hasHeader: true,
      dataFromByte: 82,
      dataFromLine: 2,
      questions: [],
    })
    expect(found.columns.map((one) => [one.name, one.type, one.decimal])).toEqual([
      ['InvoiceNo', 'text', null],
      ['StockCode', 'text', null],
      ['Description', 'text', null],
      ['Quantity', 'number', 'plain'],
      ['InvoiceDate', 'datetime', null],
      ['UnitPrice', 'number', 'point'],
      ['CustomerID', 'number', 'point'],
      ['Country', 'text', null],
    ])
    expect(found.columns[6]?.blankCount).toBeGreaterThan(0)
    expect(found.sampleRows).toHaveLength(20)
  })

  it('[IM2] finds delimiters and line ends', () => {
    const table = (delimiter: string, end: string) =>
      ['d', 'a', 'b'].join(delimiter) + end + ['2026-01-02', '1,5', 'x'].join(delimiter) + end
    expect(detect(table(';', '\r\n'))).toMatchObject({ delimiter: ';', lineEnding: 'crlf' })
    expect(detect(table('\t', '\r'))).toMatchObject({ delimiter: '\t', lineEnding: 'cr', dataFromByte: 6 })
    expect(detect(table('|', '\n'))).toMatchObject({ delimiter: '|', lineEnding: 'lf' })
    expect(detect('sep=;\nd;a,b\n2026-01-02;3\n')).toMatchObject({
      delimiter: ';',
      dataFromByte: 12,
      dataFromLine: 3,
    })
    expect(detect('d,"a;b;c"\n2026-01-02,"x;y;z"\n')).toMatchObject({ delimiter: ',' })
  })

  it('[IM1] gives places in the stored bytes of a marked or UTF-16 file', () => {
    const text = 'day,n\n2026-01-02,3\n'
    expect(detect(utf16(text, true, true))).toMatchObject({ encoding: 'utf-16be', dataFromByte: 6 })
    expect(detect(`\ufeff${text}`)).toMatchObject({ encoding: 'utf-8', dataFromByte: 6 })
  })

  it('[IM3] finds headers, names blank and repeated ones, and passes over titles', () => {
    expect(detect('2026-01-02,3\n2026-01-03,4\n')).toMatchObject({
      hasHeader: false,
      dataFromByte: 0,
      dataFromLine: 1,
    })
    expect(detect('2026-01-02,3\n').hasHeader).toBe(false)
    expect(detect('d,2019,2020\n2026-01-02,3,4\n').hasHeader).toBe(true)
    expect(detect('a,b\nx,y\n').hasHeader).toBe(true)
    expect(detect('d,,n,n\n2026-01-02,x,1,2\n').columns.map((one) => one.name)).toEqual([
      'd',
      'Column 2',
      'n',
      'n (2)',
    ])
    expect(detect('d,n,\n2026-01-02,1\n2026-01-02,1\n').columns).toHaveLength(2)
    expect(detect('Sales report\n\nd,n\n2026-01-02,1\n')).toMatchObject({ dataFromLine: 4, hasHeader: true })
  })

  it('[IM4] refuses what is no table', () => {
    expect(refusal('')).toBe('empty_file')
    expect(refusal(' \n\n')).toBe('empty_file')
    expect(refusal('\ufeff')).toBe('empty_file')
    expect(refusal('date,amount\n')).toBe('header_only')
    expect(refusal('date,amount')).toBe('header_only')
    expect(refusal('date\n2026-01-02\n')).toBe('no_delimiter')
    expect(refusal('d^n\n2026-01-02^3\n')).toBe('no_delimiter')
    expect(refusal('PK\u0003\u0004xxxx')).toBe('spreadsheet_file')
    expect(refusal(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 1]))).toBe('spreadsheet_file')
    expect(refusal('%PDF-1.7\n')).toBe('spreadsheet_file')
    expect(refusal(Uint8Array.from([0x1f, 0x8b, 8]))).toBe('not_text')
    expect(refusal('a,b\n1,\u0000\n')).toBe('not_text')
    expect(refusal('<!DOCTYPE html><p>a,b')).toBe('not_text')
    expect(refusal('[{"a":1}]')).toBe('not_text')
    expect(refusal('x'.repeat(1000), false)).toBe('line_too_long')
    expect(refusal(`${Array(501).fill('c').join(',')}\n${Array(501).fill('1').join(',')}\n`)).toBe(
      'too_many_columns',
    )
  })
})

describe('columns', () => {
  it('[IM6] names types by what nearly all cells are', () => {
    expect(column(cells('1', '2', '3'), 1)?.type).toBe('number')
    expect(column(cells(...Array(20).fill('1').map(String), 'n/a'), 1)?.type).toBe('number')
    expect(column(cells('1', 'a'), 1)?.type).toBe('text')
    expect(column(cells('536365', 'C536379'), 1)?.type).toBe('text')
    expect(column(cells('yes', 'No'), 1)?.type).toBe('boolean')
    expect(column(cells('', ' '), 1)).toMatchObject({ type: 'empty', blankCount: 2 })
    expect(column(cells('2026-01-02', '2026-01-03'), 1)?.type).toBe('date')
    expect(column(cells('2026-01-02', '2026-01-03T10:00Z'), 1)?.type).toBe('datetime')
    expect(column(cells('20260102', '20260103'), 1)?.type).toBe('date')
    expect(column(cells('20260102', '20269903'), 1)?.type).toBe('number')
    expect(column(cells('19000102', '19000103'), 1)?.type).toBe('number')
  })

  it('[IM7] lists every format that fits and asks when there is more than one', () => {
    const ambiguous = detect(cells('01/02/2026', '03/04/2026'))
    expect(ambiguous.columns[1]?.dateFormats).toEqual(['DD/MM/YYYY', 'MM/DD/YYYY'])
    expect(ambiguous.questions).toEqual([
      { kind: 'date_format', column: 'cell', choices: ['DD/MM/YYYY', 'MM/DD/YYYY'], example: '01/02/2026' },
    ])
    expect(column(cells('01/02/2026', '13/04/2026'), 1)?.dateFormats).toEqual(['DD/MM/YYYY'])
    const dates = ['03/11/2026', '09/11/2026', '31/02/2026', '14/11/2026', '15/11/2026']
    expect(column(cells(...dates), 1)?.dateFormats).toEqual(['DD/MM/YYYY'])
  })

  it('[IM7] asks about separators that fit both styles', () => {
    const open = detect(cells('7', '1,234', '12,500'))
    expect(open.columns[1]?.decimal).toBeNull()
    expect(open.questions).toEqual([
      { kind: 'decimal', column: 'cell', choices: ['point', 'comma'], example: '1,234' },
    ])
    expect(column(cells('1,234', '0.5'), 1)?.decimal).toBe('point')
    expect(column(cells('1.234', '0,5'), 1)?.decimal).toBe('comma')
    expect(column(cells('1.234,56', '€ 5'), 1)?.decimal).toBe('comma')
    expect(column(cells('0.5', '0,5'), 1)?.decimal).toBeNull()
    expect(column(cells('1', '22'), 1)?.decimal).toBe('plain')
    expect(column(cells('$1,240.00', '($310.00)'), 1)).toMatchObject({ type: 'number', decimal: 'point' })
  })
})
