import { and, asc, desc, eq, inArray, or, sql } from 'drizzle-orm'
import { ChallengeState, ChallengeView } from '../../contracts/bookings.ts'
import { CHALLENGES_SHOWN_MAX } from '../../contracts/limits.ts'
import { bookingChallenges, bookings } from '../../db/schema/bookings.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** A challenge as it is stored. */
export interface Challenge {
  id: string
  artistId: string
  bookingId: string
  againstId: string
  state: ChallengeState
  dueMs: number
  createdBy: string
}

function toChallenge(row: typeof bookingChallenges.$inferSelect): Challenge {
  const { id, artistId, bookingId, againstId, createdBy } = row
  const state = ChallengeState.parse(row.state)
  return { id, artistId, bookingId, againstId, state, dueMs: Date.parse(row.dueAt), createdBy }
}

/** Challenges of bookings of some artists, or of all, that are not over, the earliest due first. */
export async function listOpenChallenges(
  tx: TenantTx,
  artistIds: readonly string[] | null,
): Promise<Challenge[]> {
  const rows = await tx.db
    .select()
    .from(bookingChallenges)
    .where(
      and(
        eq(bookingChallenges.tenantId, tx.tenantId),
        eq(bookingChallenges.state, 'open'),
        artistIds === null ? undefined : inArray(bookingChallenges.artistId, [...artistIds]),
      ),
    )
    .orderBy(asc(bookingChallenges.dueAt), asc(bookingChallenges.id))
  return rows.map(toChallenge)
}

/** Challenges that a booking made or met, the newest first. */
export async function listChallengesOf(tx: TenantTx, bookingId: string): Promise<ChallengeView[]> {
  const titleOf = (id: typeof bookingChallenges.bookingId | typeof bookingChallenges.againstId) =>
    sql<string>`(select b.title from ${bookings} b where b.tenant_id = ${tx.tenantId} and b.id = ${id})`
  const rows = await tx.db
    .select({
      id: bookingChallenges.id,
      bookingId: bookingChallenges.bookingId,
      bookingTitle: titleOf(bookingChallenges.bookingId),
      againstId: bookingChallenges.againstId,
      againstTitle: titleOf(bookingChallenges.againstId),
      state: bookingChallenges.state,
      dueAt: bookingChallenges.dueAt,
      createdAt: bookingChallenges.createdAt,
    })
    .from(bookingChallenges)
    .where(
      and(
        eq(bookingChallenges.tenantId, tx.tenantId),
        or(eq(bookingChallenges.bookingId, bookingId), eq(bookingChallenges.againstId, bookingId)),
      ),
    )
    .orderBy(desc(bookingChallenges.createdAt))
    .limit(CHALLENGES_SHOWN_MAX)
  const iso = (text: string) => new Date(text).toISOString()
  return rows.map((row) =>
    ChallengeView.parse({ ...row, dueAt: iso(row.dueAt), createdAt: iso(row.createdAt) }),
  )
}

export async function insertChallenge(tx: TenantTx, challenge: Challenge, at: Date): Promise<void> {
  const { dueMs, ...fields } = challenge
  await tx.db.insert(bookingChallenges).values({
    ...fields,
    tenantId: tx.tenantId,
    dueAt: new Date(dueMs).toISOString(),
    createdAt: at.toISOString(),
  })
}

export async function endChallenge(tx: TenantTx, id: string, state: ChallengeState): Promise<void> {
  await tx.db
    .update(bookingChallenges)
    .set({ state })
    .where(and(eq(bookingChallenges.tenantId, tx.tenantId), eq(bookingChallenges.id, id)))
}

/** When the next challenge is due, as ISO text; null when none is open. */
export async function findNextDue(tx: TenantTx): Promise<string | null> {
  const [row] = await tx.db
    .select({ due: sql<string | null>`min(${bookingChallenges.dueAt})` })
    .from(bookingChallenges)
    .where(and(eq(bookingChallenges.tenantId, tx.tenantId), eq(bookingChallenges.state, 'open')))
  return row?.due ? new Date(row.due).toISOString() : null
}
