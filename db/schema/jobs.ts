import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { tenantId, tenantPolicy } from './tenant.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
/** The version that the control plane has a copy of; a row with a newer one is still to be copied. */
const copiedVersion = () => integer('copied_version').notNull().default(0)

/** Listings of the workspace. What others read is a copy in the control plane. */
export const jobs = pgTable(
  'jobs',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    title: text('title').notNull(),
    description: text('description').notNull(),
    place: text('place'),
    isRemote: boolean('is_remote').notNull(),
    /** Applications to it are read without names until the interview. */
    isBlind: boolean('is_blind').notNull().default(false),
    /** `[{name, need, level}]` */
    skills: jsonb('skills').notNull(),
    rateAmount: numeric('rate_amount', { precision: 13, scale: 4 }),
    rateCurrency: text('rate_currency'),
    ratePer: text('rate_per'),
    firstDay: date('first_day', { mode: 'string' }).notNull(),
    lastDay: date('last_day', { mode: 'string' }).notNull(),
    deadlineDay: date('deadline_day', { mode: 'string' }).notNull(),
    timeZone: text('time_zone').notNull(),
    /** Midnight after the last day, in its zone. */
    deadlineAt: instant('deadline_at').notNull(),
    closedAt: instant('closed_at'),
    version: integer('version').notNull().default(1),
    copiedVersion: copiedVersion(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('jobs_newest').on(t.tenantId, t.createdAt),
    index('jobs_uncopied').on(t.tenantId).where(sql`copied_version < version`),
    check('jobs_days', sql`last_day >= first_day`),
    tenantPolicy('jobs'),
  ],
)

/** Applications to listings of the workspace. What is said about the applicant is sealed under a key of theirs. */
export const jobApplications = pgTable(
  'job_applications',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    jobId: uuid('job_id').notNull(),
    personId: text('person_id').notNull(),
    profileId: uuid('profile_id').notNull(),
    /** The workspace it is kept in. */
    profileTenantId: uuid('profile_tenant_id').notNull(),
    stage: text('stage').notNull(),
    /** `{of, box}`: the profile as it was, and the message. */
    sealed: jsonb('sealed').notNull(),
    /** `{score, parts}` */
    match: jsonb('match').notNull(),
    score: integer('score').notNull(),
    note: text('note'),
    artistId: uuid('artist_id'),
    bookingId: uuid('booking_id'),
    version: integer('version').notNull().default(1),
    copiedVersion: copiedVersion(),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    // Whoever took an application back may send another one.
    uniqueIndex('job_applications_one_each')
      .on(t.tenantId, t.jobId, t.personId)
      .where(sql`stage <> 'withdrawn'`),
    index('job_applications_best').on(t.tenantId, t.jobId, t.score),
    index('job_applications_person').on(t.tenantId, t.personId),
    index('job_applications_uncopied').on(t.tenantId).where(sql`copied_version < version`),
    check('job_applications_hired', sql`(stage = 'hired') = (booking_id is not null)`),
    tenantPolicy('job_applications'),
  ],
)

/** Profiles of people, kept in a workspace of theirs. What they say is sealed under a key of the person. */
export const artistProfiles = pgTable(
  'artist_profiles',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    personId: text('person_id').notNull(),
    /** `{of, box}` */
    sealed: jsonb('sealed').notNull(),
    visibility: text('visibility').notNull(),
    /** Deleted ones stay, empty, until the control plane has heard of it. */
    deletedAt: instant('deleted_at'),
    version: integer('version').notNull().default(1),
    copiedVersion: copiedVersion(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex('artist_profiles_one_each').on(t.tenantId, t.personId).where(sql`deleted_at is null`),
    index('artist_profiles_uncopied').on(t.tenantId).where(sql`copied_version < version`),
    tenantPolicy('artist_profiles'),
  ],
)
