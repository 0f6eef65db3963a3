import { sql } from 'drizzle-orm'
import { REMOVED_TASKS_MAX } from '../../contracts/limits.ts'
import { eventBodies, events } from '../../db/schema/core.ts'
import { projectTasks } from '../../db/schema/projects.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type OrreryEvent, readEvent } from '../events/registry.ts'

/** An event by which a task was removed. */
export type RemovedTaskEvent = Extract<OrreryEvent, { type: 'task.removed' }>

/**
 * The last removal of each task of a project that is not there, newest first. The type is written out: an index holds the events of this
 * type and no others. What was erased from the log is not known any more.
 */
export async function listRemovals(tx: TenantTx, projectId: string): Promise<RemovedTaskEvent[]> {
  const latest = sql`
    select distinct on (e.subject) e.seq, e.at, e.type, e.actor, e.subject
    from ${events} e
    where e.tenant_id = ${tx.tenantId} and e.type = 'task.removed'
      and not exists (
        select from ${projectTasks} t
        where t.tenant_id = e.tenant_id and t.id = substr(e.subject, 6)::uuid
      )
    order by e.subject, e.seq desc`
  // The fence keeps Postgres from reading the bodies of all events to find these.
  const body = sql`
    select b.body from ${eventBodies} b where b.tenant_id = ${tx.tenantId} and b.seq = gone.seq offset 0`
  const rows = await tx.db.execute<{
    seq: string
    at: string
    type: string
    actor: string
    subject: string
    body: string
  }>(sql`
    with gone as materialized (${latest})
    select gone.*, told.body from gone, lateral (${body}) told
    where told.body::jsonb #>> '{data,projectId}' = ${projectId}
    order by gone.seq desc limit ${REMOVED_TASKS_MAX}`)
  return [...rows].flatMap((row) => {
    const event = readEvent({ ...row, seq: Number(row.seq), at: new Date(row.at).toISOString() })
    return event?.type === 'task.removed' ? [event] : []
  })
}
