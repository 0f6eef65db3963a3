import { runDurableObjectAlarm } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { REPLAY_EVENTS_MAX, SOCKET_FRAME_IN_BYTES_MAX } from '../../contracts/limits.ts'
import { ok } from '../../contracts/result.ts'
import type { Revocation } from '../../contracts/workspaces.ts'
import { dashboardSaved } from '../dashboards/events.ts'
import { appendEvents } from '../events/append.ts'
import { SILENCE_TIMER, SOCKET_TIMER } from './live.ts'
import { defineSales, storeSales } from './testing/sales.ts'
import { aWorkspace, newId, type Workspace } from './testing/workspace.ts'
import { toEverybody } from './told.ts'

const saved = () => dashboardSaved.of('dashboard:d1', { dashboardId: newId(), name: 'x', version: 2 })

/** Something happens in the workspace: so many events, committed and applied. */
const happen = (workspace: Workspace, count = 1) =>
  workspace.inside(async (tenant) => {
    const stored = await tenant.write(tenant.commands, async (tx) =>
      ok(await appendEvents(tx, tenant.fence, 'system:test', Array.from({ length: count }, saved))),
    )
    if (stored.ok) await tenant.projector.pullTo(stored.value)
  })
const revocation = (kind: Revocation['kind'], subjectId: string, memberVersion = 0): Revocation[] => [
  { v: 1, id: newId(), kind, subjectId, memberVersion },
]
const namesOn = (people: { name: string; page: string }[]) =>
  people.map(({ name, page }) => `${name} ${page}`).sort()

