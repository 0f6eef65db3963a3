import { expect, it } from 'vitest'
import { createdFact, decidedFact } from './facts.ts'

const booking = (status: string, over: object = {}) => ({
  ...{ artistId: 'a', projectId: null, status },
  ...{ startTime: '2026-05-10T09:00:00.000Z', endTime: '2026-05-10T17:30:00.000Z', ...over },
})
const at = (time: string) => new Date(`2026-05-01T${time}Z`)

it('[ME35] counts lead time from the call to the start, and length from start to end, in whole seconds', () => {
  expect(createdFact('b', booking('hold'), at('09:00:00.000'), '2026-05-01')).toMatchObject({
    ...{ kind: 'booking_created', day: '2026-05-01', id: 'b', bookingId: 'b', artistId: 'a' },
    ...{ seconds: 8.5 * 3600, leadSeconds: 9 * 86_400 },
  })
  expect(createdFact('b', booking('hold'), at('08:59:59.600'), '2026-05-01').leadSeconds).toBe(9 * 86_400)
})

it('[ME35] takes a booking that begins in the past as made at its start', () => {
  const late = createdFact('b', booking('confirmed'), new Date('2026-06-01T00:00:00Z'), '2026-06-01')
  expect(late.leadSeconds).toBe(0)
})

it.each([
  ['hold', 'confirmed', 'hold_confirmed'],
  ['pencil', 'confirmed', 'hold_confirmed'],
  ['hold', 'expired', 'hold_lost'],
  ['pencil', 'cancelled', 'hold_lost'],
  ['hold', 'released', 'hold_lost'],
  ['hold', 'declined', 'hold_lost'],
  ['hold', 'pencil', null],
  ['confirmed', 'pencil', null],
  ['confirmed', 'completed', null],
  ['confirmed', 'cancelled', null],
])('[ME37] a step from %s to %s decides: %s', (before, after, kind) => {
  const decided = decidedFact('b', booking(before), booking(after), '2026-05-02')
  expect(decided?.kind ?? null).toBe(kind)
})
