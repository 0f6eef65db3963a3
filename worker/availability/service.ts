import type {
  ArtistAvailability,
  AvailabilityQuery,
  ClosedSpan,
  ClosedTimes,
  CreateTimeOff,
  PutAvailability,
  TimeOffView,
  WeeklyPattern,
} from '../../contracts/availability.ts'
import { TimeOffId } from '../../contracts/availability.ts'
import { addDays } from '../../contracts/days.ts'
import type { ArtistId } from '../../contracts/ids.ts'
import { ARTISTS_MAX, AVAILABILITY_DAYS_MAX, TIME_OFF_MAX } from '../../contracts/limits.ts'
import type { CalendarException } from '../../contracts/project-plans.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type ErasedRefusal, erasedRefusal, lockArtist, readArtist, readArtists } from '../artists/service.ts'
import type { NewEvent } from '../events/define.ts'
import { listBlocks } from './busy.repository.ts'
import { artistHoursChanged, artistTimeOffAdded, artistTimeOffRemoved } from './events.ts'
import * as rows from './repository.ts'
import { type Closed, closedIn, type Schedule, segmentsIn, wholeDaysOf } from './rules/hours.ts'
import type { Times } from './rules/past.ts'
import type { Span } from './rules/spans.ts'

const DAYS_ASKED = 31
const DAY_MS = 86_400_000
const EVER = { from: '0001-01-01', to: '9999-12-31' }

interface Changed<T> {
  view: T
  events: NewEvent[]
}

const iso = (ms: number): string => new Date(ms).toISOString()
/** No zone is further than a day from UTC, and a night shift begins the day before. */
const daysOf = ({ fromMs, toMs }: Span) => ({
  from: addDays(iso(fromMs).slice(0, 10), -2),
  to: addDays(iso(toMs).slice(0, 10), 2),
})
const shownOf = ({ fromMs, toMs, state, title }: Closed): ClosedSpan => ({
  ...{ startTime: iso(fromMs), endTime: iso(toMs), state, title },
})

function scheduleOf(
  timeZone: string,
  patterns: readonly WeeklyPattern[],
  timeOff: readonly Pick<TimeOffView, 'kind' | 'title' | 'days' | 'hours'>[],
  daysOfAll: readonly CalendarException[],
): Schedule {
  // Whoever has no hours is there on holidays as on every other day.
  const holidays = patterns.length === 0 ? [] : daysOfAll.filter(({ kind }) => kind === 'off')
  const exceptions = [...timeOff, ...holidays].map(({ kind, title, days, hours }) => ({
    ...{ kind, title, hours, firstDay: days.from, lastDay: days.to },
  }))
  return { timeZone, patterns, exceptions }
}

const plain = ({ effectiveFrom, weekly }: WeeklyPattern): WeeklyPattern => ({ effectiveFrom, weekly })

export type PeriodRefusal = { code: 'invalid_period'; details: { problem: string } }

/** The stretch of time that was asked for; what was not said is now, and a month from there. */
export function askedPeriod({ from, to }: AvailabilityQuery, now: Date): Result<Span, PeriodRefusal> {
  const fromMs = from === undefined ? now.getTime() : Date.parse(from)
  const toMs = to === undefined ? fromMs + DAYS_ASKED * DAY_MS : Date.parse(to)
  if (toMs <= fromMs) return err({ code: 'invalid_period', details: { problem: 'to is not after from' } })
  if (toMs - fromMs > AVAILABILITY_DAYS_MAX * DAY_MS) {
    const problem = `longer than ${AVAILABILITY_DAYS_MAX} days`
    return err({ code: 'invalid_period', details: { problem } })
  }
  return ok({ fromMs, toMs })
}

