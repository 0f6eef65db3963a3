import { describe, expect, it } from 'vitest'
import type { ImportDetection, ImportView } from '../../../contracts/imports.ts'
import { dayIn, formatInWords } from './days.ts'
import { keyFromLabel, labelFromColumn } from './naming.ts'
import { alignedNumber, decimalsOf, numberIn } from './numbers.ts'
import { namesClients, outcomeOf, rowCountOf, stepOf, whoseOf } from './summary.ts'
import { failureFrom, partsOf } from './upload.ts'

describe('names', () => {
  it('make a key of any label', () => {
    expect(
      ['Revenue', 'Net revenue (GBP)', 'Größe in m²', '2026 sales', '---', 'a'.repeat(80)].map(keyFromLabel),
    ).toEqual(['revenue', 'net_revenue_gbp', 'gro_e_in_m2', 'sales', 'metric', 'a'.repeat(63)])
  })

  it('make a label of any column', () => {
    expect(['UnitPrice', 'unit_price', 'CustomerID', 'Total'].map(labelFromColumn)).toEqual([
      'Unit price',
      'Unit price',
      'Customer id',
      'Total',
    ])
  })
})

describe('what an answer would mean', () => {
  it('[IM7] shows the day of each format', () => {
    expect(dayIn('03/11/2026', 'DD/MM/YYYY')).toBe('2026-11-03')
    expect(dayIn('03/11/2026 09:15', 'MM/DD/YYYY')).toBe('2026-03-11')
    expect(dayIn('1.2.69', 'DD.MM.YY')).toBe('1969-02-01')
    expect(dayIn('31/02/2026', 'DD/MM/YYYY')).toBeNull()
    expect(formatInWords('DD/MM/YYYY')).toBe('day/month/year')
  })

  it('[IM7] shows the number of each style', () => {
    expect(numberIn('1.234', 'point')).toBe('1.234')
    expect(numberIn('1.234', 'comma')).toBe('1,234')
    expect(numberIn('-€ 2,5', 'comma')).toBe('−2.5')
  })
})

describe('figures of a column', () => {
  it('line up by the most decimals, money with two at least', () => {
    expect(decimalsOf(['1.5', '2', 'two'], false)).toBe(1)
    expect(decimalsOf(['1.5', '2'], true)).toBe(2)
    expect(alignedNumber('-1234567.5', 2)).toBe('−1,234,567.50')
    expect(alignedNumber('two', 2)).toBe('two')
  })
})

describe('rows of a file before it is read', () => {
  const file = (rows: number): ImportDetection => ({
    delimiter: ',',
    encoding: 'utf-8',
    lineEnding: 'lf',
    hasHeader: true,
    dataFromByte: 4,
    dataFromLine: 2,
    columns: ['a', 'b'].map((name, index) => ({
      name,
      index,
      type: 'number',
      dateFormats: [],
      decimal: 'plain',
      blankCount: 0,
      samples: ['12'],
    })),
    sampleRows: Array.from({ length: rows }, () => ['12', '34']),
    questions: [],
  })
  it('are counted in a small file and worked out in a large one', () => {
    expect(rowCountOf(file(3), 22)).toEqual({ count: 3, isExact: true })
    expect(rowCountOf(file(20), 4 + 6 * 541_909)).toEqual({ count: 540_000, isExact: false })
    expect(rowCountOf(file(0), 4)).toBeNull()
  })
})

describe('where an import stands', () => {
  it('cannot go back to the mapping once the load began', () => {
    expect(stepOf({ status: 'detected' }, 'check')).toBe('check')
    expect(stepOf({ status: 'detected' }, 'import')).toBe('map')
    expect(stepOf({ status: 'loading' }, 'map')).toBe('import')
  })

  it('[IM14] names what came of the rows read', () => {
    expect(outcomeOf({ rowsLoaded: 5, rowsSame: 0, rowsRejected: 0 })).toBe('all')
    expect(outcomeOf({ rowsLoaded: 5, rowsSame: 0, rowsRejected: 1 })).toBe('with_aside')
    expect(outcomeOf({ rowsLoaded: 0, rowsSame: 5, rowsRejected: 0 })).toBe('nothing_new')
    expect(outcomeOf({ rowsLoaded: 0, rowsSame: 0, rowsRejected: 5 })).toBe('none_loaded')
  })
})

describe('whose rows a file holds', () => {
  const mapping = (client?: string) => ({ date: 'Day', values: [], ...(client ? { client } : {}) })
  // The branded id of the contract is no more than its text here.
  const of = (id: string | null, by?: string) =>
    ({ mapping: mapping(by), client: id === null ? null : { id, name: `Client ${id}` } }) as Pick<
      ImportView,
      'mapping' | 'client'
    >

  it('[ON20] are those of one client, or of several that a column names', () => {
    expect(whoseOf(of('a'))).toEqual({ kind: 'one', name: 'Client a' })
    expect(whoseOf(of(null, 'Customer'))).toEqual({ kind: 'several', column: 'Customer' })
    expect(whoseOf({ client: null })).toEqual({ kind: 'unsaid' })
  })

  it('[ON20] are named in a list in which they differ', () => {
    expect(namesClients([])).toBe(false)
    expect(namesClients([of('a'), of('a'), of(null)])).toBe(false)
    expect(namesClients([of('a'), of('b')])).toBe(true)
    expect(namesClients([of(null, 'Customer')])).toBe(true)
  })
})

describe('an upload', () => {
  it('is cut into parts of which only the last is shorter', () => {
    expect(partsOf(20, 8)).toEqual([
      { number: 1, from: 0, to: 8 },
      { number: 2, from: 8, to: 16 },
      { number: 3, from: 16, to: 20 },
    ])
    expect(partsOf(0, 8)).toEqual([{ number: 1, from: 0, to: 0 }])
  })

  it('that is refused says why in the words of the server', () => {
    const body = JSON.stringify({
      error: { code: 'empty_file', message: 'The file is empty.', next: 'Choose another.' },
      requestId: 'r1',
    })
    const error = failureFrom(422, body)
    expect([error.code, error.message, error.next, error.requestId]).toEqual([
      'empty_file',
      'The file is empty.',
      'Choose another.',
      'r1',
    ])
    expect(failureFrom(0, '').code).toBe('offline')
    expect(failureFrom(502, '<html>').code).toBe('unexpected')
  })
})
