import { NOTICE_MAIL_AFTER_MS, NOTICE_MAIL_RETRY_MS, NOTICE_MAIL_TRIES_MAX } from '../../contracts/limits.ts'
import type { NotificationKind } from '../../contracts/notification-kinds.ts'
import type { NoticeToMail, NotificationsQuery, ReadNotifications } from '../../contracts/notifications.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { notificationsTold } from './events.ts'
import { readHeard } from './preferences.service.ts'
import * as rows from './repository.ts'

/** What one person is told. `dedupeKey` names the fact: whoever was told of it is not told again. */
export interface Notice {
  personId: string
  kind: NotificationKind
  /** What it is about: `booking:<id>`. The inbox leads there. */
  subject: string
  title: string
  body: string
  dedupeKey: string
}

/** Who does something, and when: nobody is told of what they did themselves. */
export interface Telling {
  newId: () => string
  at: Date
  /** `person:<id>`, or whoever else. */
  actor: string
}

/**
 * Puts notices into inboxes, in the transaction of what they are about. The event that comes back belongs into the same commit: sockets
 * of those people hear of it, and mail follows.
 */
export async function tell(tx: TenantTx, notices: readonly Notice[], by: Telling): Promise<NewEvent[]> {
  const dueMs = by.at.getTime() + NOTICE_MAIL_AFTER_MS
  const meant = notices.filter(({ personId }) => by.actor !== `person:${personId}`)
  const heardOf = await readHeard(
    tx,
    meant.map(({ personId }) => personId),
  )
  const drafts = meant.flatMap((notice) => {
    const { way, mailAtMs } = heardOf(notice.personId, notice.kind, notice.subject)
    if (way === 'off') return []
    const mailDueAt = way === 'mail' ? new Date(mailAtMs(dueMs)).toISOString() : null
    return [{ ...notice, id: by.newId(), mailDueAt }]
  })
  const stored = await rows.insertNotifications(tx, drafts, by.at)
  const told = drafts.filter(({ id }) => stored.includes(id))
  if (told.length === 0) return []
  const lines = told.map(({ id, personId, kind, subject }) => ({ id, personId, kind, subject }))
  return [notificationsTold.of('inbox', { told: lines })]
}

/** The person behind an actor as the log has it; null when it is a key or Orrery itself. */
export function personOf(actor: string): string | null {
  return actor.startsWith('person:') ? actor.slice('person:'.length) : null
}

/** A page of what somebody was told, with how much they have not read. */
export async function readInbox(tx: TenantTx, personId: string, query: NotificationsQuery) {
  const [found, unread] = await Promise.all([
    rows.listNotifications(tx, personId, query, query.limit + 1),
    rows.countUnread(tx, personId),
  ])
  const data = found.slice(0, query.limit)
  return { data, meta: { nextCursor: found.length > data.length ? (data.at(-1)?.id ?? null) : null, unread } }
}

/** Marks what somebody has read of their own, and says how much is left. */
export async function markRead(tx: TenantTx, personId: string, which: ReadNotifications, at: Date) {
  await rows.markRead(tx, personId, which, at)
  return { unread: await rows.countUnread(tx, personId) }
}

/** When the next mail is due, as ISO text; null when none is. */
export const findNextMail = (tx: TenantTx): Promise<string | null> => rows.findNextMail(tx)

/** Takes the mails that are due. One that is not marked as sent comes again, a few times. */
export const takeDueMails = (tx: TenantTx, now: Date) =>
  rows.takeDueMails(tx, now, new Date(now.getTime() + NOTICE_MAIL_RETRY_MS), NOTICE_MAIL_TRIES_MAX)

/** What a mail is made of; null when it was read, sent or given up meanwhile. */
export const findMail = (tx: TenantTx, id: string): Promise<NoticeToMail | null> => rows.findMail(tx, id)

export const markMailed = (tx: TenantTx, id: string, at: Date): Promise<void> => rows.markMailed(tx, id, at)

export const forgetOld = (tx: TenantTx, before: Date): Promise<void> =>
  rows.deleteOldNotifications(tx, before)
