import type { ProfileSnapshot } from '../../contracts/artist-profiles.ts'
import { CreateArtist } from '../../contracts/artists.ts'
import { CreateBooking } from '../../contracts/bookings.ts'
import { ArtistId } from '../../contracts/ids.ts'
import type { ApplicationTransition } from '../../contracts/job-applications.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type CreateArtistRefusal, createArtist } from '../artists/service.ts'
import { type CreateBookingRefusal, createBooking } from '../bookings/create.service.ts'
import type { NewEvent } from '../events/define.ts'
import type { StoredJob } from '../jobs/service.ts'
import { findHiredArtist, type StoredApplication } from './repository.ts'

export type HireRefusal = CreateArtistRefusal | CreateBookingRefusal | { code: 'applicant_gone' }

interface Hired {
  artistId: string
  bookingId: string
  events: NewEvent[]
}

/**
 * Makes the hold of somebody who is hired, and the artist where the workspace has none for them. It runs inside the transaction of the
 * stage, so a refused hold leaves the application where it was.
 */
export async function hire(
  tx: TenantTx,
  application: StoredApplication,
  job: StoredJob,
  asked: Pick<ApplicationTransition, 'artistId' | 'days'>,
  context: { newId: () => string; at: Date; actor: string; profile: ProfileSnapshot | null },
): Promise<Result<Hired, HireRefusal>> {
  const known = asked.artistId ?? (await findHiredArtist(tx, application.personId))
  const artist = known === null ? await artistOf(tx, context) : ok({ artistId: known, events: [] })
  if (!artist.ok) return artist
  const { artistId, events } = artist.value
  const booking = await createBooking(
    tx,
    CreateBooking.parse({ artistId, title: job.title, status: 'hold', days: asked.days ?? job.days }),
    context,
  )
  if (!booking.ok) return booking
  const { view, events: booked } = booking.value
  return ok({ artistId: view.artistId, bookingId: view.id, events: [...events, ...booked] })
}

async function artistOf(
  tx: TenantTx,
  context: { newId: () => string; at: Date; profile: ProfileSnapshot | null },
): Promise<Result<{ artistId: ArtistId; events: NewEvent[] }, HireRefusal>> {
  const { profile } = context
  if (profile === null) return err({ code: 'applicant_gone' })
  const { name, headline, timeZone, skills, rates } = profile
  const input = CreateArtist.parse({
    kind: 'person',
    name,
    headline,
    timeZone,
    skills,
    rate: rates[0] ?? null,
  })
  const made = await createArtist(tx, input, { ...context, timeZone })
  if (!made.ok) return made
  return ok({ artistId: ArtistId.parse(made.value.view.id), events: made.value.events })
}
