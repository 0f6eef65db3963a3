import { Temporal } from 'temporal-polyfill'

/**
 * The first instant after `now` at which clocks in the zone show this minute of the day (0 to 1439). Where the clock jumps over it,
 * the instant of the jump counts; where it comes twice, the first. Throws a RangeError on an unknown zone.
 */
export function nextDailyAt(now: Date, timeZone: string, minuteOfDay: number): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
  const time = Temporal.PlainTime.from({ hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 })
  for (let days = 0; ; days += 1) {
    const at = instantOf(today.add({ days }).toPlainDateTime(time), timeZone)
    if (at > now.getTime()) return new Date(at)
  }
}

/** Milliseconds at which a wall clock shows a time, the first time it does; of a time it skips, when it skips it. */
function instantOf(wall: Temporal.PlainDateTime, timeZone: string): number {
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  if (earlier.toPlainDateTime().equals(wall)) return earlier.epochMilliseconds
  // `earlier` now stands before the gap, by as much as the gap is long: the clock jumps at the next change.
  return earlier.getTimeZoneTransition('next')?.epochMilliseconds ?? earlier.epochMilliseconds
}
