import { getTableConfig } from 'drizzle-orm/pg-core'
import { describe, expect, it } from 'vitest'
import { aWorkspace, Workspace } from './testing/workspace.ts'
import { tenantTables } from './wipe.repository.ts'

const rowsOf = async (workspace: Workspace) =>
  workspace.inside((tenant) =>
    tenant.read(async (tx) => {
      const counts: Record<string, number> = {}
      for (const table of tenantTables) {
        const { name } = getTableConfig(table)
        const [row] = await tx.sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${name}`)
        if (row !== undefined && row.n > 0) counts[name] = row.n
      }
      return counts
    }),
  )
const FRESH = {
  workspace_settings: 1,
  tenant_heads: 1,
  clients: 1,
  dashboards: 1,
  events: 1,
  event_bodies: 1,
  search_words: 4,
}

describe('provisioning', () => {
  it('[CO41] is waited for: until then every route answers 503 and says when to come back', async () => {
    const workspace = new Workspace()
    for (const path of ['/clients', '/metrics', '/imports', '/dashboards', '/events']) {
      const response = await workspace.call('GET', path)
      expect([path, response.status, response.headers.get('retry-after')]).toEqual([path, 503, '2'])
      expect((await response.json<{ error: { code: string } }>()).error.code).toBe('workspace_provisioning')
    }
    const hot = await workspace.stub.ask(workspace.principal(), '{"metrics":["x"]}')
    expect([hot.status, JSON.parse(hot.body).error.code, hot.headers['retry-after']]).toEqual([
      503,
      'workspace_provisioning',
      '2',
    ])
    await workspace.stub.provision(workspace.spec)
    expect((await workspace.call('GET', '/clients')).status).toBe(200)
  })

  it('[CO41] makes head, settings, client and dashboard once, however often it is asked', async () => {
    const workspace = await aWorkspace()
    expect(await rowsOf(workspace)).toEqual(FRESH)
    await workspace.rest()
    await workspace.stub.provision({ ...workspace.spec, name: 'Renamed' })
    expect(await rowsOf(workspace)).toEqual(FRESH)
    const facts = await workspace.inside((tenant) => tenant.facts())
    // What a person has changed since is theirs: a word that comes again does not take it back.
    expect(facts?.settings.name).toBe('Test Studio')
  })
})

describe('wiping', () => {
  it('[CO42] deletes every row here and in Postgres, closes the sockets, and answers; twice is as once', async () => {
    const workspace = await aWorkspace()
    const bystander = await aWorkspace()
    await workspace.stub.seedDemo(workspace.spec)
    const socket = await workspace.socket()
    await workspace.rest()
    await workspace.stub.wipe()
    expect((await socket.closed).code).toBe(1012)
    expect(await rowsOf(workspace)).toEqual({})
    const left = await workspace.inside((_, state) => ({
      buckets: state.storage.sql.exec('select 1 from rollups').toArray().length,
      meta: state.storage.sql
        .exec<{ name: string }>('select name from meta')
        .toArray()
        .map(({ name }) => name),
    }))
    expect(left).toEqual({ buckets: 0, meta: ['version'] })
    expect(await workspace.inside((_, state) => state.storage.getAlarm())).toBeNull()
    const response = await workspace.call('GET', '/clients')
    expect([response.status, (await response.json<{ error: { code: string } }>()).error.code]).toEqual([
      503,
      'workspace_provisioning',
    ])
    await workspace.stub.wipe()
    expect(await rowsOf(bystander)).toEqual(FRESH)
  })
})
