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

/** Clients the transaction reaches, as `inTenant` has set them; null where it reaches all. Missing, the statement fails. */
const clientsReached = `((select string_to_array(nullif(current_setting('app.clients'), '*'), ',')::uuid[])::uuid[])`

/** Holds the rows of a table to the clients that a transaction reaches, besides the policy of the tenant. */
const reachedPolicy = (table: string, isReached: string) =>
  pgPolicy(`${table}_clients`, {
    as: 'restrictive',
    for: 'all',
    to: 'public',
    using: sql.raw(isReached),
    withCheck: sql.raw(isReached),
  })

/**
 * For a table whose rows name their client. `coalesce` instead of `or`: the planner then takes the policy to let through half of the
 * rows, and not next to none. A row without a client is reached by those who reach all.
 */
export const clientPolicy = (table: string, column = 'client_id') =>
  reachedPolicy(
    table,
    `coalesce(${column} = any(${clientsReached}), (select current_setting('app.clients')) = '*')`,
  )

/** For a table whose rows are part of another's: they are reached where that one is, which its own policy says. */
export const partPolicy = (table: string, whole: string, column: string) =>
  reachedPolicy(
    table,
    `(select current_setting('app.clients')) = '*' or exists (select from ${whole} w where w.tenant_id = ${table}.tenant_id and w.id = ${table}.${column})`,
  )

/**
 * Files: those of one client, and those that the caller has uploaded and not said yet whom they are about.
 */
export const importPolicy = () =>
  reachedPolicy(
    'imports',
    `coalesce(client_id = any(${clientsReached}), (select current_setting('app.clients')) = '*'
      or (client_id is null and mapping is null and created_by = (select current_setting('app.reader', true))))`,
  )

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
