import { date, index, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { tenantId, tenantPolicy } from './tenant.ts'

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
