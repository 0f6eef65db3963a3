import type { Env } from '../worker/platform/env.ts'
import type { Log } from '../worker/platform/log.ts'
import { loadImport } from './consumers/import-load.ts'
import { QueueMessage } from './messages.ts'

const BACKOFF_FIRST_SECONDS = 2
const BACKOFF_MAX_SECONDS = 300

/** Seconds to wait before delivery number `attempt + 1`. */
export function backoffSeconds(attempt: number): number {
  return Math.min(BACKOFF_MAX_SECONDS, BACKOFF_FIRST_SECONDS * 2 ** (attempt - 1))
}

/** Handles a batch one message at a time. What can never succeed is logged as dead and not tried again. */
export async function dispatchBatch(env: Env, log: Log, batch: MessageBatch): Promise<void> {
  for (const message of batch.messages) {
    const parsed = QueueMessage.safeParse(message.body)
    if (!parsed.success || batch.queue === 'orrery-dead') {
      log.error('queue_message_dead', { queue: batch.queue, body: message.body, attempts: message.attempts })
      message.ack()
      continue
    }
    try {
      await handle(env, log, parsed.data)
      message.ack()
    } catch (error) {
      log.error('queue_message_failed', { queue: batch.queue, attempt: message.attempts, error })
      message.retry({ delaySeconds: backoffSeconds(message.attempts) })
    }
  }
}

function handle(env: Env, log: Log, message: QueueMessage): Promise<void> {
  switch (message.kind) {
    case 'import.load':
      return loadImport(env, log, message)
  }
}
