import { addDays } from '../../contracts/days.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { ScheduledArtist } from '../availability/service.ts'
import type { OrreryEvent } from '../events/registry.ts'
import { readUsualHours } from '../projects/hours.service.ts'
import * as rows from './hours.repository.ts'
import { type MovedDay, putFacts } from './repository.ts'
import type { WorkFact } from './rules/facts.ts'
import {
  bookedOf,
  type Days,
  hourFacts,
  hoursMoved,
  hoursOf,
  joinedDays,
  type KeptHours,
  keptDays,
  lastDayAhead,
  type TakingBooking,
} from './rules/hours.ts'

/** Days that are over by less than this may still be going on where an artist lives. */
const ZONES_DAYS = 1

/** Artists whose hours are worked out at a time: a year of each is held in memory. */
const LAID_AT_ONCE = 20

/** How far a workspace is counted, which may still be on its way: the day it is there, and the last one that hours are kept for. */
export type Reach = Promise<{ today: string; lastDay: string | null }>

/** Hours to be worked out anew: of an artist or, null, of all. Where it does not say when they begin or end, that follows from today. */
interface Anew {
  artistId: string | null
  from: string | null
  to: string | null
}

/** A certain booking that was made, with the days that it may take hours of. */
interface Made extends Days {
  artistId: string
  booking: TakingBooking
}

interface Taken {
  artistId: string
  status: string
  share: number
  startTime: string
  endTime: string
}

type Schedules = ReadonlyMap<string, ScheduledArtist>

/** What has to be stored and forgotten of hours. */
interface HoursLaid {
  put: WorkFact[]
  gone: KeptHours[]
}

/** Usual hours of those who are going to be booked, asked ahead: a booking that takes no time needs none. */
export function foreseeHours(
  tx: TenantTx,
  bookings: readonly { artistId: string; status: string }[],
): Promise<Schedules> | null {
  const ids = new Set(bookings.filter(isTaking).map(({ artistId }) => artistId))
  return ids.size === 0 ? null : readUsualHours(tx, [...ids])
}

/** Works out what artists are there for and booked on some days, and sends what it comes to without waiting for it. */
async function layHours(
  tx: TenantTx,
  artistIds: readonly string[],
  wanted: Days,
  at: Promise<{ today: string }>,
): Promise<MovedDay[]> {
  const moved: MovedDay[] = []
  for (let first = 0; first < artistIds.length; first += LAID_AT_ONCE) {
    const some = artistIds.slice(first, first + LAID_AT_ONCE)
    const [laid, artists, { today }] = await Promise.all([
      rows.readLaid(tx, some, wanted),
      readUsualHours(tx, some),
      at,
    ])
    const { put, gone } = layAnew(laid, artists, keptDays(wanted, today))
    if (gone.length > 0) tx.endWith(rows.deleteHours(tx, gone))
    if (put.length > 0) tx.endWith(putFacts(tx, put))
    moved.push(...[...put, ...gone].map(({ kind, day }) => ({ kind, day })))
  }
  return moved
}

function layAnew({ kept, taking }: rows.LaidHours, artists: Schedules, days: Days | null): HoursLaid {
  if (days === null) return { put: [], gone: [] }
  const fresh = [...artists].flatMap(([id, { schedule, capacity, isArchived }]) => {
    const own = taking.filter(({ artistId }) => artistId === id)
    return isArchived ? [] : hourFacts(id, hoursOf(schedule, capacity, own, days))
  })
  const reached = kept.filter(({ day }) => day >= days.from && day <= days.to)
  return hoursMoved(reached, fresh)
}

/** Hours of the days that have come into reach since they were last worked out; of all days ahead when they never were. */
export async function layAhead(
  tx: TenantTx,
  { today, lastDay }: { today: string; lastDay: string | null },
): Promise<MovedDay[]> {
  const to = lastDayAhead(today)
  // Where nobody works on the last day of all, it is looked at again; nothing moves by that.
  const from = lastDay === null ? addDays(today, -ZONES_DAYS) : addDays(lastDay, 1)
  const isFar = lastDay !== null && lastDay.slice(0, 7) >= to.slice(0, 7)
  return isFar ? [] : layHours(tx, await rows.listArtistIds(tx), { from, to }, Promise.resolve({ today }))
}

/** Days that moved, and facts of them that are still to be stored. */
interface LaidFor {
  moved: MovedDay[]
  facts: WorkFact[]
}

/** What events change of hours and of what is booked of them: each day of an artist once, however many events it is in. */
export async function layFor(
  tx: TenantTx,
  events: readonly OrreryEvent[],
  at: Reach,
  foreseen: Promise<Schedules> | null,
): Promise<LaidFor> {
  const anew = events.flatMap(anewBy)
  const isAnew = (id: string) => anew.some(({ artistId }) => artistId === null || artistId === id)
  const made = events.flatMap(madeBy)
  const [moved, ofMade] = await Promise.all([
    layWanted(tx, [...anew, ...made.filter(({ artistId }) => isAnew(artistId))], at),
    layMade(
      tx,
      made.filter(({ artistId }) => !isAnew(artistId)),
      at,
      foreseen,
    ),
  ])
  return { moved: [...moved, ...ofMade.moved], facts: ofMade.facts }
}

