import type { ClosedSpan } from '../../../contracts/availability.ts'
import { wallOf } from '../../lib/zone.ts'
import { DAY_MIN, type Span } from '../../ui/timeline/scale.ts'
import { words } from './words.ts'

/** Closed time behind the bars of a row. */
export interface Shade extends Span {
  label: string
}

/**
 * Closed time on the wall clock of an artist. In the view of a day all of it; where columns are days or weeks only days with nothing
 * open, because every night would be noise.
 */
export function shadesOf(closed: readonly ClosedSpan[], zone: string, isByHour: boolean): Shade[] {
  const parts = closed.map(({ startTime, endTime, title, state }) => ({
    from: wallOf(Date.parse(startTime), zone),
    to: wallOf(Date.parse(endTime), zone),
    label: title ?? (state === 'away' ? words.away : words.outside),
  }))
  if (isByHour) return parts
  const days = together(parts).map(({ from, to }) => ({
    from: Math.ceil(from / DAY_MIN) * DAY_MIN,
    to: Math.floor(to / DAY_MIN) * DAY_MIN,
  }))
  return parts.flatMap((part) =>
    days
      .map((day) => ({ ...part, from: Math.max(part.from, day.from), to: Math.min(part.to, day.to) }))
      .filter(({ from, to }) => from < to),
  )
}

/** Stretches that touch as one; they come in order. */
function together(parts: readonly Span[]): Span[] {
  const found: { from: number; to: number }[] = []
  for (const { from, to } of parts) {
    const last = found.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else found.push({ from, to })
  }
  return found
}
