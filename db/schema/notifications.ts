import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
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
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex('notifications_once').on(t.tenantId, t.personId, t.dedupeKey),
    index('notifications_person').on(t.tenantId, t.personId, t.id),
    index('notifications_mail').on(t.tenantId, t.mailDueAt).where(sql`mail_due_at is not null`),
    tenantPolicy('notifications'),
  ],
)
