import type { ArtistView } from '../../contracts/artists.ts'
import { doesBlock } from '../../contracts/booking-states.ts'
import type { BookingView, CreateBooking } from '../../contracts/bookings.ts'
import { BookingId } from '../../contracts/ids.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { claimOpenArtists, type OpenArtistRefusal } from '../artists/service.ts'
import type { NewEvent } from '../events/define.ts'
import { type Telling, tell } from '../notifications/service.ts'
import { knownProjects } from '../projects/lookup.service.ts'
import { type Foreseen, foresee } from '../work/service.ts'
import { bookingCreated } from './events.ts'
import { freeAmong, type TakenRefusal } from './free.ts'
import { rivalsAmong, stateOf, subjectOf, toArtist, viewOf } from './line.service.ts'
import * as rows from './repository.ts'
import { takesAll } from './rules/load.ts'
import { blockingOf, lineOf } from './rules/met.ts'
import { toldAsked } from './rules/told.ts'
import { outerPeriodOf, type PeriodRefusal, periodOf, type When } from './rules/when.ts'
import { settleLine } from './settle.service.ts'
import { type Entries, type Entry, readEntries } from './standing.repository.ts'

const HOUR_MS = 3_600_000

/** Who asks for a booking. */
export interface BookingAsked {
  input: CreateBooking
  by: Telling
  /** It is asked for at the address of its project, without which nothing else is said. */
  isOfProject?: boolean
}

/** What a command gives back: the view to answer with and the events to store with it. */
interface Created {
  view: BookingView
  events: NewEvent[]
  foreseen?: Foreseen | null
}

export type CreateBookingRefusal =
  | OpenArtistRefusal
  | PeriodRefusal
  | TakenRefusal
  | { code: 'not_found'; details?: { field: 'projectId' } }
  | { code: 'already_exists'; details: { field: 'id' } }

const entryOf = ({ artistId, id, ...when }: CreateBooking) => ({
  ...{ artistId, id: id ?? null },
  ...outerPeriodOf(when),
})

/**
 * All that new bookings are measured and counted by, in one flight. The locks of their artists go first; whatever is read behind them
 * is as it stays.
 */
export function askForBookings(tx: TenantTx, asked: readonly BookingAsked[]) {
  const inputs = asked.map(({ input }) => input)
  const claiming = claimOpenArtists(
    tx,
    inputs.map(({ artistId }) => artistId),
  )
  const entering = readEntries(tx, inputs.map(entryOf))
  const foreseen = foresee(tx, inputs)
  const knowing = knownProjects(
    tx,
    inputs.flatMap(({ projectId }) => projectId ?? []),
  )
  const found = Promise.all([claiming, entering, knowing])
  // A command that was carried out before does not look at it.
  found.catch(() => undefined)
  return { found, foreseen }
}

/** Books somebody. A hold joins the end of the line; what blocks is refused where others leave no room. */
export async function createBooking(
  tx: TenantTx,
  input: CreateBooking,
  by: Telling,
): Promise<Result<Created, CreateBookingRefusal>> {
  const [made] = await createBookings(tx, [{ input, by }])
  if (made === undefined || isAlone(made)) throw new Error('a booking that is asked for alone was not tried')
  return made
}

type Alone = { ok: false; error: { code: 'alone' } }
const isAlone = (made: Result<unknown, { code: string }>): made is Alone =>
  !made.ok && made.error.code === 'alone'

/**
 * The same for several who ask each for themselves: whoever is named first comes first. Of several, one whose artist has something to
 * settle before is to come alone, because what time did belongs to the command that finds it.
 */
export async function createBookings(
  tx: TenantTx,
  asked: readonly BookingAsked[],
  { found, foreseen } = askForBookings(tx, asked),
): Promise<(Result<Created, CreateBookingRefusal> | Alone)[]> {
  const [claims, { entries, ...standing }, projects] = await found
  const placed: Placed[] = []
  const tried: (Result<Placed, CreateBookingRefusal> | Alone)[] = []
  for (const [i, one] of asked.entries()) {
    const [claimed, entry] = [claims[i], entries[i]]
    if (claimed === undefined || entry === undefined) throw new Error('a booking was not asked for')
    const { projectId } = one.input
    const isProjectThere = projectId === null || projects.has(projectId)
    const isOnly = asked.length === 1
    const found = { ...standing, claimed, entry, isProjectThere, isOnly, before: placed }
    const made = await place(tx, one, found)
    tried.push(made)
    if (made.ok) placed.push(made.value)
  }
  const stored = placed.map(({ booking, artist }) => ({
    ...booking,
    isExclusive: takesAll(artist.capacity, booking.share),
  }))
  if (stored.length > 0) tx.endWith(rows.insertBookings(tx, stored))
  return Promise.all(tried.map(async (one) => (one.ok ? ok(await told(tx, one.value, foreseen)) : one)))
}

