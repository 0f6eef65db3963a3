/**
 * Wall clocks of time zones, by the data the browser has. A wall-clock time is told in minutes since 1970 as if it were UTC. What the
 * clocks skip moves on by the gap, what they show twice is the first time: as the server does, which a test holds them to.
 */

const MIN_MS = 60_000
const DAY_MS = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(zone: string): Intl.DateTimeFormat {
  const kept = formats.get(zone)
  if (kept) return kept
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formats.set(zone, made)
  return made
}

/** What a clock in the zone shows at an instant, in minutes. Seconds are cut off. */
export function wallOf(ms: number, zone: string): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(ms)) parts[type] = Number(value)
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute) / MIN_MS
}

const offsetMin = (ms: number, zone: string): number => wallOf(ms, zone) - Math.floor(ms / MIN_MS)

/** An instant for a wall-clock time. `gap`: the clocks skip that time. `twice`: they show it twice. */
export interface Resolved {
  ms: number
  problem: 'gap' | 'twice' | null
}

/** The instant at which a clock in the zone shows a time. */
export function instantOf(wallMin: number, zone: string): Resolved {
  const asUtcMs = wallMin * MIN_MS
  // A zone changes its clocks at most once in two days, so one of the offsets around is the right one.
  const before = offsetMin(asUtcMs - DAY_MS, zone)
  const after = offsetMin(asUtcMs + DAY_MS, zone)
  const fits = [...new Set([before, after])]
    .map((offset) => ({ offset, ms: asUtcMs - offset * MIN_MS }))
    .filter(({ offset, ms }) => offsetMin(ms, zone) === offset)
    .map(({ ms }) => ms)
    .sort((a, b) => a - b)
  const [first] = fits
  if (first === undefined) return { ms: asUtcMs - before * MIN_MS, problem: 'gap' }
  return { ms: first, problem: fits.length > 1 ? 'twice' : null }
}
