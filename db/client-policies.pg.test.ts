import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { TenantId } from '../contracts/ids.ts'
import { ok } from '../contracts/result.ts'
import { type Lane, openLane } from './lane.ts'
import { asWhole, inTenant, type Reader, type TenantTx, WHOLE } from './tenant-tx.ts'

let admin: postgres.Sql
let lane: Lane
let tenant: TenantId
let mine: string
let other: string
const ME = 'person:p1'

beforeAll(() => {
  admin = postgres(inject('postgres').adminUrl, { max: 1 })
})
afterAll(() => admin.end())
beforeEach(async () => {
  lane = openLane(inject('postgres').appUrl)
  tenant = TenantId.parse(randomUUID())
  mine = randomUUID()
  other = randomUUID()
  for (const id of [mine, other]) await fill(id)
})
afterEach(() => lane.reset())

/** One row of a client in every table that has any. */
async function fill(client: string): Promise<void> {
  const [connection, file, project] = [randomUUID(), randomUUID(), randomUUID()]
  const [task, id] = [randomUUID(), randomUUID()]
  const at = '2026-05-04T10:00:00Z'
  const rows: Record<string, Record<string, unknown>> = {
    clients: { id: client, name: client, external_id: client, created_at: at },
    connections: {
      id: connection,
      client_id: client,
      provider: 'p',
      label: 'l',
      status: 'active',
      accounts: '[]',
      settings: '{}',
      created_at: at,
    },
    connection_streams: { connection_id: connection, stream: 's' },
    sync_runs: {
      id: randomUUID(),
      connection_id: connection,
      stream: 's',
      trigger: 'first',
      status: 'done',
      started_at: at,
    },
    sync_errors: {
      connection_id: connection,
      stream: 's',
      record_key: 'r',
      run_id: randomUUID(),
      reason: 'x',
      message: 'm',
      record: '{}',
      at,
    },
    imports: { ...aFile(file, ME, at), client_id: client, mapping: admin.json({}) },
    import_rejects: { import_id: file, line: 1, reason: 'x', message: 'm' },
    custom_metrics: {
      metric_no: 1,
      record_date: '2026-01-01',
      row_key: randomUUID(),
      value: 1,
      client_id: client,
      source_id: file,
    },
    financials: {
      client_id: client,
      record_date: '2026-01-01',
      source_id: file,
      source_system: 'file',
      external_id: 'e',
      revenue: 1,
      expenses: 1,
      currency: 'EUR',
      updated_at: at,
    },
    lead_events: {
      id: randomUUID(),
      client_id: client,
      source_id: file,
      source_system: 'file',
      external_id: 'e',
      lead_id: 'l',
      event_date: '2026-01-01',
      stage: 's',
      status: 'won',
    },
    fact_history: {
      id: randomUUID(),
      relation: 'custom_metrics',
      row_key: 'k',
      to_seq: 1,
      row: admin.json({ client_id: client }),
      at,
    },
    projects: {
      id: project,
      client_id: client,
      name: 'p',
      status: 'active',
      start_day: '2026-01-01',
      time_zone: 'UTC',
      weighting: 'count',
      created_by: ME,
      created_at: at,
    },
    project_phases: { id, project_id: project, name: 'p', position: 0 },
    project_tasks: {
      id: task,
      project_id: project,
      kind: 'task',
      name: 't',
      position: 0,
      duration_minutes: 60,
      starts_at: at,
      ends_at: at,
      created_at: at,
    },
    task_dependencies: {
      id,
      project_id: project,
      from_task_id: task,
      to_task_id: id,
      kind: 'FS',
      lag_minutes: 0,
    },
    working_calendars: {
      scope: 'project',
      scope_id: project,
      project_id: project,
      weekly: '[]',
      exceptions: '[]',
    },
    project_baselines: { id, project_id: project, name: 'b', tasks: '[]', taken_by: ME, taken_at: at },
    booking_proposals: {
      id,
      project_id: project,
      booking_id: randomUUID(),
      task_id: task,
      status: 'open',
      before: '{}',
      proposed: '{}',
      created_at: at,
    },
  }
  for (const [table, row] of Object.entries(rows))
    await admin`insert into ${admin(table)} ${admin({ tenant_id: tenant, ...row })}`
}

const aFile = (id: string, createdBy: string, at: string) => ({
  id,
  name: 'f.csv',
  status: 'detected',
  file_key: 'k',
  file_hash: 'h',
  bytes_total: 1,
  detection: '{}',
  created_by: createdBy,
  created_at: at,
})

