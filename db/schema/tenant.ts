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

/** Whether the transaction reaches all clients, as `inTenant` has set it. Worked out once a statement; missing, the statement fails. */
const reachesAll = `(select current_setting('app.clients') = '*')`
/** The clients it reaches where it does not reach all. */
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
 * For a table whose rows name their client. `case` instead of `or`: who reaches all pays for one look at a constant, and the planner takes
 * half of the rows to pass and not next to none. A row without a client is reached by those who reach all.
 */
export const clientPolicy = (table: string, column = 'client_id') =>
  reachedPolicy(table, `case when ${reachesAll} then true else ${column} = any(${clientsReached}) end`)

/** For a table whose rows are part of another's: they are reached where that one is, which its own policy says. */
export const partPolicy = (table: string, whole: string, column: string) =>
  reachedPolicy(
    table,
    `case when ${reachesAll} then true else exists (select from ${whole} w where w.tenant_id = ${table}.tenant_id and w.id = ${table}.${column}) end`,
  )

/** Calendars: those of projects that are reached, and the workspace's own, by which every plan is worked out. */
export const calendarPolicy = () =>
  reachedPolicy(
    'working_calendars',
    `case when ${reachesAll} then true when project_id is null then true
      else exists (select from projects w where w.tenant_id = working_calendars.tenant_id and w.id = working_calendars.project_id) end`,
  )

/** Files: those of one client, and those that the caller has uploaded and not said yet whom they are about. */
export const importPolicy = () =>
  reachedPolicy(
    'imports',
    `case when ${reachesAll} then true when client_id is not null then client_id = any(${clientsReached})
      else mapping is null and created_by = (select current_setting('app.reader', true)) end`,
  )

/** Words of the search: those of records of no client, and of the clients it reaches. What somebody may read of a kind is another right. */
export const searchPolicy = () =>
  reachedPolicy(
    'search_words',
    `case when ${reachesAll} then true else client_id is null or client_id = any(${clientsReached}) end`,
  )

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
