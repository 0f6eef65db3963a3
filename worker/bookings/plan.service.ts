import type { ArtistView } from '../../contracts/artists.ts'
import type { PlanBookings, PlanReport, TogetherView } from '../../contracts/booking-plans.ts'
import { BookingSeriesId } from '../../contracts/booking-plans.ts'
import { doesBlock } from '../../contracts/booking-states.ts'
import { BookingId } from '../../contracts/ids.ts'
import { PLAN_RIVALS_SHOWN_MAX, SERIES_LINE_MAX } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type OpenArtistRefusal, readArtist, requireOpenArtist, takeClaim } from '../artists/service.ts'
import { closedForEach } from '../availability/service.ts'
import type { NewEvent } from '../events/define.ts'
import { type Telling, tell } from '../notifications/service.ts'
import { hasProject } from '../projects/lookup.service.ts'
import { allFree, obstaclesOf, type PlanConflict, type WantedTime } from './clash.service.ts'
import { bookingCreated, bookingSeriesSet } from './events.ts'
import { rivalOf, stateOf, subjectOf } from './line.service.ts'
import * as rows from './repository.ts'
import { takesAll } from './rules/load.ts'
import { type Occurrence, occurrencesOf, type PlanRefusal, spanOf } from './rules/plan.ts'
import { ranksOf } from './rules/ranks.ts'
import { ruleText } from './rules/repeat.ts'
import { toldAsked, toldOfMany } from './rules/told.ts'
import { insertSeries } from './series.repository.ts'
import { findSettings } from './settings.repository.ts'
import { settleLine } from './settle.service.ts'
import { togetherOf } from './together.ts'

const HOUR_MS = 3_600_000
const iso = (ms: number): string => new Date(ms).toISOString()

/** Every occurrence of a plan with each of those who would be booked; null when somebody is not there. Nothing is stored. */
export async function checkPlan(
  tx: TenantTx,
  input: PlanBookings,
): Promise<Result<PlanReport | null, PlanRefusal>> {
  const members: ArtistView[] = []
  for (const id of input.artistIds) {
    const artist = await readArtist(tx, id)
    if (artist === null) return ok(null)
    members.push(artist)
  }
  const found = occurrencesOf(input, members)
  return found.ok ? ok(await reportOn(tx, members, found.value, input.share)) : found
}

/** What stands in the way of each of those who would be booked, at each occurrence. */
export async function reportOn(
  tx: TenantTx,
  members: readonly ArtistView[],
  found: readonly Occurrence[],
  share: number,
): Promise<PlanReport> {
  const columns = await Promise.all(members.map((artist, i) => reportOf(tx, artist, found, i, share)))
  const occurrences = found.map(({ on, movedTo, isLeftOut, times }, row) => ({
    ...{ on, movedTo, isLeftOut, days: times[0]?.days ?? null },
    members: columns.flatMap((column) => column[row] ?? []),
  }))
  const made = occurrences.filter(({ isLeftOut }) => !isLeftOut)
  const clashing = made.filter(({ members: each }) => each.some(({ isFree }) => !isFree)).length
  return { occurrences, bookings: made.length * members.length, clashing }
}

