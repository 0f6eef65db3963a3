import { and, asc, eq, gt, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import { type BusyCalendarView, BusyFailureCode } from '../../contracts/busy-calendars.ts'
import { BUSY_BLOCKS_MAX, BUSY_READS_AT_ONCE_MAX, WORKSPACE_BUSY_MAX } from '../../contracts/limits.ts'
import { busyBlocks, busyCalendars } from '../../db/schema/availability.ts'
import { artists } from '../../db/schema/bookings.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { Sealed } from '../platform/seal.ts'
import type { Span } from './rules/spans.ts'

/** A calendar as it is stored, without its address. */
export interface BusyCalendar extends BusyCalendarView {
  id: string
  artistId: string
  etag: string | null
  lastModified: string | null
  /** The zone its days were read in. */
  timeZone: string | null
  wholeAt: string | null
  /** Failed reads since it was read last. */
  failures: number
}

const shown = {
  id: busyCalendars.id,
  artistId: busyCalendars.artistId,
  host: busyCalendars.host,
  etag: busyCalendars.etag,
  lastModified: busyCalendars.lastModified,
  timeZone: busyCalendars.timeZone,
  readAt: busyCalendars.readAt,
  wholeAt: busyCalendars.wholeAt,
  triedAt: busyCalendars.triedAt,
  nextReadAt: busyCalendars.nextReadAt,
  blocks: busyCalendars.blocks,
  skipped: busyCalendars.skipped,
  failureCode: busyCalendars.failureCode,
  failingSince: busyCalendars.failingSince,
  failures: busyCalendars.failures,
  createdAt: busyCalendars.createdAt,
} as const
type Row = Omit<typeof busyCalendars.$inferSelect, 'tenantId' | 'sealedAddress' | 'createdBy'>

const iso = (text: string): string => new Date(text).toISOString()
const isoOrNull = (text: string | null): string | null => (text === null ? null : iso(text))

function toCalendar({ failureCode, failingSince, ...row }: Row): BusyCalendar {
  const { readAt, wholeAt, triedAt, nextReadAt, createdAt } = row
  return {
    ...row,
    ...{ readAt: isoOrNull(readAt), wholeAt: isoOrNull(wholeAt), triedAt: isoOrNull(triedAt) },
    ...{ nextReadAt: iso(nextReadAt), createdAt: iso(createdAt) },
    failure:
      failureCode === null || failingSince === null
        ? null
        : { code: BusyFailureCode.parse(failureCode), since: iso(failingSince) },
  }
}

const isOf = (tx: TenantTx, artistId: string) =>
  and(eq(busyCalendars.tenantId, tx.tenantId), eq(busyCalendars.artistId, artistId))
const isId = (tx: TenantTx, id: string) =>
  and(eq(busyCalendars.tenantId, tx.tenantId), eq(busyCalendars.id, id))

/** The calendar of an artist. */
export async function findCalendarOf(tx: TenantTx, artistId: string): Promise<BusyCalendar | null> {
  const [row] = await tx.db.select(shown).from(busyCalendars).where(isOf(tx, artistId))
  return row === undefined ? null : toCalendar(row)
}

/** A calendar by its id, with its sealed address. */
export async function findSealedCalendar(
  tx: TenantTx,
  id: string,
): Promise<{ calendar: BusyCalendar; sealed: Sealed } | null> {
  const [row] = await tx.db
    .select({ ...shown, sealed: busyCalendars.sealedAddress })
    .from(busyCalendars)
    .where(isId(tx, id))
  if (row === undefined) return null
  const { sealed, ...calendar } = row
  return { calendar: toCalendar(calendar), sealed: new Uint8Array(sealed) }
}

/** A calendar by its id, locked until the transaction ends. */
export async function lockCalendar(tx: TenantTx, id: string): Promise<BusyCalendar | null> {
  const [row] = await tx.db.select(shown).from(busyCalendars).where(isId(tx, id)).for('update')
  return row === undefined ? null : toCalendar(row)
}

/** Gives an artist a calendar that was never read; one that was there is no more. */
export async function putCalendar(
  tx: TenantTx,
  artistId: string,
  made: { id: string; host: string; sealed: Sealed },
  at: string,
  createdBy: string,
): Promise<BusyCalendar> {
  const row = {
    ...{ artistId, id: made.id, host: made.host, sealedAddress: made.sealed, createdBy, createdAt: at },
    ...{ etag: null, lastModified: null, timeZone: null, readAt: null, wholeAt: null, triedAt: null },
    ...{ nextReadAt: at, blocks: 0, skipped: 0, failureCode: null, failingSince: null, failures: 0 },
  }
  await tx.db
    .insert(busyCalendars)
    .values({ tenantId: tx.tenantId, ...row })
    .onConflictDoUpdate({ target: [busyCalendars.tenantId, busyCalendars.artistId], set: row })
  return toCalendar(row)
}

export async function deleteCalendar(tx: TenantTx, artistId: string): Promise<void> {
  await tx.db.delete(busyCalendars).where(isOf(tx, artistId))
}

/** What a read, or a try of one, changes of a calendar. */
export type CalendarChange = Partial<
  Pick<
    Row,
    | 'etag'
    | 'lastModified'
    | 'timeZone'
    | 'readAt'
    | 'wholeAt'
    | 'triedAt'
    | 'nextReadAt'
    | 'blocks'
    | 'skipped'
    | 'failureCode'
    | 'failingSince'
    | 'failures'
  >
>

/** Changes a calendar that is there. */
export async function updateCalendar(
  tx: TenantTx,
  id: string,
  change: CalendarChange,
): Promise<BusyCalendar> {
  const [row] = await tx.db.update(busyCalendars).set(change).where(isId(tx, id)).returning(shown)
  if (row === undefined) throw new Error(`no calendar ${id} to change`)
  return toCalendar(row)
}

/** Calendars that are read: those of archived artists are not. */
const isRead = (tx: TenantTx) =>
  inArray(
    busyCalendars.artistId,
    tx.db
      .select({ id: artists.id })
      .from(artists)
      .where(and(eq(artists.tenantId, tx.tenantId), isNull(artists.archivedAt))),
  )

/** Takes calendars whose time has come; they come again at `againAt` where nothing is heard of their read until then. */
export async function takeDueCalendars(tx: TenantTx, now: string, againAt: string): Promise<string[]> {
  const due = await tx.db
    .select({ id: busyCalendars.id })
    .from(busyCalendars)
    .where(and(eq(busyCalendars.tenantId, tx.tenantId), lte(busyCalendars.nextReadAt, now), isRead(tx)))
    .orderBy(asc(busyCalendars.nextReadAt))
    .limit(BUSY_READS_AT_ONCE_MAX)
    .for('update')
  const ids = due.map(({ id }) => id)
  if (ids.length > 0) {
    await tx.db
      .update(busyCalendars)
      .set({ nextReadAt: againAt })
      .where(and(eq(busyCalendars.tenantId, tx.tenantId), inArray(busyCalendars.id, ids)))
  }
  return ids
}

/** When the next calendar is to be read, as ISO text; null while there is none. */
export async function findNextRead(tx: TenantTx): Promise<string | null> {
  const [row] = await tx.db
    .select({ at: sql<string | null>`min(${busyCalendars.nextReadAt})` })
    .from(busyCalendars)
    .where(and(eq(busyCalendars.tenantId, tx.tenantId), isRead(tx)))
  return isoOrNull(row?.at ?? null)
}

/** Busy time of one artist, some, or all (null), that touches a period; by start. */
export async function listBlocks(
  tx: TenantTx,
  whose: string | readonly string[] | null,
  { fromMs, toMs }: Span,
): Promise<(Span & { artistId: string })[]> {
  const rows = await tx.db
    .select({
      artistId: busyBlocks.artistId,
      startsAt: busyBlocks.startsAt,
      endsAt: busyBlocks.endsAt,
    })
    .from(busyBlocks)
    .where(
      and(
        eq(busyBlocks.tenantId, tx.tenantId),
        whose === null ? undefined : inArray(busyBlocks.artistId, [whose].flat()),
        lt(busyBlocks.startsAt, new Date(toMs).toISOString()),
        gt(busyBlocks.endsAt, new Date(fromMs).toISOString()),
      ),
    )
    .orderBy(asc(busyBlocks.startsAt))
    .limit(typeof whose === 'string' ? BUSY_BLOCKS_MAX : WORKSPACE_BUSY_MAX)
  return rows.map(({ artistId, startsAt, endsAt }) => ({
    ...{ artistId, fromMs: Date.parse(startsAt), toMs: Date.parse(endsAt) },
  }))
}

/** Puts these stretches in the place of all that are known of an artist. */
export async function replaceBlocks(tx: TenantTx, artistId: string, spans: readonly Span[]): Promise<void> {
  await tx.db
    .delete(busyBlocks)
    .where(and(eq(busyBlocks.tenantId, tx.tenantId), eq(busyBlocks.artistId, artistId)))
  if (spans.length === 0) return
  const texts = (of: (span: Span) => number) => spans.map((span) => new Date(of(span)).toISOString())
  await tx.sql`
    insert into busy_blocks (tenant_id, artist_id, starts_at, ends_at)
    select ${tx.tenantId}::uuid, ${artistId}::uuid, f, t
    from unnest(${texts(({ fromMs }) => fromMs)}::text[]::timestamptz[], ${texts(({ toMs }) => toMs)}::text[]::timestamptz[]) as b(f, t)`
}
