import { describe, expect, it } from 'vitest'
import { sayWhen, toldEnded, toldExpired, toldPromoted } from './told.ts'

const booking = {
  id: 'b1',
  title: 'Tour',
  artistName: 'Ada',
  fromMs: Date.parse('2027-05-03T09:00:00Z'),
  toMs: Date.parse('2027-05-03T11:30:00Z'),
  days: null,
  timeZone: 'Europe/London',
  version: 3,
}

describe('[MH18] [BK27] what people are told of a booking', () => {
  it('says when it is on the wall clock of its artist', () => {
    expect(sayWhen(booking)).toBe('3 May 2027, 10:00 to 12:30 (Europe/London)')
    expect(sayWhen({ ...booking, toMs: Date.parse('2027-05-04T00:30:00Z') })).toBe(
      '3 May 2027, 10:00 to 4 May 2027, 01:30 (Europe/London)',
    )
    expect(sayWhen({ ...booking, days: { from: '2027-05-03', to: '2027-05-05' } })).toBe(
      '3 May 2027 to 5 May 2027',
    )
  })

  it('is told of a fact once, and of the next one again', () => {
    expect(toldExpired(booking).dedupeKey).toBe(toldExpired({ ...booking, version: 4 }).dedupeKey)
    expect(toldPromoted(booking, 1, 'a').dedupeKey).not.toBe(toldPromoted(booking, 1, 'b').dedupeKey)
    expect(toldPromoted(booking, 2, 'a').title).toBe('“Tour” is number 2 in line now')
    expect(toldEnded(booking, 'declined', 'ill').body).toContain('was declined')
  })
})
