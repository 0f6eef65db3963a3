import { expect, it } from 'vitest'
import { HEADER_BYTES_MAX, HEADERS_MAX } from '../../contracts/limits.ts'
import { isHeaderFlood } from './header-flood.ts'

const many = (count: number) => new Headers(Array.from({ length: count }, (_, i) => [`x-${i}`, '1']))

it('[AC91] takes as many headers as a client of ours would send, and no more', () => {
  expect(isHeaderFlood(many(HEADERS_MAX))).toBe(false)
  expect(isHeaderFlood(many(HEADERS_MAX + 1))).toBe(true)
  expect(isHeaderFlood(many(100_000))).toBe(true)
  expect(isHeaderFlood(new Headers({ a: 'x'.repeat(HEADER_BYTES_MAX - 1) }))).toBe(false)
  expect(isHeaderFlood(new Headers({ a: 'x'.repeat(HEADER_BYTES_MAX) }))).toBe(true)
})
