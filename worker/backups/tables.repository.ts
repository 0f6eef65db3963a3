import { sql } from 'drizzle-orm'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { timeOff, workingHours } from '../../db/schema/availability.ts'
import {
  artistKeys,
  artists,
  bookingChallenges,
  bookingSeries,
  bookingSettings,
  bookings,
} from '../../db/schema/bookings.ts'
import { clients } from '../../db/schema/clients.ts'
import { connectionStreams, connections, syncErrors, syncRuns } from '../../db/schema/connections.ts'
import { eventBodies, events, factHistory, workspaceSettings } from '../../db/schema/core.ts'
import { fxRates } from '../../db/schema/currency.ts'
import {
  customMetrics,
  dashboards,
  financials,
  leadEvents,
  metricDefinitions,
} from '../../db/schema/facts.ts'
import { importMatches, importRejects, imports } from '../../db/schema/imports.ts'
import { artistProfiles, jobApplications, jobs } from '../../db/schema/jobs.ts'
import {
  bookingProposals,
  projectBaselines,
  projectPhases,
  projects,
  projectTasks,
  taskDependencies,
  workingCalendars,
} from '../../db/schema/projects.ts'
import { archivedMonths } from '../../db/schema/retention.ts'
import { workFacts } from '../../db/schema/work.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/**
 * What a copy holds, in an order in which it can be put back. Left out are what is worth nothing elsewhere: answers of commands, consents
 * under way, the head (it stands in the manifest), the copies themselves, when retention ran,
 * calendars elsewhere with what was read of them, whose addresses are secrets, and the words of the search, which come back with the rows they are made of. A test holds the list against the catalogue of Postgres.
 */
export const copiedTables: readonly PgTable[] = [
  workspaceSettings,
  clients,
  connections,
  connectionStreams,
  syncRuns,
  syncErrors,
  metricDefinitions,
  dashboards,
  imports,
  importRejects,
  importMatches,
  fxRates,
  customMetrics,
  financials,
  leadEvents,
  archivedMonths,
  artistKeys,
  artists,
  bookingSettings,
  workingHours,
  timeOff,
  bookingSeries,
  bookings,
  bookingChallenges,
  projects,
  projectPhases,
  projectTasks,
  taskDependencies,
  workingCalendars,
  projectBaselines,
  bookingProposals,
  workFacts,
  jobs,
  jobApplications,
  artistProfiles,
  factHistory,
  events,
  eventBodies,
]
/** Tables that no copy holds. */
export const leftOutTables = [
  'commands',
  'connection_grants',
  'tenant_heads',
  'backups',
  'retention_runs',
  'notifications',
  'notification_preferences',
  'calendar_feeds',
  'busy_calendars',
  'busy_blocks',
  // Contents that lie in files are copied as rows of their table.
  'event_archives',
  'search_words',
] as const
/** Columns that never leave: access to other systems. Whoever restores connects anew. */
const SECRET_COLUMNS: Readonly<Record<string, readonly string[]>> = { connections: ['sealed_tokens'] }

interface Plan {
  name: string
  /** Columns of the key after the workspace, with their types. */
  key: { name: string; type: string }[]
  /** Columns a copy leaves out: secrets, and what Postgres works out from the others. */
  hidden: readonly string[]
  columns: readonly string[]
  /** Condition on a row `t` that keeps sample data out ([ON16]); empty where none can be. */
  isOwn: string
}

/** An invented company is nobody's: no copy holds it or its rows. */
function ownRowsOf(columns: readonly { name: string }[]): string {
  if (columns.some(({ name }) => name === 'is_sample')) return 'and not t.is_sample'
  if (!columns.some(({ name }) => name === 'client_id')) return ''
  return `and not exists (select from clients s where s.tenant_id = $1::uuid and s.is_sample and s.id = t.client_id)`
}

/** How a table is read page by page: by its key, which is unique, so that no row comes twice. */
function planOf(table: PgTable): Plan {
  const { name, primaryKeys, columns } = getTableConfig(table)
  const names = (primaryKeys[0]?.columns ?? []).map((column) => column.name)
  // A key knows its columns by name only; their types are those of the table's.
  const key = names
    .filter((column) => column !== 'tenant_id')
    .flatMap((column) => columns.filter((one) => one.name === column))
    .map((column) => ({ name: column.name, type: column.getSQLType() }))
  const isOut = ({ name: column, generated }: (typeof columns)[number]) =>
    generated !== undefined || SECRET_COLUMNS[name]?.includes(column) === true
  const nameOf = (column: (typeof columns)[number]) => column.name
  return {
    name,
    key,
    hidden: columns.filter(isOut).map(nameOf),
    columns: columns.filter((column) => column.generated === undefined).map(nameOf),
    isOwn: ownRowsOf(columns),
  }
}

const plans = new Map(copiedTables.map((table) => [planOf(table).name, planOf(table)]))
export const copiedNames: readonly string[] = [...plans.keys()]

function requirePlan(table: string): Plan {
  const plan = plans.get(table)
  if (plan === undefined) throw new Error(`no copy holds the table ${table}`)
  return plan
}

/** A page of rows as JSON texts, without the workspace and without secrets, in the order of the key. */
export interface RowPage {
  rows: string[]
  /** Key of the last row, as texts; null when the table is at its end. */
  last: string[] | null
}

