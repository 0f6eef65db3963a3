import type { TenantTx } from '../../db/tenant-tx.ts'
import { readArtist } from '../artists/service.ts'
import type { NewEvent } from '../events/define.ts'
import { isRefusalCounted } from '../work/service.ts'
import { bookingRefused } from './events.ts'
import { findBooking } from './repository.ts'

/** What was asked for in a call that was refused because others have the time. What it does not say, the booking does. */
export interface RefusedCall {
  artistId?: string | undefined
  projectId?: string | null | undefined
  bookingId?: string | undefined
}

/** The event of a refused call; none when it was counted before, or what it was about is not there. */
export async function noteRefused(tx: TenantTx, callId: string, asked: RefusedCall): Promise<NewEvent[]> {
  const booking = asked.bookingId === undefined ? null : await findBooking(tx, asked.bookingId)
  const artistId = asked.artistId ?? booking?.artistId
  const artist = artistId === undefined ? null : await readArtist(tx, artistId)
  if (artist === null || (await isRefusalCounted(tx, callId))) return []
  const { projectId = booking?.projectId ?? null } = asked
  const about = { artistId: artist.id, projectId, bookingId: booking?.id ?? null }
  return [bookingRefused.of(`artist:${artist.id}`, { callId, ...about })]
}
