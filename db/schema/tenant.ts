import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, customType, pgPolicy, uuid } from 'drizzle-orm/pg-core'

/** First column of every tenant table and of every key. */
export const tenantId = () => uuid('tenant_id').notNull()

/**
 * The row-level policy of every tenant table. Where the setting is missing or was reset to nothing the statement fails: no rows
 * would look like a workspace that is empty. The sub-select is evaluated once per statement instead of once per row.
 */
const ofThisTenant = (column: AnyPgColumn | SQL) =>
  sql`${column} = (select current_setting('app.tenant_id'))::uuid`

export const tenantPolicy = (table: string) =>
  pgPolicy(`${table}_tenant`, {
    as: 'permissive',
    for: 'all',
    to: 'public',
    using: ofThisTenant(sql.raw('tenant_id')),
    withCheck: ofThisTenant(sql.raw('tenant_id')),
  })

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
