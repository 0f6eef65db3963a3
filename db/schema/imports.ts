import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { importPolicy, partPolicy, tenantId, tenantPolicy } from './tenant.ts'

/** A file on its way into the facts. `next_byte` moves in the transaction of each load, so a killed load resumes there. */
export const imports = pgTable(
  'imports',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    status: text('status').notNull(),
    fileKey: text('file_key').notNull(),
    /** SHA-256 of the inflated bytes, hexadecimal. */
    fileHash: text('file_hash').notNull(),
    bytesTotal: bigint('bytes_total', { mode: 'number' }).notNull(),
    nextByte: bigint('next_byte', { mode: 'number' }).notNull().default(0),
    nextLine: integer('next_line').notNull().default(1),
    detection: jsonb('detection').notNull(),
    mapping: jsonb('mapping'),
    mappingHash: text('mapping_hash'),
    plan: jsonb('plan'),
    /** The client of all its rows; null while nobody has said it, and where a column says it of each row. */
    clientId: uuid('client_id'),
    rowsRead: bigint('rows_read', { mode: 'number' }).notNull().default(0),
    rowsLoaded: bigint('rows_loaded', { mode: 'number' }).notNull().default(0),
    rowsSame: bigint('rows_same', { mode: 'number' }).notNull().default(0),
    rowsChanged: bigint('rows_changed', { mode: 'number' }).notNull().default(0),
    rowsRejected: bigint('rows_rejected', { mode: 'number' }).notNull().default(0),
    failure: jsonb('failure'),
    createdBy: text('created_by').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'string' }).notNull(),
    finishedAt: timestamp('finished_at', { withTimezone: true, mode: 'string' }),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('imports_file').on(t.tenantId, t.fileHash, t.mappingHash),
    index('imports_status').on(t.tenantId, t.status),
    tenantPolicy('imports'),
    importPolicy(),
  ],
)

/** Lines that could not be loaded, with the reason. */
export const importRejects = pgTable(
  'import_rejects',
  {
    tenantId: tenantId(),
    importId: uuid('import_id').notNull(),
    line: integer('line').notNull(),
    reason: text('reason').notNull(),
    columnName: text('column_name'),
    value: text('value'),
    message: text('message').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.importId, t.line] }),
    tenantPolicy('import_rejects'),
    partPolicy('import_rejects', 'imports', 'import_id'),
  ],
)

/** Copies of rows that an import found already stored: keeps exact duplicates exact across batches. */
export const importMatches = pgTable(
  'import_matches',
  {
    tenantId: tenantId(),
    importId: uuid('import_id').notNull(),
    metricNo: integer('metric_no').notNull(),
    rowKey: uuid('row_key').notNull(),
    copies: integer('copies').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.importId, t.metricNo, t.rowKey] }),
    tenantPolicy('import_matches'),
  ],
)