/** A booking that has found its place. */
interface Placed {
  booking: rows.Booking
  artist: ArtistView
  by: Telling
  /** Who stands in line for its time already. */
  line: rows.Booking[]
  /** What time did before it came; null where there was nothing to settle. */
  ended: NewEvent[] | null
}

/** What a booking finds when it comes. */
interface Found extends Pick<Entries, 'nowMs' | 'settings'> {
  claimed: Result<{ artist: ArtistView; claim: number }, OpenArtistRefusal>
  entry: Entry
  isProjectThere: boolean
  /** Whether nobody else asks in this transaction. */
  isOnly: boolean
  /** Those that found their places just before. */
  before: readonly Placed[]
}

/** Finds the place of a booking, if there is one. Writes nothing but what time did. */
async function place(
  tx: TenantTx,
  { input, by, isOfProject = false }: BookingAsked,
  { claimed, isProjectThere, isOnly, before, ...found }: Found,
): Promise<Result<Placed, CreateBookingRefusal> | Alone> {
  if (isOfProject && !isProjectThere) return err({ code: 'not_found' })
  if (!claimed.ok) return claimed
  const { artist, claim: no } = claimed.value
  const period = periodOf(input, artist.timeZone)
  if (!period.ok) return period
  if (!isProjectThere) return err({ code: 'not_found', details: { field: 'projectId' } })
  const { isUnsettled } = found.entry
  if (isUnsettled && !isOnly) return err({ code: 'alone' })
  const ended = isUnsettled ? await settleLine(tx, artist.id, by) : null
  const [entry = found.entry] = isUnsettled ? (await readEntries(tx, [entryOf(input)])).entries : []
  const own = before.flatMap(({ booking }) => (booking.artistId === artist.id ? booking : []))
  const met = [...entry.met, ...own]
  const line = lineOf(met, period.value)
  const booking = bookingOf(input, { ...period.value, no }, artist, found, by)
  const rivals = booking.blocks ? rivalsAmong(artist, blockingOf(met, period.value), booking) : []
  const free = booking.blocks ? freeAmong(rivals, line, null) : ok(null)
  if (!free.ok) return free
  const isIdTaken = entry.isIdTaken || before.some(({ booking: { id } }) => id === booking.id)
  if (isIdTaken) return err({ code: 'already_exists', details: { field: 'id' } })
  return ok({ booking, artist, by, line, ended })
}

/** A booking as it will be stored. */
function bookingOf(
  input: CreateBooking,
  { no, ...when }: When & { no: number },
  artist: ArtistView,
  { nowMs, settings: { blocking, holdHours } }: Pick<Found, 'nowMs' | 'settings'>,
  by: Telling,
): rows.Booking {
  const { status, title, notes, projectId, share, id = by.newId() } = input
  const { fromMs, toMs } = when
  const made: rows.NewBooking = {
    ...{
      id: BookingId.parse(id),
      artistId: artist.id,
      projectId,
      groupId: null,
      seriesId: null,
      seriesDay: null,
    },
    ...{ title, notes, status, blocks: doesBlock(status, blocking), share, ...when },
    ...{ timeZone: artist.timeZone, claims: [{ fromMs, toMs, no }] },
    expiresAt: status === 'hold' ? new Date(nowMs + holdHours * HOUR_MS).toISOString() : null,
    ...{ isExtended: false, acceptedAt: null, reason: null, createdBy: by.actor },
  }
  return rows.asMade(made, artist, by.at)
}

/** A booking that was made as it is answered, with what the log says of it. Whoever stands for its artist is told. */
async function told(
  tx: TenantTx,
  { booking, artist, by, line, ended }: Placed,
  foreseen: Foreseen | null,
): Promise<Created> {
  const { id, status } = booking
  const created = bookingCreated.of(subjectOf(id), { bookingId: id, after: stateOf(booking) })
  const notices = await tell(
    tx,
    toArtist(artist, () => toldAsked(booking, status)),
    by,
  )
  return {
    ...{ view: viewOf(booking, [...line, booking]), events: [...(ended ?? []), created, ...notices] },
    // What came to an end meanwhile is counted as well.
    foreseen: ended === null ? foreseen : null,
  }
}
