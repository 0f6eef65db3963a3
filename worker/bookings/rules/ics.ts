import type { BookedDays, BookingStatus } from '../../../contracts/bookings.ts'
import type { Period } from './when.ts'

/** A booking as a calendar shows it. */
export interface FeedEntry extends Period {
  id: string
  title: string
  notes: string | null
  status: BookingStatus
  days: BookedDays | null
  version: number
  createdAt: string
}

const LINE_BYTES_MAX = 75
const pad = (no: number) => String(no).padStart(2, '0')

/** An instant as calendars write it, in UTC, which is the same everywhere whatever zones a program knows. */
function utc(ms: number): string {
  const at = new Date(ms)
  const day = `${at.getUTCFullYear()}${pad(at.getUTCMonth() + 1)}${pad(at.getUTCDate())}`
  return `${day}T${pad(at.getUTCHours())}${pad(at.getUTCMinutes())}${pad(at.getUTCSeconds())}Z`
}

const plainDay = (day: string) => day.replaceAll('-', '')
const dayAfter = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** Text in which nothing ends a value or a line. */
const escaped = (text: string) =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, ' ')

/** A line of at most 75 bytes; what is longer goes on in the next one behind a space. No letter is cut in two. */
export function folded(line: string): string {
  const encoder = new TextEncoder()
  const lines: string[] = []
  let [part, bytes] = ['', 0]
  for (const letter of line) {
    const size = encoder.encode(letter).byteLength
    // The space that a line goes on with counts too.
    if (bytes + size > LINE_BYTES_MAX - (lines.length > 0 ? 1 : 0)) {
      lines.push(part)
      ;[part, bytes] = ['', 0]
    }
    part += letter
    bytes += size
  }
  return [...lines, part].join('\r\n ')
}

function entryLines(entry: FeedEntry): string[] {
  const { id, title, notes, status, days, fromMs, toMs, version, createdAt } = entry
  const isCertain = status === 'confirmed' || status === 'completed'
  const when =
    days === null
      ? [`DTSTART:${utc(fromMs)}`, `DTEND:${utc(toMs)}`]
      : [`DTSTART;VALUE=DATE:${plainDay(days.from)}`, `DTEND;VALUE=DATE:${plainDay(dayAfter(days.to))}`]
  return [
    'BEGIN:VEVENT',
    `UID:${id}@orrery`,
    `DTSTAMP:${utc(Date.parse(createdAt))}`,
    `SEQUENCE:${version - 1}`,
    ...when,
    `SUMMARY:${escaped(isCertain ? title : `${title} (${status})`)}`,
    ...(notes === null ? [] : [`DESCRIPTION:${escaped(notes)}`]),
    `STATUS:${isCertain ? 'CONFIRMED' : 'TENTATIVE'}`,
    `TRANSP:${status === 'hold' ? 'TRANSPARENT' : 'OPAQUE'}`,
    'END:VEVENT',
  ]
}

/** A calendar as RFC 5545 has it. Whole days are days wherever it is read, times are instants. */
export function calendarOf(name: string, entries: readonly FeedEntry[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Orrery//Bookings//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT30M',
    ...entries.flatMap(entryLines),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}
