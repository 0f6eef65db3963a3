import { and, eq, gt, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { ControlDb } from '../../db/d1/client.ts'
import { session, user } from '../../db/d1/identity.ts'
import { refreshTokens } from '../../db/d1/tokens.ts'
import type { StoredPerson } from './repository.ts'

/** A refresh token that was presented, with the session and the person it belongs to. */
export interface StoredRefreshToken {
  sessionId: string
  sessionCreatedAt: Date
  expiresAt: Date
  rotatedAt: Date | null
  successorHash: string | null
  person: StoredPerson
}

/**
 * Makes the session that the library has just opened a program's: what its cookie would hold is replaced by something nobody knows,
 * so that the session opens nothing but by its tokens.
 */
export async function takeOverSession(
  db: ControlDb,
  cookieToken: string,
  now: { unknown: string; expiresAt: Date },
): Promise<{ sessionId: string; createdAt: Date; person: StoredPerson } | null> {
  const [row] = await db
    .update(session)
    .set({ token: now.unknown, expiresAt: now.expiresAt })
    .where(eq(session.token, cookieToken))
    .returning({ sessionId: session.id, createdAt: session.createdAt, userId: session.userId })
  if (!row) return null
  const [person] = await db
    .select({ id: user.id, name: user.name, email: user.email, emailVerified: user.emailVerified })
    .from(user)
    .where(eq(user.id, row.userId))
  return person ? { sessionId: row.sessionId, createdAt: row.createdAt, person } : null
}

/** The first token of a session. */
export async function insertRefreshToken(
  db: ControlDb,
  made: { hash: string; sessionId: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await db.insert(refreshTokens).values(made)
}

/** The token with this hash while its session is there; whether it still works is the caller's to judge. */
export async function findRefreshToken(db: ControlDb, hash: string): Promise<StoredRefreshToken | null> {
  const [row] = await db
    .select({
      sessionId: session.id,
      sessionCreatedAt: session.createdAt,
      expiresAt: refreshTokens.expiresAt,
      rotatedAt: refreshTokens.rotatedAt,
      successorHash: refreshTokens.successorHash,
      person: { id: user.id, name: user.name, email: user.email, emailVerified: user.emailVerified },
    })
    .from(refreshTokens)
    .innerJoin(session, eq(session.id, refreshTokens.sessionId))
    .innerJoin(user, eq(user.id, session.userId))
    .where(eq(refreshTokens.hash, hash))
  return row ?? null
}

/**
 * Puts a successor in the place of a token, and lets the session last as long as the successor does: one batch.
 * @returns false when the token had a successor already; then nothing was changed.
 */
export async function rotateRefreshToken(
  db: ControlDb,
  oldHash: string,
  next: { hash: string; now: Date; expiresAt: Date },
): Promise<boolean> {
  const took: SQL = sql`${refreshTokens.hash} = ${oldHash} and ${refreshTokens.successorHash} = ${next.hash}
    and ${refreshTokens.rotatedAt} = ${next.now.getTime()}`
  const successor = {
    hash: sql<string>`${next.hash}`.as('hash'),
    sessionId: refreshTokens.sessionId,
    createdAt: sql<number>`${next.now.getTime()}`.as('created_at'),
    expiresAt: sql<number>`${next.expiresAt.getTime()}`.as('expires_at'),
    rotatedAt: sql<null>`null`.as('rotated_at'),
    successorHash: sql<null>`null`.as('successor_hash'),
  }
  const [rotated] = await db.batch([
    db
      .update(refreshTokens)
      .set({ rotatedAt: next.now, successorHash: next.hash })
      .where(
        and(
          eq(refreshTokens.hash, oldHash),
          isNull(refreshTokens.rotatedAt),
          gt(refreshTokens.expiresAt, next.now),
        ),
      )
      .returning({ hash: refreshTokens.hash }),
    // Two at once make the same successor, so the second finds it there.
    db
      .insert(refreshTokens)
      .select(db.select(successor).from(refreshTokens).where(took))
      .onConflictDoNothing(),
    db
      .update(session)
      .set({ expiresAt: next.expiresAt, updatedAt: next.now })
      .where(sql`${session.id} in (select session_id from refresh_tokens where hash = ${next.hash})`),
  ])
  return rotated.length === 1
}

/** A person whose session is open, with its end; null otherwise. */
export async function findSessionPerson(
  db: ControlDb,
  sessionId: string,
  personId: string,
  now: Date,
): Promise<{ person: StoredPerson; expiresAt: Date } | null> {
  const [row] = await db
    .select({
      person: { id: user.id, name: user.name, email: user.email, emailVerified: user.emailVerified },
      expiresAt: session.expiresAt,
    })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(and(eq(session.id, sessionId), eq(session.userId, personId), gt(session.expiresAt, now)))
  return row ?? null
}

/** Cron: tokens whose time is over say nothing any more; until then a used one still betrays its thief. */
export async function removeExpiredRefreshTokens(db: ControlDb, now: Date): Promise<void> {
  await db.delete(refreshTokens).where(lt(refreshTokens.expiresAt, now))
}
