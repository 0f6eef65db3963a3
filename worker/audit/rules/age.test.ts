import fc from 'fast-check'
import { expect, it } from 'vitest'
import { prunedBefore } from './age.ts'

const before = (now: string) => prunedBefore(new Date(now)).toISOString()

it('[AU17] what is older than two years of the calendar is pruned, whether or not a leap day lies between', () => {
  expect(before('2026-11-27T10:00:00.000Z')).toBe('2024-11-27T10:00:00.000Z')
  expect(before('2025-03-01T00:00:00.000Z')).toBe('2023-03-01T00:00:00.000Z')
  expect(before('2026-02-28T23:59:59.999Z')).toBe('2024-02-28T23:59:59.999Z')
  expect(before('2026-03-01T00:00:00.000Z')).toBe('2024-03-01T00:00:00.000Z')
  expect(before('2028-02-29T12:00:00.000Z')).toBe('2026-02-28T12:00:00.000Z')
})

it('[AU17] nothing goes before its day has come round twice', () => {
  const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2110-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(moment, (now) => {
      const line = prunedBefore(now)
      expect(line.getUTCFullYear()).toBe(now.getUTCFullYear() - 2)
      expect(line.toISOString().slice(4) <= now.toISOString().slice(4)).toBe(true)
    }),
  )
})
