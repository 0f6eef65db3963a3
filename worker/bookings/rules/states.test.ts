import { expect, it } from 'vitest'
import { type BlockingChoice, doesBlock, isOpen, transitions } from '../../../contracts/booking-states.ts'
import { BookingStatus } from '../../../contracts/bookings.ts'
import { hasRoom, peakLoad, takesAll } from './load.ts'
import { decideTransition } from './states.ts'

const at = (status: BookingStatus, toMs = 0) => ({ status, toMs })
const all = BookingStatus.options

it('[BK3] a booking only goes where the table lets it, and what has ended stays as it ended', () => {
  for (const from of all)
    for (const to of all) {
      const decided = decideTransition(at(from), to, 'because', 1)
      expect(decided.ok, `${from} to ${to}`).toBe(from === to || transitions[from].includes(to))
    }
  expect(all.filter((status) => transitions[status].length > 0)).toEqual(all.filter(isOpen))
  expect(decideTransition(at('released'), 'confirmed', null, 0)).toMatchObject({
    error: { code: 'booking_ended', details: { status: 'released' } },
  })
})

it('[BK3] taking a confirmed booking back needs a reason, and only what is over can be completed', () => {
  expect(decideTransition(at('confirmed'), 'pencil', null, 0)).toMatchObject({
    error: { code: 'reason_required' },
  })
  expect(decideTransition(at('confirmed', 5), 'completed', null, 4)).toMatchObject({
    error: { code: 'invalid_period' },
  })
  expect(decideTransition(at('confirmed', 5), 'completed', null, 5).ok).toBe(true)
})

it('[BK2] what was chosen keeps the time free, and what is certain whatever was chosen', () => {
  const blocking = (chosen: readonly BlockingChoice[]) => all.filter((status) => doesBlock(status, chosen))
  expect(blocking(['pencil'])).toEqual(['pencil', 'confirmed', 'completed'])
  expect(blocking(['hold', 'pencil'])).toEqual(['hold', 'pencil', 'confirmed', 'completed'])
  expect(blocking([])).toEqual(['confirmed', 'completed'])
})

it('[BK9] what several may share is full where as many overlap as it takes', () => {
  const periods = [
    { fromMs: 0, toMs: 10, share: 100 },
    { fromMs: 4, toMs: 6, share: 100 },
    { fromMs: 6, toMs: 8, share: 100 },
  ]
  expect(peakLoad(periods, { fromMs: 0, toMs: 20 })).toBe(200)
  expect(peakLoad(periods, { fromMs: 8, toMs: 9 })).toBe(100)
  expect(peakLoad(periods, { fromMs: 10, toMs: 20 })).toBe(0)
})

it('[BK66] there is room where shares come to no more than all of the time, at every moment', () => {
  const others = [
    { fromMs: 0, toMs: 10, share: 50 },
    { fromMs: 6, toMs: 8, share: 30 },
  ]
  const asked = (fromMs: number, toMs: number, share: number, capacity = 1) =>
    hasRoom({ fromMs, toMs, share }, others, capacity)
  expect([asked(0, 6, 50), asked(0, 6, 51), asked(0, 7, 50), asked(0, 7, 20), asked(8, 20, 50)]).toEqual([
    ...[true, false, false, true, true],
  ])
  expect([asked(0, 10, 100, 2), asked(0, 6, 100, 2), asked(10, 12, 100)]).toEqual([true, true, true])
  // Only what takes all of somebody who can be booked once is Postgres's to keep free.
  expect([takesAll(1, 100), takesAll(1, 99), takesAll(2, 100)]).toEqual([true, false, false])
})
