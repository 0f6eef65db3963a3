import { z } from 'zod'
import {
  AuditActor,
  AuditEntry,
  AuditExportQuery,
  AuditMeta,
  AuditQuery,
  HeadsAnswer,
  SignedHead,
} from '../audit.ts'
import { NotificationPreferences, PutNotificationPreferences } from '../notification-preferences.ts'
import {
  MutedView,
  NotificationsQuery,
  NotificationView,
  ReadNotifications,
  UnreadView,
} from '../notifications.ts'
import { CursorMeta, type Operation, SeqMeta } from './operation.ts'

const EventsQuery = z.object({
  cursor: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().optional(),
})
const EventLine = z.object({
  seq: z.int(),
  at: z.iso.datetime(),
  type: z.string(),
  actor: z.string(),
  subject: z.string().nullable(),
})

const audit: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'Who did what when, newest first',
    access: 'audit.read',
    query: AuditQuery,
    answers: [{ status: 200, data: z.array(AuditEntry), meta: AuditMeta }],
  },
  {
    method: 'GET',
    path: '/api/v1/audit/actors',
    summary: 'Who did anything',
    access: 'audit.read',
    answers: [{ status: 200, data: z.array(AuditActor), meta: SeqMeta }],
  },
  {
    method: 'GET',
    path: '/api/v1/audit/export',
    summary: 'The record as a file',
    access: 'audit.read',
    query: AuditExportQuery,
    answers: [{ status: 200, media: 'text/csv' }],
  },
  {
    method: 'GET',
    path: '/api/v1/audit/heads',
    summary: 'Signed ends of the chain of events',
    access: 'audit.read',
    answers: [{ status: 200, data: HeadsAnswer, meta: SeqMeta }],
  },
  {
    method: 'POST',
    path: '/api/v1/audit/heads',
    summary: 'Signs the present end of the chain',
    access: 'audit.manage',
    answers: [{ status: 200, data: SignedHead, meta: SeqMeta }],
  },
  {
    method: 'GET',
    path: '/api/v1/audit/verification',
    summary: 'Goes through the whole chain and says line by line whether it holds',
    access: 'audit.read',
    answers: [{ status: 200, media: 'application/x-ndjson' }],
  },
  {
    method: 'GET',
    path: '/api/v1/events',
    summary: 'What happened, newest first, without its contents',
    access: 'events.read',
    query: EventsQuery,
    answers: [
      { status: 200, data: z.array(EventLine), meta: SeqMeta.extend({ nextCursor: z.string().nullable() }) },
    ],
  },
]

const notifications: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/notifications',
    summary: 'What you were told, the newest first, and how much of it you have not read',
    access: 'workspace.read',
    query: NotificationsQuery,
    answers: [
      {
        status: 200,
        data: z.array(NotificationView),
        meta: CursorMeta.extend({ unread: z.int().nonnegative() }),
      },
    ],
  },
  {
    method: 'GET',
    path: '/api/v1/notifications/preferences',
    summary: 'How you hear of what you are told: which kinds, when not, and whether once a day',
    access: 'workspace.read',
    answers: [{ status: 200, data: NotificationPreferences, meta: SeqMeta }],
  },
  {
    method: 'PUT',
    path: '/api/v1/notifications/preferences',
    summary: 'Chooses how you hear of it',
    access: 'workspace.read',
    ifMatch: true,
    body: PutNotificationPreferences,
    answers: [{ status: 200, data: NotificationPreferences, meta: SeqMeta }],
  },
  {
    method: 'POST',
    path: '/api/v1/notifications/read',
    summary: 'Marks what you have read',
    access: 'workspace.read',
    body: ReadNotifications,
    answers: [{ status: 200, data: UnreadView, meta: SeqMeta }],
  },
  {
    method: 'GET',
    path: '/api/v1/notifications/mutes',
    summary: 'Records you want to hear nothing of any more, but what you have to know of',
    access: 'workspace.read',
    answers: [{ status: 200, data: z.array(MutedView), meta: SeqMeta }],
  },
  {
    method: 'PUT',
    path: '/api/v1/notifications/mutes/{id}',
    summary: 'Makes the record silent for you that a notification is about',
    access: 'workspace.read',
    answers: [{ status: 200, data: MutedView, meta: SeqMeta }],
  },
  {
    method: 'DELETE',
    path: '/api/v1/notifications/mutes/{id}',
    summary: 'Hears of such a record again',
    access: 'workspace.read',
    answers: [{ status: 200, data: MutedView, meta: SeqMeta }],
  },
]

const server: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/healthz',
    summary: 'Whether the server can reach its directory',
    access: 'public',
    answers: [{ status: 200, data: z.object({ status: z.literal('ok') }) }],
  },
  {
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This description, as OpenAPI 3.1',
    access: 'public',
    answers: [{ status: 200, whole: z.looseObject({ openapi: z.string() }) }],
  },
]

/** What happened, and the server itself. */
export const recordOperations: readonly Operation[] = [
  ...audit.map((each) => ({ ...each, tag: 'Audit' as const })),
  ...notifications.map((each) => ({ ...each, tag: 'Notifications' as const })),
  ...server.map((each) => ({ ...each, tag: 'Server' as const })),
]
