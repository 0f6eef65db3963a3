import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { ClientScope } from '../contracts/client-scope.ts'
import type { TenantId } from '../contracts/ids.ts'
import type { Result } from '../contracts/result.ts'
import { type Connection, ConnectionLost, type Lane, postgresReply, type Turn, Unreachable } from './lane.ts'

declare const made: unique symbol

/** Who reads and writes in a transaction, as far as it decides which rows there are. */
export interface Reader {
  clients: ClientScope
  /** `person:<id>` or `key:<id>`: what is theirs before anybody has said which client it is about. */
  actor: string
}

/** Orrery itself, which keeps the rows of all clients. */
export const WHOLE: Reader = { clients: 'all', actor: 'system' }

/** A transaction that sees one tenant's rows only, and of those the rows of the clients it reaches. Made by `inTenant` and nowhere else. */
export interface TenantTx {
  /** Drizzle, for rows one by one. */
  readonly db: PostgresJsDatabase
  /** The driver, for set-wise statements that Drizzle cannot write. */
  readonly sql: Connection
  readonly tenantId: TenantId
  /** Whose rows it reaches. The policies of the tables hold it to them; what no policy can say, repositories do. */
  readonly reader: Reader
  /** What ids of sources of typed values are made of: the workspace, or the one whose copy it was made of. */
  readonly sourceScope: string
  /**
   * Hands over statements that were sent through `sql` and are not waited for: what is asked next travels right behind them, COMMIT at
   * the latest, and one that fails takes everything back. Their answers are there once the transaction has ended. Not for Drizzle,
   * which sends later than it is called.
   */
  endWith(...last: readonly Promise<unknown>[]): void
  readonly [made]: true
}

/** It is not known whether the transaction was committed: the connection broke before the answer came. */
export class InDoubt extends Error {
  override readonly name = 'InDoubt'
  constructor(cause: unknown) {
    super('the outcome of a transaction is not known', { cause })
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const ACTOR = /^[a-z]+(:[A-Za-z0-9_.-]{1,100})?$/

type Work<T, E extends { code: string }> = (tx: TenantTx) => Promise<Result<T, E>>

/** What a transaction may do; a read cannot be in doubt. */
export type Mode = 'read' | 'write'

/**
 * The one door to tenant rows: one transaction with `app.tenant_id` and the clients of `reader` set for its length. A refusal rolls back.
 * BEGIN and the setting travel with the first statement of the work, and COMMIT with those that were handed to `endWith`, so they
 * cost no round trip of their own; the end of a read is not waited for, because all it could say is known by then.
 * Throws `Unreachable` when nothing was sent or a read broke off, `InDoubt` when a writing transaction broke off.
 */
export async function inTenant<T, E extends { code: string }>(
  lane: Lane,
  tenantId: TenantId,
  mode: Mode,
  work: Work<T, E>,
  reader: Reader = WHOLE,
): Promise<Result<T, E>> {
  // It goes into the text of a simple query, the only kind that holds two statements: ids must be nothing but UUIDs.
  if (!UUID.test(tenantId)) throw new Error('not a tenant id')
  const settings = `select set_config('app.tenant_id', '${tenantId}', true), ${settingsOf(reader)}`
  try {
    const of = { tenantId, reader, sourceScope: lane.origin ?? tenantId }
    return await lane.use((sql, turn) => transaction(sql, turn, settings, of, mode, work))
  } catch (thrown) {
    if (!(thrown instanceof ConnectionLost)) throw thrown
    throw mode === 'write' ? new InDoubt(thrown) : new Unreachable(thrown)
  }
}

/** What the policies of tables with a client go by. */
function settingsOf({ clients, actor }: Reader): string {
  if (clients === 'all') return `set_config('app.clients', '*', true)`
  if (clients.length === 0 || !clients.every((id) => UUID.test(id))) throw new Error('not ids of clients')
  if (!ACTOR.test(actor)) throw new Error('not an actor')
  return `set_config('app.clients', '${clients.join()}', true), set_config('app.reader', '${actor}', true)`
}

/**
 * A part of a transaction that reaches all clients, whoever asks: where what it keeps in order is the workspace's and not one
 * client's. Nothing it reads may be answered with.
 */
export async function asWhole<T>(tx: TenantTx, work: () => Promise<T>): Promise<T> {
  if (tx.reader.clients === 'all') return work()
  await tx.sql.unsafe(`select ${settingsOf(WHOLE)}`)
  const done = await work()
  await tx.sql.unsafe(`select ${settingsOf(tx.reader)}`)
  return done
}

/** What a transaction is told of itself. */
type TxOf = Pick<TenantTx, 'tenantId' | 'reader' | 'sourceScope'>

const PASSED_OVER = 'a failed statement was passed over'

async function transaction<T, E extends { code: string }>(
  sql: Connection,
  turn: Turn,
  settings: string,
  of: TxOf,
  mode: Mode,
  work: Work<T, E>,
): Promise<Result<T, E>> {
  const kind = mode === 'read' ? 'isolation level repeatable read read only' : ''
  const opening = sql.unsafe(`begin ${kind}; ${settings}`).execute()
  opening.catch(() => undefined)
  const last: Promise<unknown>[] = []
  try {
    const result = await work(tenantTx(sql, of, last))
    await opening
    if (result.ok && turn.firstFailure() !== null) {
      await Promise.all(last)
      throw new Error(PASSED_OVER)
    }
    const ending = sql.unsafe(result.ok ? 'commit' : 'rollback').execute()
    if (mode === 'read') {
      turn.endWith(ending)
      return result
    }
    // After a refusal nothing is kept, so what became of them says nothing.
    const [ended] = await Promise.all([ending, ...(result.ok ? last : [])])
    // Postgres answers COMMIT of a transaction in which a statement failed with ROLLBACK, and no error.
    if (ended.command !== 'COMMIT' && result.ok) throw new Error(PASSED_OVER)
    return result
  } catch (thrown) {
    await rollBack(sql)
    // Whatever was asked behind a statement that failed is only told that one has.
    throw postgresReply(thrown)?.code === SQLSTATE_FAILED_BEFORE ? (turn.firstFailure() ?? thrown) : thrown
  }
}

const SQLSTATE_FAILED_BEFORE = '25P02'

/** Ends a failed transaction; on a connection that is gone the server does it by itself. */
async function rollBack(sql: Connection): Promise<void> {
  try {
    await sql.unsafe('rollback')
  } catch {
    // What is told outside is the first error, which is on its way.
  }
}

function tenantTx(sql: Connection, of: TxOf, last: Promise<unknown>[]): TenantTx {
  let db: PostgresJsDatabase | null = null
  const tx = {
    sql,
    ...of,
    endWith(...statements: readonly Promise<unknown>[]) {
      // They are looked at when the transaction ends, and may have failed by then.
      for (const statement of statements) statement.catch(() => undefined)
      last.push(...statements)
    },
    // Made when first used: it costs as much as a small statement.
    get db() {
      db ??= drizzleOn(sql)
      return db
    },
  }
  // Only this function makes a TenantTx, which is what the brand stands for.
  return tx as unknown as TenantTx
}

function drizzleOn(sql: Connection): PostgresJsDatabase {
  // A reserved connection has no options of its own; Drizzle writes to them although the lane's client is set already.
  return drizzle(Object.assign(sql, { options: { parsers: {}, serializers: {} } }) as never)
}
