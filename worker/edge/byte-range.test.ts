import { expect, it } from 'vitest'
import { byteRangeOf } from './byte-range.ts'

it.each([
  [null, null],
  ['bytes=0-9', { offset: 0, length: 10 }],
  ['bytes=90-', { offset: 90, length: 10 }],
  ['bytes=90-500', { offset: 90, length: 10 }],
  ['bytes=-10', { offset: 90, length: 10 }],
  ['bytes=-500', { offset: 0, length: 100 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=9-3', null],
  ['bytes=-', null],
  ['bytes=0-1,5-6', null],
  ['lines=0-9', null],
])('[JB24] reads the stretch %s of a file of a hundred bytes', (header, range) => {
  expect(byteRangeOf(header, 100)).toEqual(range)
})
