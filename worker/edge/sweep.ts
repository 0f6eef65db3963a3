import { sweepIdentity } from '../auth/service.ts'
import { consoleLog } from '../platform/log.ts'
import { sweepOutbox } from '../workspaces/outbox.ts'
import { type EdgeEnv, openEdgeDeps, systemRuntime } from './deps.ts'

/**
 * Cron, every minute: finishes workspaces that were being made or deleted, sends revocations again that an object has not
 * heard, removes what has expired. Each part may be repeated and may be cut off anywhere.
 */
export async function runControlSweep(env: EdgeEnv, now: Date): Promise<void> {
  const deps = openEdgeDeps(env, { ...systemRuntime(consoleLog), now: () => now })
  const swept = await sweepOutbox(deps)
  if (swept.tenants > 0) consoleLog.info('outbox_swept', swept)
  await sweepIdentity(deps.db, now)
}
