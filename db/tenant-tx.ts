import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { TenantId } from '../contracts/ids.ts'
import type { Result } from '../contracts/result.ts'
import { type Connection, ConnectionLost, type Lane, type Turn, Unreachable } from './lane.ts'

declare const made: unique symbol

/** A transaction that sees one tenant's rows only. Made by `inTenant` and nowhere else. */
export interface TenantTx {
  /** Drizzle, for rows one by one. */
  readonly db: PostgresJsDatabase
  /** The driver, for set-wise statements that Drizzle cannot write. */
  readonly sql: Connection
  readonly tenantId: TenantId
  /**
   * Hands over the last statements of the transaction, which were sent through `sql` and not waited for: COMMIT travels right behind
   * them, and one that fails takes everything back. Their answers are there once the transaction has ended. Not for Drizzle, which
   * sends later than it is called.
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

const TENANT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

type Work<T, E extends { code: string }> = (tx: TenantTx) => Promise<Result<T, E>>

/** What a transaction may do; a read cannot be in doubt. */
export type Mode = 'read' | 'write'

/**
 * The one door to tenant rows: one transaction with `app.tenant_id` set for its length. A refusal rolls back.
 * BEGIN and the setting travel with the first statement of the work, and COMMIT with those that were handed to `endWith`, so they
 * cost no round trip of their own; the end of a read is not waited for, because all it could say is known by then.
 * Throws `Unreachable` when nothing was sent or a read broke off, `InDoubt` when a writing transaction broke off.
 */
export async function inTenant<T, E extends { code: string }>(
  lane: Lane,
  tenantId: TenantId,
  mode: Mode,
  work: Work<T, E>,
): Promise<Result<T, E>> {
  // The id goes into the text of a simple query, the only kind that holds two statements: it must be nothing but a UUID.
  if (!TENANT_ID.test(tenantId)) throw new Error('not a tenant id')
  try {
    return await lane.use((sql, turn) => transaction(sql, turn, tenantId, mode, work))
  } catch (thrown) {
    if (!(thrown instanceof ConnectionLost)) throw thrown
    throw mode === 'write' ? new InDoubt(thrown) : new Unreachable(thrown)
  }
}

const PASSED_OVER = 'a failed statement was passed over'

async function transaction<T, E extends { code: string }>(
  sql: Connection,
  turn: Turn,
  tenantId: TenantId,
  mode: Mode,
  work: Work<T, E>,
): Promise<Result<T, E>> {
  const kind = mode === 'read' ? 'isolation level repeatable read read only' : ''
  const opening = sql
    .unsafe(`begin ${kind}; select set_config('app.tenant_id', '${tenantId}', true)`)
    .execute()
  opening.catch(() => undefined)
  const last: Promise<unknown>[] = []
  try {
    const result = await work(tenantTx(sql, tenantId, last))
    await opening
    if (result.ok && turn.hasFailed()) throw new Error(PASSED_OVER)
    const ending = sql.unsafe(result.ok ? 'commit' : 'rollback').execute()
    if (mode === 'read') {
      turn.endWith(ending)
      return result
    }
    const [ended] = await Promise.all([ending, ...last])
    // Postgres answers COMMIT of a transaction in which a statement failed with ROLLBACK, and no error.
    if (ended.command !== 'COMMIT' && result.ok) throw new Error(PASSED_OVER)
    return result
  } catch (thrown) {
    await rollBack(sql)
    throw thrown
  }
}

/** Ends a failed transaction; on a connection that is gone the server does it by itself. */
async function rollBack(sql: Connection): Promise<void> {
  try {
    await sql.unsafe('rollback')
  } catch {
    // What is told outside is the first error, which is on its way.
  }
}

function tenantTx(sql: Connection, tenantId: TenantId, last: Promise<unknown>[]): TenantTx {
  let db: PostgresJsDatabase | null = null
  const tx = {
    sql,
    tenantId,
    endWith: (...statements: readonly Promise<unknown>[]) => void last.push(...statements),
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
