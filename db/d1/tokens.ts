import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { session } from './identity.ts'

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
    /** JSON: ids of the clients it is narrowed to; null: all that its member reaches. */
    clients: text('clients'),
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

/** Refresh tokens of programs. Those of one session are a family: it goes when the session goes. */
export const refreshTokens = sqliteTable(
  'refresh_tokens',
  {
    /** SHA-256 of the token, base64url. */
    hash: text('hash').primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => session.id, { onDelete: 'cascade' }),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    rotatedAt: moment('rotated_at'),
    successorHash: text('successor_hash'),
  },
  (table) => [
    index('refresh_tokens_session_id_idx').on(table.sessionId),
    index('refresh_tokens_expires_at_idx').on(table.expiresAt),
  ],
)

/** Keys that sign access tokens. The private half is sealed. */
export const signingKeys = sqliteTable('signing_keys', {
  kid: text('kid').primaryKey(),
  /** JSON: the public half as a JWK. */
  publicJwk: text('public_jwk').notNull(),
  /** The private half as PKCS #8, sealed, base64. */
  sealedPrivate: text('sealed_private').notNull(),
  createdAt: moment('created_at').notNull(),
  signsFrom: moment('signs_from').notNull(),
})
