import { addDays } from '../../../contracts/days.ts'
import { WHOLE_SHARE } from '../../../contracts/limits.ts'
import { closedIn, type Schedule } from '../../availability/rules/hours.ts'
import { type Span, within, without } from '../../availability/rules/spans.ts'
import { type ZoneDays, zoneDaysOf } from '../../availability/rules/zone-days.ts'
import type { WorkFact } from './facts.ts'

/** So many months after this one hours are worked out ahead. */
const MONTHS_AHEAD = 13
/** What changes of days that are over counts for so long. */
const DAYS_BACK_MAX = 400

/** Days, both of them part of it. */
export interface Days {
  from: string
  to: string
}

/** The last day that hours are worked out for. */
export function lastDayAhead(today: string): string {
  const [year = 0, month = 0] = today.split('-').map(Number)
  return new Date(Date.UTC(year, month + MONTHS_AHEAD, 0)).toISOString().slice(0, 10)
}

/** The part of some days that hours are kept for; null when there is none. */
export function keptDays({ from, to }: Days, today: string): Days | null {
  const [first, last] = [addDays(today, -DAYS_BACK_MAX), lastDayAhead(today)]
  const kept = { from: from < first ? first : from, to: to > last ? last : to }
  return kept.from <= kept.to ? kept : null
}

/** A booking as it takes hours: only of time in which its artist is there. */
export interface TakingBooking extends Span {
  id: string
  projectId: string | null
  /** Percent of the time of the artist. */
  share: number
}

/** What a share of some seconds is. */
const shareOf = (seconds: number, share: number): number => Math.round((seconds * share) / WHOLE_SHARE)

/** Seconds of each day on which there are any, that an artist is there, and that each booking takes of them. */
export interface Hours {
  available: { day: string; seconds: number }[]
  booked: { day: string; seconds: number; bookingId: string; projectId: string | null }[]
}

/**
 * What an artist can be booked for and what of it is booked, day by day of their zone. Whoever may be booked several times at once is there
 * as many times. A booking of whole days takes the hours of those days and no night.
 */
export function hoursOf(
  schedule: Schedule,
  capacity: number,
  bookings: readonly TakingBooking[],
  { from, to }: Days,
): Hours {
  const zone = zoneDaysOf(schedule.timeZone)
  const period = { fromMs: zone.edgeMs(from, '00:00'), toMs: zone.edgeMs(addDays(to, 1), '00:00') }
  const open = without([period], closedIn(schedule, period))
  const available = secondsByDay(open, zone)
  return {
    available: [...available].map(([day, seconds]) => ({ day, seconds: seconds * capacity })),
    booked: bookings.flatMap(({ id: bookingId, projectId, share, ...span }) =>
      [...secondsByDay(within(open, span), zone)].map(([day, seconds]) => ({
        ...{ day, seconds: shareOf(seconds, share), bookingId, projectId },
      })),
    ),
  }
}

/** What a booking takes of them, day by day. */
export function bookedOf(
  schedule: Schedule,
  { id: bookingId, projectId, share, fromMs, toMs }: TakingBooking,
): Hours['booked'] {
  const open = without([{ fromMs, toMs }], closedIn(schedule, { fromMs, toMs }))
  return [...secondsByDay(open, zoneDaysOf(schedule.timeZone))].map(([day, seconds]) => ({
    ...{ day, seconds: shareOf(seconds, share), bookingId, projectId },
  }))
}

/** They as facts of an artist. */
export function hourFacts(artistId: string, { available, booked }: Hours): WorkFact[] {
  return [
    ...available.map(
      ({ day, seconds }): WorkFact => ({
        ...{ kind: 'available', day, id: artistId, artistId, projectId: null, bookingId: null },
        ...{ seconds, leadSeconds: null },
      }),
    ),
    ...booked.map(
      ({ day, seconds, bookingId, projectId }): WorkFact => ({
        ...{ kind: 'booked', day, id: bookingId, artistId, projectId, bookingId, seconds, leadSeconds: null },
      }),
    ),
  ]
}

/** An hour fact as it is kept. */
export interface KeptHours extends Pick<WorkFact, 'kind' | 'day' | 'id' | 'artistId' | 'projectId'> {
  seconds: number
  /** Its project has gone to another client since. */
  isOfOtherClient: boolean
}

/** What is to be kept, and to be forgotten, so that of what was kept the new hours are left. */
export function hoursMoved(
  kept: readonly KeptHours[],
  fresh: readonly WorkFact[],
): { put: WorkFact[]; gone: KeptHours[] } {
  const keyOf = ({ kind, day, id }: Pick<WorkFact, 'kind' | 'day' | 'id'>) => `${kind} ${day} ${id}`
  const before = new Map(kept.map((one) => [keyOf(one), one]))
  const after = new Set(fresh.map(keyOf))
  return {
    put: fresh.filter((one) => {
      const old = before.get(keyOf(one))
      if (old === undefined || old.isOfOtherClient) return true
      return old.seconds !== one.seconds || old.artistId !== one.artistId || old.projectId !== one.projectId
    }),
    gone: kept.filter((one) => !after.has(keyOf(one))),
  }
}

/** Days next to each other or in common made one, so that none is worked out twice. */
export function joinedDays(all: readonly Days[]): Days[] {
  const joined: Days[] = []
  for (const days of [...all].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = joined.at(-1)
    if (last === undefined || days.from > addDays(last.to, 1)) joined.push({ ...days })
    else if (days.to > last.to) last.to = days.to
  }
  return joined
}

function secondsByDay(spans: readonly Span[], zone: ZoneDays): Map<string, number> {
  const found = new Map<string, number>()
  for (const { fromMs, toMs } of spans) {
    for (let at = fromMs; at < toMs; ) {
      const day = zone.dayAt(at)
      const end = Math.min(toMs, zone.edgeMs(addDays(day, 1), '00:00'))
      found.set(day, (found.get(day) ?? 0) + Math.round((end - at) / 1000))
      at = end
    }
  }
  return found
}
