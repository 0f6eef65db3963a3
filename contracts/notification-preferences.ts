import { z } from 'zod'
import { TimeOfDay } from './availability.ts'
import { type NotificationKind, notificationKinds } from './notification-kinds.ts'
import { TimeZone } from './workspaces.ts'

/** How somebody hears of a kind: not at all, in the inbox, or by mail as well. */
export const NoticeWay = z.enum(['off', 'inbox', 'mail'])
export type NoticeWay = z.infer<typeof NoticeWay>

// Object.keys forgets which keys there are; they are those of the table.
const chosenKinds = (Object.keys(notificationKinds) as NotificationKind[]).filter(
  (kind) => !notificationKinds[kind].isMailed,
)

/** Whether somebody may choose how they hear of a kind. */
export const isChosenKind = (kind: string): boolean => chosenKinds.some((one) => one === kind)

/** How one person hears of what a workspace tells them. Mandatory kinds are no choice and always mailed at once. */
export const NotificationPreferences = z.object({
  /** Kinds that are not heard of as everybody hears of them, which is in the inbox. */
  ways: z.partialRecord(z.enum(chosenKinds), NoticeWay),
  /** Hours in which nothing is mailed by choice; they may go over midnight. */
  quiet: z.object({ from: TimeOfDay, to: TimeOfDay }).nullable(),
  /** When one mail a day says what is unread and was not mailed; null: never. */
  digestAt: TimeOfDay.nullable(),
  /** Where these times are meant. */
  timeZone: TimeZone,
  version: z.int().positive(),
})
export type NotificationPreferences = z.infer<typeof NotificationPreferences>

/** Body of PUT /api/v1/notifications/preferences with `If-Match`: all of them. */
export const PutNotificationPreferences = z.strictObject({
  ways: NotificationPreferences.shape.ways,
  quiet: z
    .strictObject({ from: TimeOfDay, to: TimeOfDay })
    .refine(({ from, to }) => from !== to, 'the hours begin and end at the same time')
    .nullable(),
  digestAt: NotificationPreferences.shape.digestAt,
  timeZone: NotificationPreferences.shape.timeZone,
})
export type PutNotificationPreferences = z.infer<typeof PutNotificationPreferences>

/** What the daily mail of a person is made of. */
export interface DigestToMail {
  personId: string
  /** The newest first, and at most so many as a mail holds. */
  titles: string[]
  /** All of them. */
  count: number
  /** The newest one the mail stands for. */
  upTo: string
}
