import { describe, expect, it } from 'vitest'
import {
  CALLER_HEAVY_BURST,
  CALLER_HEAVY_PER_MINUTE,
  PERSON_BURST,
  PROGRAM_CALLS_PER_MINUTE,
} from '../../contracts/limits.ts'
import type { Principal } from '../../contracts/principal.ts'
import { aWorkspace, newId, type Workspace } from './testing/workspace.ts'

const robot = { kind: 'key', id: 'k1', name: 'Robot', credentialId: 'k1', role: 'editor' } as const
const question = JSON.stringify({ metrics: ['none'], from: '2026-01-01', to: '2026-01-02', grain: 'day' })

/** So many calls, half of them by each of the two ways into the object. */
async function callTimes(workspace: Workspace, count: number, as: Partial<Principal>): Promise<number[]> {
  const statuses: number[] = []
  for (let i = 0; i < count; i += 1) {
    if (i % 2 === 0) statuses.push((await workspace.send('GET', '/nothing', { as })).status)
    else statuses.push((await workspace.stub.ask(workspace.principal(as), question)).status)
  }
  return statuses
}

describe('limits', () => {
  it('[CO34] let call 100 of a key pass and refuse call 101 within the minute', async () => {
    const workspace = await aWorkspace()
    const statuses = await callTimes(workspace, PROGRAM_CALLS_PER_MINUTE - 1, robot)
    expect(statuses).not.toContain(429)
    const last = await workspace.send('GET', '/clients', { as: robot })
    expect([
      last.status,
      last.headers.get('ratelimit-remaining'),
      last.headers.get('ratelimit-limit'),
    ]).toEqual([200, '0', '100'])
    const refused = await workspace.send('GET', '/clients', { as: robot })
    expect([refused.status, (await refused.json<{ error: { code: string } }>()).error.code]).toEqual([
      429,
      'rate_limited',
    ])
    const wait = Number(refused.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(60)
    const hot = await workspace.stub.ask(workspace.principal(robot), question)
    expect([
      hot.status,
      hot.headers['ratelimit-remaining'],
      hot.headers['retry-after'] !== undefined,
    ]).toEqual([429, '0', true])
    // Another key, and a person, have their own.
    expect(
      (await workspace.send('GET', '/clients', { as: { ...robot, id: 'k2', credentialId: 'k2' } })).status,
    ).toBe(200)
    expect((await workspace.send('GET', '/clients')).status).toBe(200)
  })

  it('[CO35] let a person call in a burst, and then at a steady rate', async () => {
    const workspace = await aWorkspace()
    const statuses = await workspace.inside((tenant) =>
      Array.from(
        { length: PERSON_BURST + 1 },
        () => tenant.limiter.take('person', 'p1', 'read', 1_000_000_000).allowed,
      ),
    )
    expect(statuses.filter(Boolean)).toHaveLength(PERSON_BURST)
    expect(statuses.at(-1)).toBe(false)
  })
})

describe('limits by class of route', () => {
  it('[CO60] hold on the way in: heavy call 31 of a person is refused with what was met, and reading goes on', async () => {
    const workspace = await aWorkspace()
    const verify = () => workspace.send('GET', '/audit/verification')
    expect((await verify()).status).toBe(200)
    // As if made some seconds from now, so that a slow machine does not give one back before the next call comes.
    await workspace.inside((tenant) => {
      const later = Date.now() + 8_000
      for (let i = 0; i < CALLER_HEAVY_BURST; i += 1) tenant.limiter.take('person', 'p1', 'heavy', later)
    })
    const refused = await verify()
    const { error } = await refused.json<{ error: { code: string; details: object } }>()
    expect([refused.status, error.code, error.details]).toEqual([
      429,
      'rate_limited',
      { limit: CALLER_HEAVY_PER_MINUTE, of: 'caller' },
    ])
    expect(refused.headers.get('ratelimit-limit')).toBe(String(CALLER_HEAVY_PER_MINUTE))
    expect(refused.headers.get('ratelimit-remaining')).toBe('0')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await workspace.send('GET', '/clients')).status).toBe(200)
  })
})

describe('revocation', () => {
  const revoke = (
    workspace: Workspace,
    kind: 'member' | 'key' | 'session',
    subjectId: string,
    memberVersion = 0,
  ) => workspace.stub.revoke([{ v: 1, id: newId(), kind, subjectId, memberVersion }])

  it('[CO38] of a key or session refuses its calls for good, on every way in', async () => {
    const workspace = await aWorkspace()
    await revoke(workspace, 'key', 'k1')
    await revoke(workspace, 'key', 'k1')
    await workspace.rest()
    const call = await workspace.call('GET', '/clients', { as: robot })
    expect([call.status, call.headers.get('x-orrery-principal')]).toEqual([401, null])
    const hot = await workspace.stub.ask(workspace.principal(robot), question)
    expect([hot.status, hot.headers['x-orrery-principal']]).toEqual([401, undefined])
    expect(await workspace.stub.admitUpload(workspace.principal(robot))).toEqual({ code: 'unauthenticated' })
    expect(
      (await workspace.call('GET', '/clients', { as: { ...robot, id: 'k2', credentialId: 'k2' } })).status,
    ).toBe(200)
  })

  it('[CO38] of a membership asks for the principal to be read again, and takes a newer one', async () => {
    const workspace = await aWorkspace()
    await revoke(workspace, 'member', 'p1', 3)
    await revoke(workspace, 'member', 'p1', 2)
    await workspace.rest()
    const old = await workspace.call('GET', '/clients', { as: { memberVersion: 2 } })
    expect([old.status, old.headers.get('x-orrery-principal')]).toEqual([401, 'stale'])
    const hot = await workspace.stub.ask(workspace.principal({ memberVersion: 2 }), question)
    expect([hot.status, hot.headers['x-orrery-principal']]).toEqual([401, 'stale'])
    expect((await workspace.call('GET', '/clients', { as: { memberVersion: 3 } })).status).toBe(200)
    expect((await workspace.call('GET', '/clients', { as: { id: 'p2', memberVersion: 1 } })).status).toBe(200)
  })
})
