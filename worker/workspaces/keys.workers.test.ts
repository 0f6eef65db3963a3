import { describe, expect, it } from 'vitest'
import { keyScopes } from '../../contracts/key-scopes.ts'
import type { KeyView, NewKeyView } from '../../contracts/keys.ts'
import {
  Browser,
  codeOf,
  confirmed,
  countedDb,
  joinedBy,
  openSite,
  ownerAtHome,
  principalIn,
  type Site,
  team,
} from '../edge/testing/site.ts'
import { secretHash } from '../platform/secrets.ts'

const HOUR_MS = 60 * 60 * 1000
const later = (site: Site, ms: number) => {
  site.clock.now = new Date(site.clock.now.getTime() + ms)
}

async function made(browser: Browser, tenantId: string, input: object = {}): Promise<NewKeyView> {
  const response = await browser.in(tenantId, 'POST', '/api/v1/keys', {
    name: 'export',
    scopes: keyScopes,
    ...input,
  })
  expect(response.status).toBe(201)
  return (await response.json<{ data: NewKeyView }>()).data
}

async function listed(browser: Browser, tenantId: string): Promise<KeyView[]> {
  const response = await browser.in(tenantId, 'GET', '/api/v1/keys')
  return (await response.json<{ data: KeyView[] }>()).data
}

/** One call of a program. */
const withKey = (site: Site, secret: string, method = 'GET', path = '/api/v1/metrics') =>
  new Browser(site).call(method, path, method === 'GET' ? undefined : {}, {
    authorization: `Bearer ${secret}`,
  })

async function reasonOf(response: Response): Promise<unknown[]> {
  const { error } = await response.json<{ error: { code: string; details?: { reason?: string } } }>()
  return [response.status, error.code, error.details?.reason]
}

