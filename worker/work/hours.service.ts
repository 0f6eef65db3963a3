import { addDays } from '../../contracts/days.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { OrreryEvent } from '../events/registry.ts'
import { readUsualHours } from '../projects/hours.service.ts'
import { findLastDay, listArtists, listTaking, replaceHours } from './hours.repository.ts'
import type { MovedDay } from './repository.ts'
import { type Days, hourFacts, hoursOf, keptDays, lastDayAhead } from './rules/hours.ts'

/** Days that are over by less than this may still be going on where an artist lives. */
const ZONES_DAYS = 1

/** Works out what artists are there for and booked on some days, in place of what was kept of them. Null: all artists. */
async function layHours(
  tx: TenantTx,
  artistIds: readonly string[] | null,
  wanted: Days,
  today: string,
): Promise<MovedDay[]> {
  const days = keptDays(wanted, today)
  if (days === null) return []
  const artists = await listArtists(tx, artistIds)
  const hours = await readUsualHours(
    tx,
    artists.map(({ id }) => id),
  )
  const moved: MovedDay[] = []
  for (const { id, capacity, isArchived } of artists) {
    const schedule = hours.get(id)
    if (schedule === undefined) continue
    const bookings = isArchived ? [] : await listTaking(tx, id, days)
    const facts = isArchived ? [] : hourFacts(id, hoursOf(schedule, capacity, bookings, days))
    moved.push(...(await replaceHours(tx, id, days, facts)))
  }
  return moved
}

/** Hours of the days that have come into reach since they were last worked out; of all days ahead when they never were. */
export async function layAhead(tx: TenantTx, today: string): Promise<MovedDay[]> {
  const last = await findLastDay(tx)
  const to = lastDayAhead(today)
  // Where nobody works on the last day of all, it is looked at again; nothing moves by that.
  const from = last === null ? addDays(today, -ZONES_DAYS) : addDays(last, 1)
  const isFar = last !== null && last.slice(0, 7) >= to.slice(0, 7)
  return isFar ? [] : layHours(tx, null, { from, to }, today)
}

/** What an event changes of hours and of what is booked of them. What is over stays as it was, but for bookings and time off of those days. */
export function layFor(tx: TenantTx, event: OrreryEvent, today: string): Promise<MovedDay[]> {
  const ahead = { from: addDays(today, -ZONES_DAYS), to: lastDayAhead(today) }
  switch (event.type) {
    case 'artist.created':
    case 'artist.archived':
    case 'artist.restored':
      return layHours(tx, [event.data.artistId], ahead, today)
    case 'artist.changed': {
      const { artistId, before, after } = event.data
      return before.timeZone === after.timeZone ? none() : layHours(tx, [artistId], ahead, today)
    }
    case 'artist.hours_changed': {
      const { artistId, effectiveFrom } = event.data
      return layHours(tx, [artistId], { ...ahead, from: effectiveFrom }, today)
    }
    case 'artist.time_off_added':
      return layHours(tx, [event.data.artistId], around(event.data.added.days), today)
    case 'artist.time_off_removed':
      return layHours(tx, [event.data.artistId], around(event.data.removed.days), today)
    case 'calendar.changed':
      return event.data.projectId === null && event.data.taskId === null
        ? layHours(tx, null, ahead, today)
        : none()
    case 'booking.created':
      return event.data.after.status === 'confirmed' ? layBooking(tx, [event.data.after], today) : none()
    case 'booking.changed':
    case 'booking.transitioned': {
      const { before, after } = event.data
      const taking = [before, after].filter(({ status }) => isTaking(status))
      return isSameTaking(before, after) ? none() : layBooking(tx, taking, today)
    }
    default:
      return none()
  }
}

const none = () => Promise.resolve<MovedDay[]>([])
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

async function layBooking(tx: TenantTx, taken: readonly Taken[], today: string): Promise<MovedDay[]> {
  const moved: MovedDay[] = []
  for (const { artistId, startTime, endTime } of taken) {
    const days = around({ from: startTime.slice(0, 10), to: endTime.slice(0, 10) })
    moved.push(...(await layHours(tx, [artistId], days, today)))
  }
  return moved
}
