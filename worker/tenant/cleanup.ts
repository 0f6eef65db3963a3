import {
  BUCKET_HISTORY_EVENTS_KEPT,
  CLEANUP_EVERY_MS,
  DRIFT_SAMPLE_SHARE,
  FACT_HISTORY_KEPT_MS,
  NOTICES_KEPT_MS,
  SYNC_RUNS_KEPT_MS,
} from '../../contracts/limits.ts'
import { ok } from '../../contracts/result.ts'
import { forgetRuns } from '../connections/runs.service.ts'
import { forgetOld } from '../notifications/service.ts'
import { noteRun } from '../retention/service.ts'
import { deleteExpiredCommands, deleteOldHistory } from './commands.repository.ts'
import { readMeta, writeMeta } from './read-model.ts'
import type { Tenant } from './tenant.ts'

/** Name of the timer that removes what has expired. */
export const CLEANUP_TIMER = 'cleanup'
const SOON_MS = 60_000

/** Sets the timer when the last cleaning is a day ago. Only a workspace that works is cleaned, so an idle one costs nothing. */
export async function planCleanUp(tenant: Tenant): Promise<void> {
  const nowMs = tenant.deps.now().getTime()
  const cleanedAtMs = Number(readMeta(tenant.storage, 'cleaned_at') ?? '0')
  if (nowMs - cleanedAtMs < CLEANUP_EVERY_MS || tenant.agenda.has(CLEANUP_TIMER)) return
  await tenant.agenda.set(CLEANUP_TIMER, nowMs + SOON_MS)
}

/**
 * Compares a twentieth of the buckets with the rows they stand for. A difference is a fault of ours: it is logged under a name that
 * an alarm can watch, and mended at the next use.
 */
export async function checkDrift(tenant: Tenant, chance: () => number): Promise<number> {
  const ready = await tenant.current()
  if (!ready.ok) throw new Error(`the workspace is not ready: ${ready.error.code}`)
  const days = await tenant.recounter.compareSample(() => chance() < DRIFT_SAMPLE_SHARE)
  if (days > 0) tenant.deps.log.error('readmodel_drift', { tenantId: tenant.id, days })
  return days
}

/** Removes expired commands, old rows of the history and old bucket changes; what they last said of a bucket stays. */
export async function cleanUp(tenant: Tenant): Promise<void> {
  const now = tenant.deps.now()
  const result = await tenant.write<null, never>(tenant.commands, async (tx) => {
    await deleteExpiredCommands(tx, now)
    const versions = await deleteOldHistory(tx, new Date(now.getTime() - FACT_HISTORY_KEPT_MS))
    const runs = await forgetRuns(tx, new Date(now.getTime() - SYNC_RUNS_KEPT_MS))
    await forgetOld(tx, new Date(now.getTime() - NOTICES_KEPT_MS))
    await noteRun(tx, 'versions', now, { rows: versions, problem: null })
    await noteRun(tx, 'runs', now, { rows: runs, problem: null })
    return ok(null)
  })
  if (!result.ok) throw new Error(`the workspace is not ready: ${result.error.code}`)
  tenant.storage.transactionSync(() => {
    tenant.rollups.pruneHistory(tenant.applied - BUCKET_HISTORY_EVENTS_KEPT)
    writeMeta(tenant.storage, 'cleaned_at', String(now.getTime()))
  })
}