describe('a key', () => {
  it('[AC70] shows its secret once', async () => {
    const { browser, tenantId } = await ownerAtHome()
    const key = await made(browser, tenantId)
    const text = JSON.stringify(await listed(browser, tenantId))
    expect(text).toContain(key.start)
    expect(text).not.toContain(key.secret)
    expect(key.secret.startsWith(key.start)).toBe(true)
  })

  it('[AC70] is stored as a hash and nine characters', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const { secret, start } = await made(browser, tenantId)
    expect(start).toHaveLength(9)
    const { results } = await site.edge.deps.env.DB.prepare('select * from api_keys where tenant_id = ?')
      .bind(tenantId)
      .all()
    const stored = JSON.stringify(results)
    expect(stored).toContain(await secretHash(secret))
    expect(stored).not.toContain(secret.slice(start.length, -6))
  })

  it('[AC13] works for its workspace, by either header, and changes neither people nor keys nor the workspace', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const { secret, id } = await made(browser, tenantId)
    expect((await withKey(site, secret, 'POST', '/api/v1/metrics/query')).status).toBe(200)
    expect(site.objects.asked).toMatchObject([{ kind: 'key', id, tenantId }])
    const other = { 'x-api-key': secret }
    expect((await new Browser(site).call('GET', '/api/v1/metrics', undefined, other)).status).toBe(200)
    for (const [method, path] of [
      ['POST', '/api/v1/keys'],
      ['GET', '/api/v1/keys'],
      ['POST', `/api/v1/keys/${id}/roll`],
      ['POST', '/api/v1/invitations'],
      ['PATCH', `/api/v1/workspaces/${tenantId}`],
      ['DELETE', `/api/v1/workspaces/${tenantId}`],
    ] as const)
      expect([method, path, (await withKey(site, secret, method, path)).status]).toEqual([method, path, 403])
  })

  it('[AC71] with a wrong checksum is refused without asking the database', async () => {
    const { DB, count } = countedDb()
    const { browser, site, tenantId } = await ownerAtHome({ DB })
    const { secret } = await made(browser, tenantId)
    count.asked = 0
    const wrong = secret.slice(0, -1) + (secret.endsWith('x') ? 'y' : 'x')
    expect(await reasonOf(await withKey(site, wrong))).toEqual([401, 'unauthenticated', 'key_malformed'])
    expect(await reasonOf(await withKey(site, `${secret}a`))).toEqual([
      401,
      'unauthenticated',
      'key_malformed',
    ])
    expect(count.asked).toBe(0)
    expect((await withKey(site, secret)).status).toBe(200)
    expect(count.asked).toBeGreaterThan(0)
  })

  it('[AC72] holds only its scopes', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const { secret } = await made(browser, tenantId, { scopes: ['metrics.read'] })
    expect((await withKey(site, secret, 'POST', '/api/v1/metrics/query')).status).toBe(200)
    expect((await withKey(site, secret, 'GET', '/api/v1/authors')).status).toBe(403)
    await withKey(site, secret)
    expect(principalIn(site.objects.requests.at(-1) as Request)).toMatchObject({ scopes: ['metrics.read'] })
  })

  it('[AC72] [AC76] cannot be given what its maker or roller does not hold, nor what is for people', async () => {
    const site = openSite()
    const { owner, colleague, tenantId } = await team(site, 'admin')
    for (const scopes of [['keys.manage'], ['members.manage'], ['workspace.update'], [], ['nothing']]) {
      const response = await owner.in(tenantId, 'POST', '/api/v1/keys', { name: 'k', scopes })
      expect([scopes, response.status]).toEqual([scopes, 400])
    }
    expect(
      (await colleague.in(tenantId, 'POST', '/api/v1/keys', { name: 'k', scopes: keyScopes })).status,
    ).toBe(201)
    // A role of the workspace's own that handles keys and may read figures and nothing else.
    const role = await owner.in(tenantId, 'POST', '/api/v1/roles', {
      name: 'Keeper of keys',
      permissions: ['workspace.read', 'keys.manage', 'metrics.read'],
    })
    const { data } = await role.json<{ data: { id: string } }>()
    const keeper = await confirmed(site)
    await joinedBy(site, owner, tenantId, keeper, data.id)
    const scopes = ['metrics.read', 'records.read', 'clients.read']
    const refused = await keeper.browser.in(tenantId, 'POST', '/api/v1/keys', { name: 'k', scopes })
    const { error } = await refused.json<{ error: { code: string; details: object } }>()
    expect([refused.status, error.code, error.details]).toEqual([
      403,
      'forbidden',
      { permissions: ['clients.read', 'records.read'] },
    ])
    expect((await made(keeper.browser, tenantId, { scopes: ['metrics.read'] })).scopes).toEqual([
      'metrics.read',
    ])
    // [AC76] Nor does rolling the key of somebody who holds more give it to them.
    const roll = async (id: string) => keeper.browser.in(tenantId, 'POST', `/api/v1/keys/${id}/roll`, {})
    const rolled = await roll((await made(owner, tenantId, { scopes })).id)
    const fresh = (await rolled.json<{ data: NewKeyView }>()).data
    expect([rolled.status, fresh.scopes]).toEqual([201, ['metrics.read']])
    expect((await withKey(site, fresh.secret, 'GET', '/api/v1/authors')).status).toBe(403)
    const none = await roll((await made(owner, tenantId, { scopes: ['records.read'] })).id)
    expect([none.status, await codeOf(none)]).toEqual([403, 'forbidden'])
  })

  it('[AC74] stops when its time is over, and says when', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const { secret, expiresAt } = await made(browser, tenantId, { expiresInDays: 1 })
    await withKey(site, secret)
    expect(principalIn(site.objects.requests.at(-1) as Request).endsAtMs).toBe(Date.parse(expiresAt ?? ''))
    later(site, 24 * HOUR_MS)
    expect((await withKey(site, secret)).status).toBe(401)
    for (const expiresInDays of [0, 366, 1.5])
      expect(
        (await browser.in(tenantId, 'POST', '/api/v1/keys', { name: 'k', scopes: keyScopes, expiresInDays }))
          .status,
      ).toBe(400)
  })

  it('[AC75] notes its use once a minute', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const { secret } = await made(browser, tenantId)
    expect(await listed(browser, tenantId)).toMatchObject([{ lastUsedAt: null }])
    const first = site.clock.now
    await withKey(site, secret)
    later(site, 59_000)
    site.edge.deps.principals.forgetTenant(tenantId)
    await withKey(site, secret)
    expect(await listed(browser, tenantId)).toMatchObject([{ lastUsedAt: first.toISOString() }])
    later(site, 1_000)
    site.edge.deps.principals.forgetTenant(tenantId)
    await withKey(site, secret)
    expect(await listed(browser, tenantId)).toMatchObject([{ lastUsedAt: site.clock.now.toISOString() }])
  })

  it('[AC77] that is ended is refused at once, and the object hears of it', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const { secret, id } = await made(browser, tenantId)
    expect((await withKey(site, secret)).status).toBe(200)
    expect((await browser.in(tenantId, 'DELETE', `/api/v1/keys/${id}`)).status).toBe(200)
    expect(site.objects.revoked).toMatchObject([{ kind: 'key', subjectId: id }])
    expect((await withKey(site, secret)).status).toBe(401)
    expect((await browser.in(tenantId, 'DELETE', `/api/v1/keys/${id}`)).status).toBe(404)
    expect(await listed(browser, tenantId)).toEqual([])
  })
})

