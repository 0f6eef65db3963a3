import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { user } from './identity.ts'

const moment = (name: string) => integer(name, { mode: 'timestamp_ms' })

/**
 * Who came in and who was turned away, as far as the front door knows: one row for each person or caller, minute and kind, counted up.
 * What has no person stands here alone. Kept for a bounded time.
 */
export const securityLog = sqliteTable(
  'security_log',
  {
    /** Names what is counted together; holds no address. */
    id: text('id').primaryKey(),
    at: moment('at').notNull(),
    kind: text('kind').notNull(),
    detail: text('detail').notNull(),
    /** Goes with the account. */
    personId: text('person_id').references(() => user.id, { onDelete: 'cascade' }),
    tenantId: text('tenant_id'),
    country: text('country'),
    city: text('city'),
    userAgent: text('user_agent'),
    times: integer('times').notNull().default(1),
  },
  (table) => [
    index('security_log_person_at_idx').on(table.personId, table.at),
    index('security_log_at_idx').on(table.at),
  ],
)

/** Changes of the front door that came with an Idempotency-Key. Whose and which one stands in the id, as a hash. */
export const frontCommands = sqliteTable(
  'front_commands',
  {
    id: text('id').primaryKey(),
    requestHash: text('request_hash').notNull(),
    startedAt: moment('started_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    /** Null while it runs. */
    status: integer('status'),
    /** Sealed under the caller's own key, base64url. */
    sealedAnswer: text('sealed_answer'),
  },
  (table) => [index('front_commands_expires_at_idx').on(table.expiresAt)],
)

/** People of ours who may look into workspaces that allow it. Set by whoever operates the deployment, by hand; nobody is at first. */
export const supportStaff = sqliteTable('support_staff', {
  personId: text('person_id')
    .primaryKey()
    .references(() => user.id, { onDelete: 'cascade' }),
  since: moment('since').notNull(),
})

/** Support access that an owner allowed. It ends by itself. */
export const supportGrants = sqliteTable(
  'support_grants',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id').notNull(),
    grantedBy: text('granted_by').notNull(),
    reason: text('reason').notNull(),
    grantedAt: moment('granted_at').notNull(),
    endsAt: moment('ends_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (table) => [
    index('support_grants_tenant_ends_at_idx').on(table.tenantId, table.endsAt),
    uniqueIndex('support_grants_open_uidx').on(table.tenantId).where(sql`${table.endedAt} is null`),
  ],
)

/**
 * Rows and files whose person or workspace is not there, and memberships that the log of a workspace tells otherwise: what is left when
 * one of the stores was put back to an earlier time and the others were not. What stands here was found by the last check of its scope.
 */
export const orphans = sqliteTable(
  'orphans',
  {
    /** `directory`, or the workspace whose log was read. */
    scope: text('scope').notNull(),
    kind: text('kind').notNull(),
    /** `person:<id>`, `workspace:<id>`, `<table>:<id>`, a folder of the bucket. */
    subject: text('subject').notNull(),
    /** When it was found first. */
    since: moment('since').notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.kind, table.subject] })],
)

/** When each scope was looked through last, and how much was found. */
export const orphanChecks = sqliteTable('orphan_checks', {
  scope: text('scope').primaryKey(),
  checkedAt: moment('checked_at').notNull(),
  /** Null while it runs, and when it did not come to its end. */
  found: integer('found'),
})
