import type { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { KEYS_PER_WORKSPACE_MAX } from '../../contracts/keys.ts'
import { JSON_BODY_BYTES_MAX } from '../../contracts/limits.ts'
import { MEMBERS_PER_WORKSPACE_MAX, WORKSPACES_PER_PERSON_MAX } from '../../contracts/workspaces.ts'
import { accessOf, type EdgeContext } from './route.ts'
import { bindings, Home } from './testing/home.ts'
import { Browser, codeOf, ORIGIN, openSite, ownerAtHome, signedUp } from './testing/site.ts'

describe('every answer', () => {
  it.each([
    ['/api/v1/dashboards', 'an object answers'],
    ['/api/v1/metrics/query', 'is asked most'],
    ['/api/v1/workspaces', 'the front door answers'],
    ['/api/v1/keys', 'the front door answers for a workspace'],
    ['/api/auth/sign-in/email', 'signs in'],
  ])('[AC27] refuses a body that does not end while it streams: %s, which %s', async (path) => {
    const { browser, tenantId, site } = await ownerAtHome()
    const chunk = new Uint8Array(256 * 1024).fill(32)
    let sent = 0
    let isCancelled = false
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += chunk.byteLength
        controller.enqueue(chunk)
      },
      cancel() {
        isCancelled = true
      },
    })
    const response = await site.edge.fetch(
      new Request(`${ORIGIN}${path}`, {
        method: 'POST',
        headers: { cookie: browser.cookie, 'x-tenant-id': tenantId, origin: ORIGIN },
        body: endless,
      }),
    )
    expect([response.status, await codeOf(response), isCancelled]).toEqual([413, 'too_large', true])
    expect(sent).toBeLessThan(4 * JSON_BODY_BYTES_MAX)
  })

  it('[F34] [AC27] refuses JSON of a hundred thousand keys or levels by its form, wherever it is read', async () => {
    const home = await Home.open()
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`k${i}`, i])))
    const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`
    const bodies = [wide, deep, `{"name":${deep}}`, `{"layout":${deep}}`, '{"a":1', '']
    for (const path of ['/api/v1/metrics/query', '/api/v1/clients', '/api/v1/custom-metrics', '/api/v1/keys'])
      for (const body of bodies) {
        const { status } = await home.call('POST', path, body, { 'content-type': 'application/json' })
        expect([path, body.slice(0, 20), status]).toEqual([path, body.slice(0, 20), 400])
      }
    await home.close()
  })

  it('[AC28] carries the content policy and a request id', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const paths = [
      '/',
      '/login',
      '/demo/dashboard',
      '/assets/app-1a2b.js',
      '/missing.png',
      '/healthz',
      '/edge/pages.css',
      '/auth/magic?token=aaaaaaaaaaaaaaaaaaaa',
      '/api/v1/me',
      '/api/v1/metrics',
      '/api/nothing',
      '/api/auth/nothing',
      '/dev/mail',
    ]
    for (const path of paths) {
      const response = await browser.in(tenantId, 'GET', path)
      const policy = response.headers.get('content-security-policy') ?? ''
      expect([
        path,
        policy.includes("script-src 'self';"),
        policy.includes("frame-ancestors 'none'"),
      ]).toEqual([path, true, true])
      expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toContain('unsafe')
      expect([path, response.headers.get('x-content-type-options')]).toEqual([path, 'nosniff'])
      expect([path, response.headers.get('strict-transport-security')]).toEqual([
        path,
        expect.stringContaining('max-age='),
      ])
      expect([path, response.headers.get('x-request-id')]).toEqual([
        path,
        expect.stringMatching(/^[0-9a-f-]{36}$/),
      ])
      const expected = path.startsWith('/assets/')
        ? 'immutable'
        : path === '/edge/pages.css'
          ? 'public'
          : 'no-store'
      if (path !== '/missing.png')
        expect([path, response.headers.get('cache-control')]).toEqual([
          path,
          expect.stringContaining(expected),
        ])
    }
    const hot = await browser.in(tenantId, 'POST', '/api/v1/metrics/query', {})
    expect(hot.headers.get('content-security-policy')).toContain("default-src 'none'")
    const report = await site.edge.fetch(
      new Request(`${ORIGIN}/api/v1/csp-reports`, { method: 'POST', body: '{}' }),
    )
    expect(report.status).toBe(204)
    expect(site.logged.join()).toContain('csp_report')
  })

  it('[AC29] carries the session as inert data', async () => {
    const site = openSite()
    const browser = new Browser(site)
    const name = '</script><script>alert(1)</script>'
    await browser.call('POST', '/api/auth/sign-up/email', {
      name,
      email: `x@${crypto.randomUUID()}.example`,
      password: 'a long enough one',
    })
    const html = await (await browser.call('GET', '/')).text()
    expect(html.match(/<script/g)).toHaveLength(1)
    const [, json = ''] = /<script type="application\/json" id="boot">(.*?)<\/script>/.exec(html) ?? []
    expect(JSON.parse(json)).toMatchObject({ v: 1, environment: 'test', me: { person: { name } } })
    expect(await (await new Browser(site).call('GET', '/login')).text()).toContain('"me":null')
  })

  it('[AC29] answers the addresses of the app with its page and others with 404', async () => {
    const browser = new Browser(openSite())
    const statuses = await Promise.all(
      [
        '/',
        '/login',
        '/signup',
        '/magic',
        '/new',
        '/demo',
        '/demo/imports/new',
        '/dev/gallery',
        '/nothing.txt',
        '/dev/x',
        '/Demo Co',
      ].map(async (path) => (await browser.call('GET', path)).status),
    )
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 200, 404, 404, 404])
  })

  it('[AC30] has no development pages outside local', async () => {
    const [workspace] = (await (await ownerAtHome()).browser.me()).workspaces
    for (const ENVIRONMENT of ['production', 'test'] as const) {
      const site = openSite({ ENVIRONMENT })
      const pages = site.edge.app.routes.filter(
        ({ method, path }) => /^\/dev\//.test(path) && method !== 'ALL',
      )
      // Some of them look for the workspace first, and would find none without being shut.
      for (const { method, path } of pages) {
        const answer = await new Browser(site).call(method, `${path}?workspace=${workspace?.slug}`)
        expect([method, path, answer.status]).toEqual([method, path, 404])
      }
      expect(new Set(pages.map(({ path }) => path)).size).toBeGreaterThan(3)
    }
    const site = openSite({ ENVIRONMENT: 'local', PUBLIC_ORIGIN: 'http://127.0.0.1:8787' })
    const local = (method: string, path: string) =>
      site.edge.fetch(new Request(`http://127.0.0.1:8787${path}`, { method }))
    // What the demo's workspaces are asked to make is made.
    site.objects.answer = () => Response.json({ data: null }, { status: 201 })
    expect((await local('GET', '/dev/mail')).status).toBe(200)
    expect((await local('POST', '/dev/seed')).status).toBe(200)
    const again = await local('POST', '/dev/seed')
    expect(await again.json()).toMatchObject({ data: { slug: 'demo', state: 'active' } })
    // The demo and the workspace beside it, once each.
    expect(site.objects.provisioned).toHaveLength(2)
  })
})

