import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CommitImport, RejectedRow } from '../../../contracts/imports.ts'
import { DIMENSION_VALUE_CHARS_MAX, LOAD_BATCH_BYTES_MAX } from '../../../contracts/limits.ts'
import { arrayElement, BatchReader, type ColumnBatch, readBatches } from './batch.ts'
import { compilePlan } from './mapper.ts'
import { ImportPlan, planImport } from './plan.ts'
import { sampleHeader, sampleRetailCsv, sampleRetailRows } from './sample.ts'
import { detectImport } from './sniff.ts'
import { csvCell, csvField, writeCsv } from './write.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const retail = {
  date: 'InvoiceDate',
  values: [
    { metric: 'revenue', label: 'Revenue', currency: 'GBP', expression: 'Quantity * UnitPrice' },
    { metric: 'quantity', label: 'Quantity', unit: 'count', expression: 'Quantity' },
  ],
  dimensions: ['Country', 'Description'],
}
const simple = { date: 'd', values: [{ metric: 'm', label: 'M', unit: 'count', expression: 'n' }] }

function plan(text: string, commit: unknown, zone = 'UTC'): ImportPlan {
  const detection = detectImport(bytesOf(text), true)
  if (!detection.ok) throw new Error(detection.error.code)
  const planned = planImport(detection.value, CommitImport.parse(commit), zone)
  if (!planned.ok) throw new Error(JSON.stringify(planned.error))
  return ImportPlan.parse(JSON.parse(JSON.stringify(planned.value)))
}

function refusal(text: string, commit: unknown) {
  const detection = detectImport(bytesOf(text), true)
  if (!detection.ok) throw new Error(detection.error.code)
  const planned = planImport(detection.value, CommitImport.parse(commit), 'UTC')
  return planned.ok ? { code: 'ok' } : planned.error
}

function load(
  text: string,
  made: ImportPlan,
  { rowsMax = 8000, bytesMax = LOAD_BATCH_BYTES_MAX, start = made.start } = {},
): ColumnBatch[] {
  const reader = new BatchReader(made, start, { rowsMax, bytesMax })
  reader.push(bytesOf(text).subarray(start.byte), true)
  const batches: ColumnBatch[] = []
  for (let batch = reader.next(); batch !== null; batch = reader.next()) batches.push(batch)
  return batches
}

/** What Postgres makes of an array literal. */
function elements(literal: string): (string | null)[] {
  const found = literal.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs)
  return [...found].map(([, quoted, bare]) =>
    quoted === undefined ? (bare === 'NULL' ? null : (bare ?? null)) : quoted.replace(/\\(.)/gs, '$1'),
  )
}
const column = (batches: ColumnBatch[], pick: (batch: ColumnBatch) => string) =>
  batches.flatMap((batch) => elements(pick(batch)))
/** Key and occurrence over the whole file, as the database counts them on from batch to batch. */
function identities(batches: ColumnBatch[]): string[] {
  const before = new Map<string, number>()
  return batches.flatMap((batch) => {
    const keys = elements(batch.keys)
    const ranks = elements(batch.occurrences)
    const found = keys.map((key, i) => `${key} ${(before.get(key ?? '') ?? 0) + Number(ranks[i])}`)
    for (const key of keys) before.set(key ?? '', (before.get(key ?? '') ?? 0) + 1)
    return found
  })
}

