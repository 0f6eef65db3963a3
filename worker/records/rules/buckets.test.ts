import { expect, it } from 'vitest'
import { PERIOD_MONTH, PERIOD_NONE } from '../../../contracts/rollups.ts'
import { type MovedValue, movedBuckets } from './buckets.ts'

const CLIENT = 'c1'
const movedValue = (value: string | null, over: Partial<MovedValue> = {}): MovedValue => ({
  no: 3,
  key: 'k',
  day: '1970-02-03',
  value,
  clientId: CLIENT,
  dims: ['Ada', null, null, null, null],
  ...over,
})
const shape = { scale: 4, dimensionCount: 1, levels: new Map() }
const moved = (came: MovedValue[], gone: MovedValue[] = [], of = shape) =>
  JSON.parse(movedBuckets({ came, gone }, () => of) ?? 'null')

it('[CO47] a value that came is in the bucket of its day, of each dimension and of its client', () => {
  expect(moved([movedValue('12.5')])).toEqual([
    [3, 0, 0, 33, '', '125000', 1],
    [3, 1, 0, 33, 'Ada', '125000', 1],
    [3, 6, 0, 33, CLIENT, '125000', 1],
  ])
})

it('[CO47] one that changed moves the difference, and its old place loses a row', () => {
  const before = movedValue('10.0000', { dims: ['Bo', null, null, null, null] })
  expect(moved([movedValue('-0.25')], [before])).toEqual([
    [3, 0, 0, 33, '', '-102500', 0],
    [3, 1, 0, 33, 'Ada', '-2500', 1],
    [3, 6, 0, 33, CLIENT, '-102500', 0],
    [3, 1, 0, 33, 'Bo', '-100000', -1],
  ])
})

it('[CO47] dimensions count as finely as they are kept, and a blank value is one', () => {
  const blank = movedValue('1', { dims: [null, null, null, null, null] })
  const kept = (level: 1 | 2) => ({ ...shape, levels: new Map([[1, level]]) as never })
  expect(moved([blank], [], kept(PERIOD_MONTH))).toContainEqual([3, 1, 1, 31, '', '10000', 1])
  expect(moved([blank], [], kept(PERIOD_NONE))).toHaveLength(2)
})

it('[CO47] what moved to the same place moved nothing', () => {
  expect(moved([movedValue('7')], [movedValue('7.0000')])).toEqual([])
})

it('[CO47] with something that waits for a rate, came or gone, the days are counted again', () => {
  expect(moved([movedValue(null), movedValue('7')])).toBeNull()
  expect(moved([movedValue('7')], [movedValue(null)])).toBeNull()
})

it('[CO47] amounts keep every digit', () => {
  const large = '99999999999999.9999'
  expect(moved([movedValue(large), movedValue(large)])[0]).toEqual([
    3,
    0,
    0,
    33,
    '',
    '1999999999999999998',
    2,
  ])
})
