import { afterAll, beforeAll, expect, it } from 'vitest'
import { Home, holdQueue } from './testing/home.ts'
import { Browser, ownerAtHome } from './testing/site.ts'

let queue = holdQueue()
beforeAll(() => {
  queue = holdQueue()
})
afterAll(() => queue.release())

it('[AC177] [CO34] a key has one limit over what its object and what the front door answers', async () => {
  const home = await Home.open()
  const made = await home.call<{ secret: string }>('POST', '/api/v1/keys', {
    name: 'reader',
    scopes: ['members.read', 'clients.read'],
  })
  const program = new Browser(home.site)
  const ask = (path: string) =>
    program.call('GET', path, undefined, { authorization: `Bearer ${made.data.secret}` })
  const left = (response: Response) => [response.status, response.headers.get('ratelimit-remaining')]
  for (let calls = 1; calls <= 100; calls += 1) {
    const answer = await ask(calls % 2 === 0 ? '/api/v1/clients' : '/api/v1/members')
    expect(left(answer)).toEqual([200, String(100 - calls)])
  }
  for (const path of ['/api/v1/members', '/api/v1/roles', '/api/v1/clients']) {
    const refused = await ask(path)
    expect([path, ...left(refused), refused.headers.get('ratelimit-limit')]).toEqual([path, 429, '0', '100'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    const { error } = await refused.json<{ error: object }>()
    expect(error).toMatchObject({ code: 'rate_limited', details: { limit: 100, of: 'caller' } })
  }
  // Its owner has a limit of their own.
  expect((await home.call('GET', '/api/v1/members')).status).toBe(200)
  await home.close()
})

it('[AC177] changes of a person are counted as changes', async () => {
  const home = await Home.open()
  const { headers } = await home.call('POST', '/api/v1/roles', {
    name: 'Reader',
    permissions: ['workspace.read'],
  })
  expect([headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')]).toEqual(['300', '99'])
  await home.close()
})

it('[AC177] goes on while the object cannot be reached', async () => {
  const { site, browser, tenantId } = await ownerAtHome()
  site.objects.failure = new Error('away')
  const answer = await browser.in(tenantId, 'GET', '/api/v1/members')
  expect([answer.status, answer.headers.get('ratelimit-limit')]).toEqual([200, null])
  expect(site.logged.join()).toContain('call_not_counted')
})
