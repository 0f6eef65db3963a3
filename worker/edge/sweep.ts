import { openControl } from '../../db/d1/client.ts'
import type { QueueMessage } from '../../queues/messages.ts'
import { removeExpiredRefreshTokens } from '../auth/refresh-tokens.repository.ts'
import { sweepIdentity } from '../auth/service.ts'
import { sendNearDeadlines, sendNewListings } from '../board/news.service.ts'
import { listDueTenants } from '../connections/timetable.service.ts'
import type { Env } from '../platform/env.ts'
import { consoleLog } from '../platform/log.ts'
import { runDueDeletions } from '../workspaces/deletion.ts'
import { removeExpiredCommands } from '../workspaces/front-commands.repository.ts'
import { sweepOutbox } from '../workspaces/outbox.ts'
import { sweepSecurityLog } from '../workspaces/security.ts'
import { removeOldAttempts } from '../workspaces/sso.repository.ts'
import { recheckDomains } from '../workspaces/sso-recheck.ts'
import { type EdgeEnv, openEdgeDeps, systemRuntime } from './deps.ts'

/**
 * Cron, every minute: finishes workspaces that were being made or deleted, sends revocations again that an object has not
 * heard, removes what has expired. Each part may be repeated and may be cut off anywhere.
 */
export async function runControlSweep(env: EdgeEnv, now: Date): Promise<void> {
  const deps = openEdgeDeps(env, { ...systemRuntime(consoleLog), now: () => now })
  const begun = await runDueDeletions(deps)
  if (begun > 0) consoleLog.info('deletions_begun', { workspaces: begun })
  const swept = await sweepOutbox(deps)
  if (swept.tenants > 0 || swept.aside > 0) consoleLog.info('outbox_swept', swept)
  await sweepIdentity(deps.db, now)
  await removeExpiredRefreshTokens(deps.db, now)
  await sweepSecurityLog(deps.db, now)
  await removeExpiredCommands(deps.db, now)
  await removeOldAttempts(deps.db, now)
  await recheckDomains(deps)
  await deps.signing.rotate()
}

/** Workspaces looked after by one sweep; the next one, a minute later, takes the rest. */
const DUE_TENANTS_MAX = 1000
const MESSAGES_PER_CALL_MAX = 100

/** Cron, every minute: has those told who look for a job such as a new one, or saved one whose deadline is near. */
export async function sendJobNews(env: Pick<Env, 'DB' | 'NOTIFY'>, now: Date): Promise<void> {
  const send = async (messages: readonly QueueMessage[]) => {
    for (let i = 0; i < messages.length; i += MESSAGES_PER_CALL_MAX)
      await env.NOTIFY.sendBatch(messages.slice(i, i + MESSAGES_PER_CALL_MAX).map((body) => ({ body })))
  }
  const deps = { db: openControl(env.DB), send }
  await sendNewListings(deps, now)
  await sendNearDeadlines(deps, now)
}

/**
 * Cron, every minute: sends a message for every workspace in which a sync is due. Its object starts its own syncs by timers; this
 * finds those whose timers were lost.
 */
export async function sendDueSyncs(env: Pick<Env, 'DB' | 'SYNC'>, now: Date): Promise<void> {
  const due = await listDueTenants(env.DB, now, DUE_TENANTS_MAX)
  const messages = due.map((tenantId) => ({ body: { v: 1, kind: 'sync.due', tenantId } as const }))
  for (let i = 0; i < messages.length; i += MESSAGES_PER_CALL_MAX)
    await env.SYNC.sendBatch(messages.slice(i, i + MESSAGES_PER_CALL_MAX))
}