/** What stands in the way of one of them at each occurrence. */
async function reportOf(
  tx: TenantTx,
  artist: ArtistView,
  occurrences: readonly Occurrence[],
  index: number,
  share: number,
) {
  const times = occurrences.flatMap(({ on, isLeftOut, times: all }) => {
    const time = all[index]
    return time === undefined ? [] : [{ ...time, on, isLeftOut, artistId: artist.id, share, claimant: null }]
  })
  const areDays = times.some(({ days }) => days !== null)
  const one = new Map<string, ArtistView>([[artist.id, artist]])
  // What is left out is in the way of nobody, and is shown all the same.
  const [made, leftOut] = [false, true].map((is) => times.filter(({ isLeftOut }) => isLeftOut === is))
  const [ofMade, ofLeftOut, closed, line] = await Promise.all([
    obstaclesOf(tx, one, made ?? []),
    obstaclesOf(tx, one, leftOut ?? []),
    closedForEach(tx, artist, times, areDays),
    rows.listLine(tx, [artist.id], spanOf(times), SERIES_LINE_MAX),
  ])
  return times.map((time, i) => {
    const obstacle = time.isLeftOut
      ? ofLeftOut[leftOut?.indexOf(time) ?? -1]
      : ofMade[made?.indexOf(time) ?? -1]
    const { isFree = true, rivals = [], firstRefusalUntil = null } = obstacle ?? {}
    const last = { id: '', claims: [{ fromMs: time.fromMs, toMs: time.toMs, no: Number.MAX_SAFE_INTEGER }] }
    return {
      ...{ artistId: artist.id, artistName: artist.name, timeZone: artist.timeZone },
      ...{ startTime: iso(time.fromMs), endTime: iso(time.toMs) },
      isFree: isFree && artist.archivedAt === null,
      rivals: rivals.slice(0, PLAN_RIVALS_SHOWN_MAX).map(rivalOf),
      firstRefusalUntil,
      closed: (closed[i] ?? []).slice(0, PLAN_RIVALS_SHOWN_MAX),
      rank: Math.max(1, ...ranksOf(last, line).map(({ rank }) => rank)),
    }
  })
}

export type MakePlanRefusal =
  | OpenArtistRefusal
  | PlanRefusal
  | PlanConflict
  | { code: 'not_found'; details: { field: 'projectId' } }

/** Makes every booking of a plan, or none. Whoever is locked is locked in the order of ids, so that two plans do not wait for each other. */
export async function makePlan(
  tx: TenantTx,
  input: PlanBookings,
  by: Telling,
): Promise<Result<{ view: TogetherView; events: NewEvent[] }, MakePlanRefusal>> {
  const locked = await lockMembers(tx, input.artistIds)
  if (!locked.ok) return locked
  const members = locked.value
  const found = occurrencesOf(input, members)
  if (!found.ok) return found
  if (!(await hasProject(tx, input.projectId)))
    return err({ code: 'not_found', details: { field: 'projectId' } })
  const seriesId = input.repeat === null ? null : by.newId()
  const booked = await bookAll(tx, members, found.value, { ...input, seriesId }, by)
  if (!booked.ok) return booked
  const { stored, events } = booked.value
  const repeats =
    input.repeat === null ? [] : await storeSeries(tx, input, seriesId, found.value, members, by)
  const view = { seriesId: BookingSeriesId.nullable().parse(seriesId), bookings: stored.map(togetherOf) }
  return ok({ view, events: [...repeats, ...events] })
}

/** Those who are to be booked, in the order they were named, none of them archived. */
export async function lockMembers(
  tx: TenantTx,
  ids: readonly string[],
): Promise<Result<ArtistView[], OpenArtistRefusal>> {
  const artists = new Map<string, ArtistView>()
  for (const id of [...ids].sort()) {
    const artist = await requireOpenArtist(tx, id)
    if (!artist.ok) return artist
    artists.set(id, artist.value)
  }
  return ok(ids.flatMap((id) => artists.get(id) ?? []))
}

/** What bookings of one command have in common. */
export type Wish = Pick<PlanBookings, 'projectId' | 'title' | 'notes' | 'status' | 'share'> & {
  seriesId: string | null
}

