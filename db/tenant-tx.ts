import { type PostgresJsDatabase, drizzle } from 'drizzle-orm/postgres-js'
import type { TenantId } from '../contracts/ids.ts'
import type { Result } from '../contracts/result.ts'
import { type Connection, type Lane, postgresReply } from './lane.ts'

declare const made: unique symbol

/** A transaction that sees one tenant's rows only. Made by `inTenant` and nowhere else. */
export interface TenantTx {
  /** Drizzle, for rows one by one. */
  readonly db: PostgresJsDatabase
  /** The driver, for set-wise statements that Drizzle cannot write. */
  readonly sql: Connection
  readonly tenantId: TenantId
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
 * BEGIN and the setting travel with the first statement of the work, so they cost no round trip of their own.
 * Throws `InDoubt` when a writing transaction broke off without a reply of Postgres.
 */
export async function inTenant<T, E extends { code: string }>(
  lane: Lane,
  tenantId: TenantId,
  mode: Mode,
  work: Work<T, E>,
): Promise<Result<T, E>> {
  // The id goes into the text of a simple query, the only kind that holds two statements: it must be nothing but a UUID.
  if (!TENANT_ID.test(tenantId)) throw new Error('not a tenant id')
  return lane.use(async (sql) => {
    const kind = mode === 'read' ? 'isolation level repeatable read read only' : ''
    const opening = sql
      .unsafe(`begin ${kind}; select set_config('app.tenant_id', '${tenantId}', true)`)
      .execute()
    opening.catch(() => undefined)
    try {
      // Only this function makes a TenantTx, which is what the brand stands for.
      const result = await work({ db: drizzleOn(sql), sql, tenantId } as unknown as TenantTx)
      await opening
      if (!result.ok) {
        await sql.unsafe('rollback')
        return result
      }
      await sql.unsafe('commit')
      return result
    } catch (thrown) {
      if (mode === 'write' && postgresReply(thrown) === null && looksBroken(thrown)) throw new InDoubt(thrown)
      await sql.unsafe('rollback').catch(() => undefined)
      throw thrown
    }
  })
}

function drizzleOn(sql: Connection): PostgresJsDatabase {
  // A reserved connection has no options of its own; Drizzle writes to them although the lane's client is set already.
  return drizzle(Object.assign(sql, { options: { parsers: {}, serializers: {} } }) as never)
}

/** Errors of the driver about the connection, as against errors of our own code inside the work. */
function looksBroken(thrown: unknown): boolean {
  const inner = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown
  if (typeof inner !== 'object' || inner === null || !('code' in inner)) return false
  return typeof inner.code === 'string' && /^(CONNECT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(inner.code)
}
