import { describe, expect, it } from 'vitest'
import { calendarOf, type FeedEntry, folded } from './ics.ts'

const entry: FeedEntry = {
  id: 'b1',
  title: 'Tour; day 1, Lisbon',
  notes: 'Bring boots\r\nBEGIN:VEVENT',
  status: 'confirmed',
  days: null,
  fromMs: Date.parse('2027-03-28T00:30:00Z'),
  toMs: Date.parse('2027-03-28T02:00:00Z'),
  version: 3,
  createdAt: '2027-01-01T00:00:00.000Z',
}
const linesOf = (entries: FeedEntry[]) => calendarOf('Ada', entries).split('\r\n')

describe('[BK41] a calendar', () => {
  it('has instants in UTC, and whole days as days, of which the end is the day after', () => {
    expect(linesOf([entry])).toEqual(
      expect.arrayContaining(['DTSTART:20270328T003000Z', 'DTEND:20270328T020000Z', 'SEQUENCE:2']),
    )
    const days = linesOf([{ ...entry, days: { from: '2027-02-28', to: '2027-02-28' } }])
    expect(days).toEqual(expect.arrayContaining(['DTSTART;VALUE=DATE:20270228', 'DTEND;VALUE=DATE:20270301']))
  })

  it('says what is certain and what is not; a hold keeps no time', () => {
    expect(linesOf([entry])).toEqual(expect.arrayContaining(['STATUS:CONFIRMED', 'TRANSP:OPAQUE']))
    expect(linesOf([{ ...entry, status: 'hold', title: 'Tour' }])).toEqual(
      expect.arrayContaining(['SUMMARY:Tour (hold)', 'STATUS:TENTATIVE', 'TRANSP:TRANSPARENT']),
    )
  })

  it('lets nothing that was typed end a line or a value', () => {
    const lines = linesOf([entry])
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1)
    expect(lines).toContain('SUMMARY:Tour\\; day 1\\, Lisbon')
    expect(lines).toContain('DESCRIPTION:Bring boots\\nBEGIN:VEVENT')
  })

  it('folds lines at 75 bytes without cutting a letter', () => {
    const long = folded(`SUMMARY:${'ü€'.repeat(60)}`).split('\r\n')
    expect(long.length).toBeGreaterThan(3)
    for (const line of long) expect(new TextEncoder().encode(line).byteLength).toBeLessThanOrEqual(75)
    expect(long.map((line, i) => (i === 0 ? line : line.slice(1))).join('')).toBe(
      `SUMMARY:${'ü€'.repeat(60)}`,
    )
  })
})
