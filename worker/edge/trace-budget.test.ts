import { describe, expect, it } from 'vitest'
import { TraceBudget } from './trace-budget.ts'

const START_MS = 1_700_000_040_000

describe('notes of refused attempts', () => {
  it('[AU47] have an end in each minute', () => {
    const budget = new TraceBudget(3)
    const take = (ms: number) => budget.take(START_MS + ms)
    expect([take(0), take(1), take(2), take(3)]).toEqual([true, true, true, false])
    expect(take(60_000)).toBe(true)
  })

  it('[AU47] of nobody are written together: the first at once, those held back with the next', () => {
    const budget = new TraceBudget(100)
    const at = (ms: number, kind = 'a') => budget.together(kind, START_MS + ms)
    expect([at(0), at(1), at(9_999), at(0, 'b')]).toEqual([1, 0, 0, 1])
    expect(at(10_000)).toBe(3)
    expect(at(20_000)).toBe(1)
  })

  it('[AU47] of nobody count against the minute like all others', () => {
    const budget = new TraceBudget(1)
    expect(budget.take(START_MS)).toBe(true)
    expect(budget.together('a', START_MS)).toBe(0)
  })
})
