import { Temporal } from 'temporal-polyfill'

/** The moment at which a last day is over in its zone, as ISO text. Throws a RangeError on an unknown zone. */
export function deadlineAt(day: string, timeZone: string): string {
  const after = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone)
  return new Date(after.epochMilliseconds).toISOString()
}
