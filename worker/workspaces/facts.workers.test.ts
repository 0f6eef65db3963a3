import { and, eq, isNotNull } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../contracts/audit.ts'
import type { ControlFact } from '../../contracts/control-facts.ts'
import { d1Outbox } from '../../db/d1/directory.ts'
import { Home } from '../edge/testing/home.ts'
import { confirmed, joinedBy, ownerAtHome, signedUp } from '../edge/testing/site.ts'
import { pushOutbox, sweepOutbox } from './outbox.ts'

let home: Home
beforeAll(async () => {
  home = await Home.open()
})

/** What the audit says about people, roles and keys, oldest first. */
async function told(at = home, kinds: readonly string[] = ['people', 'keys']): Promise<AuditEntry[]> {
  const { data } = await at.get<AuditEntry[]>('/api/v1/audit?limit=500')
  return data.filter(({ kind }) => kinds.includes(kind)).reverse()
}

const fact = (over: Partial<ControlFact> = {}): ControlFact => ({
  v: 1,
  id: crypto.randomUUID(),
  actor: 'person:p1',
  at: new Date().toISOString(),
  type: 'role.created',
  subject: 'role:r1',
  data: { after: { name: 'Bookkeeper', permissions: ['records.read'] } },
  ...over,
})

describe('changes of people, roles and keys', () => {
  it('[AU40] stand in the log with who did it, what it was and what it is', async () => {
    const guest = await signedUp(home.site)
    const personId = await joinedBy(home.site, home.browser, home.tenantId, guest, 'viewer')
    const { person: owner } = await home.browser.me()
    const { person } = await guest.browser.me()
    expect((await home.call('PATCH', `/api/v1/members/${personId}`, { role: 'editor' })).status).toBe(200)
    const [client] = (await home.get<{ id: string }[]>('/api/v1/clients')).data
    const limited = { clients: [client?.id ?? ''] }
    expect((await home.call('PATCH', `/api/v1/members/${personId}`, limited)).status).toBe(200)
    expect((await home.call('PATCH', `/api/v1/members/${personId}`, { clients: 'all' })).status).toBe(200)
    const role = { name: 'Bookkeeper', permissions: ['workspace.read', 'records.read'] }
    const made = await home.call<{ id: string }>('POST', '/api/v1/roles', role)
    const wider = { permissions: ['workspace.read', 'records.read', 'metrics.read'] }
    await home.call('PATCH', `/api/v1/roles/${made.data.id}`, wider, { 'if-match': '1' })
    await home.call('DELETE', `/api/v1/roles/${made.data.id}`, { fallback: 'viewer' })
    const key = await home.call<{ id: string }>('POST', '/api/v1/keys', {
      name: 'robot',
      scopes: ['metrics.read'],
    })
    const rolled = await home.call<{ id: string }>('POST', `/api/v1/keys/${key.data.id}/roll`, {
      overlapHours: 1,
    })
    await home.call('DELETE', `/api/v1/keys/${rolled.data.id}`)
    await home.call('DELETE', `/api/v1/members/${personId}`)

    const entries = await told()
    expect(entries.map(({ what }) => what)).toEqual([
      `invited ${guest.email} as Viewer`,
      'joined as Viewer',
      `changed the role of ${person.name} from Viewer to Editor`,
      `limited ${person.name} to one client`,
      `let ${person.name} reach all clients`,
      'made the role “Bookkeeper”',
      'changed the role “Bookkeeper”',
      'deleted the role “Bookkeeper”; its members have Viewer now',
      'made the API key “robot”',
      'gave the API key “robot” a new secret',
      'ended the API key “robot”',
      `removed ${person.name} (Editor)`,
    ])
    expect(entries[0]?.actor).toEqual({ kind: 'person', id: owner.id, name: owner.name })
    expect(entries[1]?.actor).toMatchObject({ kind: 'person', id: personId })
    expect(entries[2]?.changes).toEqual([{ field: 'role', before: 'Viewer', after: 'Editor' }])
    expect(entries[3]?.changes).toEqual([{ field: 'clients', before: 'all', after: client?.id }])
    expect(entries[6]?.changes).toEqual([
      {
        field: 'permissions',
        before: 'workspace.read, records.read',
        after: 'workspace.read, records.read, metrics.read',
      },
    ])
  })

  it('[AU40] are offers, leaving and a last owner who may not, which leaves no trace', async () => {
    const other = await Home.open(home.site)
    const guest = await confirmed(home.site)
    const personId = await joinedBy(home.site, other.browser, other.tenantId, guest, 'admin')
    const offer = { personId, thenRole: 'admin' }
    const made = await other.call<{ id: string }>('POST', '/api/v1/ownership-offers', offer)
    await guest.browser.in(other.tenantId, 'POST', `/api/v1/ownership-offers/${made.data.id}/accept`)
    expect((await other.call('DELETE', '/api/v1/membership')).status).toBe(200)
    const last = await guest.browser.in(other.tenantId, 'DELETE', '/api/v1/membership')
    expect(last.status).toBe(409)
    const seen = await guest.browser.in(other.tenantId, 'GET', '/api/v1/audit?kind=people')
    const { data } = await seen.json<{ data: AuditEntry[] }>()
    const { person } = await guest.browser.me()
    expect(
      data
        .map(({ what }) => what)
        .reverse()
        .slice(2),
    ).toEqual([
      `offered ${person.name} the ownership of the workspace`,
      'took the ownership that somebody who is not here any more had offered',
      'left the workspace (Admin)',
    ])
    expect(data[1]?.changes).toEqual([
      { field: 'offered by', before: 'Owner', after: 'Admin' },
      { field: 'offered to', before: 'Admin', after: 'Owner' },
    ])
  })
})