const TABLES = [
  'clients',
  'connections',
  'connection_streams',
  'sync_runs',
  'sync_errors',
  'imports',
  'import_rejects',
  'custom_metrics',
  'financials',
  'lead_events',
  'fact_history',
  'projects',
  'project_phases',
  'project_tasks',
  'task_dependencies',
  'working_calendars',
  'project_baselines',
  'booking_proposals',
] as const

const limited = (...clients: string[]): Reader => ({ clients, actor: ME })
async function within<T>(
  reader: Reader,
  mode: 'read' | 'write',
  work: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  const done = await inTenant<T, never>(lane, tenant, mode, async (tx) => ok(await work(tx)), reader)
  if (!done.ok) throw new Error('refused')
  return done.value
}
const countsFor = (reader: Reader) =>
  within(reader, 'read', async (tx) => {
    const counts: Record<string, number> = {}
    for (const table of TABLES) {
      const [row] = await tx.sql<{ n: number }[]>`select count(*)::int as n from ${tx.sql(table)}`
      counts[table] = row?.n ?? -1
    }
    return counts
  })
const each = (n: number) => Object.fromEntries(TABLES.map((table) => [table, n]))

describe('rows of the clients a transaction reaches', () => {
  it('[AC145] are all there are of it, in every table, even to a statement without a condition', async () => {
    expect(await countsFor(WHOLE)).toEqual(each(2))
    expect(await countsFor(limited(mine))).toEqual(each(1))
    expect(await countsFor(limited(mine, other))).toEqual(each(2))
    expect(await countsFor(limited(randomUUID()))).toEqual(each(0))
  })

  it('[AC145] are the only ones it changes and deletes', async () => {
    await within(limited(mine), 'write', async (tx) => {
      for (const table of TABLES) {
        const gone = await tx.sql`delete from ${tx.sql(table)}`
        // Streams, runs and rejects are part of what may be gone by then.
        expect([table, gone.count <= 1]).toEqual([table, true])
      }
    })
    const left = await countsFor(WHOLE)
    for (const table of TABLES) expect([table, (left[table] ?? 0) >= 1]).toEqual([table, true])
    await within(limited(mine), 'write', async (tx) => {
      expect((await tx.sql`update clients set name = 'taken' where id = ${other}`).count).toBe(0)
    })
  })

  it('[AC145] are the only ones it stores', async () => {
    const store = (client: string) =>
      within(limited(mine), 'write', (tx) =>
        Promise.resolve(tx.sql`insert into custom_metrics (tenant_id, metric_no, record_date, row_key, value, client_id, source_id)
          values (${tenant}, 1, '2026-02-01', ${randomUUID()}, 1, ${client}, ${randomUUID()})`),
      )
    await expect(store(other)).rejects.toMatchObject({ code: '42501' })
    await store(mine)
    expect((await countsFor(WHOLE)).custom_metrics).toBe(3)
  })

  it('[F23] [AC145] cannot be had by leaving the setting away, or by one that is no list of ids', async () => {
    const attempt = lane.use((sql) =>
      sql`select set_config('app.tenant_id', ${tenant}, false)`.then(() => sql`select * from clients`),
    )
    // The embedded server has one backend, which had the setting once and has it empty now: then there are no rows.
    const seen = await attempt.then(
      (rows) => rows.length,
      (error: { code: string }) => error.code,
    )
    expect([0, '42704']).toContain(seen)
    const text = `${mine}', true); select set_config('app.clients', '*`
    await expect(countsFor(limited(text))).rejects.toThrow('not ids of clients')
    await expect(countsFor(limited())).rejects.toThrow('not ids of clients')
    await expect(
      countsFor({ clients: [mine], actor: `x', true), set_config('app.clients', '*` }),
    ).rejects.toThrow('not an actor')
  })

  it('[AC149] are joined by files of the reader that do not say yet whom they are about', async () => {
    const at = '2026-05-04T10:00:00Z'
    const [own, theirs] = [randomUUID(), randomUUID()]
    await admin`insert into imports ${admin([
      { tenant_id: tenant, ...aFile(own, ME, at) },
      { tenant_id: tenant, ...aFile(theirs, 'person:p2', at) },
    ])}`
    const seen = await within(limited(mine), 'read', (tx) =>
      Promise.resolve(tx.sql<{ id: string }[]>`select id::text from imports where client_id is null`),
    )
    expect(seen.map(({ id }) => id)).toEqual([own])
  })

  it('[AC145] are all again for a part that keeps the workspace in order, and no longer', async () => {
    const count = async (tx: TenantTx) => (await tx.sql`select id from clients`).length
    const seen = await within(limited(mine), 'write', async (tx) => [
      await count(tx),
      await asWhole(tx, () => count(tx)),
      await count(tx),
    ])
    expect(seen).toEqual([1, 2, 1])
  })
})
