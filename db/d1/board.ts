import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

const moment = (name: string) => integer(name, { mode: 'timestamp_ms' })
const flag = (name: string) => integer(name, { mode: 'boolean' })

/**
 * Copies of listings, made by the objects of the workspaces that post them. A closed one stays, so that whoever saved it or applied
 * sees what became of it.
 */
export const jobListings = sqliteTable(
  'job_listings',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id').notNull(),
    version: integer('version').notNull(),
    /** JSON of the listing, parsed on the way out. */
    body: text('body').notNull(),
    isClosed: flag('is_closed').notNull(),
    deadlineAt: moment('deadline_at').notNull(),
    firstDay: text('first_day').notNull(),
    lastDay: text('last_day').notNull(),
    /** In small letters; null where it does not matter. */
    place: text('place'),
    isRemote: flag('is_remote').notNull(),
    /** Ten-thousandths of the currency. */
    rateE4: integer('rate_e4'),
    rateCurrency: text('rate_currency'),
    ratePer: text('rate_per'),
    postedAt: moment('posted_at').notNull(),
  },
  (table) => [
    index('job_listings_newest_idx').on(table.isClosed, table.postedAt, table.id),
    index('job_listings_tenant_idx').on(table.tenantId),
    index('job_listings_deadline_idx').on(table.isClosed, table.deadlineAt),
  ],
)

/** Cards of people who opted in, copied from the workspace they keep their profile in. `body` is null once they opted out. */
export const profileCards = sqliteTable(
  'profile_cards',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id').notNull(),
    personId: text('person_id').notNull(),
    version: integer('version').notNull(),
    name: text('name').notNull(),
    body: text('body'),
  },
  (table) => [
    index('profile_cards_name_idx').on(table.name, table.id),
    index('profile_cards_tenant_idx').on(table.tenantId),
    index('profile_cards_person_idx').on(table.personId),
  ],
)

/**
 * Artists of workspaces and the profiles they are linked to, or were, or are to be: ids of both sides, and how it stands. Nothing of
 * either is copied, so what the one side sees of the other is never older than its card.
 */
export const profileLinks = sqliteTable(
  'profile_links',
  {
    id: text('id').primaryKey(),
    /** The workspace of the artist. */
    tenantId: text('tenant_id').notNull(),
    artistId: text('artist_id').notNull(),
    profileId: text('profile_id').notNull(),
    /** The workspace the profile is kept in. */
    profileTenantId: text('profile_tenant_id').notNull(),
    /** Whose profile it is. */
    personId: text('person_id').notNull(),
    /** Who of the workspace asked, who is told of the answer; empty once they erased their account. */
    askedBy: text('asked_by').notNull(),
    state: text('state').notNull(),
    askedAt: moment('asked_at').notNull(),
    answeredAt: moment('answered_at'),
    endedAt: moment('ended_at'),
    /** Whether the person said no, or ended it: then they are left alone for a while. */
    isRefused: flag('is_refused').notNull().default(false),
  },
  (table) => [
    check(
      'profile_links_state',
      sql`${table.state} in ('asked', 'linked', 'declined', 'withdrawn', 'ended')`,
    ),
    uniqueIndex('profile_links_artist_uidx')
      .on(table.tenantId, table.artistId)
      .where(sql`${table.state} in ('asked', 'linked')`),
    uniqueIndex('profile_links_profile_uidx')
      .on(table.tenantId, table.profileId)
      .where(sql`${table.state} in ('asked', 'linked')`),
    index('profile_links_asked_idx').on(table.tenantId, table.artistId, table.askedAt),
    index('profile_links_person_idx').on(table.personId, table.profileTenantId),
    index('profile_links_profile_idx').on(table.profileId),
    index('profile_links_home_idx').on(table.profileTenantId),
  ],
)

/** By which words a listing or a card is found. Skills of a listing stand there as a whole as well, behind `skill:`. */
export const boardWords = sqliteTable(
  'board_words',
  {
    word: text('word').notNull(),
    /** Of a listing or a card. */
    id: text('id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.word, table.id] }), index('board_words_id_idx').on(table.id)],
)

/** Listings that somebody keeps on their list. */
export const savedJobs = sqliteTable(
  'saved_jobs',
  {
    personId: text('person_id').notNull(),
    jobId: text('job_id').notNull(),
    savedAt: moment('saved_at').notNull(),
    /** The workspace in which they are told of the deadline; null: nowhere. */
    tenantId: text('tenant_id'),
    /** The deadline they were told of. */
    toldDeadlineAt: moment('told_deadline_at'),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.jobId] }),
    index('saved_jobs_job_idx').on(table.jobId),
  ],
)

/** Searches of the board that somebody keeps. */
export const savedSearches = sqliteTable(
  'saved_searches',
  {
    id: text('id').primaryKey(),
    personId: text('person_id').notNull(),
    /** The workspace in which they are told of what matches. */
    tenantId: text('tenant_id').notNull(),
    name: text('name').notNull(),
    /** JSON of the filter, parsed on the way out. */
    body: text('body').notNull(),
    savedAt: moment('saved_at').notNull(),
  },
  (table) => [
    index('saved_searches_person_idx').on(table.personId, table.savedAt),
    index('saved_searches_tenant_idx').on(table.tenantId),
  ],
)

/** New listings that are still to be held against saved searches; a row goes once that is done. */
export const newListings = sqliteTable('new_listings', {
  jobId: text('job_id').primaryKey(),
  /** Searches up to this id have been looked at. */
  after: text('after').notNull(),
})

/** What people sent, and where it stands: copied by the workspace of the job, without anything it keeps to itself. */
export const sentApplications = sqliteTable(
  'sent_applications',
  {
    id: text('id').primaryKey(),
    personId: text('person_id').notNull(),
    /** The workspace of the job. */
    tenantId: text('tenant_id').notNull(),
    jobId: text('job_id').notNull(),
    version: integer('version').notNull(),
    stage: text('stage').notNull(),
    jobTitle: text('job_title').notNull(),
    workspaceName: text('workspace_name').notNull(),
    appliedAt: moment('applied_at').notNull(),
    changedAt: moment('changed_at').notNull(),
  },
  (table) => [
    index('sent_applications_person_idx').on(table.personId, table.appliedAt),
    index('sent_applications_tenant_idx').on(table.tenantId),
  ],
)
