import { bigint, date, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { clientPolicy, tenantId, tenantPolicy } from './tenant.ts'

/**
 * Dated facts of bookings, hours and projects, one row for whatever a metric counts. Written with the events they follow from, in the
 * same transaction. `kind` says what a row is and so which amounts it has.
 */
export const workFacts = pgTable(
  'work_facts',
  {
    tenantId: tenantId(),
    kind: text('kind').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    /** What it is about: the booking, the artist or the project; of a refusal the call that was refused. */
    id: uuid('id').notNull(),
    /** The client of the project; null where there is none. */
    clientId: uuid('client_id'),
    artistId: uuid('artist_id'),
    projectId: uuid('project_id'),
    bookingId: uuid('booking_id'),
    seconds: bigint('seconds', { mode: 'number' }),
    /** From the call to the start of the booking. */
    leadSeconds: bigint('lead_seconds', { mode: 'number' }),
    percent: integer('percent'),
    lateDays: integer('late_days'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.kind, t.day, t.id] }),
    index('work_facts_day').on(t.tenantId, t.day),
    index('work_facts_booking').on(t.tenantId, t.bookingId),
    index('work_facts_artist').on(t.tenantId, t.artistId, t.day),
    index('work_facts_project').on(t.tenantId, t.projectId),
    tenantPolicy('work_facts'),
    clientPolicy('work_facts'),
  ],
)
