import { and, asc, desc, eq, gt, lt, lte, type SQL, sql } from 'drizzle-orm'
import { eventBodies, events } from '../../db/schema/core.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { EventRow } from './registry.ts'

const columns = {
  seq: events.seq,
  at: events.at,
  type: events.type,
  actor: events.actor,
  subject: events.subject,
  body: eventBodies.body,
}

const selectEvents = (tx: TenantTx) =>
  tx.db
    .select(columns)
    .from(events)
    .leftJoin(eventBodies, and(eq(eventBodies.tenantId, events.tenantId), eq(eventBodies.seq, events.seq)))

/** Events after one number up to another, in order, at most `limit`. */
export async function listEventsAfter(
  tx: TenantTx,
  after: number,
  upTo: number,
  limit: number,
): Promise<EventRow[]> {
  const rows = await selectEvents(tx)
    .where(and(eq(events.tenantId, tx.tenantId), gt(events.seq, after), lte(events.seq, upTo)))
    .orderBy(asc(events.seq))
    .limit(limit)
  return rows.map(withIsoTime)
}

/** Nouns of records that belong to the workspace, and that everybody reads who may read their kind. */
const SHARED = ['dashboard', 'metric', 'workspace']

/**
 * Events that somebody who is limited to some clients may know of: about those clients, about connections, files and projects of theirs, which
 * the policies of those tables say, and about what belongs to everybody.
 */
function isSeen(tx: TenantTx): SQL | undefined {
  const { clients } = tx.reader
  if (clients === 'all') return undefined
  const noun = sql`split_part(${events.subject}, ':', 1)`
  const id = sql`split_part(${events.subject}, ':', 2)`
  const table = (name: string) =>
    sql`exists (select from ${sql.raw(name)} t where t.tenant_id = ${tx.tenantId} and t.id::text = ${id})`
  return sql`case ${noun} when 'client' then ${table('clients')} when 'connection' then ${table('connections')}
    when 'import' then ${table('imports')} when 'project' then ${table('projects')} when 'task' then ${table('project_tasks')} else ${noun} in (${sql.join(
      SHARED.map((one) => sql`${one}`),
      sql`, `,
    )}) end`
}

/** The newest events before a number (or at all), newest first: those that the reader may know of. */
export async function listNewestEvents(
  tx: TenantTx,
  before: number | null,
  limit: number,
): Promise<EventRow[]> {
  const rows = await selectEvents(tx)
    .where(
      and(eq(events.tenantId, tx.tenantId), before === null ? undefined : lt(events.seq, before), isSeen(tx)),
    )
    .orderBy(desc(events.seq))
    .limit(limit)
  return rows.map(withIsoTime)
}

/** True when the log has an event about a subject. */
export async function hasEventAbout(tx: TenantTx, subject: string): Promise<boolean> {
  const [row] = await tx.db
    .select({ seq: events.seq })
    .from(events)
    .where(and(eq(events.tenantId, tx.tenantId), eq(events.subject, subject)))
    .limit(1)
  return row !== undefined
}

function withIsoTime(row: EventRow): EventRow {
  return { ...row, at: new Date(row.at).toISOString() }
}