/** The hours of an artist, what differs from them, and a stretch of time part by part; null when there is no such artist. */
export async function readAvailability(
  tx: TenantTx,
  artistId: ArtistId,
  period: Span,
  busyIn: (period: Span) => Promise<Span[]>,
): Promise<ArtistAvailability | null> {
  const artist = await readArtist(tx, artistId)
  if (artist === null) return null
  const [patterns, timeOff, busy, daysOfAll, away] = await Promise.all([
    rows.listPatterns(tx, artistId),
    rows.listTimeOff(tx, artistId, daysOf(period)),
    busyIn(period),
    rows.listDaysOfAll(tx),
    listBlocks(tx, artistId, period),
  ])
  const schedule = { ...scheduleOf(artist.timeZone, patterns, timeOff, daysOfAll), away }
  return {
    ...{ artistId, timeZone: artist.timeZone, patterns: patterns.map(plain), timeOff },
    segments: segmentsIn(schedule, period, busy).map(({ fromMs, toMs, state, title }) => ({
      ...{ startTime: iso(fromMs), endTime: iso(toMs), state, title },
    })),
  }
}

/** All the hours and time off of an artist, over or to come. */
export async function readTimes(tx: TenantTx, artistId: string): Promise<Times> {
  const [patterns, timeOff] = await Promise.all([
    rows.listPatterns(tx, artistId),
    rows.listTimeOff(tx, artistId, EVER),
  ])
  return { patterns: patterns.map(plain), timeOff: timeOff.map((one) => ({ id: one.id, ...stateOf(one) })) }
}

/** Closed time of everybody who is not open all the time. */
export async function readClosedTimes(tx: TenantTx, period: Span): Promise<ClosedTimes[]> {
  const [patterns, timeOff, daysOfAll, away] = await Promise.all([
    rows.listPatterns(tx, null),
    rows.listTimeOff(tx, null, daysOf(period)),
    rows.listDaysOfAll(tx),
    listBlocks(tx, null, period),
  ])
  const ids = new Set<string>([...patterns, ...timeOff, ...away].map(({ artistId }) => artistId))
  if (ids.size === 0) return []
  const artists = await readArtists(tx, { archived: 'all', limit: ARTISTS_MAX })
  return artists.data
    .filter(({ id }) => ids.has(id))
    .map(({ id, timeZone }) => {
      const own = <T extends { artistId: string }>(all: readonly T[]) =>
        all.filter(({ artistId }) => artistId === id)
      const schedule = { ...scheduleOf(timeZone, own(patterns), own(timeOff), daysOfAll), away: own(away) }
      return { artistId: id, closed: closedIn(schedule, period).map(shownOf) }
    })
}

/** An artist with their own hours. */
export interface ScheduledArtist {
  name: string
  capacity: number
  isArchived: boolean
  schedule: Schedule
}

/** Names and hours of artists, as whoever plans their work needs them; those who are not there have none. */
export async function readSchedules(
  tx: TenantTx,
  artistIds: readonly string[],
): Promise<Map<string, ScheduledArtist>> {
  if (artistIds.length === 0) return new Map()
  const artists = await rows.listSchedules(tx, artistIds)
  return new Map(
    artists.map(({ id, name, capacity, timeZone, isArchived, patterns, timeOff }) => [
      id,
      { name, capacity, isArchived, schedule: scheduleOf(timeZone, patterns, timeOff, []) },
    ]),
  )
}

/** Closed time of an artist in a period that is to be booked; of whole days only those on which nothing is open. */
export async function closedFor(
  tx: TenantTx,
  artist: { id: string; timeZone: string },
  period: Span,
  areWholeDays: boolean,
): Promise<ClosedSpan[]> {
  const [closed = []] = await closedForEach(tx, artist, [period], areWholeDays)
  return closed
}

/** What time off closes of a period by itself, whatever the hours are. */
export const closedByTimeOff = (timeZone: string, timeOff: TimeOffView, period: Span): Closed[] =>
  closedIn(scheduleOf(timeZone, [], [timeOff], []), period)

/** The same of several periods. */
export async function closedForEach(
  tx: TenantTx,
  artist: { id: string; timeZone: string },
  periods: readonly Span[],
  areWholeDays: boolean,
): Promise<ClosedSpan[][]> {
  const reach = {
    fromMs: Math.min(...periods.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...periods.map(({ toMs }) => toMs)),
  }
  const [patterns, timeOff, daysOfAll, away] = await Promise.all([
    rows.listPatterns(tx, artist.id),
    rows.listTimeOff(tx, artist.id, daysOf(reach)),
    rows.listDaysOfAll(tx),
    listBlocks(tx, artist.id, reach),
  ])
  const schedule = { ...scheduleOf(artist.timeZone, patterns, timeOff, daysOfAll), away }
  return periods.map((period) => {
    const closed = closedIn(schedule, period)
    return (areWholeDays ? wholeDaysOf(closed, artist.timeZone) : closed).map(shownOf)
  })
}

