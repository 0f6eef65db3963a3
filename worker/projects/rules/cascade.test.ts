import { expect, it } from 'vitest'
import { type BookedTime, touchedBookings } from './cascade.ts'

const utc = (text: string) => Date.parse(`${text}Z`)
const span = (from: string, to: string) => ({ fromMs: utc(from), toMs: utc(to) })
const move = (before: [string, string], after: [string, string], artistId = 'ada') => ({
  ...{ taskId: 't', artistId, before: span(...before), after: span(...after) },
})
const booking = (from: string, to: string, over: Partial<BookedTime> = {}): BookedTime => ({
  ...{ ...span(from, to), id: 'b', artistId: 'ada', timeZone: 'Europe/London', days: null },
  ...over,
})
const proposed = (moves: Parameters<typeof touchedBookings>[0], booked: BookedTime) =>
  touchedBookings(moves, [booked]).map(
    ({ proposed: { fromMs, toMs } }) =>
      `${new Date(fromMs).toISOString().slice(0, 16)} ${new Date(toMs).toISOString().slice(0, 16)}`,
  )

it('[PJ12] a booking is later by as much as its task on the clock of its zone, also over a change of the clocks', () => {
  const week = move(['2026-03-23T09:00', '2026-03-24T17:00'], ['2026-03-30T08:00', '2026-03-31T16:00'])
  // Nine o'clock stays nine o'clock in London, where summer time began in between.
  expect(proposed([week], booking('2026-03-23T09:00', '2026-03-23T17:00'))).toEqual([
    '2026-03-30T08:00 2026-03-30T16:00',
  ])
  const longer = move(['2026-06-01T08:00', '2026-06-01T16:00'], ['2026-06-01T08:00', '2026-06-02T12:00'])
  expect(proposed([longer], booking('2026-06-01T08:00', '2026-06-01T16:00'))).toEqual([
    '2026-06-01T08:00 2026-06-02T12:00',
  ])
})

it('[PJ12] whole days stay whole days, and never end before they begin', () => {
  const days = { from: '2026-06-01', to: '2026-06-03' }
  const booked = booking('2026-05-31T23:00', '2026-06-03T23:00', { days })
  const later = move(['2026-06-01T08:00', '2026-06-03T16:00'], ['2026-06-02T08:00', '2026-06-08T16:00'])
  expect(touchedBookings([later], [booked])[0]?.proposed.days).toEqual({
    from: '2026-06-02',
    to: '2026-06-08',
  })
  const shorter = move(['2026-06-01T08:00', '2026-06-09T16:00'], ['2026-06-01T08:00', '2026-06-02T16:00'])
  expect(touchedBookings([shorter], [booked])).toEqual([])
})

it('[PJ12] only who does the task, in its old time, is asked', () => {
  const later = move(['2026-06-01T08:00', '2026-06-01T16:00'], ['2026-06-02T08:00', '2026-06-02T16:00'])
  expect(proposed([later], booking('2026-06-01T08:00', '2026-06-01T16:00', { artistId: 'ben' }))).toEqual([])
  expect(proposed([later], booking('2026-06-01T16:00', '2026-06-01T18:00'))).toEqual([])
})
