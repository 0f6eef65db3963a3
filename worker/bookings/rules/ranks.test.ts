import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestRank, type Claimant, moveClaims, promoted, ranksOf } from './ranks.ts'

const line = (id: string, ...claims: [from: number, to: number, no: number][]): Claimant => ({
  id,
  claims: claims.map(([fromMs, toMs, no]) => ({ fromMs, toMs, no })),
})
const seen = (one: Claimant, all: Claimant[]) =>
  ranksOf(one, all).map(({ fromMs, toMs, rank }) => [fromMs, toMs, rank])

describe('[MH4] [BK5] the place in line', () => {
  it('is counted part by part, by who asked first', () => {
    const short = line('a', [3, 5, 1])
    const long = line('b', [0, 10, 2])
    expect(seen(long, [short, long])).toEqual([
      [0, 3, 1],
      [3, 5, 2],
      [5, 10, 1],
    ])
    expect(seen(short, [short, long])).toEqual([[3, 5, 1]])
    expect(bestRank(ranksOf(long, [short, long]))).toBe(1)
  })

  it('does not mind one that ends where the other begins', () => {
    const [one, next] = [line('a', [0, 5, 1]), line('b', [5, 9, 2])]
    expect(seen(next, [one, next])).toEqual([[5, 9, 1]])
  })

  it('is never shared: at every moment the ranks of a line are 1, 2, 3 ...', () => {
    const bookings = fc.array(fc.record({ from: fc.nat(20), length: fc.integer({ min: 1, max: 10 }) }), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(bookings, fc.nat(30), (all, atMs) => {
        const claimants = all.map(({ from, length }, i) => line(String(i), [from, from + length, i]))
        const ranks = claimants.flatMap((one) =>
          ranksOf(one, claimants).filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs),
        )
        expect(ranks.map(({ rank }) => rank).sort((a, b) => a - b)).toEqual(ranks.map((_, i) => i + 1))
      }),
    )
  })
})

describe('[BK6] a booking that is moved', () => {
  it('keeps its place inside its old time, and joins at the end for what is new', () => {
    const moved = moveClaims([{ fromMs: 2, toMs: 6, no: 1 }], { fromMs: 0, toMs: 8 }, 9)
    expect(moved).toEqual([
      { fromMs: 0, toMs: 2, no: 9 },
      { fromMs: 2, toMs: 6, no: 1 },
      { fromMs: 6, toMs: 8, no: 9 },
    ])
    expect(moveClaims(moved, { fromMs: 3, toMs: 5 }, 10)).toEqual([{ fromMs: 3, toMs: 5, no: 1 }])
    expect(moveClaims(moved, { fromMs: 20, toMs: 22 }, 10)).toEqual([{ fromMs: 20, toMs: 22, no: 10 }])
  })

  it('covers its new time once, without a gap, however often it is moved', () => {
    const period = fc.record({ from: fc.nat(30), length: fc.integer({ min: 1, max: 12 }) })
    fc.assert(
      fc.property(fc.array(period, { minLength: 1, maxLength: 8 }), (moves) => {
        let claims: Claimant['claims'] = []
        for (const [no, { from, length }] of moves.entries()) {
          claims = moveClaims(claims, { fromMs: from, toMs: from + length }, no)
          expect(claims[0]?.fromMs).toBe(from)
          expect(claims.at(-1)?.toMs).toBe(from + length)
          for (const [i, claim] of claims.slice(1).entries()) expect(claim.fromMs).toBe(claims[i]?.toMs)
        }
      }),
    )
  })
})

it('[BK7] whoever stands behind one that leaves moves up, others do not', () => {
  const [first, second, elsewhere] = [line('a', [0, 5, 1]), line('b', [3, 9, 2]), line('c', [6, 9, 3])]
  expect(promoted([first, second, elsewhere], [second, elsewhere])).toEqual([{ id: 'b', rank: 1 }])
  expect(promoted([first, second, elsewhere], [first, second])).toEqual([])
})

it('[BK7] the place told is the one somebody moved up to, not one they had elsewhere all along', () => {
  const [first, second, third] = [line('a', [0, 5, 1]), line('b', [0, 5, 2]), line('c', [0, 9, 3])]
  expect(promoted([first, second, third], [second, third])).toEqual([
    { id: 'b', rank: 1 },
    { id: 'c', rank: 2 },
  ])
})
