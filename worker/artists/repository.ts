import { and, asc, eq, getTableColumns, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { type ArtistsQuery, ArtistView, type Rate, type Skill } from '../../contracts/artists.ts'
import { ArtistPortfolio } from '../../contracts/portfolio.ts'
import { artists } from '../../db/schema/bookings.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

const ofId = (tx: TenantTx, id: string) => and(eq(artists.tenantId, tx.tenantId), eq(artists.id, id))

// A portfolio is long and read by itself.
const { portfolio: _portfolio, ...columns } = getTableColumns(artists)

type ArtistRow = Omit<typeof artists.$inferSelect, 'portfolio'>

const isoOf = (time: string | null) => (time === null ? null : new Date(time).toISOString())

function toView(row: ArtistRow): ArtistView {
  const { tenantId: _tenant, nextClaim: _next, rateAmount, rateCurrency, ratePer, ...fields } = row
  return ArtistView.parse({
    ...fields,
    rate: rateAmount === null ? null : { amount: rateAmount, currency: rateCurrency, per: ratePer },
    createdAt: new Date(row.createdAt).toISOString(),
    archivedAt: isoOf(row.archivedAt),
    erasedAt: isoOf(row.erasedAt),
  })
}

/** What is stored of an artist besides its id. */
export interface ArtistFields {
  name: string
  headline: string | null
  timeZone: string
  skills: readonly Skill[]
  rate: Rate | null
  memberId: string | null
}

function toRow({ rate, skills, ...fields }: ArtistFields) {
  return {
    ...fields,
    skills: [...skills],
    rateAmount: rate?.amount ?? null,
    rateCurrency: rate?.currency ?? null,
    ratePer: rate?.per ?? null,
  }
}

type Filter = Pick<ArtistsQuery, 'q' | 'kind' | 'archived'>

/** A page of artists by name. `after` is the id of the last one seen; a renamed one goes on from its new place. */
export async function listArtists(
  tx: TenantTx,
  filter: Filter,
  after: string | null,
  limit: number,
): Promise<ArtistView[]> {
  const seen = sql`(select a.name, a.id from artists a where a.tenant_id = ${tx.tenantId} and a.id = ${after}::uuid)`
  const isAfter = after === null ? undefined : sql`(${artists.name}, ${artists.id}) > ${seen}`
  const rows = await tx.db
    .select(columns)
    .from(artists)
    .where(and(matches(tx, filter), isAfter))
    .orderBy(asc(artists.name), asc(artists.id))
    .limit(limit)
  return rows.map(toView)
}

export function countArtists(tx: TenantTx, filter: Filter): Promise<number> {
  return tx.db.$count(artists, matches(tx, filter))
}

function matches(tx: TenantTx, { q, kind, archived }: Filter): SQL | undefined {
  const part = q === undefined || q === '' ? undefined : `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return and(
    eq(artists.tenantId, tx.tenantId),
    kind === undefined ? undefined : eq(artists.kind, kind),
    archived === 'no' ? isNull(artists.archivedAt) : undefined,
    archived === 'yes' ? isNotNull(artists.archivedAt) : undefined,
    part === undefined
      ? undefined
      : sql`(${artists.name} ilike ${part} or ${artists.headline} ilike ${part}
          or exists (select from jsonb_array_elements(${artists.skills}) s where s ->> 'name' ilike ${part}))`,
  )
}

export async function findArtist(tx: TenantTx, id: string): Promise<ArtistView | null> {
  const [row] = await tx.db.select(columns).from(artists).where(ofId(tx, id))
  return row === undefined ? null : toView(row)
}

export async function selectArtistsById(tx: TenantTx, ids: readonly string[]): Promise<ArtistView[]> {
  if (ids.length === 0) return []
  const found = await tx.db
    .select(columns)
    .from(artists)
    .where(and(eq(artists.tenantId, tx.tenantId), inArray(artists.id, [...ids])))
  return found.map(toView)
}

/** The artist whose account this is; null when there is none. */
export async function findArtistOfMember(tx: TenantTx, personId: string): Promise<ArtistView | null> {
  const [row] = await tx.db
    .select(columns)
    .from(artists)
    .where(and(eq(artists.tenantId, tx.tenantId), eq(artists.memberId, personId)))
  return row === undefined ? null : toView(row)
}

/** The artist, locked: bookings of one artist are made and changed one after another. */
export async function lockArtist(tx: TenantTx, id: string): Promise<ArtistView | null> {
  const [row] = await tx.db.select(columns).from(artists).where(ofId(tx, id)).for('update')
  return row === undefined ? null : toView(row)
}

/** The next number in the line of a locked artist. */
export async function takeClaim(tx: TenantTx, id: string, count = 1): Promise<number> {
  const [row] = await tx.db
    .update(artists)
    .set({ nextClaim: sql`${artists.nextClaim} + ${count}` })
    .where(ofId(tx, id))
    .returning({ taken: artists.nextClaim })
  if (row === undefined) throw new Error(`artist ${id} is gone`)
  return row.taken - count
}

/**
 * Artists, locked in the order of their ids, with the next number in the line of each. Nobody else is given that, nor the ones after it,
 * one for each time an artist is named. Sent before this returns: what is asked next is under the locks.
 */
export async function lockAndClaim(
  tx: TenantTx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { view: ArtistView; nextClaim: number }>> {
  // Plain, because every booking waits for it: putting it together costs as much as carrying it out.
  const found = await tx.sql<(Omit<ArtistRow, 'nextClaim'> & { nextClaim: string })[]>`
    update artists a set next_claim = a.next_claim + locked.taken
    from (
      select l.id, asked.taken from artists l
      join (select id, count(*) as taken from unnest(${`{${ids.join()}}`}::uuid[]) as id group by id) asked on asked.id = l.id
      where l.tenant_id = ${tx.tenantId} order by l.id for update of l) locked
    where a.tenant_id = ${tx.tenantId} and a.id = locked.id
    returning a.tenant_id as "tenantId", a.id, kind, name, headline, time_zone as "timeZone", skills, rate_amount as "rateAmount",
      rate_currency as "rateCurrency", rate_per as "ratePer", capacity, (a.next_claim - locked.taken)::text as "nextClaim",
      archived_at as "archivedAt", erased_at as "erasedAt", member_id as "memberId", version, created_at as "createdAt"`.execute()
  return new Map(
    found.map((row) => {
      const nextClaim = Number(row.nextClaim)
      return [row.id, { view: toView({ ...row, nextClaim }), nextClaim }]
    }),
  )
}

/** Stores an artist; null when the id is taken. */
export async function insertArtist(
  tx: TenantTx,
  row: ArtistFields & { id: string; kind: string; capacity: number },
  at: Date,
): Promise<ArtistView | null> {
  const { id, kind, capacity, ...fields } = row
  const [made] = await tx.db
    .insert(artists)
    .values({ id, kind, capacity, ...toRow(fields), tenantId: tx.tenantId, createdAt: at.toISOString() })
    .onConflictDoNothing()
    .returning(columns)
  return made === undefined ? null : toView(made)
}

/** Changes an artist and counts its version up. */
export async function updateArtist(
  tx: TenantTx,
  id: string,
  set: ArtistFields | { archivedAt: string | null },
): Promise<ArtistView> {
  const [row] = await tx.db
    .update(artists)
    .set({ ...('archivedAt' in set ? set : toRow(set)), version: sql`${artists.version} + 1` })
    .where(ofId(tx, id))
    .returning(columns)
  if (row === undefined) throw new Error(`artist ${id} is gone`)
  return toView(row)
}

/** What an artist shows; null when there is none. */
export async function findPortfolio(tx: TenantTx, id: string): Promise<ArtistPortfolio | null> {
  const [row] = await tx.db.select({ portfolio: artists.portfolio }).from(artists).where(ofId(tx, id))
  return row === undefined ? null : ArtistPortfolio.parse(row.portfolio)
}

/** The same, with the artist locked. */
export async function lockPortfolio(tx: TenantTx, id: string): Promise<ArtistPortfolio | null> {
  const { portfolio } = artists
  const [row] = await tx.db.select({ portfolio }).from(artists).where(ofId(tx, id)).for('update')
  return row === undefined ? null : ArtistPortfolio.parse(row.portfolio)
}

/** Stores what an artist shows. The version of the artist stays: nobody who edits other fields is in its way. */
export async function savePortfolio(tx: TenantTx, id: string, portfolio: ArtistPortfolio): Promise<void> {
  await tx.db.update(artists).set({ portfolio }).where(ofId(tx, id))
}
