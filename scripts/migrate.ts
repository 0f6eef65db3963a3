import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import {
  DATABASE_ROLES,
  type DatabaseRole,
  OPTIONAL_EXTENSIONS,
  ownerGrants,
  REQUIRED_EXTENSIONS,
  type RolePasswords,
  roleStatements,
} from '../db/roles.ts'

export const POSTGRES_MIGRATIONS_FOLDER = join(import.meta.dirname, '../db/migrations/pg')

export interface MigrateOptions {
  /** Somebody who may create roles and extensions; the embedded server's superuser, or the host's admin. */
  adminUrl: string
  passwords: RolePasswords
  migrationsFolder?: string
}

/** The same server and database, another login. */
export function urlForRole(adminUrl: string, role: DatabaseRole, passwords: RolePasswords): string {
  const url = new URL(adminUrl)
  url.username = role
  url.password = encodeURIComponent(passwords[role])
  return url.href
}

/**
 * Brings roles, extensions and schema up to date; safe to repeat. Throws with the server's own message when the admin
 * lacks a right or a migration fails (each migration is all or nothing).
 */
export async function migratePostgres(options: MigrateOptions): Promise<void> {
  await withClient(options.adminUrl, async (sql) => {
    const [server] = await sql<{ database: string }[]>`select current_database() as database`
    const roles = await sql<
      { rolname: string }[]
    >`select rolname from pg_roles where rolname in ${sql([...DATABASE_ROLES])}`
    const existing = new Set(roles.map((role) => role.rolname))
    const statements = roleStatements(server?.database ?? 'postgres', options.passwords, existing)
    await sql.unsafe([...statements, ...(await missingExtensions(sql))].join(';\n'))
  })
  await withClient(urlForRole(options.adminUrl, 'orrery_owner', options.passwords), async (sql) => {
    await sql.unsafe(ownerGrants.join(';\n'))
    const migrationsFolder = options.migrationsFolder ?? POSTGRES_MIGRATIONS_FOLDER
    if (!existsSync(join(migrationsFolder, 'meta/_journal.json'))) return
    await migrate(drizzle(sql), { migrationsFolder })
  })
}

async function missingExtensions(sql: postgres.Sql): Promise<string[]> {
  const optional = await sql<{ name: string; installed: boolean }[]>`
    select name, installed_version is not null as installed from pg_available_extensions
    where name in ${sql([...REQUIRED_EXTENSIONS, ...OPTIONAL_EXTENSIONS])}`
  const installed = new Set(optional.filter((one) => one.installed).map((one) => one.name))
  const available = new Set(optional.map((one) => one.name))
  return [...REQUIRED_EXTENSIONS, ...OPTIONAL_EXTENSIONS.filter((name) => available.has(name))]
    .filter((name) => !installed.has(name))
    .map((name) => `create extension if not exists ${name}`)
}

async function withClient(url: string, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 })
  try {
    await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
