import { addDays } from '../../contracts/days.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { OrreryEvent } from '../events/registry.ts'
import { readUsualHours } from '../projects/hours.service.ts'
import * as rows from './hours.repository.ts'
import type { MovedDay } from './repository.ts'
import {
  type Days,
  hourFacts,
  hoursMoved,
  hoursOf,
  joinedDays,
  keptDays,
  lastDayAhead,
} from './rules/hours.ts'

/** Days that are over by less than this may still be going on where an artist lives. */
const ZONES_DAYS = 1

/** Artists whose hours are worked out at a time: a year of each is held in memory. */
const LAID_AT_ONCE = 20

/** The day it is, which may still be on its way. */
type Today = Promise<{ today: string }>

/** Works out what artists are there for and booked on some days, in place of what was kept of them. Null: all artists. */
async function layHours(
  tx: TenantTx,
  artistIds: readonly string[] | null,
  wanted: Days,
  at: Today,
): Promise<MovedDay[]> {
  const ids = artistIds ?? (await rows.listArtistIds(tx))
  const moved: MovedDay[] = []
  for (let first = 0; first < ids.length; first += LAID_AT_ONCE) {
    moved.push(...(await laySome(tx, ids.slice(first, first + LAID_AT_ONCE), wanted, at)))
  }
  return moved
}

/** All that is needed is asked in one flight, and what it comes to is sent without waiting for it. */
async function laySome(
  tx: TenantTx,
  artistIds: readonly string[],
  wanted: Days,
  at: Today,
): Promise<MovedDay[]> {
  const [kept, taking, artists, { today }] = await Promise.all([
    rows.listHours(tx, artistIds, wanted),
    rows.listTaking(tx, artistIds, wanted),
    readUsualHours(tx, artistIds),
    at,
  ])
  const days = keptDays(wanted, today)
  if (days === null) return []
  const fresh = [...artists].flatMap(([id, { schedule, capacity, isArchived }]) => {
    const own = taking.filter(({ artistId }) => artistId === id)
    return isArchived ? [] : hourFacts(id, hoursOf(schedule, capacity, own, days))
  })
  const reached = kept.filter(({ day }) => day >= days.from && day <= days.to)
  const { put, gone } = hoursMoved(reached, fresh)
  if (gone.length > 0) tx.endWith(rows.deleteHours(tx, gone))
  if (put.length > 0) tx.endWith(rows.putHours(tx, put))
  return [...put, ...gone].map(({ kind, day }) => ({ kind, day }))
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
  return isFar ? [] : layHours(tx, null, { from, to }, Promise.resolve({ today }))
}

/** What an event changes of hours and of what is booked of them. What is over stays as it was, but for bookings and time off of those days. */
export async function layFor(tx: TenantTx, event: OrreryEvent, at: Today): Promise<MovedDay[]> {
  switch (event.type) {
    case 'artist.created':
    case 'artist.archived':
    case 'artist.restored':
      return layHours(tx, [event.data.artistId], ahead(await at), at)
    case 'artist.changed': {
      const { artistId, before, after } = event.data
      return before.timeZone === after.timeZone ? [] : layHours(tx, [artistId], ahead(await at), at)
    }
    case 'artist.hours_changed': {
      const { artistId, effectiveFrom } = event.data
      return layHours(tx, [artistId], { ...ahead(await at), from: effectiveFrom }, at)
    }
    case 'artist.time_off_added':
      return layHours(tx, [event.data.artistId], around(event.data.added.days), at)
    case 'artist.time_off_removed':
      return layHours(tx, [event.data.artistId], around(event.data.removed.days), at)
    case 'calendar.changed':
      return event.data.projectId === null && event.data.taskId === null
        ? layHours(tx, null, ahead(await at), at)
        : []
    case 'booking.created':
      return event.data.after.status === 'confirmed' ? layBookings(tx, [event.data.after], at) : []
    case 'booking.changed':
    case 'booking.transitioned': {
      const { before, after } = event.data
      const taking = [before, after].filter(({ status }) => isTaking(status))
      return isSameTaking(before, after) ? [] : layBookings(tx, taking, at)
    }
    default:
      return []
  }
}

const ahead = ({ today }: { today: string }): Days => ({
  from: addDays(today, -ZONES_DAYS),
  to: lastDayAhead(today),
})
/** A shift that begins on a day may end on the next. */
const around = ({ from, to }: Days): Days => ({ from: addDays(from, -1), to: addDays(to, 1) })
const isTaking = (status: string): boolean => status === 'confirmed' || status === 'completed'

interface Taken {
  artistId: string
  projectId?: string | null | undefined
  status: string
  startTime: string
  endTime: string
}

const isSameTaking = (before: Taken, after: Taken): boolean =>
  isTaking(before.status) === isTaking(after.status) &&
  before.artistId === after.artistId &&
  before.startTime === after.startTime &&
  before.endTime === after.endTime

async function layBookings(tx: TenantTx, taken: readonly Taken[], at: Today): Promise<MovedDay[]> {
  const ofArtists = new Map<string, Days[]>()
  for (const { artistId, startTime, endTime } of taken) {
    const days = around({ from: startTime.slice(0, 10), to: endTime.slice(0, 10) })
    ofArtists.set(artistId, [...(ofArtists.get(artistId) ?? []), days])
  }
  const laid = [...ofArtists].flatMap(([artistId, days]) =>
    joinedDays(days).map((some) => layHours(tx, [artistId], some, at)),
  )
  return (await Promise.all(laid)).flat()
}
