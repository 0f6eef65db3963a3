import { describe, expect, it } from 'vitest'
import { DELETION_COOLING_MS } from '../../contracts/deletion.ts'
import { keyScopes } from '../../contracts/key-scopes.ts'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import { codeOf, openSite, type Site, signedUp, team, workspaceOf } from '../edge/testing/site.ts'
import { runDueDeletions } from './deletion.ts'
import { sweepOutbox } from './outbox.ts'

const later = (site: Site, ms: number) => {
  site.clock.now = new Date(site.clock.now.getTime() + ms)
}
const stateOf = async (tenantId: string) =>
  (
    await testEnv()
      .DB.prepare('select state from tenants where id = ?')
      .bind(tenantId)
      .first<{ state: string }>()
  )?.state

describe('making a workspace', () => {
  it('[AC10] prepares its object and makes it active', async () => {
    const site = openSite()
    const { browser } = await signedUp(site)
    const tenantId = await workspaceOf(browser)
    expect(site.objects.provisioned).toEqual([tenantId])
    expect((await browser.me()).workspaces).toMatchObject([{ id: tenantId, role: 'owner', state: 'active' }])
  })

  it('[AC10] is finished by the sweep when the object could not be reached', async () => {
    const site = openSite()
    const { browser } = await signedUp(site)
    site.objects.failure = new Error('unreachable')
    const response = await browser.call('POST', '/api/v1/workspaces', {
      name: 'Late',
      slug: `late-${crypto.randomUUID().slice(0, 8)}`,
    })
    expect(response.status).toBe(202)
    const { data } = await response.json<{ data: { id: string; state: string } }>()
    expect(data.state).toBe('provisioning')
    const early = await browser.in(data.id, 'GET', '/api/v1/metrics')
    expect([early.status, await codeOf(early)]).toEqual([503, 'workspace_provisioning'])
    expect(early.headers.get('retry-after')).not.toBeNull()

    site.objects.failure = null
    later(site, 60_000)
    await sweepOutbox(site.edge.deps)
    expect(await stateOf(data.id)).toBe('active')
    expect((await browser.in(data.id, 'GET', '/api/v1/metrics')).status).toBe(200)
  })

  it('[AC10] answers the same id from the first call, and nobody else', async () => {
    const site = openSite()
    const { browser } = await signedUp(site)
    const id = crypto.randomUUID()
    const body = { id, name: 'Twice', slug: `twice-${id.slice(0, 8)}` }
    const first = await browser.call('POST', '/api/v1/workspaces', body)
    const second = await browser.call('POST', '/api/v1/workspaces', body)
    expect(await second.json()).toEqual(await first.json())
    expect(site.objects.provisioned).toEqual([id])
    const other = await signedUp(site)
    expect((await other.browser.call('POST', '/api/v1/workspaces', body)).status).toBe(409)
  })

  it('[AC10] refuses a short name that is taken or is a path of the site', async () => {
    const site = openSite()
    const { browser } = await signedUp(site)
    await workspaceOf(browser)
    const [taken] = (await browser.me()).workspaces
    const again = await browser.call('POST', '/api/v1/workspaces', { name: 'A', slug: taken?.slug })
    expect([again.status, await codeOf(again)]).toEqual([409, 'already_exists'])
    const reserved = await browser.call('POST', '/api/v1/workspaces', { name: 'A', slug: 'api' })
    expect(reserved.status).toBe(400)
  })
})

describe('members and roles', () => {
  it('[AC11] lets admins handle everybody but owners', async () => {
    const site = openSite()
    const { owner, colleague, tenantId, personId } = await team(site, 'admin')
    const ownerId = (await owner.me()).person.id
    expect(
      (await colleague.in(tenantId, 'PATCH', `/api/v1/members/${ownerId}`, { role: 'viewer' })).status,
    ).toBe(403)
    expect(
      (await colleague.in(tenantId, 'PATCH', `/api/v1/members/${personId}`, { role: 'owner' })).status,
    ).toBe(403)
    expect((await colleague.in(tenantId, 'DELETE', `/api/v1/members/${ownerId}`)).status).toBe(403)
  })

  it('[AC11] keeps one owner, also when two leave at once', async () => {
    const site = openSite()
    const { owner, colleague, tenantId, personId } = await team(site, 'owner')
    const ownerId = (await owner.me()).person.id
    const left = await Promise.all([
      owner.in(tenantId, 'DELETE', `/api/v1/members/${ownerId}`),
      colleague.in(tenantId, 'DELETE', `/api/v1/members/${personId}`),
    ])
    expect(left.map((response) => response.status).sort()).toEqual([200, 409])
  })

  it('[AC14] pushes a change of role and a removal with rising versions', async () => {
    const site = openSite()
    const { owner, tenantId, personId, colleague } = await team(site, 'editor')
    expect(
      (await owner.in(tenantId, 'PATCH', `/api/v1/members/${personId}`, { role: 'viewer' })).status,
    ).toBe(200)
    expect((await owner.in(tenantId, 'DELETE', `/api/v1/members/${personId}`)).status).toBe(200)
    const told = site.objects.revoked.filter((revocation) => revocation.subjectId === personId)
    expect(told.map((revocation) => revocation.kind)).toEqual(['member', 'member'])
    expect(told[1]?.memberVersion).toBeGreaterThan(told[0]?.memberVersion ?? Number.POSITIVE_INFINITY)
    expect((await colleague.in(tenantId, 'GET', '/api/v1/metrics')).status).toBe(404)
  })

  it('[AC14] answers 202 when the object could not be told, and the sweep tells it', async () => {
    const site = openSite()
    const { owner, tenantId, personId } = await team(site, 'editor')
    site.objects.failure = new Error('unreachable')
    expect((await owner.in(tenantId, 'DELETE', `/api/v1/members/${personId}`)).status).toBe(202)
    expect(site.objects.revoked).toEqual([])
    site.objects.failure = null
    await sweepOutbox(site.edge.deps)
    expect(site.objects.revoked).toEqual([])
    later(site, 60_000)
    await sweepOutbox(site.edge.deps)
    expect(site.objects.revoked).toMatchObject([{ kind: 'member', subjectId: personId }])
    await sweepOutbox(site.edge.deps)
    expect(site.objects.revoked).toHaveLength(1)
  })

  it('[AC176] tells an object again at once that did not answer the first time', async () => {
    const site = openSite()
    const { owner, tenantId, personId } = await team(site, 'editor')
    let failures = 2
    Object.defineProperty(site.objects, 'failure', {
      get: () => {
        failures -= 1
        return failures < 0 ? null : new Error('unreachable')
      },
    })
    expect((await owner.in(tenantId, 'DELETE', `/api/v1/members/${personId}`)).status).toBe(200)
    expect(failures).toBeLessThan(0)
    expect(site.objects.revoked).toMatchObject([{ kind: 'member', subjectId: personId }])
  })

  it('[AC11] refuses a role without the permission', async () => {
    const { colleague, tenantId } = await team(openSite(), 'viewer')
    const response = await colleague.in(tenantId, 'POST', '/api/v1/keys', { name: 'k', scopes: keyScopes })
    expect([response.status, await codeOf(response)]).toEqual([403, 'forbidden'])
    expect((await colleague.in(tenantId, 'GET', '/api/v1/members')).status).toBe(403)
  })
})

