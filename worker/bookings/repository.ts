import {
  and,
  asc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  lt,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { z } from 'zod'
import { isOpen } from '../../contracts/booking-states.ts'
import {
  type BookedDays,
  type BookingStatus,
  type BookingsQuery,
  openStatuses,
  BookingStatus as Status,
} from '../../contracts/bookings.ts'
import { ArtistId, BookingId, ProjectId } from '../../contracts/ids.ts'
import {
  BLOCKING_BOOKINGS_MAX,
  BOOKINGS_IN_LINE_MAX,
  EXPIRED_PER_SWEEP_MAX,
  HOLD_WARNED_BEFORE_HOURS,
  LOAD_TASKS_MAX,
  PLAN_BOOKINGS_MAX,
} from '../../contracts/limits.ts'
import { artists, bookings } from '../../db/schema/bookings.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { hasRunOut, isLeftByTime, wasLetGo } from './by-time.repository.ts'
import { takesAll } from './rules/load.ts'
import type { Claim, Claimant } from './rules/ranks.ts'
import type { Period } from './rules/when.ts'

/** A booking as it is stored. `status` is what counts now: a hold that has run out is expired, whether it was ended yet or not. */
export interface Booking extends Period, Claimant {
  id: BookingId
  artistId: ArtistId
  artistName: string
  /** How many bookings of the artist may share a moment. */
  capacity: number
  projectId: ProjectId | null
  groupId: string | null
  seriesId: string | null
  seriesDay: string | null
  title: string
  notes: string | null
  status: BookingStatus
  blocks: boolean
  /** Percent of the time of its artist. */
  share: number
  days: BookedDays | null
  timeZone: string
  claims: Claim[]
  expiresAt: string | null
  isExtended: boolean
  acceptedAt: string | null
  /** Null once the time is over. */
  firstRefusalUntil: string | null
  reason: string | null
  version: number
  createdBy: string
  createdAt: string
}

const Claims = z.array(z.object({ fromMs: z.number(), toMs: z.number(), no: z.number().int() }))
/** The clock of the database decides, so that nothing depends on when a timer fires. */
const statusNow = sql<string>`case when ${hasRunOut} then 'expired' when ${wasLetGo} then 'released' else ${bookings.status} end`
const isOpenNow = (tx: TenantTx): SQL | undefined =>
  and(eq(bookings.tenantId, tx.tenantId), inArray(bookings.status, [...openStatuses]), isLeftByTime)

const refusalNow = sql<
  string | null
>`case when ${bookings.firstRefusalUntil} > now() then ${bookings.firstRefusalUntil} end`

const columns = {
  ...getTableColumns(bookings),
  firstRefusalUntil: refusalNow,
  status: statusNow,
  artistName: artists.name,
  capacity: artists.capacity,
}
/** A row with the name of its artist; `status` and `firstRefusalUntil` are what counts now. */
export type BookingRow = Omit<typeof bookings.$inferSelect, 'tenantId' | 'period' | 'isExclusive'> & {
  artistName: string | null
  capacity: number | null
}

export function toBooking(row: BookingRow): Booking {
  const status = Status.parse(row.status)
  const { firstDay, lastDay } = row
  return {
    id: BookingId.parse(row.id),
    artistId: ArtistId.parse(row.artistId),
    artistName: row.artistName ?? '',
    capacity: row.capacity ?? 1,
    projectId: row.projectId === null ? null : ProjectId.parse(row.projectId),
    groupId: row.groupId,
    seriesId: row.seriesId,
    seriesDay: row.seriesDay,
    title: row.title,
    notes: row.notes,
    status,
    blocks: row.blocks && (isOpen(status) || status === 'completed'),
    share: row.share,
    fromMs: Date.parse(row.startsAt),
    toMs: Date.parse(row.endsAt),
    days: firstDay === null || lastDay === null ? null : { from: firstDay, to: lastDay },
    timeZone: row.timeZone,
    claims: Claims.parse(row.claims),
    expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt).toISOString(),
    isExtended: row.isExtended,
    acceptedAt: row.acceptedAt === null ? null : new Date(row.acceptedAt).toISOString(),
    firstRefusalUntil: row.firstRefusalUntil === null ? null : new Date(row.firstRefusalUntil).toISOString(),
    reason: row.reason,
    version: row.version,
    createdBy: row.createdBy,
    createdAt: new Date(row.createdAt).toISOString(),
  }
}

