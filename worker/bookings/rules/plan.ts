import type { Repeat, RepeatException } from '../../../contracts/booking-plans.ts'
import { PLAN_BOOKINGS_MAX, PLAN_HORIZON_DAYS, PLAN_OCCURRENCES_MAX } from '../../../contracts/limits.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'
import { overlaps } from '../../availability/rules/spans.ts'
import { hasRoom, type Taken } from './load.ts'
import { repeatedDays } from './repeat.ts'
import { onDay, wallOf, whenOf } from './wall.ts'
import { type Period, type PeriodRefusal, periodOf, type SaidWhen, type When } from './when.ts'

const DAY_MS = 86_400_000

/** Somebody who is to be booked. */
export interface Member {
  id: string
  timeZone: string
}

/** One occurrence, with when it is for each of those who are to be booked, in their order. */
export interface Occurrence {
  on: string
  movedTo: string | null
  isLeftOut: boolean
  times: When[]
}

export type PlanRefusal = PeriodRefusal | { code: 'limit_reached'; details: { limit: number } }

const refuse = (problem: string): Result<never, PlanRefusal> =>
  err({ code: 'invalid_period', details: { problem } })

/**
 * All occurrences of a plan. They keep the time of day on the clock of the first member, whatever the clocks do meanwhile, and are the
 * same instants for all; whole days are those of each member's zone.
 */
export function occurrencesOf(
  said: SaidWhen & { repeat: Repeat | null; exceptions: readonly RepeatException[] },
  members: readonly Member[],
): Result<Occurrence[], PlanRefusal> {
  const leader = members[0]
  if (leader === undefined) return refuse('nobody is to be booked')
  const first = periodOf(said, leader.timeZone)
  if (!first.ok) return first
  const wall = wallOf(first.value, leader.timeZone)
  const firstDay = wall.from.toPlainDate().toString()
  const days = said.repeat === null ? [firstDay] : repeatedDays(said.repeat, firstDay)
  return occurrencesOn(days, first.value, said.exceptions, members)
}

/** The occurrences of something on some days, at the time of day that it has on the clock of the first member. */
export function occurrencesOn(
  days: readonly string[],
  when: When,
  exceptions: readonly RepeatException[],
  members: readonly Member[],
): Result<Occurrence[], PlanRefusal> {
  const leader = members[0]
  if (leader === undefined) return refuse('nobody is to be booked')
  const wall = wallOf(when, leader.timeZone)
  if (days.length > PLAN_OCCURRENCES_MAX)
    return err({ code: 'limit_reached', details: { limit: PLAN_OCCURRENCES_MAX } })
  if (days.length === 0) return refuse('it ends before it has happened once')
  const unknown = exceptions.find(({ on }) => !days.includes(on))
  if (unknown !== undefined) return refuse(`${unknown.on} is no day of the series`)
  const found = days.map((on) => {
    const exception = exceptions.find((one) => one.on === on)
    const movedTo = exception?.to ?? null
    const span = onDay(wall, movedTo ?? on)
    const areDays = when.days !== null
    const shared = whenOf(span, leader.timeZone, areDays)
    const times = members.map(({ timeZone }) => (areDays ? whenOf(span, timeZone, true) : shared))
    return { on, movedTo, isLeftOut: exception !== undefined && movedTo === null, times }
  })
  const made = found.filter(({ isLeftOut }) => !isLeftOut)
  if (made.length === 0) return refuse('every occurrence is left out')
  if (made.length * members.length > PLAN_BOOKINGS_MAX)
    return err({ code: 'limit_reached', details: { limit: PLAN_BOOKINGS_MAX } })
  const reach = spanOf(made.flatMap(({ times }) => times))
  if (reach.toMs - reach.fromMs > PLAN_HORIZON_DAYS * DAY_MS)
    return refuse('it goes on for longer than three years')
  const crossed = firstCrossing(made)
  if (crossed !== null) return refuse(`${crossed} begins before the one before it has ended`)
  return ok(found)
}

/** The first occurrence that shares time with another one of the same plan. */
function firstCrossing(made: readonly Occurrence[]): string | null {
  const inOrder = made
    .flatMap(({ on, movedTo, times }) => times.slice(0, 1).map((time) => ({ ...time, on: movedTo ?? on })))
    .sort((a, b) => a.fromMs - b.fromMs)
  const found = inOrder.find((one, i) => i > 0 && one.fromMs < (inOrder[i - 1]?.toMs ?? 0))
  return found?.on ?? null
}

/** A time that is to be kept free for somebody. */
export interface Wanted extends Taken {
  artistId: string
}

/**
 * What leaves no room for each of several times that are wanted at once. `blocking` are bookings that stay; the wanted ones leave no room
 * for each other either, the earlier ones first.
 */
export function rivalsOfEach<B extends Taken & { artistId: string }>(
  wanted: readonly Wanted[],
  blocking: readonly B[],
  capacityOf: (artistId: string) => number,
): { isFree: boolean; rivals: B[] }[] {
  return wanted.map((one, i) => {
    const theirs = blocking.filter((other) => other.artistId === one.artistId && overlaps(other, one))
    const own = wanted.slice(0, i).filter((other) => other.artistId === one.artistId && overlaps(other, one))
    const isFree = hasRoom(one, [...theirs, ...own], capacityOf(one.artistId))
    return { isFree, rivals: isFree ? [] : theirs }
  })
}

/** The stretch from the first to the last of some periods. */
export function spanOf(periods: readonly Period[]): Period {
  return {
    fromMs: Math.min(...periods.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...periods.map(({ toMs }) => toMs)),
  }
}
