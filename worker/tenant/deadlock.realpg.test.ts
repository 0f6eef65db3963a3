import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { ok } from '../../contracts/result.ts'
import type { SyncBatch } from '../../contracts/sync.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { storePage } from '../connections/page.service.ts'
import { failRun, leaseRun } from '../connections/runs.service.ts'
import { workspaceChanged } from '../events/workspace.ts'
import { runCommand } from './commands.ts'
import { provisionTenant } from './provision.ts'
import { aTenantSpec, type NodeHost, openNodeHost } from './testing/node-host.ts'

let admin: postgres.Sql
let host: NodeHost

beforeAll(() => {
  admin = postgres(inject('postgres').adminUrl, { max: 2, onnotice: () => undefined })
})
afterAll(() => admin.end())
beforeEach(async () => {
  const spec = aTenantSpec()
  host = openNodeHost(spec.tenantId, inject('postgres').appUrl)
  await provisionTenant(host.tenant, spec)
})
afterEach(() => host.tenant.close())

/** Locks the two rows of the workspace one after the other; in between, on the first try, until the other one holds its first. */
const lockBoth =
  (tables: readonly [string, string], meet: () => Promise<void>) =>
  async (tx: TenantTx): Promise<void> => {
    const lock = (table: string) =>
      tx.sql.unsafe(`select 1 from ${table} where tenant_id = '${tx.tenantId}' for update`)
    await lock(tables[0])
    await meet()
    await lock(tables[1])
  }

/** Waits until `parties` have come; whoever comes later passes. */
function rendezvous(parties: number): () => Promise<void> {
  let open: () => void = () => undefined
  const met = new Promise<void>((resolve) => {
    open = resolve
  })
  let come = 0
  return () => {
    come += 1
    if (come >= parties) open()
    return met
  }
}

it('[CO66] carries out both of two transactions that wait for each other', async () => {
  const { tenant } = host
  const meet = rendezvous(2)
  const forth = lockBoth(['tenant_heads', 'workspace_settings'], meet)
  const back = lockBoth(['workspace_settings', 'tenant_heads'], meet)
  let tries = 0
  const command = { id: 'c1', actor: 'person:p1', clients: 'all', requestHash: 'h' } as const
  const [commanded, loaded] = await Promise.all([
    runCommand(tenant, command, 200, async (tx) => {
      tries += 1
      await forth(tx)
      return ok({ view: 'done', events: [workspaceChanged.of('workspace', { fields: ['name'] })] })
    }),
    tenant.write<string, never>(tenant.loads, async (tx) => {
      tries += 1
      await back(tx)
      return ok('loaded')
    }),
  ])
  expect(commanded).toMatchObject({ ok: true, value: { data: '"done"', seq: 2 } })
  expect(loaded).toEqual(ok('loaded'))
  expect(tries).toBe(3)
  const events = await admin`select type from events where tenant_id = ${tenant.id} order by seq`
  expect(events.map(({ type }) => type)).toEqual(['workspace.provisioned', 'workspace.changed'])
})

it('[CN91] a reader of a run holds its connection before the run, as the end of a connection does', async () => {
  const { tenant } = host
  const [connectionId, runId] = [randomUUID(), randomUUID()]
  await admin`insert into connections (tenant_id, id, client_id, provider, label, status, accounts, settings, created_at, consent_at)
    values (${tenant.id}, ${connectionId}, ${randomUUID()}, 'xero', 'Books', 'active', '[]', '{}', now(), now())`
  await admin`insert into sync_runs (tenant_id, id, connection_id, stream, trigger, status, started_at)
    values (${tenant.id}, ${runId}, ${connectionId}, 'invoices', 'person', 'running', now())`
  const at = host.clock.now
  const used = { requests: 1, bytes: 10, waitedMs: 0 }
  const page: SyncBatch = {
    v: 1,
    from: '',
    position: 'page:2',
    pagesTotal: null,
    records: [],
    rejects: [],
    used,
    end: null,
  }
  const context = { base: 'EUR', definitions: [], at, levelsOf: () => new Map() } as const
  const readers = [
    (tx: TenantTx) => leaseRun(tx, runId, at),
    (tx: TenantTx) => storePage(tx, runId, page, context),
    (tx: TenantTx) => failRun(tx, runId, { code: 'provider_down', detail: null }, at, used),
  ]
  for (const reader of readers) {
    let reading: Promise<unknown> = Promise.resolve()
    await admin.begin(async (sql) => {
      await sql`select 1 from connections where id = ${connectionId} for update`
      reading = tenant.write<unknown, never>(tenant.loads, async (tx) => ok(await reader(tx)))
      await waitsFor(sql)
      // Were the run locked, this transaction would wait for one that waits for it.
      await sql`update sync_runs set pages_total = 1 where id = ${runId}`
    })
    await reading
  }
  const [run] = await admin`select status, position, pages_total from sync_runs where id = ${runId}`
  expect(run).toEqual({ status: 'failed', position: 'page:2', pages_total: 1 })
  expect(host.logged).toEqual([])
})

/** Until somebody waits for a lock of this transaction. */
async function waitsFor(sql: postgres.TransactionSql): Promise<void> {
  for (;;) {
    const [waiting] = await sql<{ n: number }[]>`
      select count(*)::int as n from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`
    if ((waiting?.n ?? 0) > 0) return
  }
}