export type PutPatternRefusal =
  | { code: 'not_found' }
  | { code: 'invalid_period'; details: { problem: string } }

/** Gives an artist weekly hours from a day on. Where there are some already, the past stays as it was. */
export async function changeHours(
  tx: TenantTx,
  artistId: ArtistId,
  input: PutAvailability,
  context: { at: Date; dayIn: (timeZone: string) => string },
): Promise<Result<Changed<WeeklyPattern>, PutPatternRefusal>> {
  const artist = await lockArtist(tx, artistId)
  if (artist === null) return err({ code: 'not_found' })
  const today = context.dayIn(artist.timeZone)
  const { effectiveFrom = today, weekly } = input
  const before = await rows.listPatterns(tx, artistId)
  if (before.length > 0 && effectiveFrom < today) {
    return err({ code: 'invalid_period', details: { problem: 'hours begin today or later' } })
  }
  const view = { effectiveFrom, weekly }
  const same = before.find((one) => one.effectiveFrom === effectiveFrom)
  if (same !== undefined && JSON.stringify(same.weekly) === JSON.stringify(weekly)) {
    return ok({ view, events: [] })
  }
  await rows.putPattern(tx, artistId, view, context.at)
  const event = artistHoursChanged.of(subjectOf(artistId), { artistId, ...view })
  return ok({ view, events: [event] })
}

export type AddTimeOffRefusal =
  | ErasedRefusal
  | { code: 'not_found' }
  | { code: 'already_exists'; details: { field: 'id' } }
  | { code: 'limit_reached'; details: { limit: number } }

/** Notes that an artist is not there, or is there against the weekly hours. Bookings stay as they are. */
export async function addTimeOff(
  tx: TenantTx,
  artistId: ArtistId,
  input: CreateTimeOff,
  context: { newId: () => string; at: Date; actor: string },
): Promise<Result<Changed<TimeOffView>, AddTimeOffRefusal>> {
  const artist = await lockArtist(tx, artistId)
  if (artist === null) return err({ code: 'not_found' })
  const erased = erasedRefusal(artist)
  if (erased !== null) return err(erased)
  if ((await rows.countTimeOff(tx, artistId)) >= TIME_OFF_MAX) {
    return err({ code: 'limit_reached', details: { limit: TIME_OFF_MAX } })
  }
  const { id = TimeOffId.parse(context.newId()), ...fields } = input
  const wanted = { ...fields, id, artistId, createdAt: context.at.toISOString() }
  const view = await rows.insertTimeOff(tx, wanted, context.actor)
  if (view === null) return err({ code: 'already_exists', details: { field: 'id' } })
  const added = stateOf(view)
  const event = artistTimeOffAdded.of(subjectOf(artistId), {
    ...{ artistId, timeOffId: id, added },
  })
  return ok({ view, events: [event] })
}

/** Takes time off away again. */
export async function removeTimeOff(
  tx: TenantTx,
  artistId: ArtistId,
  id: TimeOffId,
): Promise<Result<Changed<TimeOffView>, { code: 'not_found' }>> {
  const artist = await lockArtist(tx, artistId)
  const view = artist === null ? null : await rows.deleteTimeOff(tx, artistId, id)
  if (artist === null || view === null) return err({ code: 'not_found' })
  const removed = stateOf(view)
  const event = artistTimeOffRemoved.of(subjectOf(artistId), {
    ...{ artistId, timeOffId: id, removed },
  })
  return ok({ view, events: [event] })
}

const subjectOf = (artistId: string) => `artist:${artistId}`
const stateOf = ({ kind, title, days, hours }: TimeOffView) => ({ kind, title, days, hours })