/** A booking that was made takes hours of its own and changes no others, so nothing that is kept has to be read. */
async function layMade(
  tx: TenantTx,
  made: readonly Made[],
  at: Reach,
  foreseen: Promise<Schedules> | null,
): Promise<LaidFor> {
  if (made.length === 0) return { moved: [], facts: [] }
  const ids = [...new Set(made.map(({ artistId }) => artistId))]
  const [schedules, { today, lastDay }] = await Promise.all([foreseen ?? readUsualHours(tx, ids), at])
  const first = addDays(today, -ZONES_DAYS)
  const areKept = made.every(({ from, to }) => lastDay !== null && from >= first && to <= lastDay)
  // Of days that are over, and of days that are not reached yet, it is not known whether any were worked out.
  if (!areKept) return { moved: await layWanted(tx, made, at), facts: [] }
  const facts = made.flatMap(({ artistId, booking }) => {
    const artist = schedules.get(artistId)
    if (artist === undefined || artist.isArchived) return []
    return hourFacts(artistId, { available: [], booked: bookedOf(artist.schedule, booking) })
  })
  return { moved: facts.map(({ kind, day }) => ({ kind, day })), facts }
}

async function layWanted(tx: TenantTx, wanted: readonly Anew[], at: Reach): Promise<MovedDay[]> {
  const isByToday = wanted.some(({ from, to }) => from === null || to === null)
  const ahead = isByToday ? daysAhead((await at).today) : { from: '', to: '' }
  const isOfAll = wanted.some(({ artistId }) => artistId === null)
  const ids = isOfAll ? await rows.listArtistIds(tx) : wanted.flatMap(({ artistId }) => artistId ?? [])
  // Those of the same days are read together.
  const together = new Map<string, { days: Days; ids: string[] }>()
  for (const id of new Set(ids)) {
    const own = wanted.filter(({ artistId }) => artistId === null || artistId === id)
    const said = own.map(({ from, to }) => ({ from: from ?? ahead.from, to: to ?? ahead.to }))
    for (const days of joinedDays(said)) {
      const key = `${days.from} ${days.to}`
      const same = together.get(key) ?? { days, ids: [] }
      together.set(key, { days, ids: [...same.ids, id] })
    }
  }
  const laid = [...together.values()].map((same) => layHours(tx, same.ids, same.days, at))
  return (await Promise.all(laid)).flat()
}

/** What is over stays as it was, but for bookings and time off of those days. */
function anewBy(event: OrreryEvent): Anew[] {
  switch (event.type) {
    case 'artist.created':
    case 'artist.archived':
    case 'artist.restored':
      return [{ artistId: event.data.artistId, from: null, to: null }]
    case 'artist.changed': {
      const { artistId, before, after } = event.data
      return before.timeZone === after.timeZone ? [] : [{ artistId, from: null, to: null }]
    }
    case 'artist.hours_changed':
      return [{ artistId: event.data.artistId, from: event.data.effectiveFrom, to: null }]
    case 'artist.time_off_added':
      return [{ artistId: event.data.artistId, ...around(event.data.added.days) }]
    case 'artist.time_off_removed':
      return [{ artistId: event.data.artistId, ...around(event.data.removed.days) }]
    case 'calendar.changed':
      return event.data.projectId === null && event.data.taskId === null
        ? [{ artistId: null, from: null, to: null }]
        : []
    case 'booking.changed':
    case 'booking.transitioned': {
      const { before, after } = event.data
      const taking = isSameTaking(before, after) ? [] : [before, after].filter(isTaking)
      return taking.map((one) => ({ artistId: one.artistId, ...daysOf(one) }))
    }
    default:
      return []
  }
}

function madeBy(event: OrreryEvent): Made[] {
  if (event.type !== 'booking.created' || !isTaking(event.data.after)) return []
  const { bookingId: id, after } = event.data
  const { artistId, projectId = null, share, startTime, endTime } = after
  const booking = { id, projectId, share, fromMs: Date.parse(startTime), toMs: Date.parse(endTime) }
  return [{ artistId, booking, ...daysOf(after) }]
}

const daysAhead = (today: string): Days => ({ from: addDays(today, -ZONES_DAYS), to: lastDayAhead(today) })
/** A shift that begins on a day may end on the next. */
const around = ({ from, to }: Days): Days => ({ from: addDays(from, -1), to: addDays(to, 1) })
const daysOf = ({ startTime, endTime }: Taken): Days =>
  around({ from: startTime.slice(0, 10), to: endTime.slice(0, 10) })
const isTaking = ({ status }: { status: string }): boolean => status === 'confirmed' || status === 'completed'

const isSameTaking = (before: Taken, after: Taken): boolean =>
  isTaking(before) === isTaking(after) &&
  before.artistId === after.artistId &&
  before.share === after.share &&
  before.startTime === after.startTime &&
  before.endTime === after.endTime
