/** Addresses of the migrated Postgres a test run works on, one per role. */
export interface PostgresForTests {
  kind: 'embedded' | 'real'
  /** Runs migrations, owns the tables; row-level security binds it too (forced). */
  ownerUrl: string
  /** What the Worker uses. */
  appUrl: string
  /** What the SQL lab uses: reads only. */
  labUrl: string
  /** Superuser, only to prepare and to inspect. */
  adminUrl: string
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: PostgresForTests
  }
}
