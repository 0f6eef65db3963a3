import {
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { clientPolicy, tenantId, tenantPolicy } from './tenant.ts'

/** Whom the numbers are about. Every workspace has one default client: itself. */
export const clients = pgTable(
  'clients',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    externalId: text('external_id').notNull(),
    industry: text('industry'),
    isDefault: boolean('is_default').notNull().default(false),
    /** The invented company of the sample data: read-only, removed as a whole. */
    isSample: boolean('is_sample').notNull().default(false),
    archivedAt: timestamp('archived_at', { withTimezone: true, mode: 'string' }),
    version: integer('version').notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('clients_external_id').on(t.tenantId, t.externalId),
    index('clients_name').on(t.tenantId, t.name),
    tenantPolicy('clients'),
    clientPolicy('clients', 'id'),
  ],
)
