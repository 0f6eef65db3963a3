import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BUSY_BLOCKS_MAX, BUSY_ENTRIES_MAX } from '../../../contracts/limits.ts'
import { busyPeriod, readBusy } from './busy.ts'

const NOW = Date.parse('2026-11-26T12:00:00Z')
const ZONE = 'Europe/Berlin'
const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n')
const calendar = (...parts: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//t//t//EN', ...parts, 'END:VCALENDAR', ''].join('\r\n')
function read(...parts: string[]) {
  const found = readBusy(calendar(...parts), ZONE, busyPeriod(NOW))
  if (!found.ok) throw new Error(found.error.code)
  return found.value
}
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)
/** Busy time as texts in UTC. */
const times = (...parts: string[]) =>
  read(...parts).spans.map(({ fromMs, toMs }) => `${iso(fromMs)} ${iso(toMs)}`)
const code = (text: string) => {
  const found = readBusy(text, ZONE, busyPeriod(NOW))
  return found.ok ? 'ok' : found.error.code
}

describe('[BK52] of a calendar', () => {
  it('only what takes time is busy: not what is cancelled, transparent or has no length', () => {
    const at = ['DTSTART:20261201T090000Z', 'DTEND:20261201T100000Z']
    expect(times(event('UID:1', ...at))).toEqual(['2026-12-01T09:00 2026-12-01T10:00'])
    expect(times(event('UID:1', ...at, 'STATUS:CANCELLED'))).toEqual([])
    expect(times(event('UID:1', ...at, 'TRANSP:TRANSPARENT'))).toEqual([])
    expect(times(event('UID:1', 'DTSTART:20261201T090000Z'))).toEqual([])
    expect(times(event('UID:1', ...at, 'STATUS:TENTATIVE', 'TRANSP:OPAQUE'))).toHaveLength(1)
  })

  it('whole days and times without a zone are those of the artist', () => {
    expect(times(event('UID:1', 'DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261227'))).toEqual([
      '2026-12-23T23:00 2026-12-26T23:00',
    ])
    expect(times(event('UID:1', 'DTSTART;VALUE=DATE:20270328'))).toEqual([
      '2027-03-27T23:00 2027-03-28T22:00',
    ])
    expect(times(event('UID:1', 'DTSTART:20261201T090000', 'DURATION:PT90M'))).toEqual([
      '2026-12-01T08:00 2026-12-01T09:30',
    ])
  })

  it('times count on the clock of their zone: of the database, as it is described, or the own one', () => {
    const inZone = (name: string) =>
      event('UID:1', `DTSTART;TZID=${name}:20270701T090000`, `DTEND;TZID=${name}:20270701T100000`)
    const described = [
      'BEGIN:VTIMEZONE',
      'TZID:Eastern Made Up',
      'BEGIN:STANDARD',
      'DTSTART:16011104T020000',
      'RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11',
      'TZOFFSETFROM:-0400',
      'TZOFFSETTO:-0500',
      'END:STANDARD',
      'BEGIN:DAYLIGHT',
      'DTSTART:16010311T020000',
      'RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3',
      'TZOFFSETFROM:-0500',
      'TZOFFSETTO:-0400',
      'END:DAYLIGHT',
      'END:VTIMEZONE',
    ]
    expect(times(inZone('America/New_York'))).toEqual(['2027-07-01T13:00 2027-07-01T14:00'])
    expect(times(...described, inZone('Eastern Made Up'))).toEqual(['2027-07-01T13:00 2027-07-01T14:00'])
    const winter = inZone('Eastern Made Up').replaceAll('20270701', '20270105')
    expect(times(...described, winter)).toEqual(['2027-01-05T14:00 2027-01-05T15:00'])
    expect(times(inZone('Nobody Knows'))).toEqual(['2027-07-01T07:00 2027-07-01T08:00'])
  })

  it('what repeats does so on the wall, across a change of the clocks and from long ago', () => {
    const weekly = event(
      'UID:1',
      'DTSTART;TZID=Europe/Berlin:20200106T090000',
      'DTEND;TZID=Europe/Berlin:20200106T100000',
      'RRULE:FREQ=WEEKLY;BYDAY=MO',
    )
    const found = times(weekly)
    expect(found).toContain('2027-03-22T08:00 2027-03-22T09:00')
    expect(found).toContain('2027-03-29T07:00 2027-03-29T08:00')
    expect(found.every((one) => one < '2027-11-28' && one > '2026-10-26')).toBe(true)
  })

  it('an end of repeating counts as a day, an instant or a wall time', () => {
    const until = (text: string) =>
      times(
        event(
          'UID:1',
          'DTSTART;TZID=Europe/Berlin:20261201T003000',
          'DURATION:PT1H',
          `RRULE:FREQ=DAILY;UNTIL=${text}`,
        ),
      ).length
    expect(until('20261203')).toBe(3)
    expect(until('20261202T233000Z')).toBe(3)
    expect(until('20261202T232959Z')).toBe(2)
    expect(until('20261203T003000')).toBe(3)
  })

  it('occurrences that were left out, moved, cancelled or added count as they are', () => {
    const master = event(
      'UID:1',
      'DTSTART;TZID=Europe/Berlin:20261207T090000',
      'DTEND;TZID=Europe/Berlin:20261207T100000',
      'RRULE:FREQ=DAILY;COUNT=6',
      'EXDATE;TZID=Europe/Berlin:20261208T090000',
      'EXDATE:20261209T080000Z',
      'RDATE;TZID=Europe/Berlin:20261220T180000',
    )
    const moved = event(
      'UID:1',
      'RECURRENCE-ID;TZID=Europe/Berlin:20261210T090000',
      'DTSTART;TZID=Europe/Berlin:20261210T150000',
      'DTEND;TZID=Europe/Berlin:20261210T170000',
    )
    const cancelled = event(
      'UID:1',
      'RECURRENCE-ID:20261211T080000Z',
      'DTSTART:20261211T080000Z',
      'DTEND:20261211T090000Z',
      'STATUS:CANCELLED',
    )
    expect(times(moved, master, cancelled)).toEqual([
      '2026-12-07T08:00 2026-12-07T09:00',
      '2026-12-10T14:00 2026-12-10T16:00',
      '2026-12-12T08:00 2026-12-12T09:00',
      '2026-12-20T17:00 2026-12-20T18:00',
    ])
    const onwards = moved.replace('RECURRENCE-ID;', 'RECURRENCE-ID;RANGE=THISANDFUTURE;')
    expect(times(master, onwards).slice(1, 4)).toEqual([
      '2026-12-10T14:00 2026-12-10T16:00',
      '2026-12-11T14:00 2026-12-11T16:00',
      '2026-12-12T14:00 2026-12-12T16:00',
    ])
  })

  it('an occurrence moved into the period from beyond it counts, and one that reaches in is cut', () => {
    const moved = event(
      'UID:1',
      'RECURRENCE-ID:20300101T080000Z',
      'DTSTART:20261201T080000Z',
      'DTEND:20261201T090000Z',
    )
    expect(times(moved)).toHaveLength(1)
    expect(times(event('UID:2', 'DTSTART:20260101T000000Z', 'DTEND:20261101T000000Z'))).toEqual([
      `${iso(busyPeriod(NOW).fromMs)} 2026-11-01T00:00`,
    ])
  })

  it('titles and people do not come out', () => {
    const found = read(
      event(
        'UID:1',
        'DTSTART:20261201T090000Z',
        'DTEND:20261201T100000Z',
        'SUMMARY:Secret surgery',
        'ATTENDEE;CN=Eve:mailto:eve@example.com',
      ),
    )
    expect(JSON.stringify(found)).not.toMatch(/surgery|eve/i)
  })

  it('several calendars in one text, folded lines and a mark of the order of bytes are read', () => {
    const one = calendar(event('UID:1', 'DTSTART:2026', ' 1201T090000Z', 'DTEND:20261201T100000Z'))
    const two = calendar(event('UID:1', 'DTSTART:20261202T090000Z', 'DTEND:20261202T100000Z'))
    const found = readBusy(`\uFEFF${one}${two}`, ZONE, busyPeriod(NOW))
    expect(found.ok && found.value.spans.length).toBe(2)
  })
})

