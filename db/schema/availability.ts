import {
  date,
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
import { bytea, tenantId, tenantPolicy } from './tenant.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

/** Weekly hours of artists, each from a day on until the next one. `weekly` is `[{weekday, from, to}]`; null is any time. */
export const workingHours = pgTable(
  'working_hours',
  {
    tenantId: tenantId(),
    artistId: uuid('artist_id').notNull(),
    effectiveFrom: date('effective_from', { mode: 'string' }).notNull(),
    weekly: jsonb('weekly'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.artistId, t.effectiveFrom] }), tenantPolicy('working_hours')],
)

/** Days on which an artist is not there (`off`), or there against the weekly hours (`open`); both days are part of it. */
export const timeOff = pgTable(
  'time_off',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    artistId: uuid('artist_id').notNull(),
    kind: text('kind').notNull(),
    title: text('title').notNull(),
    firstDay: date('first_day', { mode: 'string' }).notNull(),
    lastDay: date('last_day', { mode: 'string' }).notNull(),
    /** Times of each of the days; null is all day. */
    fromTime: text('from_time'),
    toTime: text('to_time'),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('time_off_artist').on(t.tenantId, t.artistId, t.lastDay),
    tenantPolicy('time_off'),
  ],
)

/** A calendar elsewhere by which an artist is busy, one for each; a new address is a new id. The address is sealed. */
export const busyCalendars = pgTable(
  'busy_calendars',
  {
    tenantId: tenantId(),
    artistId: uuid('artist_id').notNull(),
    id: uuid('id').notNull(),
    host: text('host').notNull(),
    sealedAddress: bytea('sealed_address').notNull(),
    /** What the server said of the version that was read last, and the zone its days were read in. */
    etag: text('etag'),
    lastModified: text('last_modified'),
    timeZone: text('time_zone'),
    readAt: instant('read_at'),
    /** When it was read out last, and not only found to be the same. */
    wholeAt: instant('whole_at'),
    triedAt: instant('tried_at'),
    nextReadAt: instant('next_read_at').notNull(),
    blocks: integer('blocks').notNull(),
    skipped: integer('skipped').notNull(),
    failureCode: text('failure_code'),
    failingSince: instant('failing_since'),
    /** Failed reads since it was read last. */
    failures: integer('failures').notNull().default(0),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.artistId] }),
    uniqueIndex('busy_calendars_id').on(t.tenantId, t.id),
    index('busy_calendars_due').on(t.tenantId, t.nextReadAt),
    tenantPolicy('busy_calendars'),
  ],
)

/** When artists are busy by the calendars that are read; stretches of one artist are apart. */
export const busyBlocks = pgTable(
  'busy_blocks',
  {
    tenantId: tenantId(),
    artistId: uuid('artist_id').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.artistId, t.startsAt] }),
    index('busy_blocks_ends').on(t.tenantId, t.endsAt),
    tenantPolicy('busy_blocks'),
  ],
)
