import { describe, expect, it } from 'vitest'
import { aheadOf, dueAfter, outcomeOf, toBeAsked } from './challenges.ts'

describe('[BK36] the time to answer a challenge', () => {
  it('runs while the artist works and stands still while they do not', () => {
    const nights = [
      { fromMs: 10, toMs: 20 },
      { fromMs: 30, toMs: 40 },
    ]
    expect(dueAfter(0, 5, [], 1000)).toBe(5)
    expect(dueAfter(0, 10, nights, 1000)).toBe(10)
    expect(dueAfter(0, 11, nights, 1000)).toBe(21)
    expect(dueAfter(8, 14, nights, 1000)).toBe(42)
    expect(dueAfter(15, 3, nights, 1000)).toBe(23)
    expect(dueAfter(15, 10, nights, 1000)).toBe(30)
    expect(dueAfter(15, 500, [{ fromMs: 16, toMs: 900 }], 700)).toBe(700)
  })
})

describe('[BK35] whoever is challenged', () => {
  const line = (id: string, no: number, status: 'hold' | 'pencil' | 'confirmed', fromMs = 0, toMs = 10) => ({
    ...{ id, status, claims: [{ fromMs, toMs, no }] },
  })
  const mine = line('me', 5, 'hold')

  it('came first of those before it that are not certain', () => {
    const [first, second] = [line('a', 1, 'hold'), line('b', 2, 'pencil')]
    expect(toBeAsked(mine, [mine, second, first])?.id).toBe('a')
    expect(toBeAsked(mine, [line('c', 1, 'confirmed'), second])?.id).toBe('b')
    expect(toBeAsked(mine, [mine, line('d', 9, 'hold'), line('e', 1, 'hold', 10, 20)])).toBeNull()
  })

  it('stands before it in a part of the time at least', () => {
    const other = {
      id: 'x',
      claims: [
        { fromMs: 0, toMs: 4, no: 9 },
        { fromMs: 4, toMs: 6, no: 2 },
      ],
    }
    expect(aheadOf(mine, other)).toEqual({ fromMs: 4, toMs: 6, no: 2 })
  })
})

it('[BK36] a challenge is over when either is, when they share no time any more, or when its time is up', () => {
  const at = (status: 'hold' | 'confirmed' | 'released', fromMs = 0, toMs = 10) => ({ status, fromMs, toMs })
  expect(outcomeOf(at('hold'), at('hold'), 50, 49)).toBeNull()
  expect(outcomeOf(at('hold'), at('hold'), 50, 50)).toBe('unanswered')
  expect(outcomeOf(at('released'), at('hold'), 50, 60)).toBe('withdrawn')
  expect(outcomeOf(at('hold'), at('confirmed'), 50, 60)).toBe('kept')
  expect(outcomeOf(at('hold'), at('released'), 50, 0)).toBe('released')
  expect(outcomeOf(at('hold'), at('hold', 10, 20), 50, 0)).toBe('released')
})