describe('batches', () => {
  const csv = sampleRetailCsv({ rows: 3000, seed: 7 })
  const made = plan(csv, retail)

  it('[IM11] [IM14] loads the sample exactly', () => {
    const [batch] = load(csv, made)
    const rows = sampleRetailRows({ rows: 3000, seed: 7 })
    expect(batch).toMatchObject({
      isLast: true,
      rowsRead: 3000,
      rowCount: 3000,
      rejects: [],
      nextByte: bytesOf(csv).length,
      contents: null,
      firstDay: '2010-12-01',
    })
    if (batch === undefined) throw new Error('no batch')
    const pence = rows.reduce(
      (sum, row) => sum + BigInt(row[3] ?? 0) * BigInt(Math.round(Number(row[5]) * 100)),
      0n,
    )
    const loaded = elements(batch.values[0] ?? '').reduce(
      (sum, text) => sum + BigInt(Math.round(Number(text) * 100)),
      0n,
    )
    expect(loaded).toBe(pence)
    expect(elements(batch.dimensions[0] ?? '')).toEqual(rows.map((row) => row[7]))
    expect(elements(batch.dimensions[1] ?? '')).toEqual(rows.map((row) => (row[2] ?? '').trim() || null))
    expect(elements(batch.days)).toEqual(rows.map((row) => row[4]?.slice(0, 10)))
  })

  it('[IM23] [IM25] starting again after any batch reads the rest the same', () => {
    const limits = { rowsMax: 700 }
    const whole = load(csv, made, limits)
    expect(whole.length).toBe(5)
    for (const [i, batch] of whole.entries()) {
      const again = load(csv, made, { ...limits, start: { byte: batch.nextByte, line: batch.nextLine } })
      expect(again).toEqual(
        batch.isLast ? [expect.objectContaining({ rowsRead: 0, isLast: true })] : whole.slice(i + 1),
      )
    }
  })

  it('[IM23] the size of chunks changes nothing', async () => {
    const bytes = bytesOf(csv).subarray(made.start.byte)
    const pieces = function* () {
      for (let at = 0; at < bytes.length; at += 997) yield bytes.subarray(at, at + 997)
    }
    const found: ColumnBatch[] = []
    for await (const batch of readBatches(made, pieces(), made.start, {
      rowsMax: 700,
      bytesMax: LOAD_BATCH_BYTES_MAX,
    }))
      found.push(batch)
    expect(found).toEqual(load(csv, made, { rowsMax: 700 }))
  })

  it('[IM23] stays below its bytes', () => {
    const wide = `d,n,t\n${Array.from({ length: 300 }, (_, i) => `2026-01-02,${i},${'é"\\'.repeat(60)}x\n`).join('')}`
    const widePlan = plan(wide, { ...simple, dimensions: ['t'] })
    const batches = load(wide, widePlan, { bytesMax: 60_000 })
    expect(batches.length).toBeGreaterThan(2)
    for (const batch of batches) expect(bytesOf(JSON.stringify(batch)).length).toBeLessThan(60_000)
    expect(column(batches, (batch) => batch.values[0] ?? '')).toHaveLength(300)
  })

  it('[IM20] keeps exact duplicate lines', () => {
    const text = 'd,n\n2026-01-02,1\n2026-01-02,2\n2026-01-02,1\n'
    const [batch] = load(text, plan(text, simple))
    expect(batch?.occurrences).toBe('{0,0,1}')
  })

  it('[IM19] [IM26] rows in another order are the same rows', () => {
    const rows = sampleRetailRows({ rows: 120, seed: 3 })
    const write = (body: string[][]) =>
      [[...sampleHeader], ...body].map((row) => row.map(csvField).join(',')).join('\n')
    const inOrder = identities(load(write(rows), plan(write(rows), retail), { rowsMax: 50 })).sort()
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        const text = write(shuffled)
        expect(identities(load(text, made, { rowsMax: 37 })).sort()).toEqual(inOrder)
      }),
      { numRuns: 20 },
    )
  })

  it('[IM19] quoting, delimiter and line ends do not change a key', () => {
    const rows = [
      ['d', 'n', 't'],
      ['2026-01-02', '1', 'x y'],
      ['2026-01-03', '2', 'é'],
    ]
    const write = (delimiter: string, end: string, quote: boolean) =>
      rows.map((row) => row.map((one) => (quote ? csvField(one) : one)).join(delimiter) + end).join('')
    const keysOf = (text: string) => load(text, plan(text, simple))[0]?.keys
    const plain = keysOf(write(',', '\n', false))
    expect(keysOf(write(',', '\n', true))).toBe(plain)
    expect(keysOf(write(';', '\r\n', false))).toBe(plain)
    expect(keysOf(write('\t', '\r', true))).toBe(plain)
  })

  it('[IM19] another mapping is another dataset, another time zone is not', () => {
    const text = 'd,n,t\n2026-01-02,1,x\n'
    const id = (commit: object) => plan(text, { ...simple, ...commit }).datasetId
    expect(id({ timeZone: 'Asia/Tokyo' })).toBe(id({}))
    expect(
      new Set([id({}), id({ dimensions: ['t'] }), id({ client: 't' }), id({ externalId: 't' })]).size,
    ).toBe(4)
  })

  it('[IM21] with an external id the key is the id and the content is what is stored', () => {
    const text = 'd,n,id,note\n2026-01-02,1,A,x\n2026-01-02,1.0,A,y\n2026-01-02,2,A,x\n2026-01-02,3,,x\n'
    const [batch] = load(text, plan(text, { ...simple, externalId: 'id' }))
    const contents = elements(batch?.contents ?? '')
    expect(new Set(elements(batch?.keys ?? '')).size).toBe(1)
    expect(batch?.occurrences).toBe('{0,1,2}')
    expect(contents[0]).toBe(contents[1])
    expect(contents[0]).not.toBe(contents[2])
    expect(batch?.rejects.map((one) => [one.line, one.code])).toEqual([[5, 'no_external_id']])
  })

  it('[IM15] [IM16] [IM17] sets bad rows aside one by one and loads the good ones', () => {
    const text = [
      'd,n,k',
      '2026-01-02,1,1',
      '31/02/2026,1,1',
      ',1,1',
      '2026-01-02,two,1',
      '2026-01-02,,1',
      '2026-01-02,1',
      '2026-01-02,1,1,9',
      '2026-01-02,4,1,, ',
      '2026-02-31,1,1',
      `2026-01-02,=A1*2,1`,
      '2026-01-02,1,0',
      '2026-01-02,"1,1',
      '2026-01-02,9,1',
      '',
    ].join('\n')
    const made = plan(text, {
      ...simple,
      values: [{ metric: 'm', label: 'M', unit: 'count', expression: 'n / k' }],
    })
    const [batch] = load(text, made)
    expect(batch?.values).toEqual(['{1,4,9}'])
    expect(batch?.lines).toBe('{2,9,14}')
    expect(batch?.rejects.map(({ line, code, column: name, value }) => [line, code, name, value])).toEqual([
      [3, 'bad_date', 'd', '31/02/2026'],
      [4, 'no_date', 'd', ''],
      [5, 'not_a_number', 'n', 'two'],
      [6, 'no_value', null, '2026-01-02 |  | 1'],
      [7, 'too_few_fields', null, '2026-01-02 | 1'],
      [8, 'too_many_fields', null, '2026-01-02 | 1 | 1 | 9'],
      [10, 'bad_date', 'd', '2026-02-31'],
      [11, 'formula_cell', 'n', '=A1*2'],
      [12, 'division_by_zero', null, '2026-01-02 | 1 | 0'],
      [13, 'broken_quote', null, '2026-01-02,"1,1'],
    ])
    for (const one of batch?.rejects ?? []) expect(RejectedRow.parse(one).message).toMatch(/\.$/)
    expect(batch?.rowsRead).toBe(13)
  })

  it('[IM15] one bad value sets the whole row aside, one blank value does not', () => {
    const text =
      'd,a,b\n2026-01-02,1,x\n2026-01-02,1,\n2026-01-02,1,2\n2026-01-02,1,99999999999999999999999999999999\n'
    const values = ['a', 'b'].map((name) => ({ metric: name, label: name, unit: 'count', expression: name }))
    const [batch] = load(text, plan(text, { date: 'd', values }))
    expect(batch?.values).toEqual(['{1,1}', '{NULL,2}'])
    expect(batch?.rejects.map((one) => one.code)).toEqual(['not_a_number', 'number_too_large'])
  })

  it('[IM11] results beyond the kept digits are set aside', () => {
    const text = 'd,n\n2026-01-02,99999999999999999999\n'
    const values = [{ metric: 'm', label: 'M', unit: 'count', expression: 'n * n' }]
    expect(load(text, plan(text, { date: 'd', values }))[0]?.rejects[0]?.code).toBe('number_too_large')
  })

  it('[IM8] sets aside a number that could mean two things', () => {
    const text = 'd,n\n2026-01-02,1\n'
    const made = plan(text, simple)
    const [batch] = load(`${text}2026-01-02,1.234\n2026-01-02,2.5\n`, made)
    expect(batch?.values).toEqual(['{1,2.5}'])
    expect(batch?.rejects[0]?.code).toBe('ambiguous_number')
    expect(load(`${text}2026-01-02,1.234\n`, plan(text, { ...simple, decimal: 'comma' }))[0]?.values).toEqual(
      ['{1,1234}'],
    )
  })

  it('[IM12] a percent cell is points alone and a fraction in arithmetic', () => {
    const text = 'd,n,p\n2026-01-02,200,12.5%\n'
    const values = [
      { metric: 'a', label: 'A', unit: 'percent', expression: 'p' },
      { metric: 'b', label: 'B', unit: 'count', expression: 'n * p' },
    ]
    expect(load(text, plan(text, { date: 'd', values }))[0]?.values).toEqual(['{12.5}', '{25}'])
  })

  it('[IM10] instants take the day of the zone', () => {
    const text = 'd,n\n2026-01-01T23:30:00Z,1\n'
    expect(load(text, plan(text, simple, 'Asia/Tokyo'))[0]?.days).toBe('{2026-01-02}')
    expect(load(text, plan(text, { ...simple, timeZone: 'America/New_York' }, 'Asia/Tokyo'))[0]?.days).toBe(
      '{2026-01-01}',
    )
  })

  it('[IM22] trims and cuts clients and dimensions', () => {
    const text = `d,n,who,t\n2026-01-02,1, Acme ,${'é'.repeat(199)}😀\n2026-01-02,1, ,a\u0000b\n`
    const made = plan(text.replace('\u0000', ''), { ...simple, client: 'who', dimensions: ['t'] })
    const [batch] = load(text, made)
    expect(elements(batch?.clients ?? '')).toEqual(['Acme', null])
    expect(elements(batch?.dimensions[0] ?? '')).toEqual([
      'é'.repeat(DIMENSION_VALUE_CHARS_MAX - 1),
      'a\ufffdb',
    ])
  })

  it('reads an empty rest as a last batch without rows', () => {
    const text = 'd,n\n2026-01-02,1\n'
    const made = plan(text, { ...simple, externalId: 'n' })
    const [batch, none] = load(text, made, { start: { byte: text.length, line: 3 } })
    expect(batch).toMatchObject({
      isLast: true,
      rowsRead: 0,
      keys: '{}',
      contents: '{}',
      values: ['{}'],
      firstDay: null,
    })
    expect(none).toBeUndefined()
  })

  it('throws when a stored plan no longer parses, since it was checked before', () => {
    const text = 'd,n\n2026-01-02,1\n'
    const made = plan(text, simple)
    expect(() => compilePlan({ ...made, columns: ['d', 'other'] })).toThrow('cannot be read')
  })
})

