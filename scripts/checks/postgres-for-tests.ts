import type { RolePasswords } from '../../db/roles.ts'
import { migratePostgres } from '../migrate.ts'
import { findRealPostgres } from '../real-postgres.ts'

/** `pooled` is a real server behind PgBouncer in transaction mode. */
export type PostgresKind = 'embedded' | 'real' | 'pooled'

/** Addresses of the migrated Postgres a test run works on, one per role. */
export interface PostgresForTests {
  kind: PostgresKind
  /** Whether random cases are all tried on this one: on the real server, and on the embedded one where there is no other. */
  triesAll: boolean
  /** Runs migrations and owns the tables; row-level security binds it too. */
  ownerUrl: string
  /** What the Worker uses. */
  appUrl: string
  /** What the SQL lab uses. */
  labUrl: string
  /** Superuser, only to prepare and to inspect. */
  adminUrl: string
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: PostgresForTests
  }
}

/** A server that has just been started, as both kinds of server offer it. */
interface StartedServer {
  url(role: string): string
}

const rolePasswords: RolePasswords = {
  orrery_owner: 'owner-for-tests',
  orrery_app: 'app-for-tests',
  orrery_lab: 'lab-for-tests',
}
/** Passwords of the throw-away servers; they listen on this machine only and end with the run. */
export const testPasswords = { postgres: 'postgres-for-tests', ...rolePasswords }

/** Migrates a started server and gives the addresses that tests are provided with. */
export async function prepareForTests(kind: PostgresKind, server: StartedServer): Promise<PostgresForTests> {
  await migratePostgres({ adminUrl: server.url('postgres'), passwords: rolePasswords })
  return {
    kind,
    triesAll: kind === 'real' || findRealPostgres() === null,
    ownerUrl: server.url('orrery_owner'),
    appUrl: server.url('orrery_app'),
    labUrl: server.url('orrery_lab'),
    adminUrl: server.url('postgres'),
  }
}
