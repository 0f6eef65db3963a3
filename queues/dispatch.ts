import { openControl } from '../db/d1/client.ts'
import { openMail } from '../worker/auth/mail.ts'
import type { Env } from '../worker/platform/env.ts'
import { uuidv7 } from '../worker/platform/ids.ts'
import type { Log } from '../worker/platform/log.ts'
import { mailDigest, mailNotice } from '../worker/workspaces/notices.ts'
import { readBusyCalendar } from './consumers/busy-read.ts'
import { loadImport } from './consumers/import-load.ts'
import { readRun } from './consumers/sync-run.ts'
import { QueueMessage } from './messages.ts'

const BACKOFF_FIRST_SECONDS = 2
const BACKOFF_MAX_SECONDS = 300

/** Seconds to wait before delivery number `attempt + 1`. */
export function backoffSeconds(attempt: number): number {
  return Math.min(BACKOFF_MAX_SECONDS, BACKOFF_FIRST_SECONDS * 2 ** (attempt - 1))
}

const DEAD_LETTERS = 'orrery-dead'

/** Handles a batch one message at a time. What failed too often arrives from the dead letters and is written down where people see it. */
export async function dispatchBatch(
  env: Env,
  log: Log,
  batch: MessageBatch,
  nowMs = Date.now,
): Promise<void> {
  for (const message of batch.messages) {
    const parsed = QueueMessage.safeParse(message.body)
    if (!parsed.success) {
      log.error('queue_message_unreadable', { queue: batch.queue, body: message.body })
      message.ack()
      continue
    }
    try {
      if (batch.queue === DEAD_LETTERS) await giveUp(env, log, parsed.data)
      else await handle(env, log, parsed.data, nowMs)
      message.ack()
    } catch (error) {
      log.error('queue_message_failed', { queue: batch.queue, attempt: message.attempts, error })
      message.retry({ delaySeconds: backoffSeconds(message.attempts) })
    }
  }
}

/** The work of a message could not be done: its owner says so, with what to do next. */
function giveUp(env: Env, log: Log, message: QueueMessage): Promise<void> {
  log.error('queue_message_dead', { message })
  switch (message.kind) {
    case 'import.load':
      return env.TENANT.getByName(message.tenantId).failImport(message.importId, 'import_interrupted')
    case 'sync.due':
      // The clock sends another as long as something is due.
      return Promise.resolve()
    case 'notice.mail':
    case 'notice.digest':
      // Its object sends another until it has tried often enough.
      return Promise.resolve()
    case 'busy.read':
      return env.TENANT.getByName(message.tenantId).failBusyCalendar({
        ...{ v: 1, calendarId: message.calendarId, code: 'internal', retryAfterMs: 0 },
      })
    case 'job.told':
      // Written down above; the board says the same to whoever looks.
      return Promise.resolve()
    case 'sync.run':
      return env.TENANT.getByName(message.tenantId).failSync({
        v: 1,
        runId: message.runId,
        failed: { code: 'internal', detail: null },
        used: { requests: 0, bytes: 0, waitedMs: 0 },
      })
  }
}

function handle(env: Env, log: Log, message: QueueMessage, nowMs: () => number): Promise<void> {
  switch (message.kind) {
    case 'import.load':
      return loadImport(env, log, message)
    case 'sync.due':
      return env.TENANT.getByName(message.tenantId).startDueSyncs()
    case 'notice.mail':
      return mailNotice(mailDeps(env), env.TENANT.getByName(message.tenantId), message)
    case 'busy.read':
      return readBusyCalendar(env, log, message)
    case 'job.told':
      return env.TENANT.getByName(message.tenantId).tellSeekers(message)
    case 'notice.digest':
      return mailDigest(mailDeps(env), env.TENANT.getByName(message.tenantId), message)
    case 'sync.run':
      return readRun(env, log, message, nowMs)
  }
}

function mailDeps(env: Env) {
  const db = openControl(env.DB)
  const newId = () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
  return { db, origin: env.PUBLIC_ORIGIN, mail: openMail(env, db, { newId, now: () => new Date() }) }
}