describe('[BK54] of what is no good', () => {
  const good = event('UID:1', 'DTSTART:20261201T090000Z', 'DTEND:20261201T100000Z')

  it('a page, an empty answer and half a calendar are told apart and never taken for a calendar', () => {
    expect(code('<!doctype html><html><body>Sign in</body></html>')).toBe('not_calendar')
    expect(code('')).toBe('not_calendar')
    expect(code(calendar(good).slice(0, -20))).toBe('broken')
    expect(code(calendar(good).replace('END:VEVENT', ''))).toBe('broken')
  })

  it("an entry without sense is counted and stands in nobody's way", () => {
    const found = read(
      good,
      event('UID:2', 'SUMMARY:no start'),
      event('UID:3', 'DTSTART:20261202T090000Z', 'DTEND:20261201T090000Z'),
      event('UID:4', 'DTSTART:20261202T090000Z', 'DURATION:PT1H', 'RRULE:FREQ=FORTNIGHTLY'),
      good.replace('UID:1', 'UID:5\r\nno property at all').replaceAll('20261201', '20261203'),
    )
    expect([found.spans.length, found.skipped]).toEqual([1, 4])
  })

  it.each([
    'FREQ=SECONDLY',
    'FREQ=SECONDLY;BYMONTH=12',
    'FREQ=MINUTELY;BYSECOND=1,2,3,4,5,6,7,8,9',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=3',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
  ])('a rule that never ends or never comes, %s, is given up', (rule) => {
    const found = read(good, event('UID:2', 'DTSTART:19900101T090000Z', 'DURATION:PT1S', `RRULE:${rule}`))
    expect(found.spans).toHaveLength(1)
  })

  it('a calendar that takes too much work, or holds too much, is refused as a whole', () => {
    const many = (count: number, lines: (at: number) => string[]) =>
      calendar(...Array.from({ length: count }, (_, at) => event(`UID:${at}`, ...lines(at))))
    const hard = many(40, () => ['DTSTART:20260101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY'])
    expect(code(hard)).toBe('too_large')
    expect(code(many(BUSY_ENTRIES_MAX + 1, () => ['DTSTART:20261201T090000Z']))).toBe('too_large')
    const minute = (at: number) =>
      iso(Date.parse('2026-12-01T00:00:00Z') + at * 120_000).replaceAll(/[-:]/g, '')
    const apart = (at: number) => [`DTSTART:${minute(at)}00Z`, 'DURATION:PT1M']
    expect(code(many(BUSY_BLOCKS_MAX, apart))).toBe('ok')
    expect(code(many(BUSY_BLOCKS_MAX + 1, apart))).toBe('too_large')
  })

  it('an entry of a hundred thousand lines without an end takes no time', () => {
    const endless = `BEGIN:VEVENT\r\n${'X:y\r\n'.repeat(100_000)}`
    expect(code(`${calendar(good, endless)}`)).toBe('broken')
  })

  it('any text at all is an answer and never a failure of ours', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'BEGIN:VEVENT',
        'END:VEVENT',
        'BEGIN:VTIMEZONE',
        'END:VTIMEZONE',
        'TZID:x',
        'RRULE:FREQ=DAILY',
      ),
      fc.constantFrom(
        'DTSTART;TZID=x:20261201T090000',
        'DTSTART:x',
        'EXDATE:',
        'RDATE;VALUE=PERIOD:x/y',
        'UID:1',
      ),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        expect(['ok', 'broken', 'not_calendar', 'too_large']).toContain(code(calendar(...lines)))
      }),
    )
  })
})
