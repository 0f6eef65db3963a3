import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { drizzle } from 'drizzle-orm/d1'
import { identityTables } from './identity.ts'

/** The control plane's database. D1 has no open transaction: its atomic unit is `batch`. */
export type ControlDb = ReturnType<typeof openControl>

/** A typed door to D1; holds no connection, so it is cheap to make and safe to keep. */
export function openControl(binding: D1Database) {
  return drizzle(binding, { schema: identityTables })
}

/** The storage better-auth is given: the same database, restricted to the identity tables. */
export function identityStorage(db: ControlDb) {
  return drizzleAdapter(db, { provider: 'sqlite', schema: identityTables })
}
