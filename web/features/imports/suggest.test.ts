import { describe, expect, it } from 'vitest'
import type { ImportColumn, ImportDetection } from '../../../contracts/imports.ts'
import { suggestDraft, valueFromColumn } from './suggest.ts'

type Kind = Pick<ImportColumn, 'type'> & Partial<ImportColumn>

function detectionOf(columns: Record<string, Kind>, rows: string[][]): ImportDetection {
  return {
    delimiter: ',',
    encoding: 'utf-8',
    lineEnding: 'lf',
    hasHeader: true,
    dataFromByte: 40,
    dataFromLine: 2,
    columns: Object.entries(columns).map(([name, kind], index) => ({
      name,
      index,
      dateFormats: kind.type === 'date' ? ['YYYY-MM-DD'] : [],
      decimal: kind.type === 'number' ? 'point' : null,
      blankCount: 0,
      samples: rows.map((row) => row[index] ?? ''),
      ...kind,
    })),
    sampleRows: rows,
    questions: [],
  }
}

const retail = detectionOf(
  {
    InvoiceNo: { type: 'text' },
    StockCode: { type: 'text' },
    Description: { type: 'text' },
    Quantity: { type: 'number' },
    InvoiceDate: { type: 'date' },
    UnitPrice: { type: 'number' },
    CustomerID: { type: 'number' },
    Country: { type: 'text' },
  },
  [
    ['536365', '85123A', 'HOLDER', '6', '2010-12-01', '2.55', '17850.0', 'United Kingdom'],
    ['536365', '71053', 'LANTERN', '6', '2010-12-01', '3.39', '17850.0', 'United Kingdom'],
    ['536366', '22633', 'WARMER', '6', '2010-12-01', '1.85', '17851.0', 'France'],
    ['536367', '84879', 'BIRD', '32', '2010-12-01', '1.69', '13047.0', 'France'],
    ['536368', '22960', 'JAM SET', '6', '2010-12-01', '4.25', '13047.0', 'France'],
  ],
)

describe('a mapping suggested by names and types', () => {
  it('multiplies quantity by price when the file has no amount', () => {
    const draft = suggestDraft(retail, 'GBP')
    expect(draft.date).toBe('InvoiceDate')
    expect(draft.values).toEqual([
      { id: 'v1', label: 'Revenue', expression: 'Quantity * UnitPrice', unit: 'money', currency: 'GBP' },
    ])
    expect(draft.dimensions).toEqual(['Country'])
  })

  it('takes no identifier for a value, and no repeated number for an external id', () => {
    const draft = suggestDraft(retail, 'GBP')
    expect(draft.externalId).toBeNull()
    expect(draft.values.some((value) => value.expression.includes('CustomerID'))).toBe(false)
  })

  it('takes an amount as it is and its currency from the signs in it', () => {
    const file = detectionOf(
      {
        Ref: { type: 'text' },
        Day: { type: 'date' },
        Amount: { type: 'number', samples: ['€12.00'] },
        Qty: { type: 'number' },
        Price: { type: 'number' },
      },
      [
        ['A-1', '2026-11-03', '€12.00', '2', '6'],
        ['A-2', '2026-11-04', '€14.00', '2', '7'],
      ],
    )
    const draft = suggestDraft(file, 'USD')
    expect(draft.values).toEqual([
      { id: 'v1', label: 'Amount', expression: 'Amount', unit: 'money', currency: 'EUR' },
    ])
    expect(draft.externalId).toBe('Ref')
  })

  it('[IM7] never answers what the file leaves open', () => {
    const draft = suggestDraft(
      detectionOf(
        {
          When: { type: 'date', dateFormats: ['DD/MM/YYYY', 'MM/DD/YYYY'] },
          Fee: { type: 'number', decimal: null },
        },
        [['03/04/2026', '1.234']],
      ),
      'USD',
    )
    expect(draft.dateFormat).toBeNull()
    expect(draft.decimal).toBeNull()
  })

  it('brackets names with spaces in a calculation', () => {
    const file = detectionOf(
      { Day: { type: 'date' }, 'Unit price': { type: 'number' }, 'Units sold': { type: 'number' } },
      [['2026-11-03', '2', '3']],
    )
    expect(suggestDraft(file, 'USD').values[0]?.expression).toBe('[Units sold] * [Unit price]')
  })

  it('counts what is counted and leaves a share a share', () => {
    const file = detectionOf(
      { Visits: { type: 'number' }, 'Open rate %': { type: 'number', samples: ['12.5%'] } },
      [['4', '12.5%']],
    )
    expect(file.columns.map((column) => valueFromColumn(column, 'USD', 'v1').unit)).toEqual([
      'count',
      'percent',
    ])
  })

  it('gives a file without numbers and dates an empty start instead of a wrong one', () => {
    const draft = suggestDraft(
      detectionOf({ Name: { type: 'text' }, Note: { type: 'text' } }, [
        ['a', 'b'],
        ['c', 'd'],
      ]),
      'USD',
    )
    expect([draft.date, draft.values]).toEqual([null, []])
  })
})
