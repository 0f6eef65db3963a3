import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

// What programs prove themselves with. Nothing here opens anything: secrets are stored as hashes, private keys sealed.
const moment = (name: string) => integer(name, { mode: 'timestamp_ms' })

/** API keys, those that were ended too: what they entered is still shown under their names. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id').notNull(),
    name: text('name').notNull(),
    /** First characters of the secret. */
    start: text('start').notNull(),
    /** SHA-256 of the secret, base64url. */
    hash: text('hash').notNull().unique(),
    /** JSON: permissions. */
    scopes: text('scopes').notNull(),
    /** The member who answers for it. No foreign key: the key outlives the membership, and does not work. */
    sponsorId: text('sponsor_id').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at'),
    /** The length of life it was given, for its successor. Days. */
    lifeDays: integer('life_days'),
    lastUsedAt: moment('last_used_at'),
    endedAt: moment('ended_at'),
    replacedBy: text('replaced_by'),
  },
  (table) => [index('api_keys_tenant_id_idx').on(table.tenantId)],
)
