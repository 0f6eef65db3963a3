import { describe, expect, it } from 'vitest'
import { parseBlock, placeBlock } from './block.ts'

describe('a copied block', () => {
  it.each([
    ['12', [['12']]],
    [
      '1\t2\r\n3\t4\r\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['1\n\n3', [['1'], [''], ['3']]],
    ['\t2\n', [['', '2']]],
    ['"1,5"\t"say ""so"""', [['1,5', 'say "so"']]],
    ['"two\nlines"\t3', [['two\nlines', '3']]],
    ['', []],
  ])('[EV5] %j is cut into rows and cells', (text, rows) => expect(parseBlock(text)).toEqual(rows))

  it('[EV5] begins at the cell it is pasted on, and what falls outside is counted', () => {
    const at = { row: 1, column: 1 }
    const { placed, outside } = placeBlock([['a', 'b'], ['c', ''], ['d']], at, { rows: 3, columns: 2 })
    expect(placed).toEqual([
      { row: 1, column: 1, text: 'a' },
      { row: 2, column: 1, text: 'c' },
    ])
    expect(outside).toBe(2)
  })
})
