import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
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
import { bytea, tenantId, tenantPolicy } from './tenant.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
const tstzrange = customType<{ data: string }>({ dataType: () => 'tstzrange' })

/** Who or what can be booked: people, rooms and kit share one kind of id. */
export const artists = pgTable(
  'artists',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    kind: text('kind').notNull(),
    name: text('name').notNull(),
    headline: text('headline'),
    timeZone: text('time_zone').notNull(),
    skills: jsonb('skills').notNull(),
    rateAmount: numeric('rate_amount', { precision: 20, scale: 4 }),
    rateCurrency: text('rate_currency'),
    ratePer: text('rate_per'),
    capacity: integer('capacity').notNull().default(1),
    /** Numbers in line are given out by it, under the lock of this row. */
    nextClaim: bigint('next_claim', { mode: 'number' }).notNull().default(1),
    archivedAt: instant('archived_at'),
    /** When everything personal went; it stays archived. */
    erasedAt: instant('erased_at'),
    /** The account of the artist in the control plane. */
    memberId: text('member_id'),
    /** What the artist shows, and what was removed a moment ago; the files lie in the bucket. */
    portfolio: jsonb('portfolio').notNull().default({ items: [], removed: [] }),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex('artists_member').on(t.tenantId, t.memberId).where(sql`member_id is not null`),
    index('artists_name').on(t.tenantId, t.name),
    tenantPolicy('artists'),
  ],
)

/**
 * Keys under which the log says what it says of artists, themselves sealed with `SEAL_KEY`. Without one: it was destroyed, and is not made
 * again.
 */
export const artistKeys = pgTable(
  'artist_keys',
  {
    tenantId: tenantId(),
    artistId: uuid('artist_id').notNull(),
    sealedKey: bytea('sealed_key'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.artistId] }), tenantPolicy('artist_keys')],
)

/**
 * Bookings. `period` follows from the two instants. No two that block may share a moment of an artist who is booked exclusively: the
 * exclusion constraint `bookings_never_twice` of the migration says so, which the schema language cannot.
 */
export const bookings = pgTable(
  'bookings',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    artistId: uuid('artist_id').notNull(),
    projectId: uuid('project_id'),
    /** Bookings made together for several artists. */
    groupId: uuid('group_id'),
    seriesId: uuid('series_id'),
    /** The day of its series it stands for, wherever it was moved to. */
    seriesDay: date('series_day', { mode: 'string' }),
    title: text('title').notNull(),
    notes: text('notes'),
    status: text('status').notNull(),
    blocks: boolean('blocks').notNull(),
    isExclusive: boolean('is_exclusive').notNull(),
    /** Percent of the time of its artist that it takes. */
    share: integer('share').notNull().default(100),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    period: tstzrange('period').generatedAlwaysAs(sql`tstzrange(starts_at, ends_at, '[)')`),
    /** The whole days that were meant, if any; both are part of it. */
    firstDay: date('first_day', { mode: 'string' }),
    lastDay: date('last_day', { mode: 'string' }),
    timeZone: text('time_zone').notNull(),
    /** Places in line: `[{fromMs, toMs, no}]`. */
    claims: jsonb('claims').notNull(),
    expiresAt: instant('expires_at'),
    isExtended: boolean('is_extended').notNull().default(false),
    /** When the artist said yes to this time. */
    acceptedAt: instant('accepted_at'),
    /** Until then those behind it leave the time to it. */
    firstRefusalUntil: instant('first_refusal_until'),
    reason: text('reason'),
    version: integer('version').notNull().default(1),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('bookings_artist_end').on(t.tenantId, t.artistId, t.endsAt),
    index('bookings_start').on(t.tenantId, t.startsAt),
    index('bookings_project').on(t.tenantId, t.projectId, t.startsAt),
    index('bookings_group').on(t.tenantId, t.groupId).where(sql`group_id is not null`),
    index('bookings_series').on(t.tenantId, t.seriesId, t.seriesDay).where(sql`series_id is not null`),
    index('bookings_expiry').on(t.tenantId, t.expiresAt).where(sql`status = 'hold'`),
    check('bookings_bounded', sql`isfinite(starts_at) and isfinite(ends_at) and ends_at > starts_at`),
    check('bookings_share', sql`share between 1 and 100`),
    check('bookings_not_endless', sql`ends_at - starts_at <= interval '732 days'`),
    tenantPolicy('bookings'),
  ],
)

/** How bookings of a series repeat. Each of them holds its own time; what was meant by it is said here. */
export const bookingSeries = pgTable(
  'booking_series',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    repeat: jsonb('repeat').notNull(),
    firstDay: date('first_day', { mode: 'string' }).notNull(),
    timeZone: text('time_zone').notNull(),
    version: integer('version').notNull().default(1),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), tenantPolicy('booking_series')],
)

/** How a workspace books; without a row it is as Orrery has it by default. */
export const bookingSettings = pgTable(
  'booking_settings',
  {
    tenantId: tenantId(),
    blocking: jsonb('blocking').notNull(),
    holdHours: integer('hold_hours').notNull(),
    challengeHours: integer('challenge_hours').notNull().default(8),
    unanswered: text('unanswered').notNull().default('release'),
    escalateTo: text('escalate_to'),
    firstRefusalHours: integer('first_refusal_hours').notNull().default(24),
    version: integer('version').notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.tenantId] }), tenantPolicy('booking_settings')],
)

/** Bookings whose holder was asked to decide by one that stands behind; one at a time. */
export const bookingChallenges = pgTable(
  'booking_challenges',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    artistId: uuid('artist_id').notNull(),
    bookingId: uuid('booking_id').notNull(),
    againstId: uuid('against_id').notNull(),
    state: text('state').notNull(),
    dueAt: instant('due_at').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex('booking_challenges_open').on(t.tenantId, t.againstId).where(sql`state = 'open'`),
    index('booking_challenges_due').on(t.tenantId, t.dueAt).where(sql`state = 'open'`),
    index('booking_challenges_booking').on(t.tenantId, t.bookingId),
    index('booking_challenges_against').on(t.tenantId, t.againstId),
    tenantPolicy('booking_challenges'),
  ],
)

/** Calendars that other programs may read by a secret address, one for each artist; a new address is a new id. */
export const calendarFeeds = pgTable(
  'calendar_feeds',
  {
    tenantId: tenantId(),
    artistId: uuid('artist_id').notNull(),
    id: uuid('id').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.artistId] }),
    uniqueIndex('calendar_feeds_id').on(t.tenantId, t.id),
    tenantPolicy('calendar_feeds'),
  ],
)
