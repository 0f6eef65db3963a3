import type { ArtistView } from '../../contracts/artists.ts'
import type {
  BusyCalendarView,
  BusyFailureCode,
  BusyLease,
  BusyRead,
} from '../../contracts/busy-calendars.ts'
import { BUSY_READ_AGAIN_MS, BUSY_READ_LOST_MS, BUSY_WHOLE_EVERY_MS } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type ErasedRefusal, erasedRefusal, lockArtist, readArtist } from '../artists/service.ts'
import type { NewEvent } from '../events/define.ts'
import { type Telling, tell } from '../notifications/service.ts'
import { isPublicAddress } from '../platform/public-address.ts'
import type { Sealed } from '../platform/seal.ts'
import * as rows from './busy.repository.ts'
import {
  artistBusyCalendarFailed,
  artistBusyCalendarRemoved,
  artistBusyCalendarSet,
  artistBusyTimesChanged,
} from './events.ts'
import { isToldOf, saidFailing } from './rules/failing.ts'
import { calledAddress, nextReadMs } from './rules/reads.ts'
import type { Span } from './rules/spans.ts'

/** When the next calendar is to be read, as ISO text; null while there is none. */
export const findNextRead = (tx: TenantTx): Promise<string | null> => rows.findNextRead(tx)

interface Changed {
  /** Null: there is no calendar any more. */
  view: BusyCalendarView | null
  events: NewEvent[]
}

const subjectOf = (artistId: string) => `artist:${artistId}`
const viewOf = (calendar: rows.BusyCalendar): BusyCalendarView => {
  const { host, createdAt, readAt, triedAt, nextReadAt, blocks, skipped, failure } = calendar
  return { host, createdAt, readAt, triedAt, nextReadAt, blocks, skipped, failure }
}

/** The calendar by which an artist is busy, null while there is none; undefined when there is no such artist. */
export async function readBusyCalendar(
  tx: TenantTx,
  artistId: string,
): Promise<BusyCalendarView | null | undefined> {
  const [artist, calendar] = await Promise.all([readArtist(tx, artistId), rows.findCalendarOf(tx, artistId)])
  if (artist === null) return undefined
  return calendar === null ? null : viewOf(calendar)
}

export type AddressRefusal = {
  code: 'invalid_request'
  details: { fields: { field: 'address'; problem: string }[] }
}

/** An address as it will be called, with its host; refused where it is none that may be called. */
export function checkAddress(
  typed: string,
  mayCallLocal: boolean,
): Result<{ address: string; host: string }, AddressRefusal> {
  const address = calledAddress(typed)
  if (address !== null && isPublicAddress(address, mayCallLocal)) {
    const { host, port, protocol } = new URL(address)
    if (protocol === 'http:' || port === '') return ok({ address, host })
  }
  const problem =
    'Give the https address of a calendar on the public internet, without a login or a port in it'
  return err({ code: 'invalid_request', details: { fields: [{ field: 'address', problem }] } })
}

/** Has an artist be busy by a calendar. One that was there is forgotten with its times, and the new one is read at once. */
export async function setBusyCalendar(
  tx: TenantTx,
  artistId: string,
  made: { id: string; host: string; sealed: Sealed },
  by: { at: Date; actor: string },
): Promise<Result<Changed, { code: 'not_found' } | ErasedRefusal>> {
  const artist = await lockArtist(tx, artistId)
  if (artist === null) return err({ code: 'not_found' })
  const erased = erasedRefusal(artist)
  if (erased !== null) return err(erased)
  await rows.replaceBlocks(tx, artistId, [])
  const calendar = await rows.putCalendar(tx, artistId, made, by.at.toISOString(), by.actor)
  const { id: calendarId, host } = made
  const event = artistBusyCalendarSet.of(subjectOf(artistId), {
    ...{ artistId, calendarId, host },
  })
  return ok({ view: viewOf(calendar), events: [event] })
}

/** Forgets the calendar of an artist with its times. Where there is none nothing changes. */
export async function removeBusyCalendar(
  tx: TenantTx,
  artistId: string,
): Promise<Result<Changed, { code: 'not_found' }>> {
  const artist = await lockArtist(tx, artistId)
  if (artist === null) return err({ code: 'not_found' })
  const calendar = await rows.findCalendarOf(tx, artistId)
  if (calendar === null) return ok({ view: null, events: [] })
  await rows.replaceBlocks(tx, artistId, [])
  await rows.deleteCalendar(tx, artistId)
  const which = { artistId, calendarId: calendar.id }
  return ok({ view: null, events: [artistBusyCalendarRemoved.of(subjectOf(artistId), which)] })
}

export type AskReadRefusal = { code: 'not_found' } | { code: 'rate_limited'; retryAfterSeconds: number }

/** Has a calendar be read now. Refused while the last try is only just over, because its server is somebody else's. */
export async function askRead(
  tx: TenantTx,
  artistId: string,
  now: Date,
): Promise<Result<Changed, AskReadRefusal>> {
  const found = await rows.findCalendarOf(tx, artistId)
  const calendar = found === null ? null : await rows.lockCalendar(tx, found.id)
  if (calendar === null) return err({ code: 'not_found' })
  const waitMs =
    calendar.triedAt === null ? 0 : Date.parse(calendar.triedAt) + BUSY_READ_AGAIN_MS - now.getTime()
  if (waitMs > 0) return err({ code: 'rate_limited', retryAfterSeconds: Math.ceil(waitMs / 1000) })
  const asked = await rows.updateCalendar(tx, calendar.id, { nextReadAt: now.toISOString() })
  return ok({ view: viewOf(asked), events: [] })
}