/** Bookings with the names of their artists; conditions are on `bookings`. */
const selectBookings = (tx: TenantTx) =>
  tx.db
    .select(columns)
    .from(bookings)
    .leftJoin(artists, and(eq(artists.tenantId, bookings.tenantId), eq(artists.id, bookings.artistId)))

const ofId = (tx: TenantTx, id: string) => and(eq(bookings.tenantId, tx.tenantId), eq(bookings.id, id))
const isoOf = (ms: number): string => new Date(ms).toISOString()
const touches = ({ fromMs, toMs }: Period): SQL | undefined =>
  and(lt(bookings.startsAt, isoOf(toMs)), gt(bookings.endsAt, isoOf(fromMs)))

export async function findBooking(tx: TenantTx, id: string): Promise<Booking | null> {
  const [row] = await selectBookings(tx).where(ofId(tx, id))
  return row === undefined ? null : toBooking(row)
}

/** The same as far as challenges are settled: one that was let go for want of an answer is open here until somebody ends it. */
export async function findUnsettled(tx: TenantTx, id: string): Promise<Booking | null> {
  const status = sql<string>`case when ${hasRunOut} then 'expired' else ${bookings.status} end`
  const [row] = await tx.db
    .select({ ...columns, status })
    .from(bookings)
    .leftJoin(artists, and(eq(artists.tenantId, bookings.tenantId), eq(artists.id, bookings.artistId)))
    .where(ofId(tx, id))
  return row === undefined ? null : toBooking(row)
}

export async function selectBookingsById(tx: TenantTx, ids: readonly string[]): Promise<Booking[]> {
  if (ids.length === 0) return []
  const found = await selectBookings(tx).where(
    and(eq(bookings.tenantId, tx.tenantId), inArray(bookings.id, [...ids])),
  )
  return found.map(toBooking)
}

/** What time it is in the database, in milliseconds. */
export async function readClock(tx: TenantTx): Promise<number> {
  const [row] = await tx.sql<{ now: string }[]>`select now()::text as now`
  return Date.parse(row?.now ?? '')
}

/** Bookings that stand in line for a time of some artists, whoever came first first. */
export async function listLine(
  tx: TenantTx,
  artistIds: readonly string[],
  period: Period,
  max = BOOKINGS_IN_LINE_MAX,
): Promise<Booking[]> {
  if (artistIds.length === 0) return []
  const rows = await selectBookings(tx)
    .where(and(isOpenNow(tx), inArray(bookings.artistId, [...artistIds]), touches(period)))
    .orderBy(asc(bookings.createdAt), asc(bookings.id))
    .limit(max * artistIds.length)
  return rows.map(toBooking)
}

/** Bookings that keep a time free, of one artist or of all. */
export async function listAllBlocking(
  tx: TenantTx,
  artistId: string | null,
  period: Period,
): Promise<Booking[]> {
  const rows = await selectBookings(tx)
    .where(
      and(
        eq(bookings.tenantId, tx.tenantId),
        artistId === null ? undefined : eq(bookings.artistId, artistId),
        eq(bookings.blocks, true),
        isLeftByTime,
        touches(period),
      ),
    )
    .orderBy(asc(bookings.startsAt), asc(bookings.id))
    .limit(LOAD_TASKS_MAX)
  return rows.map(toBooking)
}

/** Bookings that keep a time of an artist free of others. */
export async function listBlocking(
  tx: TenantTx,
  artistId: string,
  period: Period,
  except: string | null,
): Promise<Booking[]> {
  const rows = await selectBookings(tx)
    .where(
      and(
        eq(bookings.tenantId, tx.tenantId),
        eq(bookings.artistId, artistId),
        eq(bookings.blocks, true),
        isLeftByTime,
        touches(period),
        except === null ? undefined : ne(bookings.id, except),
      ),
    )
    .orderBy(asc(bookings.startsAt), asc(bookings.id))
    .limit(BOOKINGS_IN_LINE_MAX)
  return rows.map(toBooking)
}

/** Bookings that keep time of some artists free of others, but for a few. */
export async function listBlockingOf(
  tx: TenantTx,
  artistIds: readonly string[],
  period: Period,
  except: readonly string[],
): Promise<Booking[]> {
  const rows = await selectBookings(tx)
    .where(
      and(
        eq(bookings.tenantId, tx.tenantId),
        inArray(bookings.artistId, [...artistIds]),
        eq(bookings.blocks, true),
        isLeftByTime,
        touches(period),
        except.length === 0 ? undefined : notInArray(bookings.id, [...except]),
      ),
    )
    .orderBy(asc(bookings.startsAt), asc(bookings.id))
    .limit(BLOCKING_BOOKINGS_MAX)
  return rows.map(toBooking)
}