/** Rows of a table after a key (null: from the first), at most `limit`. */
export async function readRows(
  tx: TenantTx,
  table: string,
  after: readonly string[] | null,
  limit: number,
): Promise<RowPage> {
  const { name, key, hidden, isOwn } = requirePlan(table)
  const keyText = `array[${key.map((column) => `t."${column.name}"::text`).join(', ')}]::text[]`
  const order = key.map((column) => `t."${column.name}"`).join(', ')
  // Names and types come from the schema, values as parameters.
  const isAfter =
    after === null || key.length === 0
      ? ''
      : `and (${order}) > (${key.map((column, at) => `($3::text[])[${at + 1}]::${column.type}`).join(', ')})`
  const without = ['tenant_id', ...hidden].map((column) => ` - '${column}'`).join('')
  const rows = await tx.sql.unsafe<{ row: string; key: string[] }[]>(
    `select (to_jsonb(t)${without})::text as row, ${keyText} as key from "${name}" t
     where t.tenant_id = $1::uuid ${isOwn} ${isAfter} ${order === '' ? '' : `order by ${order}`} limit $2::int`,
    isAfter === '' ? [tx.tenantId, limit] : [tx.tenantId, limit, [...(after ?? [])]],
  )
  const isFull = rows.length === limit && key.length > 0
  return { rows: rows.map(({ row }) => row), last: isFull ? (rows.at(-1)?.key ?? null) : null }
}

/** How many rows a copy would hold now. */
export async function countRows(tx: TenantTx): Promise<number> {
  const counts = [...plans.values()].map(
    ({ name, isOwn }) => `(select count(*) from "${name}" t where t.tenant_id = $1::uuid ${isOwn})`,
  )
  const cold = '(select coalesce(sum(rows), 0) from event_archives where tenant_id = $1::uuid)'
  const [row] = await tx.sql.unsafe<{ n: string }[]>(`select (${[...counts, cold].join(' + ')})::text as n`, [
    tx.tenantId,
  ])
  return Number(row?.n ?? 0)
}

/** Puts rows back, as those of the workspace of the transaction. `isAgain`: some of them may be there already. */
export async function writeRows(
  tx: TenantTx,
  table: string,
  rows: readonly string[],
  isAgain = false,
): Promise<void> {
  const { name, columns } = requirePlan(table)
  const [first] = rows
  if (first === undefined) return
  // A copy from before a column was there says nothing of it: the row then has what the column has by itself.
  const said = new Set(['tenant_id', ...Object.keys(JSON.parse(first))])
  const named = (row: string) =>
    columns
      .filter((column) => said.has(column))
      .map((column) => `${row}"${column}"`)
      .join(', ')
  await tx.sql.unsafe(
    `insert into "${name}" (${named('')}) select ${named('p.')} from jsonb_populate_recordset(null::"${name}", (
       select jsonb_agg(r.value || jsonb_build_object('tenant_id', $1::text)) from jsonb_array_elements($2::text::jsonb) r)) p ${isAgain ? 'on conflict do nothing' : ''}`,
    [tx.tenantId, `[${rows.join(',')}]`],
  )
}

/** Makes the head of a workspace that was put back, at its last event. Its era is one further, so that every client begins anew. */
export async function writeHead(tx: TenantTx, eraBefore: number): Promise<void> {
  await tx.sql`
    insert into tenant_heads (tenant_id, fence, seq, hash, era)
    select tenant_id, 0, seq, hash, ${eraBefore + 1}::int from events where tenant_id = ${tx.tenantId} order by seq desc limit 1`
}

/** Deletes what was put back into a workspace made for a proof. */
export async function deleteCopied(tx: TenantTx): Promise<void> {
  for (const table of copiedTables) {
    const { name } = planOf(table)
    await tx.db.execute(sql`delete from ${sql.identifier(name)} where tenant_id = ${tx.tenantId}`)
  }
  await tx.db.execute(sql`delete from tenant_heads where tenant_id = ${tx.tenantId}`)
}

/**
 * Ends a restore: the workspace has its own name, nothing under way goes on, no connection reads until somebody connects it anew, and the
 * head comes last.
 */
export async function finishRestored(
  tx: TenantTx,
  as: { name: string; slug: string; era: number; sourceId: string },
): Promise<void> {
  await tx.sql`
    update workspace_settings set name = ${as.name}, slug = ${as.slug}, origin = coalesce(origin, ${as.sourceId}::uuid)
    where tenant_id = ${tx.tenantId}`
  await tx.sql`
    update connections set status = case status when 'pending' then 'pending' else 'disabled' end, accounts = '[]', failure = null,
      failures_in_a_row = 0, authorised_by = null, consent_at = null, version = version + 1 where tenant_id = ${tx.tenantId}`
  await tx.sql`update connection_streams set next_due_at = null where tenant_id = ${tx.tenantId}`
  await tx.sql`
    update sync_runs set status = 'cancelled', finished_at = now() where tenant_id = ${tx.tenantId} and status in ('running', 'parked')`
  await tx.sql`
    update imports set status = 'failed', finished_at = now(), failure = ${JSON.stringify({ code: 'import_interrupted' })}::text::jsonb
    where tenant_id = ${tx.tenantId} and status = 'loading'`
  // Contents are copied after the log, and may be of events that came in between: here those numbers will be other events.
  await tx.sql`
    delete from event_bodies where tenant_id = ${tx.tenantId}
      and seq > (select max(seq) from events where tenant_id = ${tx.tenantId})`
  await writeHead(tx, as.era)
}
