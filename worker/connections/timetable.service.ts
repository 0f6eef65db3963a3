import { openControl } from '../../db/d1/client.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { findEarliestDue } from './streams.repository.ts'
import { deleteNextDue, putNextDue, selectDueTenants, selectNextDue } from './timetable.repository.ts'

/** When the first stream of the workspace may be started; null when none waits. */
export async function earliestDue(tx: TenantTx, now: Date): Promise<Date | null> {
  const due = await findEarliestDue(tx, now)
  return due === null ? null : new Date(due)
}

/** Writes when a workspace is due next, so that the clock of the control plane finds it. `seq` orders the writers. */
export async function writeTimetable(
  database: D1Database,
  tenantId: string,
  due: Date | null,
  seq: number,
): Promise<void> {
  const db = openControl(database)
  if (due === null) await deleteNextDue(db, tenantId, seq)
  else await putNextDue(db, tenantId, due, seq)
}

/** Writes the timetable again where its row was lost or says a later time. */
export async function restoreTimetable(
  database: D1Database,
  tenantId: string,
  due: Date | null,
  seq: number,
): Promise<void> {
  if (due === null) return
  const written = await selectNextDue(openControl(database), tenantId)
  if (written === null || written > due) await writeTimetable(database, tenantId, due, seq)
}

/** Workspaces in which something is due, at most `limit`, the longest due first. */
export function listDueTenants(database: D1Database, now: Date, limit: number): Promise<string[]> {
  return selectDueTenants(openControl(database), now, limit)
}
