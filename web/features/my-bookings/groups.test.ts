import { expect, it } from 'vitest'
import { groupOf } from './groups.ts'

it('[BK31] an answer is wanted of what is open and was not accepted', () => {
  expect(groupOf({ status: 'hold', acceptedAt: null })).toBe('waiting')
  expect(groupOf({ status: 'confirmed', acceptedAt: null })).toBe('waiting')
  expect(groupOf({ status: 'pencil', acceptedAt: '2026-01-01T00:00:00Z' })).toBe('agreed')
  expect(groupOf({ status: 'completed', acceptedAt: null })).toBe('agreed')
  expect(groupOf({ status: 'declined', acceptedAt: '2026-01-01T00:00:00Z' })).toBe('ended')
})
