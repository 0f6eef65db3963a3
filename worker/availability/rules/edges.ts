import { Temporal } from 'temporal-polyfill'

/**
 * The instant of an edge of working hours. One that the clocks skip is the first moment after the gap, so that nobody works in time that
 * is not there; one they show twice is the first.
 */
export function edgeMs(day: string, time: string, timeZone: string): number {
  const plain = Temporal.PlainDateTime.from(`${day}T${time}`)
  const found = plain.toZonedDateTime(timeZone)
  if (found.toPlainDateTime().equals(plain)) return found.epochMilliseconds
  const before = plain.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  return (before.getTimeZoneTransition('next') ?? found).epochMilliseconds
}
