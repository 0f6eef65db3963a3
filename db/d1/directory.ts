import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

const moment = (name: string) => integer(name, { mode: 'timestamp_ms' })

/** The tenant directory: one row per organization, `id` is the organization's id. */
export const tenants = sqliteTable(
  'tenants',
  {
    /** No foreign key: the row stays as a tombstone when the organization is erased. */
    id: text('id').primaryKey(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    region: text('region').notNull(),
    plan: text('plan').notNull().default('trial'),
    state: text('state').notNull(),
    timeZone: text('time_zone').notNull(),
    currency: text('currency').notNull(),
    weekStart: integer('week_start').notNull(),
    fiscalYearStartMonth: integer('fiscal_year_start_month').notNull(),
    industry: text('industry'),
    /** ISO 3166-1 alpha-2. */
    country: text('country'),
    /** Name of the file of its logo. */
    logo: text('logo'),
    /** So many members the plan allows; checked whenever somebody joins. */
    seats: integer('seats').notNull().default(500),
    /** Counts changes of membership, roles and keys; a principal carries the value it was read at. */
    memberVersion: integer('member_version').notNull().default(1),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    check(
      'tenants_state',
      sql`${table.state} in ('provisioning', 'active', 'suspended', 'deleting', 'deleted')`,
    ),
  ],
)

/** Workspaces that are to be deleted, or were: the row stays as the proof of it. */
export const workspaceDeletions = sqliteTable(
  'workspace_deletions',
  {
    tenantId: text('tenant_id').primaryKey(),
    name: text('name').notNull(),
    slug: text('slug').notNull(),
    requestedBy: text('requested_by').notNull(),
    requestedAt: moment('requested_at').notNull(),
    dueAt: moment('due_at').notNull(),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    /** JSON, parsed on the way out. */
    proof: text('proof'),
  },
  (table) => [
    index('workspace_deletions_due_idx').on(table.dueAt),
    index('workspace_deletions_person_idx').on(table.requestedBy, table.requestedAt),
  ],
)

/** Workspaces that are being made of a copy of another one, or were. */
export const restores = sqliteTable(
  'restores',
  {
    tenantId: text('tenant_id').primaryKey(),
    name: text('name').notNull(),
    slug: text('slug').notNull(),
    /** The workspace the copy is of. */
    sourceId: text('source_id').notNull(),
    madeAt: moment('made_at').notNull(),
    requestedBy: text('requested_by').notNull(),
    requestedAt: moment('requested_at').notNull(),
    /** Files of the copy whose rows are in, of so many. */
    done: integer('done').notNull().default(0),
    total: integer('total').notNull(),
    finishedAt: moment('finished_at'),
  },
  (table) => [index('restores_person_idx').on(table.requestedBy, table.requestedAt)],
)

/** Roles that a workspace made itself; `member.role` holds the id of one, or the name of a built-in role. */
export const workspaceRoles = sqliteTable(
  'workspace_roles',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id').notNull(),
    name: text('name').notNull(),
    /** JSON list, parsed on the way out. */
    permissions: text('permissions').notNull(),
    version: integer('version').notNull().default(1),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [uniqueIndex('workspace_roles_name_uidx').on(table.tenantId, sql`lower(${table.name})`)],
)

/** Ownership that was offered. At most one offer of a workspace is open. */
export const ownershipOffers = sqliteTable(
  'ownership_offers',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id').notNull(),
    fromId: text('from_id').notNull(),
    toId: text('to_id').notNull(),
    /** Role of the offering owner afterwards. */
    thenRole: text('then_role').notNull(),
    status: text('status').notNull(),
    /** Names the one acceptance that took place. */
    acceptanceId: text('acceptance_id'),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [
    check(
      'ownership_offers_status',
      sql`${table.status} in ('pending', 'accepted', 'declined', 'withdrawn')`,
    ),
    uniqueIndex('ownership_offers_pending_uidx').on(table.tenantId).where(sql`${table.status} = 'pending'`),
  ],
)

/** What must still be told to a tenant object. Written in the batch of the change itself. */
export const d1Outbox = sqliteTable(
  'd1_outbox',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id').notNull(),
    kind: text('kind').notNull(),
    /** JSON, parsed on the way out. */
    payload: text('payload').notNull(),
    createdAt: moment('created_at').notNull(),
    sentAt: moment('sent_at'),
    attempts: integer('attempts').notNull().default(0),
    dueAt: moment('due_at').notNull(),
    /** The object could not read it: it waits by itself and holds up nothing behind it. */
    setAsideAt: moment('set_aside_at'),
  },
  (table) => [
    index('d1_outbox_unsent_idx').on(table.dueAt).where(sql`${table.sentAt} is null`),
    index('d1_outbox_tenant_idx').on(table.tenantId),
    index('d1_outbox_sent_idx').on(table.sentAt),
  ],
)

/** Earliest due sync per tenant: an index that may be lost and rebuilt; `seq` orders writers. */
export const timetable = sqliteTable(
  'timetable',
  {
    tenantId: text('tenant_id').primaryKey(),
    nextDueAt: moment('next_due_at').notNull(),
    seq: integer('seq').notNull(),
  },
  (table) => [index('timetable_next_due_at_idx').on(table.nextDueAt)],
)

/** The development mailbox. Production never writes here. */
export const mail = sqliteTable(
  'mail',
  {
    id: text('id').primaryKey(),
    toAddress: text('to_address').notNull(),
    subject: text('subject').notNull(),
    body: text('body').notNull(),
    link: text('link'),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [index('mail_created_at_idx').on(table.createdAt)],
)

/** Tries of the last minutes, one row each, so that any window can be counted exactly. Subjects are hashes. */
export const authTries = sqliteTable(
  'auth_tries',
  {
    id: text('id').primaryKey(),
    subject: text('subject').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [
    index('auth_tries_subject_at_idx').on(table.subject, table.at),
    index('auth_tries_at_idx').on(table.at),
  ],
)

/** Calls to sign-in routes counted per subject (a hash of an address) and minute. */
export const authCalls = sqliteTable(
  'auth_calls',
  {
    subject: text('subject').notNull(),
    minute: integer('minute').notNull(),
    calls: integer('calls').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subject, table.minute] }),
    index('auth_calls_minute_idx').on(table.minute),
  ],
)
