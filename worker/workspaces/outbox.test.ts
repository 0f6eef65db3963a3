import { expect, it } from 'vitest'
import { backoffSeconds } from './outbox.ts'

it('[AC14] waits from five seconds, doubling, to a quarter of an hour', () => {
  expect([0, 1, 2, 7, 8, 1000].map(backoffSeconds)).toEqual([5, 10, 20, 640, 900, 900])
})
