import { expect, it } from 'vitest'
import type { BookingStatus, BookingView } from '../../../contracts/bookings.ts'
import { figuresOf } from './figures.ts'

const from = Date.parse('2026-06-01T00:00Z')
const to = Date.parse('2026-06-11T00:00Z')
// Only the three fields that are counted.
const of = (status: BookingStatus, startTime: string, endTime: string) =>
  ({ status, startTime, endTime }) as BookingView

it('counts each day once, and only what is inside and was not called off', () => {
  const figures = figuresOf(
    [
      of('completed', '2026-05-30T00:00Z', '2026-06-02T12:00Z'),
      of('confirmed', '2026-06-02T06:00Z', '2026-06-02T18:00Z'),
      of('cancelled', '2026-06-05T00:00Z', '2026-06-06T00:00Z'),
      of('expired', '2026-06-07T00:00Z', '2026-06-08T00:00Z'),
      of('hold', '2026-06-09T00:00Z', '2026-06-10T00:00Z'),
    ],
    from,
    to,
  )
  expect(figures).toEqual({
    bookedDays: 2,
    days: 10,
    confirmed: 2,
    cancelled: 1,
    holdsKept: { kept: 3, of: 4 },
    bookedHours: 42,
  })
})

it('says nothing of holds where none has ended', () => {
  expect(figuresOf([], from, to)).toMatchObject({ bookedDays: 0, holdsKept: null, bookedHours: 0 })
})
