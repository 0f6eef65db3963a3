import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../contracts/audit.ts'
import { ACCESS_BATCH_MS, ACCESS_ITEMS_MAX } from '../../contracts/limits.ts'
import { Home, holdQueue } from '../edge/testing/home.ts'
import { ACCESS_TIMER, Access } from '../tenant/access.ts'

let home: Home
let queue = holdQueue()
beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
})
afterAll(async () => {
  queue.release()
  await home.close()
})

/** What the timer does once the minute is over. */
const minuteLater = (of = home) =>
  of.inside(async (tenant) => {
    const { now } = tenant.deps
    tenant.deps.now = () => new Date(now().getTime() + ACCESS_BATCH_MS)
    try {
      await new Access(tenant).runTimer()
    } finally {
      tenant.deps.now = now
    }
  })
const entries = async (of = home) => (await of.get<AuditEntry[]>('/api/v1/audit?kind=access')).data
const seqOf = (of = home) => of.inside((tenant) => tenant.applied)

describe('access', () => {
  it('[AU30] [AU31] is one entry a person and minute, and reading writes nothing to Postgres', async () => {
    await home.get('/api/v1/financials')
    const artist = await home.call<{ id: string }>('POST', '/api/v1/artists', { name: 'Mara' })
    const before = await seqOf()
    for (let i = 0; i < 3; i += 1) await home.get('/api/v1/custom-metrics?limit=1')
    await home.get(`/api/v1/artists/${artist.data.id}/calendar-feed`)
    await home.raw('GET', '/api/v1/audit/export?format=csv').then((response) => response.text())
    expect(await seqOf()).toBe(before)
    expect(await home.inside((tenant) => tenant.agenda.has(ACCESS_TIMER))).toBe(true)
    await minuteLater()
    const me = await home.browser.me()
    const found = await entries()
    const said = found.flatMap(({ what, facts }) => [what, ...facts.map(({ value }) => value)]).join()
    expect(found.every(({ actor }) => actor.id === me.person.id)).toBe(true)
    for (const part of [
      'opened the workspace',
      'what: financials',
      'what: custom-metrics, times: 3',
      'audit/export',
      `${artist.data.id}/calendar-feed`,
    ])
      expect(said).toContain(part)
    await minuteLater()
    expect(await entries()).toHaveLength(found.length)
  })

  it('[AU30] is also what was refused', async () => {
    const other = await Home.open(home.site)
    const key = await other.call<{ secret: string }>('POST', '/api/v1/keys', {
      name: 'reader',
      scopes: ['metrics.read'],
    })
    const headers = { authorization: `Bearer ${key.data.secret}` }
    const url = 'http://127.0.0.1:8787/api/v1/custom-metrics'
    const answer = await other.site.edge.fetch(new Request(url, { headers }))
    expect(answer.status).toBe(403)
    await minuteLater(other)
    const [entry] = (await entries(other)).filter(({ actor }) => actor.kind === 'key')
    expect(entry?.what).toContain('was refused GET custom-metrics')
    expect(entry?.what).toContain('opened the workspace with a key')
  })

  it('[AU31] tells a session once, also after the object slept, and counts a flood as one', async () => {
    const other = await Home.open(home.site)
    await other.get('/api/v1/clients')
    await other.evict()
    await other.get('/api/v1/clients')
    await other.inside((tenant) => {
      const access = new Access(tenant)
      const principal = { kind: 'person', id: 'p', credentialId: 'c' } as Parameters<Access['note']>[0]
      for (let i = 0; i < ACCESS_ITEMS_MAX + 20; i += 1) access.note(principal, 'rows', `path/${i}`)
    })
    await minuteLater(other)
    const found = await entries(other)
    expect(
      found
        .map(({ what }) => what)
        .join()
        .match(/opened/g),
    ).toHaveLength(1)
    const flood = found.filter(({ actor }) => actor.id === 'p')
    const items = await other.rows<{ n: number }>(
      `select jsonb_array_length(b.body::jsonb -> 'data' -> 'items') as n from event_bodies b join events e using (tenant_id, seq)
       where e.tenant_id = $1 and e.actor = 'person:p'`,
    )
    expect(flood.length).toBeGreaterThan(0)
    for (const { n } of items) expect(n).toBeLessThanOrEqual(ACCESS_ITEMS_MAX + 1)
  })
})
