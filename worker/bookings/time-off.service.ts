import type { TimeOffView } from '../../contracts/availability.ts'
import { addDays } from '../../contracts/days.ts'
import type { ArtistId } from '../../contracts/ids.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { readArtist } from '../artists/service.ts'
import { closedByTimeOff } from '../availability/service.ts'
import type { NewEvent } from '../events/define.ts'
import { type Notice, type Telling, tell } from '../notifications/service.ts'
import { toBoth } from './line.service.ts'
import { listAllBlocking } from './repository.ts'
import { toldOfMany, toldTimeOff } from './rules/told.ts'

/**
 * Time off ends no booking. Whoever made one that is certain in that time, and the artist, have to decide and are told: each once, of the
 * first, with how many there are.
 */
export async function tellTimeOff(
  tx: TenantTx,
  artistId: ArtistId,
  timeOff: TimeOffView,
  by: Telling,
): Promise<NewEvent[]> {
  const artist = await readArtist(tx, artistId)
  if (artist === null || timeOff.kind !== 'off') return []
  // No zone is further than a day from UTC, and hours may end on the next day.
  const around = {
    fromMs: Date.parse(addDays(timeOff.days.from, -2)),
    toMs: Date.parse(addDays(timeOff.days.to, 3)),
  }
  const certain = (await listAllBlocking(tx, artistId, around)).filter(
    (booking) =>
      booking.status === 'confirmed' &&
      booking.toMs > by.at.getTime() &&
      closedByTimeOff(artist.timeZone, timeOff, booking).length > 0,
  )
  const notices = new Map<string, Notice & { count: number }>()
  for (const booking of certain)
    for (const notice of toBoth(booking, toldTimeOff(booking, timeOff.id), artist.memberId)) {
      const first = notices.get(notice.personId)
      notices.set(notice.personId, { ...(first ?? notice), count: (first?.count ?? 0) + 1 })
    }
  return tell(
    tx,
    [...notices.values()].map(({ count, personId, ...told }) => ({ ...toldOfMany(told, count), personId })),
    by,
  )
}
