import { NOTICE_MAIL_RETRY_MS, NOTICE_MAIL_TRIES_MAX } from '../../contracts/limits.ts'
import { type NotificationKind, notificationKinds } from '../../contracts/notification-kinds.ts'
import type {
  DigestToMail,
  NoticeWay,
  NotificationPreferences,
  PutNotificationPreferences,
} from '../../contracts/notification-preferences.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { notificationPreferencesChanged } from './events.ts'
import * as rows from './preferences.repository.ts'
import { afterQuiet, nextDigestMs } from './rules/times.ts'

/** When the next daily mail is due, as ISO text; null while nobody wants one. */
export const findNextDigest = (tx: TenantTx): Promise<string | null> => rows.findNextDigest(tx)

/** How it is for whoever has chosen nothing. */
const unchosen = { ways: {}, quiet: null, digestAt: null, version: 1 }

const shownOf = ({ ways, quiet, digestAt, timeZone, version }: NotificationPreferences) => ({
  ...{ ways, quiet, digestAt, timeZone, version },
})

/** What a person has chosen, or how it is for everybody who has chosen nothing. */
export async function readPreferences(
  tx: TenantTx,
  personId: string,
  timeZone: string,
): Promise<NotificationPreferences> {
  const stored = await rows.findPreferences(tx, personId)
  return stored === null ? { ...unchosen, timeZone } : shownOf(stored)
}

export type PutPreferencesRefusal = { code: 'stale_version'; details: NotificationPreferences }

/** Stores what a person has chosen, at the version they saw. */
export async function changePreferences(
  tx: TenantTx,
  personId: string,
  seenVersion: number,
  chosen: PutNotificationPreferences,
  now: Date,
): Promise<Result<{ view: NotificationPreferences; events: NewEvent[] }, PutPreferencesRefusal>> {
  const before = await rows.lockPreferences(tx, personId)
  if ((before?.version ?? 1) !== seenVersion) {
    const details = await readPreferences(tx, personId, chosen.timeZone)
    return err({ code: 'stale_version', details })
  }
  const view = { ...chosen, version: seenVersion + 1 }
  await rows.putPreferences(tx, personId, view, nextDigestAt(view, now)?.toISOString() ?? null)
  const was = before === null ? { ...unchosen, timeZone: chosen.timeZone } : shownOf(before)
  const event = notificationPreferencesChanged.of(`person:${personId}`, {
    personId,
    before: was,
    after: view,
  })
  return ok({ view, events: [event] })
}

function nextDigestAt(
  { digestAt, quiet, timeZone }: Omit<NotificationPreferences, 'version' | 'ways'>,
  now: Date,
): Date | null {
  return digestAt === null ? null : new Date(nextDigestMs(now.getTime(), digestAt, quiet, timeZone))
}

/** How people hear of a kind. */
export interface Heard {
  way: NoticeWay
  /** When it may be mailed at the earliest where it is due at a moment. */
  mailAtMs: (dueMs: number) => number
}

/** How those hear of something who are to be told of it. What is mandatory is mailed in time, whatever was chosen. */
export async function readHeard(
  tx: TenantTx,
  personIds: readonly string[],
): Promise<(personId: string, kind: NotificationKind, subject: string) => Heard> {
  const stored = await rows.listPreferences(tx, [...new Set(personIds)])
  const byPerson = new Map(stored.map((one) => [one.personId, one]))
  return (personId, kind, subject) => {
    if (notificationKinds[kind].isMailed) return { way: 'mail', mailAtMs: (dueMs) => dueMs }
    const chosen = byPerson.get(personId)
    if (chosen?.muted.some((one) => one.subject === subject))
      return { way: 'off', mailAtMs: (dueMs) => dueMs }
    const ways: Readonly<Partial<Record<NotificationKind, NoticeWay>>> = chosen?.ways ?? {}
    return {
      way: ways[kind] ?? 'inbox',
      mailAtMs: (dueMs) => (chosen === undefined ? dueMs : afterQuiet(dueMs, chosen.quiet, chosen.timeZone)),
    }
  }
}

/** Takes the daily mails that are due. One that is not marked as sent comes again, a few times, and then on the next day. */
export async function takeDueDigests(
  tx: TenantTx,
  now: Date,
): Promise<{ personId: string; isGivenUp: boolean }[]> {
  const taken: { personId: string; isGivenUp: boolean }[] = []
  for (const person of await rows.lockDueDigests(tx, now)) {
    const { personId, digestTries } = person
    const isGivenUp = digestTries >= NOTICE_MAIL_TRIES_MAX
    const again = new Date(now.getTime() + NOTICE_MAIL_RETRY_MS)
    if (isGivenUp) await rows.moveDigest(tx, personId, nextDigestAt(person, now) ?? again, 0)
    else await rows.moveDigest(tx, personId, again, digestTries + 1)
    taken.push({ personId, isGivenUp })
  }
  return taken
}

/** What the daily mail of a person is made of; null when there is nothing to tell, or no such mail is wanted any more. */
export async function findDigest(tx: TenantTx, personId: string): Promise<DigestToMail | null> {
  const [stored, found] = await Promise.all([
    rows.findPreferences(tx, personId),
    rows.findDigest(tx, personId),
  ])
  return found === null || (stored?.digestAt ?? null) === null ? null : { personId, ...found }
}

/** The daily mail of a person was sent, of everything up to a notification, or there was nothing to tell (null). */
export async function markDigested(
  tx: TenantTx,
  personId: string,
  upTo: string | null,
  now: Date,
): Promise<void> {
  const person = await rows.lockPreferences(tx, personId)
  const next = person === null ? null : nextDigestAt(person, now)
  if (next !== null) await rows.moveDigest(tx, personId, next, 0)
  if (upTo !== null) await rows.markDigested(tx, personId, upTo, now)
}