/** Open bookings of a group, or of a series from a day on, of one artist or of all; by start. */
export async function listTogether(
  tx: TenantTx,
  of: { groupId: string } | { seriesId: string; fromDay: string | null; artistId: string | null },
): Promise<Booking[]> {
  const meant =
    'groupId' in of
      ? eq(bookings.groupId, of.groupId)
      : and(
          eq(bookings.seriesId, of.seriesId),
          of.fromDay === null ? undefined : gte(bookings.seriesDay, of.fromDay),
          of.artistId === null ? undefined : eq(bookings.artistId, of.artistId),
        )
  const rows = await selectBookings(tx)
    .where(and(isOpenNow(tx), meant))
    .orderBy(asc(bookings.startsAt), asc(bookings.id))
    .limit(PLAN_BOOKINGS_MAX)
  return rows.map(toBooking)
}

/** How many bookings of a series have not been called off, and the last day of it that one stands for; null where none does. */
export async function standOfSeries(
  tx: TenantTx,
  seriesId: string,
): Promise<{ count: number; lastDay: string | null }> {
  const [row] = await tx.db
    .select({
      count: sql<number>`count(*)::int`,
      lastDay: sql<string | null>`max(${bookings.seriesDay})::text`,
    })
    .from(bookings)
    .where(
      and(
        eq(bookings.tenantId, tx.tenantId),
        eq(bookings.seriesId, seriesId),
        or(isOpenNow(tx), eq(bookings.status, 'completed')),
      ),
    )
  return row ?? { count: 0, lastDay: null }
}

/** Whether a series has a booking for an earlier day. */
export async function hasBefore(tx: TenantTx, seriesId: string, day: string): Promise<boolean> {
  const [row] = await tx.db
    .select({ id: bookings.id })
    .from(bookings)
    .where(
      and(eq(bookings.tenantId, tx.tenantId), eq(bookings.seriesId, seriesId), lt(bookings.seriesDay, day)),
    )
    .limit(1)
  return row !== undefined
}

/** Whether others than an artist are booked in a series. */
export async function hasOthers(tx: TenantTx, seriesId: string, artistId: string): Promise<boolean> {
  const [row] = await tx.db
    .select({ id: bookings.id })
    .from(bookings)
    .where(
      and(
        eq(bookings.tenantId, tx.tenantId),
        eq(bookings.seriesId, seriesId),
        ne(bookings.artistId, artistId),
      ),
    )
    .limit(1)
  return row !== undefined
}

/** A page of bookings by start. `cursor` is the id of the last one seen. */
export async function listBookings(tx: TenantTx, query: BookingsQuery, limit: number): Promise<Booking[]> {
  const seen = sql`(select b.starts_at, b.id from bookings b where b.tenant_id = ${tx.tenantId} and b.id = ${query.cursor ?? null}::uuid)`
  const isAfter =
    query.cursor === undefined ? undefined : sql`(${bookings.startsAt}, ${bookings.id}) > ${seen}`
  const rows = await selectBookings(tx)
    .where(and(matches(tx, query), isAfter))
    .orderBy(asc(bookings.startsAt), asc(bookings.id))
    .limit(limit)
  return rows.map(toBooking)
}

export function countBookings(tx: TenantTx, query: BookingsQuery): Promise<number> {
  return tx.db.$count(bookings, matches(tx, query))
}

function matches(tx: TenantTx, query: BookingsQuery): SQL | undefined {
  const { artistId, projectId, groupId, seriesId, status, from, to } = query
  return and(
    eq(bookings.tenantId, tx.tenantId),
    artistId === undefined ? undefined : eq(bookings.artistId, artistId),
    projectId === undefined ? undefined : eq(bookings.projectId, projectId),
    groupId === undefined ? undefined : eq(bookings.groupId, groupId),
    seriesId === undefined ? undefined : eq(bookings.seriesId, seriesId),
    status === undefined ? undefined : inArray(statusNow, status),
    from === undefined ? undefined : gt(bookings.endsAt, from),
    to === undefined ? undefined : lt(bookings.startsAt, to),
  )
}

