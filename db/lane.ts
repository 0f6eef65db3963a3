import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { LANE_CONNECT_SECONDS, LANE_IDLE_SECONDS, LANE_LIFETIME_SECONDS } from '../contracts/limits.ts'

export type Connection = postgres.ReservedSql

/**
 * One connection to Postgres, used by one transaction at a time in the order of asking.
 * It opens when first used and closes after some idle seconds, so that a sleeping workspace holds none.
 */
export interface Lane {
  /** Runs the job with the connection to itself. Throws what the job throws. */
  use<T>(job: (connection: Connection) => Promise<T>): Promise<T>
  /** Closes the connection at once; the next use opens a new one. */
  reset(): Promise<void>
}

/** Opens a lane on a connection string. Nothing is sent until the first use. */
export function openLane(connectionString: string): Lane {
  let client: postgres.Sql | null = null
  const connect = () => {
    const opened = postgres(connectionString, {
      max: 1,
      // Without it the driver (3.4.9) never hands out a connection that `reserve` had to open. Costs one query a connection.
      fetch_types: true,
      idle_timeout: LANE_IDLE_SECONDS,
      max_lifetime: LANE_LIFETIME_SECONDS,
      connect_timeout: LANE_CONNECT_SECONDS,
      onnotice: () => undefined,
    })
    // Drizzle turns the driver's own date and JSON conversion off for the whole client.
    drizzle(opened)
    return opened
  }
  return {
    async use(job) {
      client ??= connect()
      const connection = await client.reserve()
      try {
        return await job(connection)
      } finally {
        connection.release()
      }
    },
    async reset() {
      const old = client
      client = null
      await old?.end({ timeout: 0 }).catch(() => undefined)
    },
  }
}

/** The error of Postgres behind a thrown value (Drizzle wraps it), or null when something else went wrong. */
export function postgresReply(thrown: unknown): postgres.PostgresError | null {
  if (thrown instanceof postgres.PostgresError) return thrown
  if (thrown instanceof Error && thrown.cause instanceof postgres.PostgresError) return thrown.cause
  return null
}
