import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dragged, drawn, heldByKey } from './moves.ts'

const DAY = 1440
const atTen = { from: 10 * 60, to: 12 * 60 }

describe('dragging a bar', () => {
  it('counts steps from where it was, so that its time of day stays', () => {
    expect(dragged(atTen, 'move', 1.4 * DAY, DAY)).toEqual({ from: DAY + 600, to: DAY + 720 })
    expect(dragged(atTen, 'move', -0.6 * DAY, DAY)).toEqual({ from: 600 - DAY, to: 720 - DAY })
    expect(dragged(atTen, 'move', 8, 15)).toEqual({ from: 615, to: 735 })
  })

  it('changes one end and leaves at least one step', () => {
    const threeDays = { from: 0, to: 3 * DAY }
    expect(dragged(threeDays, 'end', DAY, DAY)).toEqual({ from: 0, to: 4 * DAY })
    expect(dragged(threeDays, 'end', -9 * DAY, DAY)).toEqual({ from: 0, to: DAY })
    expect(dragged(threeDays, 'start', 9 * DAY, DAY)).toEqual({ from: 2 * DAY, to: 3 * DAY })
    expect(dragged(atTen, 'end', -DAY, DAY)).toEqual(atTen)
  })

  it('never turns round and keeps what was not held', () => {
    const span = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e5 }))
    fc.assert(
      fc.property(
        span,
        fc.constantFrom('move' as const, 'start' as const, 'end' as const),
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.constantFrom(15, DAY),
        ([from, length], grip, by, snap) => {
          const before = { from, to: from + length }
          const after = dragged(before, grip, by, snap)
          expect(after.to).toBeGreaterThan(after.from)
          if (grip === 'move') expect(after.to - after.from).toBe(length)
          if (grip === 'start') expect(after.to).toBe(before.to)
          if (grip === 'end') expect(after.from).toBe(before.from)
          expect(Math.abs(after.from - before.from) % snap).toBe(0)
        },
      ),
    )
  })
})

describe('drawing a new one', () => {
  it('fills whole steps between where it began and where it is, whichever came first', () => {
    expect(drawn(10, 1500, DAY)).toEqual({ from: 0, to: 2 * DAY })
    expect(drawn(1500, 10, DAY)).toEqual({ from: 0, to: 2 * DAY })
    expect(drawn(DAY, DAY, DAY)).toEqual({ from: DAY, to: 2 * DAY })
    expect(drawn(607, 641, 15)).toEqual({ from: 600, to: 645 })
  })
})

describe('a picked-up bar under the keys', () => {
  const key = (name: string, more: { isShift?: boolean; isAlt?: boolean } = {}) => ({
    key: name,
    isShift: false,
    isAlt: false,
    ...more,
  })
  const day = { from: 0, to: DAY }

  it('moves by a step, with Shift at its end, with Shift and Alt at its start', () => {
    expect(heldByKey(day, false, key('ArrowRight'), DAY)).toEqual({ from: DAY, to: 2 * DAY })
    expect(heldByKey(day, false, key('ArrowRight', { isShift: true }), DAY)).toEqual({ from: 0, to: 2 * DAY })
    expect(heldByKey(day, false, key('ArrowLeft', { isShift: true, isAlt: true }), DAY)).toEqual({
      from: -DAY,
      to: DAY,
    })
  })

  it('grows and shrinks while it is new', () => {
    expect(heldByKey(day, true, key('ArrowRight'), DAY)).toEqual({ from: 0, to: 2 * DAY })
    expect(heldByKey(day, true, key('ArrowLeft'), DAY)).toEqual(day)
  })

  it('leaves other keys alone', () => {
    expect(heldByKey(day, false, key('x'), DAY)).toBeNull()
  })
})
