import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Blocker, clashesOf } from './clashes.ts'
import { peakLoad, roomOf } from './load.ts'

const one = (
  id: string,
  fromMs: number,
  toMs: number,
  capacity = 1,
  artistId = 'ada',
  share = 100,
): Blocker => ({
  ...{ id, artistId, fromMs, toMs, capacity, share },
})
const seen = (all: Blocker[]) =>
  clashesOf(all).map(({ fromMs, toMs, bookings }) => [fromMs, toMs, bookings.map(({ id }) => id).join('')])

it('[BK28] what would clash is named with its stretch of time, once for what touches', () => {
  expect(seen([one('a', 0, 5), one('b', 5, 9)])).toEqual([])
  expect(seen([one('a', 0, 5), one('b', 3, 9), one('c', 20, 21)])).toEqual([[3, 5, 'ab']])
  expect(seen([one('a', 0, 10), one('b', 1, 4), one('c', 4, 6)])).toEqual([[1, 6, 'abc']])
  expect(seen([one('a', 0, 9, 2), one('b', 1, 8, 2), one('c', 2, 5, 2)])).toEqual([[2, 5, 'abc']])
  expect(seen([one('a', 0, 9), one('b', 0, 9, 1, 'bo')])).toEqual([])
})

it('[BK28] [BK66] there are clashes exactly where more is taken at once than there is room for', () => {
  const length = fc.integer({ min: 1, max: 9 })
  const period = fc.record({ from: fc.nat(30), length, share: fc.constantFrom(30, 50, 100) })
  fc.assert(
    fc.property(fc.array(period, { maxLength: 9 }), fc.integer({ min: 1, max: 3 }), (periods, capacity) => {
      const all = periods.map(({ from, length, share }, i) =>
        one(String(i), from, from + length, capacity, 'ada', share),
      )
      const clashes = clashesOf(all)
      for (let ms = 0; ms < 40; ms += 1) {
        const isTooMany = peakLoad(all, { fromMs: ms, toMs: ms + 1 }) > roomOf(capacity)
        expect([ms, clashes.some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs)]).toEqual([ms, isTooMany])
      }
    }),
  )
})