/** Books locked members at every occurrence that is not left out, or nobody at all. */
export async function bookAll(
  tx: TenantTx,
  members: readonly ArtistView[],
  occurrences: readonly Occurrence[],
  wish: Wish,
  by: Telling,
): Promise<Result<{ stored: rows.Booking[]; events: NewEvent[] }, PlanConflict>> {
  const ended = await settleLine(
    tx,
    members.map(({ id }) => id),
    by,
  )
  const { blocking, holdHours } = await findSettings(tx)
  const blocks = doesBlock(wish.status, blocking)
  const made = occurrences.filter(({ isLeftOut }) => !isLeftOut)
  const wanted = members.flatMap((artist, i) =>
    made.flatMap(({ on, times }): WantedTime[] => {
      const time = times[i]
      return time === undefined
        ? []
        : [{ ...time, on, artistId: artist.id, share: wish.share, claimant: null }]
    }),
  )
  const artists = new Map(members.map((one) => [one.id as string, one]))
  const free = blocks ? await allFree(tx, artists, wanted) : ok(null)
  if (!free.ok) return free
  const nowMs = await rows.readClock(tx)
  const expiresAt = wish.status === 'hold' ? iso(nowMs + holdHours * HOUR_MS) : null
  const fields = { ...wish, blocks, expiresAt, createdBy: by.actor }
  const stored = await storeAll(tx, members, made, fields, by)
  const created = stored.map((booking) =>
    bookingCreated.of(subjectOf(booking.id), { bookingId: booking.id, after: stateOf(booking) }),
  )
  const told = await tell(tx, askedOf(members, stored), by)
  return ok({ stored, events: [...ended, ...created, ...told] })
}

/** The same with what follows from it. */
type Common = Wish & { blocks: boolean; expiresAt: string | null; createdBy: string }

/** Stores the bookings of a plan, those of one occurrence as a group where they are for several. */
async function storeAll(
  tx: TenantTx,
  members: readonly ArtistView[],
  made: readonly Occurrence[],
  common: Common,
  by: Telling,
): Promise<rows.Booking[]> {
  const { projectId, title, notes, status, share, blocks, expiresAt, seriesId, createdBy } = common
  const groupIds = made.map(() => (members.length > 1 ? by.newId() : null))
  const drafts = []
  for (const [i, { id: artistId, name, timeZone, capacity }] of members.entries()) {
    const no = await takeClaim(tx, artistId)
    for (const [at, { on, times }] of made.entries()) {
      const time = times[i]
      if (time === undefined) continue
      const { fromMs, toMs } = time
      const booking: rows.NewBooking = {
        ...{
          id: BookingId.parse(by.newId()),
          artistId,
          projectId,
          title,
          notes,
          status,
          share,
          blocks,
          expiresAt,
          createdBy,
        },
        ...{ ...pick(time), timeZone, claims: [{ fromMs, toMs, no }] },
        ...{ groupId: groupIds[at] ?? null, seriesId, seriesDay: seriesId === null ? null : on },
        ...{ isExtended: false, acceptedAt: null, reason: null },
      }
      drafts.push({ booking, artist: { name, capacity } })
    }
  }
  const stored = drafts.map(({ booking, artist }) => ({
    ...booking,
    isExclusive: takesAll(artist.capacity, booking.share),
    createdAt: by.at.toISOString(),
  }))
  tx.endWith(rows.insertBookings(tx, stored))
  return drafts
    .map(({ booking, artist }) => rows.asMade(booking, artist, by.at))
    .sort((a, b) => a.fromMs - b.fromMs)
}

const pick = ({ fromMs, toMs, days }: Occurrence['times'][number]) => ({ fromMs, toMs, days })

async function storeSeries(
  tx: TenantTx,
  { repeat, title }: PlanBookings,
  id: string | null,
  occurrences: readonly Occurrence[],
  members: readonly ArtistView[],
  by: Telling,
): Promise<NewEvent[]> {
  const [first, leader] = [occurrences[0], members[0]]
  if (repeat === null || id === null || first === undefined || leader === undefined) return []
  const series = { id, repeat, firstDay: first.on, timeZone: leader.timeZone, createdBy: by.actor }
  await insertSeries(tx, series, by.at)
  const rule = ruleText(repeat, first.on)
  return [bookingSeriesSet.of(`booking_series:${id}`, { seriesId: id, title, rule, firstDay: first.on })]
}

/** One notice to each artist with an account, however often they are asked for. */
function askedOf(members: readonly ArtistView[], stored: readonly rows.Booking[]) {
  return members.flatMap(({ id, memberId }) => {
    const own = stored.filter(({ artistId }) => artistId === id)
    const [first] = own
    if (memberId === null || first === undefined) return []
    return [{ ...toldOfMany(toldAsked(first, first.status), own.length), personId: memberId }]
  })
}
