import type { DigestToMail } from '../../contracts/notification-preferences.ts'
import type { NoticeToMail } from '../../contracts/notifications.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import type { MailPort } from '../auth/mail.ts'
import { digestMail, noticeMail } from '../auth/notice-mail.ts'
import { findMailbox } from './repository.ts'

/** The object whose person is to be mailed. */
export interface NoticePort {
  noticeToMail(notificationId: string): Promise<NoticeToMail | null>
  noteNoticeMailed(notificationId: string): Promise<unknown>
}

/**
 * Mails one person what a workspace has told them. Who has left it since, or has not confirmed their address, gets none. It may come twice
 * when the word that it was sent is lost.
 */
export async function mailNotice(
  deps: { db: ControlDb; mail: MailPort; origin: string },
  tenant: NoticePort,
  { tenantId, notificationId }: { tenantId: string; notificationId: string },
): Promise<void> {
  const notice = await tenant.noticeToMail(notificationId)
  if (notice === null) return
  const mailbox = await findMailbox(deps.db, tenantId, notice.personId)
  if (mailbox !== null) await deps.mail.send(noticeMail(deps.origin, mailbox, notice))
  await tenant.noteNoticeMailed(notificationId)
}

/** The object whose person is to have their daily mail. */
export interface DigestPort {
  digestToMail(call: { v: 1; personId: string }): Promise<DigestToMail | null>
  noteDigestMailed(call: { v: 1; personId: string; upTo: string }): Promise<unknown>
}

/** Mails one person what they were told and have not read, all in one. The same is true of who gets none, and of its coming twice. */
export async function mailDigest(
  deps: { db: ControlDb; mail: MailPort; origin: string },
  tenant: DigestPort,
  { tenantId, personId }: { tenantId: string; personId: string },
): Promise<void> {
  const digest = await tenant.digestToMail({ v: 1, personId })
  if (digest === null) return
  const mailbox = await findMailbox(deps.db, tenantId, personId)
  if (mailbox !== null) await deps.mail.send(digestMail(deps.origin, mailbox, digest))
  await tenant.noteDigestMailed({ v: 1, personId, upTo: digest.upTo })
}