describe('a socket', () => {
  it('[CO28] is greeted with era and number, and hears what happens', async () => {
    const workspace = await aWorkspace()
    const socket = await workspace.socket()
    expect(await socket.packet()).toEqual([{ t: 'hello', v: 1, era: 1, seq: 1 }])
    await workspace.rest()
    await happen(workspace)
    expect((await socket.frame('events')).events).toMatchObject([
      { seq: 2, type: 'dashboard.saved', actor: 'system:test' },
    ])
  })

  it('[CO28] is told which metric moved by an instance that has read nothing yet, also of one that is new', async () => {
    const workspace = await aWorkspace()
    const socket = await workspace.socket()
    await socket.frame('presence')
    for (const metricName of ['visits', 'calls']) {
      await workspace.evict()
      const value = { metricName, unit: 'count', recordDate: '2026-01-02', metricValue: '5' }
      const entered = await workspace.call('POST', '/custom-metrics', { body: { values: [value] } })
      expect(entered.status).toBe(200)
      expect((await socket.frame('rollup')).metrics).toEqual([
        { key: metricName, from: '2026-01-02', to: '2026-01-02' },
      ])
    }
  })

  it('[CO28] gets the first frame at once and what follows within a moment in one packet', async () => {
    const workspace = await aWorkspace()
    const socket = await workspace.socket()
    await socket.frame('presence')
    // The packet that carried presence is over before anything else is told.
    await workspace.inside(() => new Promise((resolve) => setTimeout(resolve, 60)))
    const metrics = (key: string, from: string, to: string) => [{ key, from, to }]
    await workspace.inside(({ hub }) => {
      hub.publish(toEverybody({ t: 'rollup', seq: 5, metrics: metrics('sales', '2026-01-05', '2026-01-06') }))
      hub.publish(toEverybody({ t: 'rollup', seq: 6, metrics: metrics('sales', '2026-01-01', '2026-01-02') }))
      hub.publish(toEverybody({ t: 'rollup', seq: 7, metrics: metrics('sales', '2026-01-09', '2026-01-09') }))
    })
    expect(await socket.packet()).toEqual([
      { t: 'rollup', seq: 5, metrics: metrics('sales', '2026-01-05', '2026-01-06') },
    ])
    expect(await socket.packet()).toEqual([
      { t: 'rollup', seq: 7, metrics: metrics('sales', '2026-01-01', '2026-01-09') },
    ])
  })

  it('[CO29] that comes back with its cursor is told what it has missed', async () => {
    const workspace = await aWorkspace()
    await happen(workspace, 3)
    const socket = await workspace.socket({ after: '1.2' })
    const [hello, events] = await socket.packet()
    expect(hello).toMatchObject({ t: 'hello', seq: 4 })
    expect(events).toMatchObject({ t: 'events', events: [{ seq: 3 }, { seq: 4 }] })
    await workspace.inside(async (tenant) => {
      const no = await defineSales(tenant)
      for (const day of [20_500, 20_510]) {
        await tenant.projector.project([await storeSales(tenant, no, [{ day, region: 'north', amount: 1 }])])
      }
    })
    const numbers = await workspace.socket({ after: '1.5' })
    expect(await numbers.packet()).toMatchObject([
      { t: 'hello', seq: 7 },
      { t: 'events', events: [{ seq: 6 }, { seq: 7 }] },
      { t: 'rollup', seq: 7, metrics: [{ key: 'sales', from: '2026-02-16', to: '2026-02-26' }] },
    ])
    const current = await workspace.socket({ after: '1.7' })
    expect(await current.packet()).toEqual([{ t: 'hello', v: 1, era: 1, seq: 7 }])
  })

  it('[CO29] is told to fetch anew when its cursor is of another era, ahead, malformed or too far behind', async () => {
    const workspace = await aWorkspace()
    for (const after of ['2.1', '1.9', 'x', '']) {
      const socket = await workspace.socket({ after })
      expect(await socket.packet()).toEqual([
        { t: 'hello', v: 1, era: 1, seq: 1 },
        { t: 'reset', era: 1, seq: 1 },
      ])
    }
    await happen(workspace, REPLAY_EVENTS_MAX + 1)
    const behind = await workspace.socket({ after: '1.1' })
    expect((await behind.packet()).map((frame) => frame.t)).toEqual(['hello', 'reset'])
  })

  it('[CO30] shows who is there and on which page, once per person', async () => {
    const workspace = await aWorkspace()
    const ada = await workspace.socket({ as: { id: 'p1', name: 'Ada' } })
    await ada.frame('presence')
    const bob = await workspace.socket({ as: { id: 'p2', name: 'Bob', credentialId: 's2' } })
    await workspace.socket({ as: { id: 'p2', name: 'Bob', credentialId: 's3' } })
    await workspace.socket({ as: { kind: 'key', id: 'k1', name: 'Robot', credentialId: 'k1' } })
    await workspace.rest()
    bob.send({ t: 'presence', page: '/dashboard' })
    let people: string[] = []
    while (!people.some((one) => one.endsWith('/dashboard')))
      people = namesOn((await ada.frame('presence')).people)
    expect(people).toHaveLength(2)
    expect(people[0]).toBe('Ada ')
    expect(people[1]).toMatch(/^Bob/)
  })

  it('[CO30] takes a person off when the last socket is gone', async () => {
    const workspace = await aWorkspace()
    const ada = await workspace.socket()
    const bob = await workspace.socket({ as: { id: 'p2', name: 'Bob', credentialId: 's2' } })
    while ((await ada.frame('presence')).people.length < 2);
    await workspace.rest()
    bob.close(1000)
    expect((await bob.closed).code).toBe(1000)
    while ((await ada.frame('presence')).people.length > 1);
  })

  it('[MH19] [CO30] takes a person off of whom nothing is heard, and shows them again when they are', async () => {
    const workspace = await aWorkspace()
    const ada = await workspace.socket()
    expect(await workspace.inside((tenant) => tenant.agenda.has(SILENCE_TIMER))).toBe(false)
    const bob = await workspace.socket({ as: { id: 'p2', name: 'Bob', credentialId: 's2' } })
    while ((await ada.frame('presence')).people.length < 2);
    await workspace.rest()
    // Nothing was heard of Bob since long ago. What sockets remember is read again by a new instance.
    await workspace.inside((_, state) => {
      for (const socket of state.getWebSockets('person:p2'))
        socket.serializeAttachment({ ...socket.deserializeAttachment(), heardMs: 1 })
    })
    await workspace.evict()
    const look = async () => {
      await workspace.inside((_, state) =>
        state.storage.sql.exec("update timers set due_at = 1 where name = 'silence'").toArray(),
      )
      await runDurableObjectAlarm(workspace.stub)
    }
    await look()
    expect((await ada.frame('presence')).people.map(({ name }) => name)).toEqual(['Ada'])
    bob.send('{"t":"ping"}')
    while (!(await bob.packet()).some((frame) => 't' in frame && String(frame.t) === 'pong'));
    await look()
    expect((await ada.frame('presence')).people).toHaveLength(2)
    bob.close(1000)
    await bob.closed
    await look()
    expect(await workspace.inside((tenant) => tenant.agenda.has(SILENCE_TIMER))).toBe(false)
  })

  it('[CO31] is closed with 1008 when it sends anything but a frame of the protocol', async () => {
    const workspace = await aWorkspace()
    for (const bad of [
      'no json',
      '{"t":"other"}',
      '{"t":"presence","page":1}',
      `{"t":"presence","page":"${'x'.repeat(SOCKET_FRAME_IN_BYTES_MAX)}"}`,
      ' '.repeat(31 * 1024 * 1024),
      '['.repeat(SOCKET_FRAME_IN_BYTES_MAX),
      new TextEncoder().encode('{"t":"ping"}'),
    ]) {
      const socket = await workspace.socket()
      await workspace.rest()
      socket.send(bad)
      expect((await socket.closed).code).toBe(1008)
    }
  })

  it('[F27] [CO31] is closed when its session, key or membership ends, and no other', async () => {
    const workspace = await aWorkspace()
    const bySession = await workspace.socket({ as: { credentialId: 's1' } })
    const byMember = await workspace.socket({ as: { id: 'p2', credentialId: 's2' } })
    const renewed = await workspace.socket({ as: { id: 'p2', credentialId: 's3', memberVersion: 5 } })
    const bystander = await workspace.socket({ as: { id: 'p4', credentialId: 's4' } })
    await workspace.rest()
    await workspace.stub.revoke([...revocation('session', 's1'), ...revocation('member', 'p2', 4)])
    expect([(await bySession.closed).code, (await byMember.closed).code]).toEqual([4001, 4001])
    await happen(workspace)
    expect((await renewed.frame('events')).events).toHaveLength(1)
    expect((await bystander.frame('events')).events).toHaveLength(1)
  })

  it('[CO31] is closed when its authority has run out, at its next frame or by the alarm', async () => {
    const workspace = await aWorkspace()
    const [speaks, silent] = [
      await workspace.socket({ as: { id: 'p1' } }),
      await workspace.socket({ as: { id: 'p2' } }),
    ]
    expect(await workspace.inside((tenant) => tenant.agenda.has(SOCKET_TIMER))).toBe(true)
    await workspace.inside(async (tenant, state) => {
      for (const socket of state.getWebSockets()) {
        socket.serializeAttachment({ ...socket.deserializeAttachment(), until: 1 })
      }
      await tenant.agenda.set(SOCKET_TIMER, Date.now() + 3_600_000)
    })
    // Attachments are read again by a new instance.
    await workspace.evict()
    speaks.send({ t: 'presence', page: '/late' })
    expect((await speaks.closed).code).toBe(4002)
    await workspace.inside((_, state) => state.storage.sql.exec('update timers set due_at = 1').toArray())
    await runDurableObjectAlarm(workspace.stub)
    expect((await silent.closed).code).toBe(4002)
    // A socket that is closing sets no further alarm.
    expect(await workspace.inside((tenant) => tenant.agenda.has(SOCKET_TIMER))).toBe(false)
  })

  it('[CO32] stays open while its object sleeps, is answered without waking it, and still knows whose it is', async () => {
    const workspace = await aWorkspace()
    const socket = await workspace.socket({ as: { name: 'Ada' } })
    await workspace.evict()
    socket.send('{"t":"ping"}')
    let packet = await socket.packet()
    while (packet.some((frame) => frame.t === 'presence' || frame.t === 'hello'))
      packet = await socket.packet()
    expect(packet).toEqual([{ t: 'pong' }])
    await workspace.evict()
    await happen(workspace)
    expect((await socket.frame('events')).events).toMatchObject([{ seq: 2 }])
    socket.send({ t: 'presence', page: '/woken' })
    expect((await socket.frame('presence')).people).toEqual([{ id: 'p1', name: 'Ada', page: '/woken' }])
  })

  it('[CO33] of a role that may not read events gets none of them, live or replayed', async () => {
    const workspace = await aWorkspace()
    await happen(workspace)
    const viewer = await workspace.socket({ as: { role: 'viewer' }, after: '1.1' })
    expect(await viewer.packet()).toEqual([{ t: 'hello', v: 1, era: 1, seq: 2 }])
    await viewer.frame('presence')
    await happen(workspace)
    await workspace.inside(({ hub }) =>
      hub.publish(
        toEverybody({ t: 'progress', subject: 'import:1', status: 'loading', done: 1, total: 2, counts: {} }),
      ),
    )
    for (let packet = await viewer.packet(); ; packet = await viewer.packet()) {
      expect(packet.filter((frame) => frame.t === 'events')).toEqual([])
      if (packet.some((frame) => frame.t === 'progress')) break
    }
  })

  it('[CO28] needs an upgrade, and a role that may listen', async () => {
    const workspace = await aWorkspace()
    expect((await workspace.call('GET', '/live')).status).toBe(400)
    const nobody = await workspace.call('GET', '/live', {
      as: { role: 'custom', permissions: ['workspace.read'] },
      headers: { upgrade: 'websocket' },
    })
    expect(nobody.status).toBe(403)
  })
})
