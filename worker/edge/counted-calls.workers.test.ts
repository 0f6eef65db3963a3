/// <reference types="@cloudflare/vitest-plugin/types" />
import { runInDurableObject } from 'cloudflare:test'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  CALLER_PARTS_BURST,
  CALLER_PARTS_PER_MINUTE,
  PERSON_BURST,
  PERSON_CALLS_PER_MINUTE,
} from '../../contracts/limits.ts'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import type { Limiter } from '../tenant/limiter.ts'
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

/** Uses calls of somebody up, as if made some seconds from now, so that a slow machine does not give one back before the next one comes. */
function useUp(limiter: Limiter, id: string, routeClass: 'read' | 'part', calls: number): void {
  for (let i = 0; i < calls; i += 1) limiter.take('person', id, routeClass, Date.now() + 8_000)
}

/** The same outside of workspaces. */
const useUpOwn = (personId: string) =>
  runInDurableObject(testEnv().PERSON.getByName(personId), (object, { id }) =>
    // The count is private to the object; nobody but a test has to wind it on.
    useUp((object as unknown as { limiter: Limiter }).limiter, id.toString(), 'read', PERSON_BURST),
  )

it('[AC178] what a person asks of no workspace is counted for them, over all their sessions', async () => {
  const { site, browser } = await ownerAtHome()
  const { person } = await browser.me()
  const other = new Browser(site)
  other.cookie = browser.cookie
  const asked = await other.call('GET', '/api/v1/sessions')
  const before = Number(asked.headers.get('ratelimit-remaining'))
  expect([asked.status, asked.headers.get('ratelimit-limit'), before < PERSON_BURST]).toEqual([
    200,
    '600',
    true,
  ])
  await useUpOwn(person.id)
  for (const path of ['/me', '/auth/me', '/sessions', '/workspaces', '/me/security', '/deletions', '/join']) {
    const refused = await browser.call('GET', `/api/v1${path}`)
    const { error } = await refused.json<{ error: object }>()
    expect([path, refused.status, refused.headers.get('ratelimit-remaining')]).toEqual([path, 429, '0'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(error).toMatchObject({
      code: 'rate_limited',
      details: { limit: PERSON_CALLS_PER_MINUTE, of: 'caller' },
    })
  }
  const { browser: somebody } = await ownerAtHome()
  expect((await somebody.call('GET', '/api/v1/sessions')).status).toBe(200)
})

it('[AC178] of it changes are counted as changes', async () => {
  const { browser } = await ownerAtHome()
  const { headers } = await browser.call('PATCH', '/api/v1/me', { name: 'Somebody' })
  expect(headers.get('ratelimit-limit')).toBe('300')
  expect(Number(headers.get('ratelimit-remaining'))).toBeLessThan(100)
})

it('[AC178] goes on while the object that counts cannot be reached', async () => {
  const getByName = () => ({ countCall: () => Promise.reject(new Error('away')) })
  const { site, browser } = await ownerAtHome({ PERSON: { getByName } })
  const answer = await browser.call('GET', '/api/v1/sessions')
  expect([answer.status, answer.headers.get('ratelimit-limit')]).toEqual([200, null])
  expect(site.logged.join()).toContain('call_not_counted')
})

it('[AC177] parts of an upload have a limit of their own, and what begins and ends one is a change', async () => {
  const home = await Home.open()
  const { person } = await home.browser.me()
  const opened = await home.call<{ uploadId: string }>('POST', '/api/v1/imports/uploads?name=a.csv&bytes=9')
  expect([opened.status, opened.headers.get('ratelimit-limit')]).toEqual([201, '300'])
  const here = `/api/v1/imports/uploads/${opened.data.uploadId}`
  const part = () => home.raw('PUT', `${here}/parts/1`, 'a,b\n1,2\n3')
  const sent = await part()
  const perMinute = String(CALLER_PARTS_PER_MINUTE)
  expect([sent.status, sent.headers.get('ratelimit-limit')]).toEqual([204, perMinute])
  await home.inside(({ limiter }) => useUp(limiter, person.id, 'part', CALLER_PARTS_BURST))
  const refused = await part()
  expect([refused.status, refused.headers.get('ratelimit-limit')]).toEqual([429, perMinute])
  const done = await home.call('POST', `${here}/complete`)
  expect([done.status, done.headers.get('ratelimit-limit')]).toEqual([201, '300'])
  await home.close()
})
