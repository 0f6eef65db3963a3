import { sql } from 'drizzle-orm'
import {
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { tenantId, tenantPolicy } from './tenant.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

/** What people were told: one row for each person and fact. `dedupe_key` names the fact, so that nobody is told of it twice. */
export const notifications = pgTable(
  'notifications',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    personId: text('person_id').notNull(),
    kind: text('kind').notNull(),
    subject: text('subject').notNull(),
    dedupeKey: text('dedupe_key').notNull(),
    title: text('title').notNull(),
    body: text('body').notNull(),
    at: instant('at').notNull(),
    readAt: instant('read_at'),
    /** When it is to be mailed; empty: not, not any more, or because it was read meanwhile. */
    mailDueAt: instant('mail_due_at'),
    mailTries: integer('mail_tries').notNull().default(0),
    mailedAt: instant('mailed_at'),
    /** When a daily mail told of it. */
    digestedAt: instant('digested_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex('notifications_once').on(t.tenantId, t.personId, t.dedupeKey),
    index('notifications_person').on(t.tenantId, t.personId, t.id),
    index('notifications_mail').on(t.tenantId, t.mailDueAt).where(sql`mail_due_at is not null`),
    tenantPolicy('notifications'),
  ],
)

/** How people hear of what they are told; whoever has no row hears of it as everybody does. Times are those of `time_zone`. */
export const notificationPreferences = pgTable(
  'notification_preferences',
  {
    tenantId: tenantId(),
    personId: text('person_id').notNull(),
    /** `{kind: off | inbox | mail}` */
    ways: jsonb('ways').notNull(),
    /** `[{id, subject, title, at}]`: what they want to hear nothing of any more but what is mandatory. */
    muted: jsonb('muted').notNull().default([]),
    quietFrom: text('quiet_from'),
    quietTo: text('quiet_to'),
    digestAt: text('digest_at'),
    timeZone: text('time_zone').notNull(),
    version: integer('version').notNull(),
    nextDigestAt: instant('next_digest_at'),
    digestTries: integer('digest_tries').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.personId] }),
    index('notification_preferences_digest')
      .on(t.tenantId, t.nextDigestAt)
      .where(sql`next_digest_at is not null`),
    tenantPolicy('notification_preferences'),
  ],
)
