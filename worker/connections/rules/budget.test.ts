import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CallBudget } from './budget.ts'

describe('the calls of a connection', () => {
  it('[CN41] never exceed what the provider allows in any minute', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 60 }),
        (callsPerMinute, steps) => {
          const budget = new CallBudget({ callsPerMinute })
          const granted: number[] = []
          let nowMs = 0
          for (const step of steps) {
            nowMs += step
            const waitMs = budget.take(nowMs)
            if (waitMs > 0) {
              // What it says to wait is enough, and a moment less is not.
              nowMs += waitMs - 1
              expect(budget.take(nowMs)).toBe(1)
              nowMs += 1
              expect(budget.take(nowMs)).toBe(0)
            }
            granted.push(nowMs)
          }
          for (const from of granted)
            expect(granted.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(
              callsPerMinute,
            )
        },
      ),
    )
  })

  it('[CN41] count what a page took beyond its one call', () => {
    const budget = new CallBudget({ callsPerMinute: 3 })
    expect(budget.take(0)).toBe(0)
    budget.note(2, 10)
    expect(budget.take(20)).toBe(60_000 - 20)
  })

  it('[CN42] wait for all streams when the provider asks for a pause', () => {
    const budget = new CallBudget({ callsPerMinute: 60 })
    budget.block(5_000)
    budget.block(3_000)
    expect(budget.take(1_000)).toBe(4_000)
    expect(budget.take(5_000)).toBe(0)
  })

  it('are without end where the provider sets no bound', () => {
    const budget = new CallBudget({ callsPerMinute: Number.POSITIVE_INFINITY })
    for (let i = 0; i < 1000; i += 1) expect(budget.take(i)).toBe(0)
  })
})
