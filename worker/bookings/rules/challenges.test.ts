import { describe, expect, it } from 'vitest'
import type { BookingStatus } from '../../../contracts/bookings.ts'
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

const side = (status: BookingStatus, over: object = {}) => ({
  ...{ artistId: 'ada', status, fromMs: 0, toMs: 10, expiresAt: null },
  ...over,
})

it('[BK36] a challenge is over when either is, when they share no time any more, or when its time is up', () => {
  expect(outcomeOf(side('hold'), side('hold'), 50, 49)).toBeNull()
  expect(outcomeOf(side('hold'), side('hold'), 50, 50)).toBe('unanswered')
  expect(outcomeOf(side('released'), side('hold'), 50, 60)).toBe('withdrawn')
  expect(outcomeOf(side('hold'), side('confirmed'), 50, 60)).toBe('kept')
  expect(outcomeOf(side('hold'), side('released'), 50, 0)).toBe('released')
  expect(outcomeOf(side('hold'), side('hold', { fromMs: 10, toMs: 20 }), 50, 0)).toBe('released')
  expect(outcomeOf(side('hold'), side('hold', { artistId: 'bo' }), 50, 0)).toBe('released')
})

it('[BK60] what was due while whoever asked still held is due however late somebody looks', () => {
  const ranOut = (ms: number) => side('expired', { expiresAt: new Date(ms).toISOString() })
  expect(outcomeOf(ranOut(40), side('hold'), 50, 90)).toBe('withdrawn')
  expect(outcomeOf(ranOut(60), side('hold'), 50, 90)).toBe('unanswered')
  expect(outcomeOf(ranOut(60), side('confirmed'), 50, 90)).toBe('kept')
})
