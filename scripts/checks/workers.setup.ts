import { applyD1Migrations } from 'cloudflare:test'
import process from 'node:process'
import fc from 'fast-check'
import { testEnv } from './workers-env.ts'

const { DB, PROPERTY_SEED, TEST_MIGRATIONS } = testEnv()
fc.configureGlobal({ seed: PROPERTY_SEED })

/**
 * In workerd, closing a Postgres client (also by ending its object), finding nobody to connect to, or losing a connection before it is open (it took longer
 * than the driver waits, on a busy machine), also rejects a promise that the driver keeps to itself; the run would fail although every
 * test passed.
 */
const ofTheDriver =
  /^This socket has been closed\.$|^Network connection lost\.$|proxy request failed, cannot connect to the specified address$|^write CONNECTION_DESTROYED /

/** Files share their runtime, so the listener may be there already. */
const marked = Symbol.for('orrery.rejections')
const isMarked = (listener: unknown) => typeof listener === 'function' && marked in listener
if (!process.listeners('unhandledRejection').some(isMarked)) {
  // Where somebody else listens, the runner leaves rejections alone; it is told of all others as of thrown errors.
  const listener = (reason: unknown): void => {
    if (reason instanceof Error && ofTheDriver.test(reason.message)) return
    process.emit('uncaughtException', reason instanceof Error ? reason : new Error(String(reason)))
  }
  process.on('unhandledRejection', Object.assign(listener, { [marked]: true }))
}

await applyD1Migrations(DB, TEST_MIGRATIONS)
await forgetPeople()

/** Files share the control plane as well; each begins with an empty one. */
async function forgetPeople(): Promise<void> {
  const tables = await DB.prepare(
    `select name from sqlite_master where type = 'table' and name not like 'sqlite~_%' escape '~'
       and name not like '~_cf~_%' escape '~' and name not like 'd1~_%' escape '~'`,
  ).all<{ name: string }>()
  await DB.batch([
    DB.prepare('pragma defer_foreign_keys = on'),
    ...tables.results.map(({ name }) => DB.prepare(`delete from "${name}"`)),
  ])
}
