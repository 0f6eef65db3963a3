import { beforeAll, describe, expect, it } from 'vitest'
import { COMMAND_KEPT_MS } from '../../contracts/limits.ts'
import { isOnce } from './once.ts'
import { type Browser, codeOf, ownerAtHome, type Site } from './testing/site.ts'

let site: Site
let browser: Browser
let tenantId: string
beforeAll(async () => {
  ;({ site, browser, tenantId } = await ownerAtHome())
})

const makeKey = (commandId: string, name = 'robot', by = browser) =>
  by.in(
    tenantId,
    'POST',
    '/api/v1/keys',
    { name, scopes: ['metrics.read'] },
    { 'idempotency-key': commandId },
  )
const keys = async () => {
  const answer = await browser.in(tenantId, 'GET', '/api/v1/keys')
  return (await answer.json<{ data: { name: string }[] }>()).data
}
const later = (ms: number) => {
  site.clock.now = new Date(site.clock.now.getTime() + ms)
}

describe('an idempotency key', () => {
  it('[AC93] makes a change once and gives its answer again, to the letter', async () => {
    const id = crypto.randomUUID()
    const [first, second] = [await makeKey(id), await makeKey(id)]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(await second.text()).toBe(await first.text())
    expect(await keys()).toHaveLength(1)
    expect((await makeKey(crypto.randomUUID())).status).toBe(201)
    expect(await keys()).toHaveLength(2)
  })

  it('[F38] [AC93] that comes fifty times at once makes one change, and says of the others that it runs', async () => {
    const id = crypto.randomUUID()
    const before = (await keys()).length
    const answers = await Promise.all(Array.from({ length: 50 }, () => makeKey(id)))
    const texts = new Set<string>()
    for (const answer of answers) {
      expect([201, 503]).toContain(answer.status)
      if (answer.status === 201) texts.add(await answer.text())
      else expect(await codeOf(answer)).toBe('in_doubt')
    }
    expect(texts.size).toBe(1)
    expect([...texts]).toEqual([await (await makeKey(id)).text()])
    expect(await keys()).toHaveLength(before + 1)
  })

  it('[F38] [AC93] with another body, or on another route, is 409', async () => {
    const id = crypto.randomUUID()
    await makeKey(id)
    const other = await makeKey(id, 'another')
    expect([other.status, await codeOf(other)]).toEqual([409, 'command_conflict'])
    const role = { name: 'Reader', permissions: ['workspace.read'] }
    const route = await browser.in(tenantId, 'POST', '/api/v1/roles', role, { 'idempotency-key': id })
    expect([route.status, await codeOf(route)]).toEqual([409, 'command_conflict'])
  })

  it('[AC93] of a change that was refused can be used again', async () => {
    const id = crypto.randomUUID()
    expect((await makeKey(id, '')).status).toBe(400)
    expect((await makeKey(id, 'mended')).status).toBe(201)
  })

  it('[AC93] belongs to its caller: another one’s is another key', async () => {
    const id = crypto.randomUUID()
    await makeKey(id)
    const other = await ownerAtHome()
    const headers = { 'idempotency-key': id }
    const made = await other.browser.in(
      other.tenantId,
      'POST',
      '/api/v1/keys',
      { name: 'theirs', scopes: ['metrics.read'] },
      headers,
    )
    expect(made.status).toBe(201)
  })

  it('[AC93] is forgotten after 48 hours', async () => {
    const id = crypto.randomUUID()
    const before = (await keys()).length
    await makeKey(id)
    later(COMMAND_KEPT_MS - 60_000)
    await makeKey(id)
    expect(await keys()).toHaveLength(before + 1)
    later(120_000)
    await makeKey(id)
    expect(await keys()).toHaveLength(before + 2)
  })

  it('[AC93] whose first call still runs, or stopped on the way, answers that nobody knows yet', async () => {
    const id = crypto.randomUUID()
    const { DB } = site.edge.deps.env
    await makeKey(id)
    await DB.prepare('update front_commands set status = null, sealed_answer = null, started_at = ?')
      .bind(site.clock.now.getTime())
      .run()
    const running = await makeKey(id)
    expect([running.status, await codeOf(running), running.headers.has('retry-after')]).toEqual([
      503,
      'in_doubt',
      true,
    ])
    later(60_000)
    expect((await makeKey(id)).status).toBe(201)
  })

  it('[AC94] keeps no answer that anybody but its caller can read', async () => {
    const id = crypto.randomUUID()
    const made = await makeKey(id, 'secretive')
    const { data } = await made.json<{ data: { secret: string } }>()
    const { results } = await site.edge.deps.env.DB.prepare('select * from front_commands').all()
    const text = results
      .flatMap((row) => Object.values(row))
      .map(String)
      .join(' ')
    expect(results.length).toBeGreaterThan(0)
    expect([text.includes(data.secret), text.includes(id), text.includes('secretive')]).toEqual([
      false,
      false,
      false,
    ])
  })
})

/** Changes that are the object's, which keeps its own commands; and signing in, where a repeat is a new attempt. */
const ELSEWHERE =
  /^\/api\/v1\/(auth|me|sessions|imports|csp-reports|connections|portfolio-files)\b|^\/api\/v1\/\*$|\/settings$/
/** A repeat leaves what the first call left: the same picture or none, no second step. Nothing of a body with a password is kept. */
const ALIKE = /\/logo$|\/second-step\/reset$/
const OBJECTS = new Set([
  'PATCH /api/v1/workspaces/:tenantId',
  'PATCH /api/v1/tenants/:tenantId',
  'POST /api/v1/history/settings/restore',
])

it('[AC93] is taken by every route of the front door that changes a workspace', () => {
  const changing = site.edge.app.routes.filter(
    ({ method, path }) => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) && path.startsWith('/api/v1/'),
  )
  const byRoute = Map.groupBy(changing, ({ method, path }) => `${method} ${path}`)
  const without = [...byRoute]
    .filter(([name, handlers]) => !handlers.some(({ handler }) => isOnce(handler)) && !OBJECTS.has(name))
    .map(([name]) => name)
    .filter((name) => ![ELSEWHERE, ALIKE].some((of) => of.test(name.split(' ')[1] ?? '')))
  console.log(`changing routes of the front door: ${byRoute.size}`)
  expect(without).toEqual(['POST /api/v1/join/look'])
})
