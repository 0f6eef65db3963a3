import { describe, expect, it } from 'vitest'
import { keyScopes } from '../../contracts/key-scopes.ts'
import { CSP_REPORTS_PER_MINUTE, PRINCIPAL_KEPT_MS } from '../../contracts/limits.ts'
import { Browser, codeOf, ORIGIN, openSite, ownerAtHome, principalIn } from './testing/site.ts'

describe('naming the workspace', () => {
  it('[AC20] asks for the workspace when a signed-in call names none', async () => {
    const { browser, site } = await ownerAtHome()
    const opened = site.objects.opened.length
    for (const [method, path] of [
      ['POST', '/api/v1/dashboards'],
      ['GET', '/api/v1/metrics'],
      ['POST', '/api/v1/metrics/query'],
      ['POST', '/api/v1/invitations'],
    ] as const) {
      const response = await browser.call(method, path, method === 'GET' ? undefined : {})
      expect([path, response.status, await codeOf(response)]).toEqual([path, 400, 'tenant_required'])
    }
    expect(site.objects.opened).toHaveLength(opened)
  })

  it('[AC20] takes a key for its own workspace only', async () => {
    const { browser, tenantId, site } = await ownerAtHome()
    const made = await browser.in(tenantId, 'POST', '/api/v1/keys', { name: 'k', scopes: keyScopes })
    const { data } = await made.json<{ data: { secret: string } }>()
    const call = (tenant: string) =>
      new Browser(site).call('GET', '/api/v1/metrics', undefined, {
        'x-api-key': data.secret,
        'x-tenant-id': tenant,
      })
    expect((await call(tenantId)).status).toBe(200)
    expect((await call(crypto.randomUUID())).status).toBe(404)
  })

  it('[AC21] answers a foreign and an unknown workspace alike and opens no object', async () => {
    const stranger = await ownerAtHome()
    const { browser, site } = await ownerAtHome()
    const before = site.objects.opened.length
    const answers: string[] = []
    for (const tenantId of [stranger.tenantId, crypto.randomUUID(), 'nonsense']) {
      for (const [method, path] of [
        ['GET', '/api/v1/metrics'],
        ['POST', '/api/v1/metrics/query'],
        ['GET', '/api/v1/members'],
        ['DELETE', '/api/v1/dashboards/1'],
      ] as const) {
        const response = await browser.in(tenantId, method, path)
        const { error } = await response.json<{ error: unknown }>()
        answers.push(`${response.status} ${JSON.stringify(error)}`)
      }
    }
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toMatch(/^404 .*not_found/)
    expect(site.objects.opened).toHaveLength(before)
  })

  it('[AC25] says when a workspace is being prepared or is suspended', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const inState = async (state: string) => {
      await site.edge.deps.db.$client
        .prepare('update tenants set state = ? where id = ?')
        .bind(state, tenantId)
        .run()
      const response = await browser.in(tenantId, 'GET', '/api/v1/metrics')
      return [response.status, await codeOf(response), response.headers.has('retry-after')]
    }
    expect(await inState('provisioning')).toEqual([503, 'workspace_provisioning', true])
    expect(await inState('suspended')).toEqual([403, 'forbidden', false])
    expect(await inState('deleted')).toEqual([404, 'not_found', false])
  })

  it('[AC31] checks a path that is written in an unusual way like any other', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    for (const path of ['/api/v1/%6detrics', '/api/v1//metrics', '/api/v1/metrics/', '/api/v1/METRICS']) {
      const anybody = await new Browser(site).in(tenantId, 'GET', path)
      const nowhere = await browser.call('GET', path)
      expect([path, anybody.status, nowhere.status]).toEqual([path, 401, 400])
    }
    expect((await browser.in(tenantId, 'GET', '/api/v1/%6beys')).status).toBe(200)
    expect(site.objects.requests).toEqual([])
  })

  it('[AC20] says 401 without a credential or with a bad one', async () => {
    const { site, tenantId } = await ownerAtHome()
    const anybody = new Browser(site)
    expect((await anybody.in(tenantId, 'GET', '/api/v1/metrics')).status).toBe(401)
    const bad = { authorization: 'Bearer ork_nothing', 'x-tenant-id': tenantId }
    expect((await anybody.call('GET', '/api/v1/metrics', undefined, bad)).status).toBe(401)
    anybody.cookie = '__Host-orrery.session_token=forged.c2lnbmF0dXJl'
    expect((await anybody.in(tenantId, 'GET', '/api/v1/metrics')).status).toBe(401)
  })
})

