import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { LANE_CONNECT_SECONDS, LANE_IDLE_MS, LANE_LIFETIME_MS } from '../contracts/limits.ts'

/** About forty columns and a condition or two. */
const KEPT_TEXT_MAX_CHARS = 4_000

export type Connection = postgres.ReservedSql

/** No connection could be had: nothing was sent, so asking again later is safe. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
  constructor(cause: unknown) {
    super('Postgres cannot be reached', { cause })
  }
}

/** The connection broke while a job had it: what was sent last may or may not have been carried out. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
  constructor(cause: unknown) {
    super('the connection to Postgres broke', { cause })
  }
}

/**
 * One connection to Postgres, used by one transaction at a time in the order of asking.
 * It opens when first used and closes after some idle seconds, so that a sleeping workspace holds none.
 */
export interface Lane {
  /** Runs the job with the connection to itself. Throws `Unreachable`, `ConnectionLost`, or what the job throws. */
  use<T>(job: (connection: Connection, turn: Turn) => Promise<T>): Promise<T>
  /** The workspace whose copy the rows of this lane were put back from; unset for those that were made here. */
  origin?: string
  /** Closes the connection at once; the next use opens a new one. */
  reset(): Promise<void>
}

/** A job's turn on the connection. */
export interface Turn {
  /** The first error that a statement of this turn was answered with, also when the job passed it over; null when there was none. */
  firstFailure(): unknown
  /** A last statement whose answer nobody waits for: the next turn may begin. When it fails, the connection is dropped. */
  endWith(statement: Promise<unknown>): void
}

/** The client of a lane and whom to tell when its connection closes: one job at a time has it. */
interface Client {
  readonly sql: postgres.Sql
  readonly openedAt: number
  onLost: (() => void) | null
}

/** Opens a lane on a connection string. Nothing is sent until the first use; after `idleMs` without one the connection closes. */
export function openLane(connectionString: string, idleMs = LANE_IDLE_MS): Lane {
  let client: Client | null = null
  let turn: Promise<unknown> = Promise.resolve()
  let idle: ReturnType<typeof setTimeout> | undefined

  const drop = async (old: Client | null) => {
    if (client === old) {
      // A timer that is left keeps a host awake that has nothing more to do.
      clearTimeout(idle)
      client = null
    }
    old?.onLost?.()
    await old?.sql.end({ timeout: 0 }).catch(() => undefined)
  }
  // Waits for a last statement nobody else waits for. Whoever comes meanwhile opens a client of their own.
  const rest = (old: Client) => {
    if (client === old) client = null
    old.sql.end({ timeout: LANE_CONNECT_SECONDS }).catch(() => undefined)
  }
  const run = async <T>(job: (connection: Connection, turn: Turn) => Promise<T>): Promise<T> => {
    clearTimeout(idle)
    if (client !== null && Date.now() - client.openedAt > LANE_LIFETIME_MS) rest(client)
    client ??= connect(connectionString)
    const used = client
    const connection = await reserved(used.sql).catch(async (cause) => {
      await drop(used)
      throw new Unreachable(cause)
    })
    let isLost = false
    let failure: unknown = null
    const lost = new Promise<never>((_, reject) => {
      used.onLost = () => {
        isLost = true
        reject(new ConnectionLost(null))
      }
    })
    try {
      const opened = whileOpen(
        connection,
        () => isLost,
        (error) => {
          failure ??= error
        },
      )
      const own: Turn = {
        firstFailure: () => failure,
        endWith: (statement) => void statement.catch(() => drop(used)),
      }
      return await Promise.race([job(opened, own), lost])
    } catch (thrown) {
      isLost ||= looksBroken(thrown)
      throw isLost ? new ConnectionLost(thrown) : thrown
    } finally {
      used.onLost = null
      // A broken connection given back would be handed out again, and a query on it never ends.
      if (isLost) await drop(used)
      else {
        connection.release()
        idle = setTimeout(() => rest(used), idleMs)
      }
    }
  }
  return {
    use(job) {
      const mine = turn.then(() => run(job))
      turn = mine.catch(() => undefined)
      return mine
    },
    reset: () => drop(client),
  }
}

function connect(connectionString: string): Client {
  const sql = postgres(connectionString, {
    max: 1,
    // Without it the driver (3.4.9) never hands out a connection that `reserve` had to open. Costs one query a connection.
    fetch_types: true,
    // The lane ends a client by itself: a `reserve` that comes while the driver closes a connection of its own accord never resolves.
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: LANE_CONNECT_SECONDS,
    onnotice: () => undefined,
    onclose: () => client.onLost?.(),
  })
  // Drizzle turns the driver's own date and JSON conversion off for the whole client.
  drizzle(sql)
  const client: Client = { sql, openedAt: Date.now(), onLost: null }
  return client
}

/** A connection of one's own. The driver knocks again and again at a server that hangs up at once; here that ends. */
async function reserved(sql: postgres.Sql): Promise<Connection> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no connection in time')), (LANE_CONNECT_SECONDS + 1) * 1000)
  })
  try {
    return await Promise.race([sql.reserve(), late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * The connection for as long as it is open: the driver would leave a query on a closed one unanswered for ever. `onFailure`
 * hears of every statement that was answered with an error.
 */
function whileOpen(
  connection: Connection,
  isLost: () => boolean,
  onFailure: (error: unknown) => void,
): Connection {
  const guard = <A extends unknown[], R>(send: (...args: A) => R) => {
    return (...args: A): R => {
      if (isLost()) throw new ConnectionLost(null)
      const sent = send(...args)
      // Waiting for it would send it, and some are only parts of others: so the driver's own way to fail it is listened at.
      if (typeof sent === 'object' && sent !== null && 'reject' in sent) {
        const { reject } = sent
        sent.reject = (error: unknown) => {
          onFailure(error)
          if (typeof reject === 'function') reject(error)
        }
      }
      return sent
    }
  }
  // The tagged function and `unsafe` are the two ways in which statements are sent.
  const tagged = guard(connection as unknown as (...args: unknown[]) => unknown)
  const unsafe = guard((text: string, parameters?: never[], options?: postgres.UnsafeQueryOptions) =>
    connection.unsafe(text, parameters, isKept(text, parameters) ? { ...options, prepare: true } : options),
  )
  return Object.assign(tagged, connection, { unsafe }) as unknown as Connection
}

/**
 * Whether Postgres keeps a statement of Drizzle parsed for the length of the connection. One that is not kept costs two round trips
 * each time: the driver asks for the types of its parameters first. What has no parameters may hold several statements, which only
 * a simple query does, and long texts are lists whose length differs from call to call.
 */
function isKept(text: string, parameters: readonly unknown[] | undefined): boolean {
  return parameters !== undefined && parameters.length > 0 && text.length <= KEPT_TEXT_MAX_CHARS
}

/** Errors about the connection itself, as against replies to a statement and errors of our own code inside a job. */
function looksBroken(thrown: unknown): boolean {
  const reply = postgresReply(thrown)
  if (reply !== null) return /^(08|57P)/.test(reply.code)
  const inner = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown
  if (typeof inner !== 'object' || inner === null || !('code' in inner)) return false
  return typeof inner.code === 'string' && /^(CONNECT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(inner.code)
}

/** The error of Postgres behind a thrown value (Drizzle wraps it), or null when something else went wrong. */
export function postgresReply(thrown: unknown): postgres.PostgresError | null {
  if (thrown instanceof postgres.PostgresError) return thrown
  if (thrown instanceof Error && thrown.cause instanceof postgres.PostgresError) return thrown.cause
  return null
}
