const formats = 'en-CA'

/** The calendar day of an instant in a time zone, `YYYY-MM-DD`. Throws a RangeError on an unknown zone. */
export function dayIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat(formats, { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
}