describe('what a tenant object sees', () => {
  it('[AC22] gets the principal of the front door, never one of the client', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const me = await browser.me()
    await browser.call(
      'POST',
      '/api/v1/dashboards',
      { a: 1 },
      {
        'x-tenant-id': tenantId,
        'x-orrery-principal': 'eyJyb2xlIjoib3duZXIifQ',
        'x-orrery-command': 'forged',
        'x-orrery-anything': 'forged',
        'idempotency-key': 'my-command-1',
        'if-match': '7',
      },
    )
    const request = site.objects.requests.at(-1)
    if (!request) throw new Error('nothing was forwarded')
    expect(principalIn(request)).toMatchObject({
      kind: 'person',
      id: me.person.id,
      tenantId,
      role: 'owner',
      credentialId: me.session.id,
    })
    expect(Object.fromEntries(request.headers)).toMatchObject({
      'x-orrery-command': 'my-command-1',
      'if-match': '7',
    })
    for (const name of ['cookie', 'authorization', 'x-orrery-anything', 'x-tenant-id', 'origin']) {
      expect([name, request.headers.get(name)]).toEqual([name, null])
    }
    expect(await request.text()).toBe('{"a":1}')
  })

  it('[AC22] makes a command id when the client sent none, and refuses a malformed one', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    await browser.in(tenantId, 'POST', '/api/v1/dashboards', {})
    expect(site.objects.requests.at(-1)?.headers.get('x-orrery-command')).toMatch(/^[0-9a-f-]{36}$/)
    const headers = { 'x-tenant-id': tenantId, 'idempotency-key': 'a b' }
    expect((await browser.call('POST', '/api/v1/dashboards', {}, headers)).status).toBe(400)
  })

  it('[AC22] keeps internal headers of an object inside', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    site.objects.answer = () =>
      Response.json({}, { headers: { 'x-orrery-era': '4', 'ratelimit-limit': '600' } })
    const response = await browser.in(tenantId, 'GET', '/api/v1/metrics')
    expect([response.headers.get('x-orrery-era'), response.headers.get('ratelimit-limit')]).toEqual([
      null,
      '600',
    ])
  })
})

describe('other sites', () => {
  it('[F29] [AC23] may not change anything with our cookie', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const forwarded = site.objects.requests.length
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of foreign) {
      for (const path of [
        '/api/v1/dashboards',
        '/api/v1/metrics/query',
        '/api/v1/workspaces',
        '/api/auth/sign-out',
        '/api/auth/sign-in/email',
      ]) {
        const response = await browser.call('POST', path, {}, { 'x-tenant-id': tenantId, ...headers })
        expect([path, response.status, await codeOf(response)]).toEqual([path, 403, 'origin_refused'])
      }
    }
    expect(site.objects.requests).toHaveLength(forwarded)
    expect((await browser.me()).person.email).toContain('@')
  })

  it('[F29] [AC23] may not open a socket with our cookie, and our own pages may', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    site.objects.answer = () => new Response(null, { status: 101, webSocket: new WebSocketPair()[0] })
    const open = (origin: string) =>
      browser.call('GET', `/api/v1/live?tenant=${tenantId}`, undefined, { upgrade: 'websocket', origin })
    expect((await open('https://evil.example')).status).toBe(403)
    const opened = await open(ORIGIN)
    expect([opened.status, opened.webSocket === null]).toEqual([101, false])
    expect(site.objects.requests.at(-1)?.headers.get('upgrade')).toBe('websocket')
  })

  it('[AC23] may call with a key', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const made = await browser.in(tenantId, 'POST', '/api/v1/keys', { name: 'k', scopes: keyScopes })
    const { data } = await made.json<{ data: { secret: string } }>()
    const headers = { authorization: `Bearer ${data.secret}`, origin: 'https://partner.example' }
    expect((await new Browser(site).call('POST', '/api/v1/dashboards', {}, headers)).status).toBe(200)
  })
})

