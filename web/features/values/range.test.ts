import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseBlock } from './block.ts'
import { holds, isOneCell, rangeOf, repeatedOver, rowsOf, toTsv } from './range.ts'

const place = fc.record({ row: fc.nat(30), column: fc.nat(9) })

describe('a range of cells', () => {
  it('[EV13] is the same whichever corner it was drawn from, and holds both and all between', () => {
    fc.assert(
      fc.property(place, place, place, (from, to, other) => {
        const range = rangeOf(from, to)
        expect(rangeOf(to, from)).toEqual(range)
        expect([holds(range, from), holds(range, to)]).toEqual([true, true])
        const places = rowsOf(range).flat()
        expect(places).toHaveLength(range.rows * range.columns)
        expect(places.some(({ row, column }) => row === other.row && column === other.column)).toBe(
          holds(range, other),
        )
      }),
    )
    expect(isOneCell(rangeOf({ row: 2, column: 1 }, { row: 2, column: 1 }))).toBe(true)
    expect(isOneCell(rangeOf({ row: 2, column: 1 }, { row: 2, column: 2 }))).toBe(false)
  })

  it('[EV14] is copied so that it reads the same when it is pasted', () => {
    expect(
      toTsv([
        ['1,180.50', ''],
        ['-12', 'say "so"'],
      ]),
    ).toBe('1,180.50\t\n-12\t"say ""so"""')
    const rows = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 4 }))
      .chain(([height, width]) =>
        fc.array(fc.array(fc.string(), { minLength: width, maxLength: width }), {
          minLength: height,
          maxLength: height,
        }),
      )
    fc.assert(
      fc.property(rows, (cells) => {
        expect(parseBlock(toTsv(cells))).toEqual(cells)
      }),
    )
  })

  it.each([
    [
      'one text',
      [['7']],
      { rows: 2, columns: 2 },
      [
        ['7', '7'],
        ['7', '7'],
      ],
    ],
    [
      'a row over three days',
      [['1', '2']],
      { rows: 3, columns: 2 },
      [
        ['1', '2'],
        ['1', '2'],
        ['1', '2'],
      ],
    ],
    ['a block that does not fit whole times', [['1'], ['2']], { rows: 3, columns: 1 }, [['1'], ['2']]],
    [
      'a block with a short row',
      [['1', '2'], ['3']],
      { rows: 2, columns: 2 },
      [
        ['1', '2'],
        ['3', ''],
      ],
    ],
    ['nothing', [], { rows: 2, columns: 2 }, []],
  ])('[EV14] takes %s', (_what, block, size, laid) => {
    expect(repeatedOver(block, { top: 4, left: 1, ...size })).toEqual(laid)
  })
})
