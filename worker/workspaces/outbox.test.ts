import { expect, it } from 'vitest'
import { asideSeconds, backoffSeconds } from './outbox.ts'

it('[AC14] waits from five seconds, doubling, to a quarter of an hour', () => {
  expect([0, 1, 2, 7, 8, 1000].map(backoffSeconds)).toEqual([5, 10, 20, 640, 900, 900])
})

it('[AU49] tries what was set aside again after five minutes, doubling, at last once a day', () => {
  expect([0, 1, 8, 9, 1000].map(asideSeconds)).toEqual([300, 600, 76_800, 86_400, 86_400])
})