describe('deleting a workspace', () => {
  it('[AC15] takes an owner and the short name', async () => {
    const { owner, colleague, tenantId } = await team(openSite(), 'admin')
    const [workspace] = (await owner.me()).workspaces
    const body = { confirmSlug: workspace?.slug }
    expect((await colleague.in(tenantId, 'DELETE', `/api/v1/workspaces/${tenantId}`, body)).status).toBe(403)
    expect(
      (await owner.in(tenantId, 'DELETE', `/api/v1/workspaces/${tenantId}`, { confirmSlug: 'x' })).status,
    ).toBe(400)
  })

  it('[AC15] is not found from the first step on, and the sweep finishes the rest', async () => {
    const site = openSite()
    const { owner, tenantId } = await team(site, 'viewer')
    const [workspace] = (await owner.me()).workspaces
    const response = await owner.in(tenantId, 'DELETE', `/api/v1/workspaces/${tenantId}`, {
      confirmSlug: workspace?.slug,
    })
    expect(response.status).toBe(202)
    expect(await stateOf(tenantId)).toBe('active')
    site.objects.failure = new Error('unreachable')
    later(site, DELETION_COOLING_MS)
    await runDueDeletions(site.edge.deps)
    expect(await stateOf(tenantId)).toBe('deleting')
    expect((await owner.in(tenantId, 'GET', '/api/v1/metrics')).status).toBe(404)
    expect((await owner.me()).workspaces).toEqual([])
    site.objects.failure = null
    later(site, 60_000)
    await sweepOutbox(site.edge.deps)
    expect(site.objects.wiped).toEqual([tenantId])
    expect(await stateOf(tenantId)).toBe('deleted')
    const reused = await owner.call('POST', '/api/v1/workspaces', { name: 'New', slug: workspace?.slug })
    expect(reused.status).toBe(201)
  })
})

describe('changing settings', () => {
  const seen = (version: number) => ({ 'if-match': String(version) })

  it('[ON11] keeps industry and country of a new workspace and tells its object', async () => {
    const site = openSite()
    const { browser } = await signedUp(site)
    const slug = `shop-${crypto.randomUUID().slice(0, 8)}`
    const made = { name: 'Shop', slug, country: 'AU', industry: 'Retail', currency: 'AUD', region: 'oce' }
    expect((await browser.call('POST', '/api/v1/workspaces', made)).status).toBe(201)
    expect((await browser.me()).workspaces).toMatchObject([made])
  })

  it('[ON12] is decided by the object and copied into the directory', async () => {
    const site = openSite()
    const { browser } = await signedUp(site)
    const tenantId = await workspaceOf(browser)
    const path = `/api/v1/workspaces/${tenantId}`
    const change = { name: 'Renamed', weekStart: 7 }
    expect((await browser.in(tenantId, 'PATCH', path, change)).status).toBe(400)
    const changed = await browser.in(tenantId, 'PATCH', path, change, seen(1))
    expect([changed.status, (await changed.json<{ data: object }>()).data]).toEqual([
      200,
      expect.objectContaining(change),
    ])
    expect((await browser.me()).workspaces).toMatchObject([change])
  })

  it('[ON12] reaches the directory by the sweep when the front door stopped in between', async () => {
    const site = openSite()
    const { browser } = await signedUp(site)
    const tenantId = await workspaceOf(browser)
    site.objects.failure = new Error('gone before it answered')
    const path = `/api/v1/workspaces/${tenantId}`
    await browser.in(tenantId, 'PATCH', path, { name: 'Late' }, seen(1))
    site.objects.failure = null
    site.objects.settings = { ...site.objects.settings, name: 'Late', version: 2 }
    later(site, 60_000)
    await sweepOutbox(site.edge.deps)
    expect((await browser.me()).workspaces).toMatchObject([{ name: 'Late' }])
  })
})