describe('principals in memory', () => {
  it('[AC24] are kept for a minute and read again afterwards', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    await browser.in(tenantId, 'GET', '/api/v1/metrics')
    const { DB } = site.edge.deps.env
    await DB.prepare("update member set role = 'viewer' where organization_id = ?").bind(tenantId).run()
    await browser.in(tenantId, 'GET', '/api/v1/metrics')
    expect(site.objects.requests.map((request) => principalIn(request).role)).toEqual(['owner', 'owner'])
    site.clock.now = new Date(site.clock.now.getTime() + PRINCIPAL_KEPT_MS)
    await browser.in(tenantId, 'GET', '/api/v1/metrics')
    expect(site.objects.requests.map((request) => principalIn(request).role).at(-1)).toBe('viewer')
  })

  it('[AC24] are read again at once when the object calls them stale', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    await browser.in(tenantId, 'GET', '/api/v1/metrics')
    await site.edge.deps.env.DB.prepare("update member set role = 'viewer' where organization_id = ?")
      .bind(tenantId)
      .run()
    site.objects.answer = (request) =>
      principalIn(request).role === 'owner'
        ? new Response(null, { status: 401, headers: { 'x-orrery-principal': 'stale' } })
        : Response.json({ data: 'fresh' })
    const response = await browser.in(tenantId, 'POST', '/api/v1/dashboards', { kept: true })
    expect(response.status).toBe(200)
    expect(await site.objects.requests.at(-1)?.text()).toBe('{"kept":true}')
  })
})

describe('failing objects', () => {
  const failing = (flags: Record<string, boolean>) => Object.assign(new Error('from the platform'), flags)

  it('[AC26] are called once more with the same command when the platform says so', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const commands: (string | null)[] = []
    site.objects.answer = (request) => {
      commands.push(request.headers.get('x-orrery-command'))
      if (commands.length === 1) throw failing({ retryable: true })
      return Response.json({ data: 'second' })
    }
    expect((await browser.in(tenantId, 'POST', '/api/v1/dashboards', {})).status).toBe(200)
    expect(commands[0]).toBe(commands[1])
  })

  it('[AC26] give 503 when overloaded or when the outcome of a command is unknown', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    await browser.in(tenantId, 'GET', '/api/v1/metrics')
    site.objects.failure = failing({ overloaded: true, retryable: true })
    const busy = await browser.in(tenantId, 'POST', '/api/v1/metrics/query', {})
    expect([busy.status, await codeOf(busy)]).toEqual([503, 'overloaded'])
    site.objects.failure = failing({})
    const unknown = await browser.in(tenantId, 'POST', '/api/v1/dashboards', {})
    expect([unknown.status, await codeOf(unknown)]).toEqual([503, 'in_doubt'])
    const read = await browser.in(tenantId, 'GET', '/api/v1/metrics')
    expect([read.status, (await read.text()).includes('from the platform')]).toEqual([500, false])
  })

  it('[AC28] have their refusals of a question named by the request', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    site.objects.question = {
      status: 429,
      body: '{"error":{"code":"rate_limited"},"requestId":""}',
      headers: { 'retry-after': '7' },
    }
    const response = await browser.in(tenantId, 'POST', '/api/v1/metrics/query', {})
    const { requestId } = await response.json<{ requestId: string }>()
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
    expect(requestId).toBe(response.headers.get('x-request-id'))
  })

  it('[AC32] are logged, and an unexpected error shows nothing', async () => {
    const { browser, site } = await ownerAtHome()
    const broken = openSite({
      DB: {
        prepare: () => {
          throw new Error('secret detail')
        },
      } as unknown as D1Database,
    })
    const response = await broken.edge.fetch(
      new Request(`${ORIGIN}/api/v1/me`, { headers: { cookie: browser.cookie } }),
    )
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(text).not.toContain('secret detail')
    expect(text).toContain(response.headers.get('x-request-id') ?? 'no id')
    expect(site.logged).toEqual([])
  })
})

