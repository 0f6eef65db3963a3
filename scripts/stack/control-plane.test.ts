import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CONTROL_MIGRATIONS, migrateControlPlane } from './control-plane.ts'
import { runProgram, WRANGLER } from './programs.ts'
import { ROOT, StartProblem } from './state.ts'

let persistTo: string
let migrations: string

beforeEach(() => {
  persistTo = mkdtempSync(join(tmpdir(), 'orrery-control-'))
  migrations = mkdtempSync(join(tmpdir(), 'orrery-migrations-'))
})
afterEach(() => {
  for (const folder of [persistTo, migrations]) rmSync(folder, { recursive: true, force: true })
})

/** What the one database of the folder answers. */
function ask(question: string): unknown[] {
  const folder = join(persistTo, 'v3/d1/miniflare-D1DatabaseObject')
  const files = readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name))
  expect(files).toHaveLength(1)
  const db = new DatabaseSync(join(folder, files[0] ?? ''))
  try {
    return db
      .prepare(question)
      .all()
      .map((row) => Object.values(row)[0])
  } finally {
    db.close()
  }
}
const noted = () => ask('select name from d1_migrations order by id')
const tables = () => ask(`select name from sqlite_master where name like 't_' order by name`)

describe('the migrations of the local control plane', () => {
  it('are what wrangler finds applied to the database of the Worker', async () => {
    await migrateControlPlane(persistTo)
    const files = readdirSync(join(ROOT, CONTROL_MIGRATIONS)).filter((name) => name.endsWith('.sql'))
    expect(noted()).toEqual(files.sort())
    // It would run them again, and fail, if it had another database or list in mind.
    await runProgram('wrangler', WRANGLER, [
      'd1',
      'migrations',
      'apply',
      'DB',
      '--local',
      '--persist-to',
      persistTo,
    ])
    expect(noted()).toEqual(files)
  })

  it('are applied once each, in their order, also those that came since', async () => {
    writeFileSync(
      join(migrations, '2_second.sql'),
      'create table t2 (id text);--> statement-breakpoint\ndrop table t1;',
    )
    writeFileSync(join(migrations, '1_first.sql'), 'create table t1 (id text);')
    await migrateControlPlane(persistTo, migrations)
    await migrateControlPlane(persistTo, migrations)
    expect(tables()).toEqual(['t2'])
    writeFileSync(join(migrations, '3_third.sql'), 'create table t3 (id text);')
    await migrateControlPlane(persistTo, migrations)
    expect(tables()).toEqual(['t2', 't3'])
    expect(noted()).toEqual(['1_first.sql', '2_second.sql', '3_third.sql'])
  })

  it('leave nothing of a file that fails, and say which', async () => {
    writeFileSync(join(migrations, '1_first.sql'), 'create table t1 (id text);')
    writeFileSync(
      join(migrations, '2_second.sql'),
      'create table t2 (id text);--> statement-breakpoint\ndrop table t9;',
    )
    const failing = migrateControlPlane(persistTo, migrations)
    await expect(failing).rejects.toThrow(StartProblem)
    await expect(failing).rejects.toThrow('2_second.sql')
    expect(tables()).toEqual(['t1'])
    expect(noted()).toEqual(['1_first.sql'])
  })
})
