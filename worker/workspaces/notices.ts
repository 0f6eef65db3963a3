import type { NoticeToMail } from '../../contracts/notifications.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import type { MailPort } from '../auth/mail.ts'
import { noticeMail } from '../auth/notice-mail.ts'
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
