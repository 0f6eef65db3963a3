const DAY_MS = 86_400_000

const pad = (no: number) => String(no).padStart(2, '0')
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10).replaceAll('-', '')

/** A zone as calendar programs describe it beside its name. */
const BERLIN = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Berlin',
  'BEGIN:DAYLIGHT',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'TZNAME:CEST',
  'DTSTART:19700329T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'TZNAME:CET',
  'DTSTART:19701025T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
]

/** The Monday of a moment's week, and the same weekday some weeks later. */
function weekday(nowMs: number, weekdayNo: number, weeks: number): number {
  const monday = nowMs - ((new Date(nowMs).getUTCDay() + 6) % 7) * DAY_MS
  return monday + (weekdayNo - 1 + 7 * weeks) * DAY_MS
}

const at = (ms: number, hours: number, minutes = 0) => `${day(ms)}T${pad(hours)}${pad(minutes)}00`
const inBerlin = (name: string, when: string) => `${name};TZID=Europe/Berlin:${when}`

/**
 * A year of somebody's own calendar: what repeats, with one occurrence left out and one moved, a holiday of whole days, something that is
 * cancelled, and something that takes no time. The same all day long, as a calendar that nobody changes.
 */
export function calendarOf(now: Date): string {
  const nowMs = Date.parse(`${now.toISOString().slice(0, 10)}T00:00:00Z`)
  const choir = weekday(nowMs, 2, 0)
  const leave = weekday(nowMs, 4, 3)
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Orrery sandbox//iCal//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'X-WR-CALNAME:Private',
    ...BERLIN,
    ...event('choir', [
      'SUMMARY:Choir\\, second altos',
      inBerlin('DTSTART', at(choir - 28 * DAY_MS, 18)),
      inBerlin('DTEND', at(choir - 28 * DAY_MS, 20)),
      'RRULE:FREQ=WEEKLY;BYDAY=TU',
      inBerlin('EXDATE', at(choir + 14 * DAY_MS, 18)),
    ]),
    ...event('choir', [
      'SUMMARY:Choir\\, in the big hall and with everybody who has ever sung with us before',
      inBerlin('RECURRENCE-ID', at(choir + 7 * DAY_MS, 18)),
      inBerlin('DTSTART', at(choir + 8 * DAY_MS, 18)),
      inBerlin('DTEND', at(choir + 8 * DAY_MS, 21)),
    ]),
    ...event('leave', [
      'SUMMARY:Away with the children',
      `DTSTART;VALUE=DATE:${day(leave)}`,
      `DTEND;VALUE=DATE:${day(leave + 4 * DAY_MS)}`,
    ]),
    ...event('doctor', [
      'SUMMARY:Doctor',
      `DTSTART:${at(weekday(nowMs, 4, 1), 13)}Z`,
      'DURATION:PT1H30M',
      'ATTENDEE;CN=Dr Lind:mailto:lind@clinic.example',
    ]),
    ...event('cancelled', [
      'SUMMARY:Dinner',
      'STATUS:CANCELLED',
      `DTSTART:${at(weekday(nowMs, 5, 1), 18)}Z`,
      `DTEND:${at(weekday(nowMs, 5, 1), 21)}Z`,
    ]),
    ...event('birthday', [
      'SUMMARY:Birthday of Jo',
      'TRANSP:TRANSPARENT',
      `DTSTART;VALUE=DATE:${day(weekday(nowMs, 3, 1))}`,
    ]),
    'END:VCALENDAR',
    '',
  ]
    .map(folded)
    .join('\r\n')
}

const event = (id: string, lines: readonly string[]) => [
  'BEGIN:VEVENT',
  `UID:${id}@sandbox.example`,
  'DTSTAMP:20260101T000000Z',
  ...lines,
  'END:VEVENT',
]

const LINE_CHARS = 70
/** Lines go on behind a space, as the format asks for. */
const folded = (line: string) => line.match(new RegExp(`.{1,${LINE_CHARS}}`, 'g'))?.join('\r\n ') ?? ''