describe('calls from elsewhere', () => {
  const partner = 'https://partner.example'
  it('[AC90] are readable by the sites that are named, and by no other', async () => {
    const { browser, site, tenantId } = await ownerAtHome({ CORS_ORIGINS: partner })
    const made = await browser.in(tenantId, 'POST', '/api/v1/keys', { name: 'k', scopes: keyScopes })
    const { data } = await made.json<{ data: { secret: string } }>()
    const call = (origin: string, method = 'GET', headers: Record<string, string> = {}) =>
      new Browser(site).call(method, '/api/v1/metrics', undefined, {
        authorization: `Bearer ${data.secret}`,
        origin,
        ...headers,
      })
    const readable = await call(partner)
    expect([readable.status, readable.headers.get('access-control-allow-origin')]).toEqual([200, partner])
    const asked = await call(partner, 'OPTIONS', { 'access-control-request-method': 'POST' })
    expect([asked.status, asked.headers.get('access-control-allow-credentials')]).toEqual([204, null])
    const foreign = await call('https://evil.example')
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([200, null])
    const refused = await call('https://evil.example', 'OPTIONS', { 'access-control-request-method': 'POST' })
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
    // A cookie is no use to a page of another site, even a named one.
    const forged = await browser.call(
      'POST',
      '/api/v1/dashboards',
      {},
      { origin: partner, 'x-tenant-id': tenantId },
    )
    expect([forged.status, await codeOf(forged)]).toEqual([403, 'origin_refused'])
  })

  it('[F34] [AC91] with a flood of headers are refused', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const forwarded = site.objects.requests.length
    const flood = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x-${i}`, '1']))
    for (const path of ['/api/v1/metrics', '/api/v1/me', '/']) {
      const response = await browser.call('GET', path, undefined, { 'x-tenant-id': tenantId, ...flood })
      expect([path, response.status, await codeOf(response)]).toEqual([path, 431, 'headers_too_large'])
    }
    expect(site.objects.requests).toHaveLength(forwarded)
  })

  it('[AC92] about the content policy are logged, and limited', async () => {
    const { browser, site } = await ownerAtHome()
    const report = () => browser.call('POST', '/api/v1/csp-reports', { 'csp-report': {} })
    const statuses: number[] = []
    for (let i = 0; i <= CSP_REPORTS_PER_MINUTE; i += 1) statuses.push((await report()).status)
    expect(new Set(statuses.slice(0, -1))).toEqual(new Set([204]))
    expect(statuses.at(-1)).toBe(429)
    expect(site.logged.filter((line) => line.startsWith('csp_report'))).toHaveLength(CSP_REPORTS_PER_MINUTE)
    // Of each address by itself, and without a cookie of ours: browsers send reports so.
    const other = new Browser(site)
    const long = await other.call('POST', '/api/v1/csp-reports', { 'csp-report': 'x'.repeat(17 * 1024) })
    expect([long.status, (await other.call('POST', '/api/v1/csp-reports', {})).status]).toEqual([413, 204])
    const page = await browser.call('GET', '/login')
    expect(page.headers.get('reporting-endpoints')).toBe('csp="/api/v1/csp-reports"')
    expect(page.headers.get('content-security-policy')).toContain('report-to csp')
  })
})
