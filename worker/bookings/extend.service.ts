import type { ArtistView } from '../../contracts/artists.ts'
import type {
  BookingSeriesView,
  ExtendSeries,
  PlanReport,
  TogetherView,
} from '../../contracts/booking-plans.ts'
import { isOpen } from '../../contracts/booking-states.ts'
import { addDays } from '../../contracts/days.ts'
import { PLAN_BOOKINGS_MAX, PLAN_OCCURRENCES_MAX } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type OpenArtistRefusal, readArtist } from '../artists/service.ts'
import type { NewEvent } from '../events/define.ts'
import type { Telling } from '../notifications/service.ts'
import type { PlanConflict } from './clash.service.ts'
import { bookAll, lockMembers, reportOn } from './plan.service.ts'
import * as rows from './repository.ts'
import { type Occurrence, occurrencesOn, type PlanRefusal } from './rules/plan.ts'
import { goneOn } from './rules/repeat.ts'
import { updateSeries } from './series.repository.ts'
import { readSeries, setOf } from './series.service.ts'
import { viewOfAll } from './together.ts'

export type ExtendRefusal =
  | { code: 'not_found' }
  | { code: 'not_a_series' }
  | { code: 'booking_ended'; details: { status: string } }
  | { code: 'stale_version'; details: BookingSeriesView }
  | PlanRefusal

/** A series that is to go on: which of its bookings says how, and for whom. */
interface Going {
  named: rows.Booking
  series: BookingSeriesView
  /** Whoever gives the clock first. */
  group: rows.Booking[]
}

/** The series of a booking with the group that goes on with it. */
async function goingOf(
  tx: TenantTx,
  id: string,
  seen: number,
): Promise<Result<Going, Exclude<ExtendRefusal, PlanRefusal>>> {
  const named = await rows.findBooking(tx, id)
  if (named === null) return err({ code: 'not_found' })
  const series = named.seriesId === null ? null : await readSeries(tx, named.seriesId)
  if (series === null) return err({ code: 'not_a_series' })
  if (!isOpen(named.status) && named.status !== 'completed')
    return err({ code: 'booking_ended', details: { status: named.status } })
  if (series.version !== seen) return err({ code: 'stale_version', details: series })
  const together = named.groupId === null ? [] : await rows.listTogether(tx, { groupId: named.groupId })
  const others = together.filter((one) => one.id !== named.id && one.seriesId === named.seriesId)
  const group = [named, ...others]
  const leader = group.find(({ timeZone }) => timeZone === series.timeZone) ?? named
  return ok({ named, series, group: [leader, ...group.filter((one) => one !== leader)] })
}

/** The times that come with it, after the last one that has not been called off. */
async function newTimesOf(
  tx: TenantTx,
  { named, series, group }: Going,
  members: readonly ArtistView[],
  { count, until, exceptions }: ExtendSeries,
): Promise<Result<{ occurrences: Occurrence[]; repeat: BookingSeriesView['repeat'] }, PlanRefusal>> {
  const stand = await rows.standOfSeries(tx, series.id)
  const lastDay = stand.lastDay ?? addDays(series.firstDay, -1)
  if (until !== undefined && until <= lastDay)
    return err({ code: 'invalid_period', details: { problem: `it goes on until ${lastDay} already` } })
  const longer = goneOn(series, lastDay, until === undefined ? { count: count ?? 1 } : { until })
  if (longer.times > PLAN_OCCURRENCES_MAX)
    return err({ code: 'limit_reached', details: { limit: PLAN_OCCURRENCES_MAX } })
  if (longer.days.length === 0)
    return err({ code: 'invalid_period', details: { problem: 'it does not happen again by then' } })
  const leader = group[0] ?? named
  const found = occurrencesOn(longer.days, leader, exceptions, members)
  if (!found.ok) return found
  const made = found.value.filter(({ isLeftOut }) => !isLeftOut).length * members.length
  if (stand.count + made > PLAN_BOOKINGS_MAX)
    return err({ code: 'limit_reached', details: { limit: PLAN_BOOKINGS_MAX } })
  return ok({ occurrences: found.value, repeat: longer.repeat })
}

/** Every time that would come with it, with each of those who would be booked. Nothing is stored. */
export async function checkExtension(
  tx: TenantTx,
  id: string,
  asked: ExtendSeries,
): Promise<Result<PlanReport, ExtendRefusal>> {
  const going = await goingOf(tx, id, asked.seriesVersion)
  if (!going.ok) return going
  const members: ArtistView[] = []
  for (const { artistId } of going.value.group) {
    const artist = await readArtist(tx, artistId)
    if (artist === null) return err({ code: 'not_found' })
    members.push(artist)
  }
  const times = await newTimesOf(tx, going.value, members, asked)
  return times.ok ? ok(await reportOn(tx, members, times.value.occurrences, going.value.named.share)) : times
}

/** Lets a series go on: books all of the new times or none, and says in the series until when it goes now. */
export async function extendSeries(
  tx: TenantTx,
  id: string,
  asked: ExtendSeries,
  by: Telling,
): Promise<
  Result<{ view: TogetherView; events: NewEvent[] }, ExtendRefusal | OpenArtistRefusal | PlanConflict>
> {
  const before = await goingOf(tx, id, asked.seriesVersion)
  if (!before.ok) return before
  const locked = await lockMembers(
    tx,
    before.value.group.map(({ artistId }) => artistId),
  )
  if (!locked.ok) return locked
  // Whoever came first has let it go on meanwhile.
  const going = await goingOf(tx, id, asked.seriesVersion)
  if (!going.ok) return going
  const { named, series } = going.value
  const times = await newTimesOf(tx, going.value, locked.value, asked)
  if (!times.ok) return times
  const { projectId, title, notes, share } = named
  const wish = { projectId, title, notes, share, status: asked.status, seriesId: series.id }
  const booked = await bookAll(tx, locked.value, times.value.occurrences, wish, by)
  if (!booked.ok) return booked
  const after = { ...series, repeat: times.value.repeat }
  await updateSeries(tx, series.id, after)
  const { stored, events } = booked.value
  return ok({ view: viewOfAll(stored, series.id), events: [setOf(series.id, title, after), ...events] })
}
