import { and, desc, eq, gt, isNotNull, lt, sql } from 'drizzle-orm'
import type { Place } from '../../contracts/session.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { authCalls, authTries, mail } from '../../db/d1/directory.ts'
import { account, session, user, verification } from '../../db/d1/identity.ts'

export interface KeptMail {
  id: string
  to: string
  subject: string
  body: string
  link: string | null
  createdAt: Date
}

const MAILS_SHOWN_MAX = 100
const SESSIONS_SHOWN_MAX = 100

export async function keepMail(db: ControlDb, kept: KeptMail): Promise<void> {
  const { to, ...rest } = kept
  await db.insert(mail).values({ ...rest, toAddress: to })
}

/** The newest mails first. */
export async function listMail(db: ControlDb): Promise<KeptMail[]> {
  const rows = await db
    .select()
    .from(mail)
    .orderBy(desc(mail.createdAt), desc(mail.id))
    .limit(MAILS_SHOWN_MAX)
  return rows.map(({ toAddress, ...rest }) => ({ ...rest, to: toAddress }))
}

/** Counts one call and answers how many this subject made in that minute, exact across every isolate. */
export async function countAuthCall(db: ControlDb, subject: string, minute: number): Promise<number> {
  const [row] = await db
    .insert(authCalls)
    .values({ subject, minute, calls: 1 })
    .onConflictDoUpdate({
      target: [authCalls.subject, authCalls.minute],
      set: { calls: sql`${authCalls.calls} + 1` },
    })
    .returning({ calls: authCalls.calls })
  return row?.calls ?? 1
}

/** The n-th newest try of a subject, n counted from 1. */
const nthTry = (db: ControlDb, subject: string, n: number) =>
  db
    .select({ at: authTries.at })
    .from(authTries)
    .where(eq(authTries.subject, subject))
    .orderBy(desc(authTries.at))
    .limit(1)
    .offset(n - 1)

/**
 * Notes a try unless there were `max` since `since`. One statement, so two at once cannot both be the last one allowed.
 * @returns null when it was noted, else when the oldest of those `max` was.
 */
export async function noteTry(
  db: ControlDb,
  made: { id: string; subject: string; at: Date },
  max: number,
  since: Date,
): Promise<Date | null> {
  const noted = await db.all(sql`insert into ${authTries} (id, subject, at)
    select ${made.id}, ${made.subject}, ${made.at.getTime()}
    where (select count(*) from ${authTries} where subject = ${made.subject} and at > ${since.getTime()}) < ${max}
    returning id`)
  if (noted.length > 0) return null
  const [oldest] = await nthTry(db, made.subject, max)
  return oldest?.at ?? made.at
}

export interface StoredPerson {
  id: string
  name: string
  email: string
  emailVerified: boolean
}

export async function findPerson(db: ControlDb, personId: string): Promise<StoredPerson | null> {
  const [row] = await db
    .select({ id: user.id, name: user.name, email: user.email, emailVerified: user.emailVerified })
    .from(user)
    .where(eq(user.id, personId))
  return row ?? null
}

export async function findPersonByEmail(db: ControlDb, email: string): Promise<StoredPerson | null> {
  const [row] = await db
    .select({ id: user.id, name: user.name, email: user.email, emailVerified: user.emailVerified })
    .from(user)
    .where(eq(user.email, email.toLowerCase()))
  return row ?? null
}

/** Notes that a person has shown to own the address of the account. */
export async function confirmAddress(db: ControlDb, personId: string, now: Date): Promise<void> {
  await db.update(user).set({ emailVerified: true, updatedAt: now }).where(eq(user.id, personId))
}

/** Stores a new hash of the same password, unless the password was changed meanwhile. A hash has a salt, so it names its account. */
export async function replacePasswordHash(
  db: ControlDb,
  { old, made }: { old: string; made: string },
  now: Date,
): Promise<void> {
  await db.update(account).set({ password: made, updatedAt: now }).where(eq(account.password, old))
}

export interface StoredSession {
  id: string
  userId: string
  userAgent: string | null
  country: string | null
  city: string | null
  createdAt: Date
  updatedAt: Date
  expiresAt: Date
}

/** Sessions of a person that still work, last seen first. The token is never read. */
export async function listSessions(db: ControlDb, personId: string, now: Date): Promise<StoredSession[]> {
  return db
    .select({
      id: session.id,
      userId: session.userId,
      userAgent: session.userAgent,
      country: session.country,
      city: session.city,
      createdAt: session.createdAt,
      updatedAt: session.updatedAt,
      expiresAt: session.expiresAt,
    })
    .from(session)
    .where(and(eq(session.userId, personId), gt(session.expiresAt, now)))
    .orderBy(desc(session.updatedAt), desc(session.id))
    .limit(SESSIONS_SHOWN_MAX)
}

/** Notes that a session was in use, and until when it lasts now. An unknown place leaves the last known one. */
export async function noteSession(
  db: ControlDb,
  seen: { id: string; at: Date; expiresAt: Date; place: Place | null },
): Promise<void> {
  await db
    .update(session)
    .set({ updatedAt: seen.at, expiresAt: seen.expiresAt, ...seen.place })
    .where(eq(session.id, seen.id))
}

export async function renamePerson(db: ControlDb, personId: string, name: string, now: Date): Promise<void> {
  await db.update(user).set({ name, updatedAt: now }).where(eq(user.id, personId))
}

/**
 * Gives a person another, confirmed address.
 * @returns false when somebody else has it by now.
 */
export async function moveAddress(
  db: ControlDb,
  personId: string,
  email: string,
  now: Date,
): Promise<boolean> {
  const isFree = sql`not exists (select 1 from user as other where other.email = ${email} and other.id <> ${personId})`
  const moved = await db
    .update(user)
    .set({ email, emailVerified: true, updatedAt: now })
    .where(and(eq(user.id, personId), isFree))
    .returning({ id: user.id })
  return moved.length === 1
}

export async function hasPassword(db: ControlDb, personId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: account.id })
    .from(account)
    .where(
      and(eq(account.userId, personId), eq(account.providerId, 'credential'), isNotNull(account.password)),
    )
  return row !== undefined
}

/** Makes links that were mailed to a person useless: what they rest on, address or password, has changed. */
export async function forgetProofs(db: ControlDb, personId: string): Promise<void> {
  await db.delete(verification).where(eq(verification.value, personId))
}

/** Removes what can no longer be used: ended sessions, links past their time, old counters. */
export async function removeExpired(
  db: ControlDb,
  now: Date,
  minute: number,
  triesBefore: Date,
): Promise<void> {
  await db.batch([
    db.delete(session).where(lt(session.expiresAt, now)),
    db.delete(verification).where(lt(verification.expiresAt, now)),
    db.delete(authCalls).where(lt(authCalls.minute, minute)),
    db.delete(authTries).where(lt(authTries.at, triesBefore)),
  ])
}

/** One trip to D1 and back. */
export async function pingControl(db: ControlDb): Promise<void> {
  await db.run(sql`select 1`)
}