describe('whoever answers for a key', () => {
  it('[AC73] takes it along when their role shrinks', async () => {
    const site = openSite()
    const { owner, colleague, personId, tenantId } = await team(site, 'admin')
    const { secret } = await made(colleague, tenantId)
    expect((await withKey(site, secret, 'GET', '/api/v1/authors')).status).toBe(200)
    await owner.in(tenantId, 'PATCH', `/api/v1/members/${personId}`, { role: 'viewer' })
    expect((await withKey(site, secret, 'GET', '/api/v1/authors')).status).toBe(403)
    expect((await withKey(site, secret)).status).toBe(200)
    const { sponsorId, memberVersion } = principalIn(site.objects.requests.at(-1) as Request)
    expect([sponsorId, memberVersion]).toEqual([personId, site.objects.revoked.at(-1)?.memberVersion])
  })

  it('[AC73] stops it by leaving, and somebody else takes it over by rolling it', async () => {
    const site = openSite()
    const { owner, colleague, personId, tenantId } = await team(site, 'admin')
    const { secret, id } = await made(colleague, tenantId)
    await owner.in(tenantId, 'DELETE', `/api/v1/members/${personId}`)
    expect(await reasonOf(await withKey(site, secret))).toEqual([401, 'unauthenticated', 'sponsor_left'])
    expect(await listed(owner, tenantId)).toMatchObject([{ id, trouble: 'sponsor_left' }])
    const rolled = await owner.in(tenantId, 'POST', `/api/v1/keys/${id}/roll`, {})
    const { data } = await rolled.json<{ data: NewKeyView }>()
    expect([rolled.status, data.trouble, data.name]).toEqual([201, null, 'export'])
    expect((await withKey(site, data.secret)).status).toBe(200)
  })
})

describe('rolling a key', () => {
  it('[AC76] lets the old secret work for the hours chosen and no longer', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const old = await made(browser, tenantId, { expiresInDays: 30 })
    later(site, HOUR_MS)
    const response = await browser.in(tenantId, 'POST', `/api/v1/keys/${old.id}/roll`, { overlapHours: 2 })
    const { data: fresh } = await response.json<{ data: NewKeyView }>()
    expect(fresh.secret).not.toBe(old.secret)
    expect(Date.parse(fresh.expiresAt ?? '') - site.clock.now.getTime()).toBe(30 * 24 * HOUR_MS)
    expect(await listed(browser, tenantId)).toMatchObject([
      { id: old.id, replacedBy: fresh.id },
      { id: fresh.id, replacedBy: null },
    ])
    expect([(await withKey(site, old.secret)).status, (await withKey(site, fresh.secret)).status]).toEqual([
      200, 200,
    ])
    later(site, 2 * HOUR_MS)
    expect([(await withKey(site, old.secret)).status, (await withKey(site, fresh.secret)).status]).toEqual([
      401, 200,
    ])
    expect(await listed(browser, tenantId)).toMatchObject([{ id: fresh.id }])
  })

  it('[AC76] never lengthens the life of the old secret', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const old = await made(browser, tenantId, { expiresInDays: 1 })
    later(site, 23 * HOUR_MS)
    await browser.in(tenantId, 'POST', `/api/v1/keys/${old.id}/roll`, { overlapHours: 168 })
    later(site, HOUR_MS)
    expect((await withKey(site, old.secret)).status).toBe(401)
  })

  it('[AC77] without overlap ends the old secret at once, and the object hears of it', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const old = await made(browser, tenantId)
    await withKey(site, old.secret)
    await browser.in(tenantId, 'POST', `/api/v1/keys/${old.id}/roll`, { overlapHours: 0 })
    expect(site.objects.revoked).toMatchObject([{ kind: 'key', subjectId: old.id }])
    expect((await withKey(site, old.secret)).status).toBe(401)
  })

  it('[AC76] by two at once makes one key, and one of another workspace is not found', async () => {
    const { browser, site, tenantId } = await ownerAtHome()
    const stranger = await ownerAtHome()
    const old = await made(browser, tenantId)
    const roll = () => browser.in(tenantId, 'POST', `/api/v1/keys/${old.id}/roll`, { overlapHours: 1 })
    const statuses = (await Promise.all([roll(), roll(), roll()])).map((response) => response.status)
    expect(statuses.sort()).toEqual([201, 404, 404])
    expect(await listed(browser, tenantId)).toHaveLength(2)
    const foreign = await stranger.browser.in(stranger.tenantId, 'POST', `/api/v1/keys/${old.id}/roll`, {})
    expect([foreign.status, await codeOf(foreign)]).toEqual([404, 'not_found'])
    expect((await withKey(site, old.secret)).status).toBe(200)
  })
})
