import { describe, expect, it } from 'vitest'
import { type Field, steered, stopUnder } from './cursor.ts'

/** Row 0: a bar on columns 1-3, another below it on 2-2. Row 1 is empty, row 2 has one on column 2. */
const field: Field = {
  rows: 30,
  cols: 7,
  stopsOf: (row) =>
    row === 0
      ? [
          { id: 'long', firstCol: 1, lastCol: 3, lane: 0 },
          { id: 'short', firstCol: 2, lastCol: 2, lane: 1 },
        ]
      : row === 2
        ? [{ id: 'low', firstCol: 2, lastCol: 2, lane: 0 }]
        : [],
}
const at = (row: number, col: number, lane = 0) => ({ row, col, lane })
const pressed = (cursor: ReturnType<typeof at>, key: string, isCtrl = false) =>
  steered(field, cursor, key, isCtrl)

describe('the keyboard in the grid', () => {
  it('steps over a bar with one press', () => {
    expect(pressed(at(0, 0), 'ArrowRight')).toEqual(at(0, 1))
    expect(pressed(at(0, 1), 'ArrowRight')).toEqual(at(0, 4))
    expect(pressed(at(0, 3), 'ArrowLeft')).toEqual(at(0, 0))
  })

  it('visits every bar of a cell before it leaves the row, from both sides', () => {
    expect(stopUnder(field, at(0, 2))?.id).toBe('long')
    const second = pressed(at(0, 2), 'ArrowDown')
    expect(second).toEqual(at(0, 2, 1))
    expect(stopUnder(field, second ?? at(9, 9))?.id).toBe('short')
    expect(pressed(at(0, 2, 1), 'ArrowDown')).toEqual(at(1, 2))
    expect(pressed(at(1, 2), 'ArrowUp')).toEqual(at(0, 2, 1))
    expect(pressed(at(0, 2, 1), 'ArrowUp')).toEqual(at(0, 2))
  })

  it('goes to the ends of row and grid, and by pages', () => {
    expect(pressed(at(4, 3), 'Home')).toEqual(at(4, 0))
    expect(pressed(at(4, 3), 'End')).toEqual(at(4, 6))
    expect(pressed(at(4, 3), 'Home', true)).toEqual(at(0, 3))
    expect(pressed(at(4, 3), 'End', true)).toEqual(at(29, 3))
    expect(pressed(at(4, 3), 'PageDown')).toEqual(at(14, 3))
    expect(pressed(at(4, 3), 'PageUp')).toEqual(at(0, 3))
  })

  it('stays inside, and leaves other keys to the page', () => {
    expect(pressed(at(0, 0), 'ArrowUp')).toEqual(at(0, 0))
    expect(pressed(at(29, 6), 'ArrowDown')).toEqual(at(29, 6))
    expect(pressed(at(0, 0), 'a')).toBeNull()
    expect(steered({ ...field, rows: 0 }, at(0, 0), 'ArrowDown', false)).toBeNull()
  })
})