/** What of a booking is stored by its makers. */
export interface BookingFields extends Period {
  artistId: string
  projectId: string | null
  groupId: string | null
  seriesId: string | null
  seriesDay: string | null
  title: string
  notes: string | null
  status: BookingStatus
  blocks: boolean
  isExclusive: boolean
  share: number
  days: BookedDays | null
  timeZone: string
  claims: readonly Claim[]
  expiresAt: string | null
  isExtended: boolean
  acceptedAt: string | null
  reason: string | null
}

/** What is stored of a booking, to be changed in part; with another share where one is said. */
export function fieldsOf(booking: Booking, capacity: number, share = booking.share): BookingFields {
  const { artistId, projectId, title, notes, status, blocks, fromMs, toMs, days, timeZone, claims } = booking
  const { groupId, seriesId, seriesDay, expiresAt, isExtended, acceptedAt, reason } = booking
  const together = { groupId, seriesId, seriesDay }
  const when = { fromMs, toMs, days, timeZone, claims, expiresAt, isExtended, acceptedAt, reason }
  return {
    artistId,
    projectId,
    title,
    notes,
    status,
    blocks,
    isExclusive: takesAll(capacity, share),
    share,
    ...together,
    ...when,
  }
}

function toRow({ fromMs, toMs, days, claims, ...fields }: BookingFields) {
  return {
    ...fields,
    claims: [...claims],
    startsAt: isoOf(fromMs),
    endsAt: isoOf(toMs),
    firstDay: days?.from ?? null,
    lastDay: days?.to ?? null,
  }
}

/** A booking as it is made. */
export type NewBooking = Omit<
  Booking,
  'artistName' | 'capacity' | 'firstRefusalUntil' | 'version' | 'createdAt'
>

/** What `findBooking` gives of one that was made just now. */
export function asMade(
  made: NewBooking,
  { name, capacity }: { name: string; capacity: number },
  at: Date,
): Booking {
  return {
    ...made,
    artistName: name,
    capacity,
    firstRefusalUntil: null,
    version: 1,
    createdAt: at.toISOString(),
  }
}

/**
 * Stores bookings whose ids are free, all of them or none. Sent before this returns, so that it need not be waited for. Postgres answers
 * SQLSTATE 23P01 when a time is taken.
 */
export async function insertBookings(
  tx: TenantTx,
  made: readonly (NewBooking & { isExclusive: boolean; createdAt: string })[],
): Promise<void> {
  const values = made.map(({ id, createdBy, createdAt, ...fields }) => ({
    ...{ id, createdBy, createdAt },
    ...toRow(fields),
  }))
  await tx.sql`
    insert into bookings (tenant_id, id, artist_id, project_id, group_id, series_id, series_day, title, notes, status, blocks,
      is_exclusive, share, starts_at, ends_at, first_day, last_day, time_zone, claims, expires_at, is_extended, accepted_at, reason,
      created_by, created_at)
    select ${tx.tenantId}::uuid, id, "artistId", "projectId", "groupId", "seriesId", "seriesDay", title, notes, status, blocks,
      "isExclusive", share, "startsAt", "endsAt", "firstDay", "lastDay", "timeZone", claims, "expiresAt", "isExtended", "acceptedAt", reason,
      "createdBy", "createdAt"
    from jsonb_to_recordset(${JSON.stringify(values)}::text::jsonb) as made (id uuid, "artistId" uuid, "projectId" uuid, "groupId" uuid,
      "seriesId" uuid, "seriesDay" date, title text, notes text, status text, blocks boolean, "isExclusive" boolean, share int,
      "startsAt" timestamptz, "endsAt" timestamptz, "firstDay" date, "lastDay" date, "timeZone" text, claims jsonb,
      "expiresAt" timestamptz, "isExtended" boolean, "acceptedAt" timestamptz, reason text, "createdBy" text, "createdAt" timestamptz)`.execute()
}

/** Lets several bookings give their time free for as long as they are moved about, so that none is in the way of another. */
export async function letGo(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.db
    .update(bookings)
    .set({ blocks: false })
    .where(and(eq(bookings.tenantId, tx.tenantId), inArray(bookings.id, [...ids])))
}

/** Changes a booking and counts its version up. */
export async function updateBooking(tx: TenantTx, id: string, fields: BookingFields): Promise<void> {
  await tx.db
    .update(bookings)
    .set({ ...toRow(fields), version: sql`${bookings.version} + 1` })
    .where(ofId(tx, id))
}

