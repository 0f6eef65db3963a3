import { LINK_TRIES_WINDOW_MS, type Place } from '../../contracts/session.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import {
  countAuthCall,
  findPersonByEmail as findByEmail,
  noteSession,
  noteTry,
  removeExpired,
  type StoredPerson,
} from './repository.ts'
import { isNoteDue, sessionEnd } from './rules.ts'

const MINUTE_MS = 60_000
const COUNTERS_KEPT_MINUTES = 10

async function subjectHash(subject: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subject))
  return Array.from(new Uint8Array(digest).subarray(0, 16), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

/** The person with this address, confirmed or not. */
export const findPersonByEmail = (db: ControlDb, email: string): Promise<StoredPerson | null> =>
  findByEmail(db, email)

/**
 * Counts one call of each subject (an address of the caller, an e-mail address) in the running minute; exact, because
 * the count is one statement in D1. Subjects are stored as hashes.
 * @returns seconds to wait when one of them is over the limit, else 0; how many calls the first subject has left, and the seconds until it has all of them again.
 */
export async function takeCall(
  db: ControlDb,
  subjects: string[],
  callsPerMinute: number,
  now: Date,
): Promise<{ waitSeconds: number; left: number; resetSeconds: number }> {
  const minute = Math.floor(now.getTime() / MINUTE_MS)
  const counts = await Promise.all(
    subjects.map(async (subject) => countAuthCall(db, await subjectHash(subject), minute)),
  )
  const resetSeconds = Math.ceil(((minute + 1) * MINUTE_MS - now.getTime()) / 1000)
  const isOver = counts.some((calls) => calls > callsPerMinute)
  const left = isOver ? 0 : Math.max(0, callsPerMinute - (counts[0] ?? 0))
  return { waitSeconds: isOver ? resetSeconds : 0, left, resetSeconds }
}

/** The same for whoever asks no more than whether to wait. */
export const secondsToWait = async (...asked: Parameters<typeof takeCall>): Promise<number> =>
  (await takeCall(...asked)).waitSeconds

/**
 * Takes one of the `LINK_TRIES_MAX` tries each subject has in any `LINK_TRIES_WINDOW_MS`, exact as above.
 * @returns seconds to wait when one of them has none left, else 0.
 */
export async function takeTry(
  db: ControlDb,
  subjects: string[],
  triesMax: number,
  now: Date,
  newId: () => string,
): Promise<number> {
  const since = new Date(now.getTime() - LINK_TRIES_WINDOW_MS)
  let waitMs = 0
  for (const subject of subjects) {
    const made = { id: newId(), subject: await subjectHash(subject), at: now }
    const oldest = await noteTry(db, made, triesMax, since)
    if (oldest !== null) waitMs = Math.max(waitMs, oldest.getTime() - since.getTime())
  }
  return Math.ceil(waitMs / 1000)
}

/** Writes down that a session is in use, which also says how long it lasts now; at most every few minutes. */
export async function noteSeen(
  db: ControlDb,
  session: {
    id: string
    createdAt: Date
    updatedAt: Date
    country?: string | null | undefined
    ssoProviderId?: string | null | undefined
  },
  place: Place | null,
  now: Date,
): Promise<void> {
  if (!isNoteDue(session, place, now)) return
  const expiresAt = sessionEnd(session.createdAt, now, Boolean(session.ssoProviderId))
  await noteSession(db, { id: session.id, at: now, expiresAt, place })
}

/** Cron: removes sessions, links and counters that can no longer matter. */
export async function sweepIdentity(db: ControlDb, now: Date): Promise<void> {
  const minute = Math.floor(now.getTime() / MINUTE_MS) - COUNTERS_KEPT_MINUTES
  await removeExpired(db, now, minute, new Date(now.getTime() - LINK_TRIES_WINDOW_MS))
}
