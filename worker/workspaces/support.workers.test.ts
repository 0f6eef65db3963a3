import { beforeEach, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../contracts/audit.ts'
import { Home } from '../edge/testing/home.ts'
import { type Browser, codeOf, confirmed, type Site } from '../edge/testing/site.ts'
import { pushOutbox } from './outbox.ts'

const PATH = '/api/v1/support-access'
const HOUR_MS = 60 * 60 * 1000

/** Somebody with the mark that no route sets. */
async function supporter(site: Site): Promise<Browser> {
  const { browser } = await confirmed(site)
  const { person } = await browser.me()
  await site.edge.deps.env.DB.prepare('insert into support_staff (person_id, since) values (?, 0)')
    .bind(person.id)
    .run()
  return browser
}

let home: Home
let support: Browser
beforeEach(async () => {
  home = await Home.open()
  support = await supporter(home.site)
})

const look = (path: string, by = support) => by.in(home.tenantId, 'GET', path)
const allow = (hours = 1) =>
  home.call<{ endsAt: string }>('POST', PATH, { hours, reason: 'Totals look wrong' })
const later = (ms: number) => {
  home.site.clock.now = new Date(home.site.clock.now.getTime() + ms)
}

describe('support', () => {
  it('[AC160] sees nothing until an owner lets it, and nobody else by that', async () => {
    for (const path of ['/api/v1/clients', '/api/v1/metrics', `/api/v1/workspaces/${home.tenantId}`])
      expect([path, (await look(path)).status]).toEqual([path, 404])
    expect((await support.me()).workspaces).toEqual([])
    expect((await home.get(PATH)).data).toBeNull()
    expect((await allow()).status).toBe(201)
    expect((await home.get(PATH)).data).toMatchObject({ reason: 'Totals look wrong' })
    expect((await look('/api/v1/clients')).status).toBe(200)
    expect((await support.me()).workspaces).toMatchObject([{ id: home.tenantId, roleName: 'Orrery support' }])
    const stranger = await confirmed(home.site)
    expect((await look('/api/v1/clients', stranger.browser)).status).toBe(404)
    const other = await Home.open(home.site)
    expect((await support.in(other.tenantId, 'GET', '/api/v1/clients')).status).toBe(404)
  })

  it('[AC160] is let in by owners only, for at most 72 hours and with a reason', async () => {
    for (const body of [
      { hours: 73, reason: 'x' },
      { hours: 0, reason: 'x' },
      { hours: 1, reason: ' ' },
    ])
      expect((await home.call('POST', PATH, body)).status).toBe(400)
    const key = await home.call<{ secret: string }>('POST', '/api/v1/keys', {
      name: 'k',
      scopes: ['metrics.read'],
    })
    const byKey = await home.raw(
      'POST',
      PATH,
      { hours: 1, reason: 'x' },
      {
        cookie: '',
        authorization: `Bearer ${key.data.secret}`,
      },
    )
    expect(byKey.status).toBe(403)
    await allow()
    expect((await support.in(home.tenantId, 'POST', PATH, { hours: 72, reason: 'more' })).status).toBe(403)
    expect((await support.in(home.tenantId, 'DELETE', PATH)).status).toBe(403)
  })

  it('[AC162] [AU33] looks and changes nothing, and takes nothing out', async () => {
    await allow()
    const question = { metrics: ['none'], from: '2026-01-01', to: '2026-01-02', grain: 'day' }
    const asked = await support.in(home.tenantId, 'POST', '/api/v1/metrics/query', question)
    expect([400, 404, 422]).toContain(asked.status)
    for (const [method, path] of [
      ['POST', '/api/v1/clients'],
      ['POST', '/api/v1/imports?name=x.csv'],
      ['POST', '/api/v1/sample-data'],
      ['GET', '/api/v1/audit/export?format=csv'],
      ['GET', '/api/v1/audit'],
      ['GET', '/api/v1/members'],
      ['GET', '/api/v1/keys'],
      ['POST', '/api/v1/invitations'],
      ['DELETE', '/api/v1/membership'],
      ['GET', '/api/v1/backups'],
      ['GET', '/api/v1/imports/x/rejects.csv'],
      ['PATCH', `/api/v1/workspaces/${home.tenantId}`],
    ] as const) {
      const answer = await support.in(
        home.tenantId,
        method,
        path,
        method === 'GET' ? undefined : { name: 'x' },
      )
      expect([method, path, answer.status, await codeOf(answer)]).toEqual([method, path, 403, 'forbidden'])
    }
    later(2 * 60_000)
    await pushOutbox(home.site.edge.deps, home.tenantId)
    const { data } = await home.get<AuditEntry[]>('/api/v1/audit?kind=access')
    const refused = data.map(({ what }) => what).filter((what) => what.includes('as Orrery support'))
    expect(refused.join()).toMatch(/refused something they may not do, as Orrery support \(\d+ times\)/)
  })

  it('[AC163] leaves an entry of every look, under no name of a member', async () => {
    await allow()
    const { person } = await support.me()
    const question = { metrics: ['none'], from: '2026-01-01', to: '2026-01-02', grain: 'day' }
    await look('/api/v1/clients')
    await look('/api/v1/authors')
    await support.in(home.tenantId, 'POST', '/api/v1/metrics/query', question)
    later(2 * 60_000)
    await pushOutbox(home.site.edge.deps, home.tenantId)
    await home.inside(async (tenant, object) => {
      // The minute must be over: the object's clock is moved for the one timer.
      const { now } = tenant.deps
      Object.assign(tenant.deps, { now: () => new Date(now().getTime() + 2 * 60_000) })
      await (object as unknown as { access: { runTimer(): Promise<void> } }).access.runTimer()
      Object.assign(tenant.deps, { now })
    })
    const { data } = await home.get<AuditEntry[]>('/api/v1/audit?kind=access')
    const theirs = data.filter(({ actor }) => actor.kind === 'support')
    expect(theirs.every(({ actor }) => actor.id === person.id && actor.name === 'Orrery support')).toBe(true)
    const said = theirs.map(({ what }) => what).join('; ')
    for (const part of ['GET clients', 'figures', 'GET /api/v1/authors']) expect(said).toContain(part)
    expect(data.map(({ what }) => what).join('; ')).toContain('allowed support to look in for an hour')
  })

  it('[AC164] is out when the time is over, and at once when an owner ends it', async () => {
    const { endsAt } = (await allow(1)).data
    expect(Date.parse(endsAt) - home.site.clock.now.getTime()).toBe(HOUR_MS)
    later(HOUR_MS - 1000)
    expect((await look('/api/v1/clients')).status).toBe(200)
    later(2000)
    expect((await look('/api/v1/clients')).status).toBe(404)
    expect((await home.get(PATH)).data).toBeNull()
    await allow(4)
    expect((await look('/api/v1/clients')).status).toBe(200)
    expect((await home.call('DELETE', PATH)).status).toBe(200)
    expect((await look('/api/v1/clients')).status).toBe(404)
    expect((await home.call('DELETE', PATH)).status).toBe(404)
  })

  it('[AC164] loses its sockets and kept principals with the access, elsewhere too', async () => {
    await allow(4)
    const elsewhere = await Home.open()
    // Another isolate of the front door has a memory of its own, on the same directory.
    const again = await elsewhere.site.edge.fetch(
      new Request('https://orrery.example/api/v1/clients', {
        headers: { cookie: support.cookie, 'x-tenant-id': home.tenantId },
      }),
    )
    expect(again.status).toBe(200)
    const opened = await home.site.edge.fetch(
      new Request(`https://orrery.example/api/v1/live?tenant=${home.tenantId}`, {
        headers: { cookie: support.cookie, origin: 'https://orrery.example', upgrade: 'websocket' },
      }),
    )
    const socket = opened.webSocket
    if (!socket) throw new Error(`no socket: ${opened.status}`)
    const closed = new Promise<number>((resolve) => {
      socket.addEventListener('close', ({ code }) => resolve(code))
    })
    socket.accept()
    await home.call('DELETE', PATH)
    expect(await closed).toBeGreaterThan(1000)
    const after = await elsewhere.site.edge.fetch(
      new Request('https://orrery.example/api/v1/clients', {
        headers: { cookie: support.cookie, 'x-tenant-id': home.tenantId },
      }),
    )
    expect(after.status).toBe(404)
  })

  it('[AC161] is nobody without the mark, whatever an owner allows', async () => {
    const { person } = await support.me()
    await home.site.edge.deps.env.DB.prepare('delete from support_staff where person_id = ?')
      .bind(person.id)
      .run()
    await allow()
    expect((await look('/api/v1/clients')).status).toBe(404)
  })
})
