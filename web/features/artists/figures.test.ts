import { expect, it } from 'vitest'
import type { BookingStatus, BookingView } from '../../../contracts/bookings.ts'
import { figuresOf } from './figures.ts'

const from = Date.parse('2026-06-01T00:00Z')
const to = Date.parse('2026-06-11T00:00Z')
// Only the fields that are counted.
const of = (status: BookingStatus, startTime: string, endTime: string, days: BookingView['days'] = null) =>
  ({ status, startTime, endTime, days }) as BookingView

it('counts each day once, and only what is inside and was not called off', () => {
  const figures = figuresOf(
    [
      of('completed', '2026-05-30T00:00Z', '2026-06-02T12:00Z'),
      of('confirmed', '2026-06-04T00:00Z', '2026-06-05T00:00Z', { from: '2026-06-04', to: '2026-06-04' }),
      of('confirmed', '2026-06-02T06:00Z', '2026-06-02T18:00Z'),
      of('cancelled', '2026-06-05T00:00Z', '2026-06-06T00:00Z'),
      of('expired', '2026-06-07T00:00Z', '2026-06-08T00:00Z'),
      of('hold', '2026-06-09T00:00Z', '2026-06-10T00:00Z'),
    ],
    from,
    to,
  )
  expect(figures).toEqual({
    bookedDays: 3,
    days: 10,
    confirmed: 3,
    cancelled: 1,
    holdsKept: { kept: 4, of: 5 },
    bookedHours: 42,
  })
})

it('says nothing of holds where none has ended', () => {
  expect(figuresOf([], from, to)).toMatchObject({ bookedDays: 0, holdsKept: null, bookedHours: 0 })
})
