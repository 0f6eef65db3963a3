import {
  bigint,
  boolean,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { tenantId, tenantPolicy } from './tenant.ts'

/** Copies of a whole workspace in the bucket. `position` moves with each step, so a killed run goes on where it was. */
export const backups = pgTable(
  'backups',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    /** `daily` by the clock, `export` because somebody asked. */
    kind: text('kind').notNull(),
    status: text('status').notNull(),
    requestedBy: text('requested_by').notNull(),
    startedAt: timestamp('started_at', { withTimezone: true, mode: 'string' }).notNull(),
    finishedAt: timestamp('finished_at', { withTimezone: true, mode: 'string' }),
    /** When the newest one was last found to hold everything there is. */
    checkedAt: timestamp('checked_at', { withTimezone: true, mode: 'string' }),
    position: jsonb('position').notNull(),
    parts: jsonb('parts').notNull(),
    /** Event numbers at its begin and end: where they are the same, it is one state of the workspace. */
    seqFrom: bigint('seq_from', { mode: 'number' }).notNull(),
    seqTo: bigint('seq_to', { mode: 'number' }),
    head: jsonb('head').notNull(),
    rowsTotal: bigint('rows_total', { mode: 'number' }).notNull(),
    keyId: text('key_id').notNull(),
    problem: text('problem'),
    provedAt: timestamp('proved_at', { withTimezone: true, mode: 'string' }),
    isProofGood: boolean('is_proof_good'),
    /** The workspace it was restored into as a proof, while that is there. */
    scratchId: uuid('scratch_id'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('backups_started').on(t.tenantId, t.startedAt),
    tenantPolicy('backups'),
  ],
)