/** Opens places in the line of an artist: whoever has one of these numbers, or a later one, moves on, and nobody's order changes. */
export async function openPlaces(tx: TenantTx, artistId: string, opened: readonly number[]): Promise<void> {
  const numbers = `{${opened.join()}}`
  await tx.sql`
    update bookings set claims = (
      select jsonb_agg(jsonb_set(c, '{no}', to_jsonb((c->>'no')::bigint
        + (select count(*) from unnest(${numbers}::bigint[]) o where o <= (c->>'no')::bigint))) order by place)
      from jsonb_array_elements(claims) with ordinality as each (c, place))
    where tenant_id = ${tx.tenantId} and artist_id = ${artistId} and status = any(${`{${openStatuses.join()}}`}::text[])
      and exists (select from jsonb_array_elements(claims) c where (c->>'no')::bigint >= ${Math.min(...opened)})`
}

/** Gives several bookings the same status; none of them runs out any more. */
export async function updateStatuses(
  tx: TenantTx,
  ids: readonly string[],
  to: Pick<BookingFields, 'status' | 'blocks' | 'reason'>,
): Promise<void> {
  if (ids.length === 0) return
  await tx.db
    .update(bookings)
    .set({ ...to, expiresAt: null, version: sql`${bookings.version} + 1` })
    .where(and(eq(bookings.tenantId, tx.tenantId), inArray(bookings.id, [...ids])))
}

/** Bookings that have run out and were not ended yet, of some artists or of all, the earliest first; locked, to be ended. */
export async function listRunOut(tx: TenantTx, artistIds: readonly string[] | null): Promise<Booking[]> {
  const rows = await selectBookings(tx)
    .where(
      and(
        eq(bookings.tenantId, tx.tenantId),
        hasRunOut,
        artistIds === null ? undefined : inArray(bookings.artistId, [...artistIds]),
      ),
    )
    .orderBy(asc(bookings.expiresAt), asc(bookings.id))
    .limit(EXPIRED_PER_SWEEP_MAX)
    .for('update', { of: bookings })
  return rows.map(toBooking)
}

/** Ends bookings that have run out. */
export async function endRunOut(tx: TenantTx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.db
    .update(bookings)
    .set({ status: 'expired', blocks: false, version: sql`${bookings.version} + 1` })
    .where(and(eq(bookings.tenantId, tx.tenantId), inArray(bookings.id, [...ids])))
}

/** When there is next something to do about holds: one runs out, or its holder is to be told that it will. As ISO text; null: never. */
export async function findEarliestExpiry(tx: TenantTx): Promise<string | null> {
  const warned = HOLD_WARNED_BEFORE_HOURS.map(
    (hours) => sql`min(${bookings.expiresAt} - make_interval(hours => ${hours}))
      filter (where ${bookings.expiresAt} - make_interval(hours => ${hours}) > now())`,
  )
  const [row] = await tx.db
    .select({ due: sql<string | null>`least(min(${bookings.expiresAt}), ${sql.join(warned, sql`, `)})` })
    .from(bookings)
    .where(and(eq(bookings.tenantId, tx.tenantId), sql`${bookings.status} = 'hold'`))
  return row?.due ? new Date(row.due).toISOString() : null
}

/** Has those behind leave the time of these to them for a while. */
export async function grantFirstRefusal(tx: TenantTx, ids: readonly string[], hours: number): Promise<void> {
  if (ids.length === 0 || hours === 0) return
  await tx.db
    .update(bookings)
    .set({ firstRefusalUntil: sql`now() + make_interval(hours => ${hours})` })
    .where(
      and(
        eq(bookings.tenantId, tx.tenantId),
        inArray(bookings.id, [...ids]),
        inArray(bookings.status, ['hold', 'pencil']),
      ),
    )
}

/** Holds that run out within some hours and were made longer before that than those, the earliest first. */
export async function listRunningOut(tx: TenantTx, hours: number): Promise<Booking[]> {
  const before = sql`make_interval(hours => ${hours})`
  const rows = await selectBookings(tx)
    .where(
      and(
        eq(bookings.tenantId, tx.tenantId),
        eq(bookings.status, 'hold'),
        sql`${bookings.expiresAt} > now() and ${bookings.expiresAt} - ${before} <= now() and ${bookings.createdAt} < ${bookings.expiresAt} - ${before}`,
      ),
    )
    .orderBy(asc(bookings.expiresAt), asc(bookings.id))
    .limit(EXPIRED_PER_SWEEP_MAX)
  return rows.map(toBooking)
}