describe('plans', () => {
  const text = 'd,n,t,e,when\n2026-01-02,1,x,,1/2/2026\n2026-01-03,2,y,,3/4/2026\n'

  it('[IM7] refuses to guess and says what to answer', () => {
    expect(refusal(text, { ...simple, date: 'when' })).toEqual({
      code: 'ambiguous_date',
      details: { column: 'when', choices: ['DD/MM/YYYY', 'MM/DD/YYYY'], example: '1/2/2026' },
    })
    const answered = plan(text, { ...simple, date: 'when', dateFormat: 'MM/DD/YYYY' })
    expect(load(text, answered)[0]?.days).toBe('{2026-01-02,2026-03-04}')
    const open = 'd,n\n2026-01-02,"1,234"\n'
    expect(refusal(open, simple)).toEqual({
      code: 'ambiguous_decimal',
      details: { column: 'n', choices: ['point', 'comma'], example: '1,234' },
    })
    expect(load(open, plan(open, { ...simple, decimal: 'point' }))[0]?.values).toEqual(['{1234}'])
    expect(load(open, plan(open, { ...simple, decimal: 'comma' }))[0]?.values).toEqual(['{1.234}'])
  })

  it.each<[object, string]>([
    [{ date: 'nope' }, 'unknown_column'],
    [{ date: 't' }, 'no_date_column'],
    [{ dateFormat: 'DD.MM.YYYY' }, 'date_format_mismatch'],
    [{ timeZone: 'Mars/Olympus' }, 'unknown_time_zone'],
    [{ client: 'nope' }, 'unknown_column'],
    [{ externalId: 'nope' }, 'unknown_column'],
    [{ dimensions: ['nope'] }, 'unknown_column'],
    [{ dimensions: ['t', 'T'] }, 'duplicate_dimension'],
    [{ values: [simple.values[0], simple.values[0]] }, 'duplicate_metric'],
    [{ values: [{ ...simple.values[0], expression: 'n *' }] }, 'bad_expression'],
    [{ values: [{ ...simple.values[0], expression: 'n * zz' }] }, 'unknown_column'],
    [{ values: [{ ...simple.values[0], expression: 't' }] }, 'not_numeric'],
    [{ values: [{ ...simple.values[0], expression: 'when' }] }, 'not_numeric'],
    [{ values: [{ ...simple.values[0], expression: 'e' }] }, 'ok'],
    [{ date: 'e', dateFormat: 'DD.MM.YYYY' }, 'ok'],
  ])('refuses %j with %s', (change, code) => {
    expect(refusal(text, { ...simple, ...change }).code).toBe(code)
  })

  it('gives units, currencies and scales', () => {
    const value = (extra: object) =>
      plan(text, { ...simple, values: [{ metric: 'm', label: 'M', expression: 'n', ...extra }] }).values[0]
    expect(value({ currency: 'GBP' })).toMatchObject({ unit: 'money', currency: 'GBP', scale: 4 })
    expect(value({ unit: 'count' })).toMatchObject({ unit: 'count', currency: null, scale: 4 })
    expect(value({ unit: 'duration' })).toMatchObject({ scale: 3 })
    expect(value({ unit: 'percent', scale: 1 })).toMatchObject({ scale: 1 })
    const isRefused = (body: object) => !CommitImport.safeParse({ ...simple, ...body }).success
    const values = (extra: object) => ({ values: [{ metric: 'm', label: 'M', expression: 'n', ...extra }] })
    expect(
      [values({}), values({ unit: 'money' }), values({ unit: 'count', currency: 'GBP' })].map(isRefused),
    ).toEqual([true, true, true])
    expect(isRefused({ client: 'c', clientId: '0190a0b0-0000-7000-8000-000000000000' })).toBe(true)
  })
})