/** Takes the calendars whose time has come. One of whose read nothing is heard comes again a little later. */
export const takeDueCalendars = (tx: TenantTx, now: Date): Promise<string[]> =>
  rows.takeDueCalendars(tx, now.toISOString(), new Date(now.getTime() + BUSY_READ_LOST_MS).toISOString())

/** What a consumer needs to read a calendar, with the address as it is sealed; null when there is nothing to read. */
export async function leaseCalendar(
  tx: TenantTx,
  calendarId: string,
  now: Date,
): Promise<(Omit<BusyLease, 'address'> & { sealed: Sealed }) | null> {
  const found = await rows.findSealedCalendar(tx, calendarId)
  const artist = found === null ? null : await readArtist(tx, found.calendar.artistId)
  if (found === null || artist === null) return null
  const { timeZone, wholeAt, etag, lastModified } = found.calendar
  const isKnown =
    wholeAt !== null &&
    now.getTime() - Date.parse(wholeAt) < BUSY_WHOLE_EVERY_MS &&
    timeZone === artist.timeZone
  const compared = isKnown ? { etag, lastModified } : { etag: null, lastModified: null }
  return { v: 1, ...compared, timeZone: artist.timeZone, sealed: found.sealed }
}

const spansOf = (edges: readonly number[]): Span[] =>
  edges.flatMap((fromMs, at) => (at % 2 === 0 ? [{ fromMs, toMs: edges[at + 1] ?? fromMs }] : []))
const isSame = (a: readonly Span[], b: readonly Span[]): boolean =>
  a.length === b.length && a.every(({ fromMs, toMs }, at) => fromMs === b[at]?.fromMs && toMs === b[at]?.toMs)
const ALWAYS: Span = { fromMs: Date.parse('0001-01-01'), toMs: Date.parse('9999-12-31') }

/** Stores what was read of a calendar. One that was replaced or removed meanwhile is not there any more, and nothing is stored. */
export async function storeRead(
  tx: TenantTx,
  { calendarId, read }: BusyRead,
  now: Date,
): Promise<NewEvent[]> {
  const calendar = await rows.lockCalendar(tx, calendarId)
  const artist = calendar === null ? null : await readArtist(tx, calendar.artistId)
  if (calendar === null || artist === null) return []
  const at = now.toISOString()
  const done: rows.CalendarChange = {
    ...{ readAt: at, triedAt: at, failureCode: null, failingSince: null, failures: 0 },
    nextReadAt: new Date(nextReadMs(now.getTime(), null)).toISOString(),
  }
  const known = read === null ? [] : await rows.listBlocks(tx, artist.id, ALWAYS)
  const spans = read === null ? [] : spansOf(read.edges)
  const hasChanged = read !== null && !isSame(known, spans)
  if (read === null) await rows.updateCalendar(tx, calendarId, done)
  else {
    const { skipped, etag, lastModified, timeZone } = read
    const whole = { wholeAt: at, skipped, etag, lastModified, timeZone, blocks: spans.length }
    await rows.updateCalendar(tx, calendarId, { ...done, ...whole })
    if (hasChanged) await rows.replaceBlocks(tx, artist.id, spans)
  }
  if (!hasChanged && calendar.failure === null && calendar.readAt !== null) return []
  const blocks = read === null ? calendar.blocks : spans.length
  return [
    artistBusyTimesChanged.of(subjectOf(artist.id), {
      ...{ artistId: artist.id, calendarId, blocks },
    }),
  ]
}

/**
 * Notes that a calendar could not be read. What was known of it stays. Once it is more than chance, `managers` and the member whose account
 * the artist is are told, each once until it can be read again.
 */
export async function noteReadFailed(
  tx: TenantTx,
  calendarId: string,
  failed: { code: BusyFailureCode; retryAfterMs: number },
  by: Telling & { managers: readonly string[] },
): Promise<NewEvent[]> {
  const now = by.at
  const calendar = await rows.lockCalendar(tx, calendarId)
  const artist = calendar === null ? null : await readArtist(tx, calendar.artistId)
  if (calendar === null || artist === null) return []
  const since = calendar.failure === null ? now : new Date(calendar.failure.since)
  const inARow = calendar.failures + 1
  await rows.updateCalendar(tx, calendarId, {
    ...{ triedAt: now.toISOString(), failureCode: failed.code, failingSince: since.toISOString() },
    failures: inARow,
    nextReadAt: new Date(nextReadMs(now.getTime(), since.getTime(), failed.retryAfterMs)).toISOString(),
  })
  const { code } = failed
  const told = isToldOf({ code, inARow })
    ? await tellFailing(tx, { artist, calendarId, since, code }, by)
    : []
  if (calendar.failure?.code === code) return told
  const which = { artistId: artist.id, calendarId, code }
  return [artistBusyCalendarFailed.of(subjectOf(artist.id), which), ...told]
}

function tellFailing(
  tx: TenantTx,
  of: { artist: ArtistView; calendarId: string; since: Date; code: BusyFailureCode },
  by: Telling & { managers: readonly string[] },
): Promise<NewEvent[]> {
  const { artist, calendarId, since, code } = of
  const people = new Set(artist.memberId === null ? by.managers : [...by.managers, artist.memberId])
  const notice = {
    ...{
      kind: 'calendar.failing' as const,
      subject: `calendar:${artist.id}`,
      ...saidFailing(artist.name, code),
    },
    dedupeKey: `calendar:${calendarId}:${since.toISOString()}`,
  }
  return tell(
    tx,
    [...people].map((personId) => ({ ...notice, personId })),
    by,
  )
}