describe('the public pages', () => {
  it('[ON1] show who is not signed in what Orrery is, without the app, and everybody else the app', async () => {
    const site = openSite()
    const visitor = new Browser(site)
    const start = await (await visitor.call('GET', '/')).text()
    expect(start).toContain('<h1>Your business, as a live working model</h1>')
    expect(start.match(/<script/g)).toHaveLength(1)
    expect(start).toContain('<script src="/theme.js"></script>')
    visitor.cookie = 'orrery.session_token=of.nobody'
    expect(await (await visitor.call('GET', '/')).text()).toBe(start)
    const { browser } = await signedUp(site)
    expect(await (await browser.call('GET', '/')).text()).toContain('id="boot"')
  })

  it('[ON21] say what the plans are and what is kept, and hold themselves to it', async () => {
    const site = openSite()
    const answer = await new Browser(site).call('GET', '/')
    const html = await answer.text()
    const part = (id: string) => new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)?.[0] ?? ''
    const plans = part('plans')
    expect([...plans.matchAll(/<h3>([^<]+)</g)].map(([, name]) => name)).toEqual([
      'Trial',
      'Studio',
      'Business',
    ])
    expect(plans).toContain('Prices are not set yet, so nothing can be bought and no card is asked for.')
    expect(plans.match(/Not on sale yet/g)).toHaveLength(2)
    // No amount of any currency, and nothing to buy: the one thing to press makes an account.
    expect(plans).not.toMatch(/[$€£¥]\s*\d|\d\s*(AUD|USD|EUR|GBP)/)
    expect([...plans.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual(['/signup'])
    for (const limit of [
      `${MEMBERS_PER_WORKSPACE_MAX} people`,
      `${KEYS_PER_WORKSPACE_MAX} keys`,
      `${WORKSPACES_PER_PERSON_MAX} workspaces`,
    ])
      expect(plans).toContain(limit)

    const privacy = part('privacy')
    expect(privacy).toContain('a hash of your password')
    expect(privacy).toContain('apart from every other workspace by rules of the database itself')
    expect(privacy).toContain('No advertising, no tracking, no scripts from anybody else')
    expect(privacy).toContain('This page sets no cookie')
    expect(privacy).toContain('href="/privacy"')
    expect(answer.headers.get('set-cookie')).toBeNull()
    const fetched = [...html.matchAll(/<(?:script|link|img|iframe)[^>]* (?:src|href)="([^"]+)"/g)]
    expect(fetched.length).toBeGreaterThan(0)
    expect(fetched.map(([, address = '']) => new URL(address, ORIGIN).origin)).toEqual(
      fetched.map(() => ORIGIN),
    )
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'self'|default-src 'none'/)
  })

  it('[ON21] a new workspace is on the plan that is said to be free', async () => {
    const { tenantId } = await ownerAtHome()
    const row = await bindings.DB.prepare('select plan from tenants where id = ?').bind(tenantId).first()
    expect(row).toEqual({ plan: 'trial' })
  })

  it('[ON2] have no link that leads nowhere', async () => {
    const visitor = new Browser(openSite())
    const linksOf = async (path: string) => {
      const html = await (await visitor.call('GET', path)).text()
      const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
      return { ids, links: [...html.matchAll(/<a[^>]* href="([^"]+)"/g)].map(([, href = '']) => href) }
    }
    for (const page of ['/', '/privacy', '/terms']) {
      for (const link of (await linksOf(page)).links) {
        const [path, id] = link.split('#')
        const target = path === '' ? page : (path ?? page)
        expect([page, link, (await visitor.call('GET', target)).status]).toEqual([page, link, 200])
        if (id !== undefined)
          expect([page, link, (await linksOf(target)).ids.has(id)]).toEqual([page, link, true])
      }
    }
  })
})

describe('the route table', () => {
  it('[AC31] declares who may call each route', () => {
    const { app } = openSite().edge
    const declared = new Map<string, string | null>()
    for (const { method, path, handler } of (app as Hono<EdgeContext>).routes) {
      const name = `${method} ${path}`
      declared.set(name, declared.get(name) ?? accessOf(handler))
    }
    // These two are not routes but what every route passes through.
    for (const through of ['ALL /*', 'ALL /api/v1/*'])
      if (declared.get(through) === null) declared.delete(through)
    const silent = [...declared].filter(([, access]) => access === null).map(([name]) => name)
    expect(silent).toEqual([])
    expect(declared.get('DELETE /api/v1/keys/:keyId')).toBe('keys.manage')
    expect(declared.size).toBeGreaterThan(25)
  })
})
