import { z } from 'zod'
import { LIST_PAGE_DEFAULT, LIST_PAGE_MAX } from './limits.ts'
import { type NotificationKind, notificationKinds } from './notification-kinds.ts'

export const NotificationId = z.uuid().brand<'NotificationId'>()
export type NotificationId = z.infer<typeof NotificationId>

// Object.keys forgets which keys there are; they are those of the table.
const kinds = Object.keys(notificationKinds) as NotificationKind[]

/** Something one person was told, in words. */
export const NotificationView = z.object({
  id: NotificationId,
  kind: z.enum(kinds),
  /** What it is about: `booking:<id>`. */
  subject: z.string(),
  title: z.string(),
  body: z.string(),
  at: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
})
export type NotificationView = z.infer<typeof NotificationView>

/** Query of GET /api/v1/notifications: what the caller was told, the newest first. */
export const NotificationsQuery = z.strictObject({
  unread: z.literal('yes').optional(),
  cursor: NotificationId.optional(),
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
})
export type NotificationsQuery = z.infer<typeof NotificationsQuery>

/** Body of POST /api/v1/notifications/read: these, or one and everything told before it. */
export const ReadNotifications = z.union([
  z.strictObject({ ids: z.array(NotificationId).min(1).max(LIST_PAGE_MAX) }),
  z.strictObject({ upTo: NotificationId }),
])
export type ReadNotifications = z.infer<typeof ReadNotifications>

/** How much is left unread. */
export const UnreadView = z.object({ unread: z.int().nonnegative() })
export type UnreadView = z.infer<typeof UnreadView>

/** A record somebody wants to hear nothing of any more, but what they have to know of. `id` is the notification by which they said so. */
export const MutedView = z.object({
  id: NotificationId,
  subject: z.string(),
  /** What that notification was called. */
  title: z.string(),
  at: z.iso.datetime(),
})
export type MutedView = z.infer<typeof MutedView>

/** What the mail of a notification is made of. */
export interface NoticeToMail {
  personId: string
  title: string
  body: string
}