describe('writing', () => {
  it('[IM18] [IM27] makes cells safe for spreadsheets and leaves numbers alone', () => {
    expect(
      ['=A1', '+cmd|x', '@x', '-a', '\tx', '-5', '+7.5', 'a,b', 'say "x"', ' x', 'x', ''].map(csvCell),
    ).toEqual([
      "'=A1",
      '"\'+cmd|x"',
      "'@x",
      "'-a",
      '"\'\tx"',
      '-5',
      '+7.5',
      '"a,b"',
      '"say ""x"""',
      '" x"',
      'x',
      '',
    ])
    expect(
      writeCsv([
        ['a', 'b'],
        ['1', 'x\ny'],
      ]),
    ).toBe('a,b\r\n1,"x\ny"\r\n')
  })

  it('writes array elements that Postgres reads back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', '"', '\\', ',', '{', '}', ' ', 'é', '\n') }), {
          minLength: 1,
        }),
        (texts) => {
          expect(elements(`{${texts.map(arrayElement).join(',')}}`)).toEqual(texts)
        },
      ),
    )
    expect(['null', 'NULL', '', 'a b', 'ab'].map(arrayElement)).toEqual([
      '"null"',
      '"NULL"',
      '""',
      '"a b"',
      'ab',
    ])
  })
})
