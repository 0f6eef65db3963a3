import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barsByRow, offsetsOf, packed, roomOf, rowAt, rowHeightPx, rowInSlot, rowsInView } from './layout.ts'

describe('lanes', () => {
  it('puts overlapping bars below each other and touching ones beside each other', () => {
    const { placed, lanes } = packed([
      { id: 'b', from: 5, to: 15 },
      { id: 'a', from: 0, to: 10 },
      { id: 'c', from: 10, to: 20 },
    ])
    expect(placed.map(({ bar, lane }) => [bar.id, lane])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 0],
    ])
    expect(lanes).toBe(2)
    expect(packed([]).lanes).toBe(1)
  })

  it('never lets two of a lane overlap, and needs no more lanes than bars share a moment', () => {
    const bar = fc.record({ from: fc.integer({ min: 0, max: 50 }), length: fc.integer({ min: 1, max: 20 }) })
    fc.assert(
      fc.property(fc.array(bar, { maxLength: 30 }), (drawn) => {
        const bars = drawn.map(({ from, length }) => ({ from, to: from + length }))
        const { placed, lanes } = packed(bars)
        for (const one of placed)
          for (const other of placed)
            if (one !== other && one.lane === other.lane)
              expect(one.bar.from >= other.bar.to || other.bar.from >= one.bar.to).toBe(true)
        const most = Math.max(
          1,
          ...bars.map(({ from }) => bars.filter((one) => one.from <= from && from < one.to).length),
        )
        expect(lanes).toBe(most)
      }),
    )
  })
})

describe('rows in view', () => {
  const heights = Array.from({ length: 2000 }, (_, at) => rowHeightPx(at % 3 === 0 ? 2 : 1))
  const offsets = offsetsOf(heights)

  it('finds the row at a height by its offsets', () => {
    expect(rowAt(offsets, -5)).toBe(0)
    expect(rowAt(offsets, offsets[7] ?? 0)).toBe(7)
    expect(rowAt(offsets, (offsets[7] ?? 0) - 1)).toBe(6)
    expect(rowAt(offsets, 1e9)).toBe(1999)
    expect(rowAt([0], 0)).toBe(-1)
  })

  it('draws what is seen and a few more, however many there are', () => {
    for (const top of [0, 10_000, 100_000]) {
      const { first, end } = rowsInView(offsets, top, 800)
      expect(end - first).toBeLessThan(30)
      expect(offsets[first] ?? 0).toBeLessThanOrEqual(top)
    }
    expect(rowsInView([0], 0, 800)).toEqual({ first: 0, end: 0 })
  })
})

it('[PJ45] elements of rows are used again: each row in view has one, and stays in it while it is in view', () => {
  const SLOTS = 8
  const shown = (first: number, end: number) =>
    new Map(
      Array.from(
        { length: SLOTS },
        (_, slot) => [rowInSlot(slot, SLOTS, { first, end }), slot] as const,
      ).filter(([row]) => row !== null),
    )
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(SLOTS), fc.nat(1000), fc.nat(SLOTS), (from, count, to, more) => {
      const [before, after] = [shown(from, from + count), shown(to, to + more)]
      expect([...after.keys()].sort((a, b) => Number(a) - Number(b))).toEqual(
        Array.from({ length: more }, (_, no) => to + no),
      )
      for (const [row, slot] of after) if (before.has(row)) expect(before.get(row)).toBe(slot)
    }),
  )
})

it('a bar shows as much as it has room for', () => {
  expect([200, 60, 20, 5].map(roomOf)).toEqual(['', 'narrow', 'small', 'tiny'])
})

describe('bars by row', () => {
  it('keeps the order of the rows and leaves out what is not shown or has no row', () => {
    const rows = [{ id: 'r1' }, { id: 'r2' }]
    const bars = [
      { id: 'in', rowId: 'r2', from: 0, to: 5 },
      { id: 'later', rowId: 'r2', from: 10, to: 15 },
      { id: 'elsewhere', rowId: 'r9', from: 0, to: 5 },
    ]
    const found = barsByRow(rows, bars, { from: 0, to: 10 })
    expect(found.map((row) => row.map(({ id }) => id))).toEqual([[], ['in']])
  })
})
