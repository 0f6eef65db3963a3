import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

const moment = (name: string) => integer(name, { mode: 'timestamp_ms' })

/**
 * The key under which the personal fields of one person are sealed, wherever they lie: in the log, in backups, in files somebody took
 * out. Without the row nobody opens them again.
 */
export const personKeys = sqliteTable('person_keys', {
  /** Id of the person, or `invitation:<id>` of somebody who has no account yet. No foreign key: some keys stand for no person. */
  ownerId: text('owner_id').primaryKey(),
  /** The key, sealed, base64. */
  sealedKey: text('sealed_key').notNull(),
  createdAt: moment('created_at').notNull(),
})

/** People who erased their account. The id alone stays, so that what they did can be told from what others did. */
export const erasures = sqliteTable('erasures', {
  personId: text('person_id').primaryKey(),
  /** Names the one request that took place. */
  requestId: text('request_id').notNull(),
  erasedAt: moment('erased_at').notNull(),
  /** JSON: rows by table, counted in the batch that removed them. */
  removed: text('removed').notNull(),
  /** JSON: what was found in them afterwards, counted in the same batch. */
  found: text('found'),
})