describe('the way of a fact into the log', () => {
  it('[AU41] writes one that comes twice once, and those of one call in their order', async () => {
    const other = await Home.open(home.site)
    const facts = [
      fact({ data: { after: { name: 'First', permissions: [] } } }),
      fact({ data: { after: { name: 'Second', permissions: [] } } }),
    ]
    await other.stub.noteFacts(facts)
    await other.evict()
    await other.stub.noteFacts(facts)
    const entries = await told(other)
    expect(entries.map(({ what }) => what)).toEqual(['made the role “First”', 'made the role “Second”'])
  })

  it('[AU41] says when it happened if the log was told late', async () => {
    const other = await Home.open(home.site)
    await other.stub.noteFacts([fact({ at: '2026-01-02T03:04:05.000Z' })])
    const [entry] = await told(other)
    expect(entry?.facts).toEqual([{ name: 'happened at', value: '2026-01-02T03:04:05.000Z' }])
  })

  it('[AU42] waits while the object cannot be reached, holds up no end of authority, and loses nothing', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const make = (name: string) =>
      browser.in(tenantId, 'POST', '/api/v1/roles', { name, permissions: ['workspace.read'] })
    // The sweep tells every workspace; the facts of this one are known by the names of its roles.
    const [first, second] = [`First ${tenantId}`, `Second ${tenantId}`].map((name) => name.slice(0, 40))
    const names = () =>
      site.objects.facts
        .flatMap(({ type, data }) =>
          type === 'role.created' ? [(data as { after: { name: string } }).after.name] : [],
        )
        .filter((name) => name === first || name === second)
    site.objects.failure = new Error('away')
    expect((await make(first ?? '')).status).toBe(201)
    expect((await make(second ?? '')).status).toBe(201)
    expect(names()).toEqual([])
    site.objects.failure = null
    site.clock.now = new Date(site.clock.now.getTime() + 60 * 60 * 1000)
    await sweepOutbox(site.edge.deps)
    expect(names()).toEqual([first, second])
    await sweepOutbox(site.edge.deps)
    expect(names()).toEqual([first, second])
  })

  it('[AU49] is set aside when it cannot be read, holds up none behind it, and is tried again', async () => {
    const other = await Home.open(home.site)
    const { deps } = home.site.edge
    const put = (id: string, payload: object) =>
      deps.db.insert(d1Outbox).values({
        id,
        tenantId: other.tenantId,
        kind: 'fact',
        payload: JSON.stringify({ kind: 'fact', ...payload }),
        createdAt: deps.now(),
        dueAt: deps.now(),
      })
    const named = (name: string) => fact({ data: { after: { name, permissions: [] } } })
    const later = fact({ type: 'role.of_the_future' })
    const shaped = fact({ data: { after: { nickname: 'x' } } })
    await put(later.id, later)
    await put(shaped.id, shaped)
    await put(crypto.randomUUID(), { what: 'no fact at all' })
    const good = named('Good')
    await put(good.id, good)
    expect(await pushOutbox(deps, other.tenantId)).toBe(true)
    const said = async () => (await told(other)).map(({ what }) => what)
    expect(await said()).toEqual(['made the role “Good”'])
    const waiting = () =>
      deps.db
        .select({ attempts: d1Outbox.attempts })
        .from(d1Outbox)
        .where(and(eq(d1Outbox.tenantId, other.tenantId), isNotNull(d1Outbox.setAsideAt)))
    expect(await waiting()).toEqual([{ attempts: 1 }, { attempts: 1 }, { attempts: 1 }])
    await pushOutbox(deps, other.tenantId)
    expect(await waiting()).toEqual([{ attempts: 1 }, { attempts: 1 }, { attempts: 1 }])
    // Another version of Orrery knows the kind by now.
    await deps.db
      .update(d1Outbox)
      .set({ payload: JSON.stringify({ kind: 'fact', ...named('Late') }), dueAt: new Date(0) })
      .where(eq(d1Outbox.id, later.id))
    await pushOutbox(deps, other.tenantId)
    expect(await said()).toEqual(['made the role “Good”', 'made the role “Late”'])
    expect(home.site.logged.some((line) => line.startsWith('facts_set_aside'))).toBe(true)
  })

  it('[AU42] goes after ends of authority, which are told although a fact cannot be written', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const guest = await confirmed(site)
    const personId = await joinedBy(site, browser, tenantId, guest, 'viewer')
    site.objects.factFailure = new Error('no Postgres')
    const removed = await browser.in(tenantId, 'DELETE', `/api/v1/members/${personId}`)
    expect(removed.status).toBe(200)
    expect(site.objects.revoked.some(({ subjectId }) => subjectId === personId)).toBe(true)
    const removals = () =>
      site.objects.facts.filter(
        ({ type, subject }) => type === 'member.removed' && subject === `person:${personId}`,
      )
    expect(removals()).toEqual([])
    site.objects.factFailure = null
    site.clock.now = new Date(site.clock.now.getTime() + 60 * 60 * 1000)
    await sweepOutbox(site.edge.deps)
    expect(removals()).toHaveLength(1)
  })
})
