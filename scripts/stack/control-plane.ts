import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { D1Database } from '@cloudflare/workers-types'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { ROOT, StartProblem } from './state.ts'

export const CONTROL_MIGRATIONS = 'db/migrations/d1'
/** Where drizzle-kit ends a statement. */
const BREAK = '--> statement-breakpoint'
/** As wrangler makes it, which goes by it where a deployment is migrated. */
const LIST = `create table if not exists d1_migrations(
  id integer primary key autoincrement,
  name text unique,
  applied_at timestamp default current_timestamp not null)`

/**
 * Applies the migrations of the control plane to the local D1 below `persistTo`, which `wrangler dev` opens afterwards. Wrangler's own
 * command starts a runtime for each statement it sends, which takes most of the time of a first start.
 */
export async function migrateControlPlane(
  persistTo: string,
  migrations = join(ROOT, CONTROL_MIGRATIONS),
): Promise<void> {
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: 'export default {}',
      d1Databases: { DB: controlDatabaseId() },
      resourcePersistencePath: join(persistTo, 'v3'),
    }),
  )
  try {
    await applyMigrations(await runtime.getD1Database('DB'), migrations)
  } finally {
    await runtime.dispose()
  }
}

/** Applies what a control plane has not seen yet: each file and the note that it was applied, or neither. */
export async function applyMigrations(
  control: D1Database,
  folder = join(ROOT, CONTROL_MIGRATIONS),
): Promise<void> {
  await control.prepare(LIST).run()
  const { results } = await control.prepare('select name from d1_migrations').all<{ name: string }>()
  const applied = new Set(results.map(({ name }) => name))
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql') && !applied.has(name))
  for (const file of files.sort()) {
    const statements = readFileSync(join(folder, file), 'utf8').split(BREAK)
    try {
      await control.batch([
        ...statements.map((statement) => control.prepare(statement)),
        control.prepare('insert into d1_migrations (name) values (?)').bind(file),
      ])
    } catch (error) {
      throw new StartProblem(`Migrating the control plane failed at ${file}: ${(error as Error).message}`)
    }
  }
}

/** Under which the Worker's binding finds the database. */
function controlDatabaseId(): string {
  const [, id] = /^database_id = "(.+)"$/m.exec(readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')) ?? []
  if (id === undefined) throw new Error('wrangler.toml names no D1 database')
  return id
}
