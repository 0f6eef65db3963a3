const MINUTE_MS = 60_000

/**
 * Calendar days of instants in time zones. A formatter is slow to make and a day lasts, so both are remembered: the formatter per
 * zone, the day per zone and minute (no zone changes its day within a minute).
 */
export class DayClock {
  private readonly formats = new Map<string, Intl.DateTimeFormat>()
  private readonly latest = new Map<string, { minute: number; day: string }>()

  /** The calendar day of an instant in a time zone, `YYYY-MM-DD`. Throws a RangeError on an unknown zone. */
  dayIn(timeZone: string, at: Date): string {
    const minute = Math.floor(at.getTime() / MINUTE_MS)
    const known = this.latest.get(timeZone)
    if (known?.minute === minute) return known.day
    const day = this.formatOf(timeZone).format(at)
    this.latest.set(timeZone, { minute, day })
    return day
  }

  private formatOf(timeZone: string): Intl.DateTimeFormat {
    const known = this.formats.get(timeZone)
    if (known !== undefined) return known
    // Canada writes dates as ISO does.
    const made = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    this.formats.set(timeZone, made)
    return made
  }
}
