import { describe, expect, it } from 'vitest'
import type { SsoView } from '../../contracts/sso.ts'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import {
  begin,
  Company,
  facts,
  oidcSettings,
  provenDomain,
  RESOLVER,
  throughOpenId,
  throughSaml,
} from './testing/company.ts'
import { CLIENT_ID, ISSUER } from './testing/provider.ts'
import { Browser, codeOf, confirmed, joinedBy, openSite, signedUp, workspaceOf } from './testing/site.ts'

async function atCompany(kind: 'oidc' | 'saml') {
  const company = await Company.make()
  const site = openSite({ DNS_RESOLVER: RESOLVER }, {} as R2Bucket, company.fetch)
  const owner = (await confirmed(site)).browser
  const tenantId = await workspaceOf(owner)
  const domain = `${crypto.randomUUID()}.example`
  const settings =
    kind === 'oidc' ? oidcSettings() : { kind, metadata: company.metadata(), defaultRole: 'viewer' }
  const saved = await owner.in(tenantId, 'PUT', '/api/v1/sso', settings)
  if (saved.status !== 200) throw new Error(`saving answered ${saved.status}: ${await saved.text()}`)
  await provenDomain(company, owner, tenantId, domain)
  return { company, site, owner, tenantId, domain, view: (await saved.json<{ data: SsoView }>()).data }
}

const STRAY = '/login?problem=stray_sign_in'
const FAILED = '/login?problem=provider_sign_in_failed'
const statusIn = async (browser: Browser, tenantId: string) =>
  (await browser.in(tenantId, 'GET', '/api/v1/metrics')).status

describe('signing in by the company’s own provider', () => {
  it('[SS1] is set up by owners, and the secret is in no answer and sealed where it lies', async () => {
    const { site, owner, tenantId, view } = await atCompany('oidc')
    expect(view).toMatchObject({ provider: { kind: 'oidc', issuer: ISSUER, clientId: CLIENT_ID } })
    expect(JSON.stringify(view)).not.toContain('the secret of the company')
    const stored = await testEnv()
      .DB.prepare('select sealed_secret, settings from sso_providers where tenant_id = ?')
      .bind(tenantId)
      .first<{ sealed_secret: string; settings: string }>()
    expect(stored?.settings).not.toContain('secret')
    expect(atob(stored?.sealed_secret ?? '')).not.toContain('the secret of the company')
    const admin = await confirmed(site)
    await joinedBy(site, owner, tenantId, admin, 'admin')
    expect(await codeOf(await admin.browser.in(tenantId, 'GET', '/api/v1/sso'))).toBe('forbidden')
    expect(facts(site, 'sso.saved')[0]?.data).toMatchObject({ after: { kind: 'oidc', issuer: ISSUER } })
  })

  it('[SS2] refuses an issuer that is none or not public, metadata that cannot be used, and owner as the role', async () => {
    const { company, owner, tenantId } = await atCompany('saml')
    const put = async (body: object) => codeOf(await owner.in(tenantId, 'PUT', '/api/v1/sso', body))
    for (const issuer of [
      'https://nobody.example',
      'http://accounts.provider.example',
      'https://10.0.0.1',
      'https://[::1]',
      'https://vault.internal',
    ])
      expect([issuer, await put({ ...oidcSettings(), issuer })]).toEqual([issuer, 'issuer_refused'])
    const { clientSecret: _secret, ...bare } = oidcSettings()
    expect(await put(bare)).toBe('invalid_request')
    expect(await put(oidcSettings('owner'))).toBe('invalid_request')
    const saml = (metadata: string) => put({ kind: 'saml', metadata, defaultRole: 'viewer' })
    const good = company.metadata()
    expect(await saml('<a/>')).toBe('metadata_refused')
    expect(await saml(good.replace('https://idp.company.example/sso', 'javascript:alert(1)'))).toBe(
      'metadata_refused',
    )
    expect(await saml(good.replace(/<ds:X509Certificate>.*<\/ds:X509Certificate>/, ''))).toBe(
      'metadata_refused',
    )
  })

  it('[SS3] counts for a domain whose DNS shows the record, and for one workspace only', async () => {
    const { company, site, owner, tenantId, domain } = await atCompany('oidc')
    const open = `${crypto.randomUUID()}.example`
    await owner.in(tenantId, 'POST', '/api/v1/sso/domains', { domain: open })
    const check = (by: Browser, id: string, name: string) =>
      by.in(id, 'POST', `/api/v1/sso/domains/${name}/check`)
    expect(await codeOf(await check(owner, tenantId, open))).toBe('domain_unproven')
    const stranger = await confirmed(site)
    expect(
      await codeOf(await new Browser(site).call('POST', '/api/auth/sign-in/company', { email: `x@${open}` })),
    ).toBe('no_company_sign_in')
    const other = await workspaceOf(stranger.browser)
    await expect(provenDomain(company, stranger.browser, other, domain)).rejects.toThrow('domain_taken')
    expect(await codeOf(await check(owner, tenantId, 'never-named.example'))).toBe('not_found')
  })

  it('[SS4] lets somebody new in with the default role, and knows them again by the provider’s own id', async () => {
    for (const kind of ['oidc', 'saml'] as const) {
      const { company, site, tenantId, domain } = await atCompany(kind)
      const come = async (email: string) => {
        const browser = new Browser(site)
        const landing =
          kind === 'oidc'
            ? await throughOpenId(company, browser, { email, sub: 'p-1', email_verified: undefined })
            : await throughSaml(company, browser, { email })
        return { browser, landing }
      }
      const { browser, landing } = await come(`Ada@${domain}`)
      const me = await browser.me()
      expect(landing).toBe(`/${me.workspaces[0]?.slug}`)
      expect(me.person).toMatchObject({ email: `ada@${domain}`, emailVerified: true })
      expect(me.workspaces).toMatchObject([{ id: tenantId, role: 'viewer' }])
      expect(await statusIn(browser, tenantId)).toBe(200)
      const again = await come(`ada.byron@${domain}`)
      expect((await again.browser.me()).person.id).toBe(me.person.id)
      expect(facts(site, 'member.joined')).toMatchObject([{ data: { byCompany: true } }])
    }
  })

  it('[SS5] joins a known account when it has confirmed the address, and nobody’s that has not', async () => {
    const { company, site, domain } = await atCompany('saml')
    const squatter = await signedUp(site)
    await testEnv()
      .DB.prepare('update user set email = ? where email = ?')
      .bind(`ada@${domain}`, squatter.email)
      .run()
    const refused = await throughSaml(company, new Browser(site), { email: `ada@${domain}` })
    expect(refused).toBe('/login?problem=account_not_connected')
    const known = await confirmed(site)
    await testEnv()
      .DB.prepare('update user set email = ? where email = ?')
      .bind(`eve@${domain}`, known.email)
      .run()
    const browser = new Browser(site)
    await throughSaml(company, browser, { email: `eve@${domain}`, subject: 'p-2' })
    expect((await browser.me()).person.id).toBe((await known.browser.me()).person.id)
    const outsider = new Browser(site)
    const begun = await begin(outsider, `x@${domain}`)
    const posted = await company.assert(begun, { email: 'boss@another.example', subject: 'p-5' })
    const arrive = (await outsider.call('POST', posted.path, posted.form)).headers.get('location') ?? ''
    expect((await outsider.call('GET', arrive)).headers.get('location')).toBe(
      '/login?problem=sso_other_domain',
    )
  })

  it('[SS6] makes nobody a member, and no account, when no seat is free', async () => {
    const { company, site, tenantId, domain } = await atCompany('saml')
    await testEnv().DB.prepare('update tenants set seats = 1 where id = ?').bind(tenantId).run()
    const landing = await throughSaml(company, new Browser(site), { email: `ada@${domain}` })
    expect(landing).toBe('/login?problem=no_seat_free')
    const found = await testEnv()
      .DB.prepare('select count(*) as n from user where email = ?')
      .bind(`ada@${domain}`)
      .first<{ n: number }>()
    expect(found?.n).toBe(0)
  })

  it('[SS7] opens that workspace alone, reads and changes nothing of the account, and lasts twelve hours', async () => {
    const { company, site, tenantId, domain } = await atCompany('saml')
    const known = await confirmed(site)
    const own = await workspaceOf(known.browser)
    await testEnv()
      .DB.prepare('update user set email = ? where email = ?')
      .bind(`eve@${domain}`, known.email)
      .run()
    const browser = new Browser(site)
    await throughSaml(company, browser, { email: `eve@${domain}` })
    const me = await browser.me()
    expect(me.workspaces.map(({ id }) => id)).toEqual([tenantId])
    expect(await statusIn(browser, own)).toBe(404)
    const all: [string, string, object?][] = [
      ['GET', '/api/v1/me/export'],
      ['GET', '/api/v1/sessions'],
      ['POST', '/api/v1/me/password', { newPassword: 'a new and long password' }],
      ['POST', '/api/v1/me/address', { email: 'x@elsewhere.example' }],
      ['POST', '/api/v1/me/passkeys/options', {}],
      ['POST', '/api/v1/workspaces', { name: 'Mine', slug: 'mine-1' }],
    ]
    for (const [method, path, body] of all)
      expect([path, await codeOf(await browser.call(method, path, body))]).toEqual([path, 'company_session'])
    const left = Date.parse(me.session.expiresAt) - Date.now()
    expect(Math.round(left / 3_600_000)).toBe(12)
  })

  it('[SS8] can be the only way in but for owners, at once and for sockets that are open', async () => {
    const { company, site, owner, tenantId, domain } = await atCompany('saml')
    const guest = await confirmed(site)
    const guestId = await joinedBy(site, owner, tenantId, guest, 'editor')
    expect(await statusIn(guest.browser, tenantId)).toBe(200)
    const required = await owner.in(tenantId, 'PATCH', '/api/v1/sso', { isRequired: true })
    expect(required.status).toBe(200)
    expect(site.objects.revoked).toContainEqual(
      expect.objectContaining({ kind: 'member', subjectId: guestId }),
    )
    expect(await codeOf(await guest.browser.in(tenantId, 'GET', '/api/v1/metrics'))).toBe('sso_required')
    expect((await guest.browser.me()).workspaces).toMatchObject([{ id: tenantId, isShut: true }])
    expect(await statusIn(owner, tenantId)).toBe(200)
    const browser = new Browser(site)
    await throughSaml(company, browser, { email: `ada@${domain}` })
    expect(await statusIn(browser, tenantId)).toBe(200)
    expect((await owner.in(tenantId, 'DELETE', '/api/v1/sso')).status).toBe(200)
    expect(await statusIn(guest.browser, tenantId)).toBe(200)
    expect(await statusIn(browser, tenantId)).toBe(401)
  })

  it('[SS8] cannot be required before anybody could come in by it', async () => {
    const company = await Company.make()
    const site = openSite({ DNS_RESOLVER: RESOLVER }, {} as R2Bucket, company.fetch)
    const owner = (await confirmed(site)).browser
    const tenantId = await workspaceOf(owner)
    const require = async () => codeOf(await owner.in(tenantId, 'PATCH', '/api/v1/sso', { isRequired: true }))
    expect(await require()).toBe('sso_not_ready')
    await owner.in(tenantId, 'PUT', '/api/v1/sso', oidcSettings())
    expect(await require()).toBe('sso_not_ready')
  })

  it('[SS9] takes another issuer for another provider: what the one before vouched for is over', async () => {
    const { company, site, owner, tenantId, domain } = await atCompany('saml')
    const browser = new Browser(site)
    await throughSaml(company, browser, { email: `ada@${domain}` })
    expect(await statusIn(browser, tenantId)).toBe(200)
    const same = { kind: 'saml', defaultRole: 'editor' }
    expect((await owner.in(tenantId, 'PUT', '/api/v1/sso', same)).status).toBe(200)
    expect(await statusIn(browser, tenantId)).toBe(200)
    await owner.in(tenantId, 'PUT', '/api/v1/sso', oidcSettings())
    expect(await statusIn(browser, tenantId)).toBe(401)
  })

  it('[SS10] counts once, and in the browser that began', async () => {
    const { company, site, domain } = await atCompany('saml')
    const browser = new Browser(site)
    const email = `ada@${domain}`
    const { path, form } = await company.assert(await begin(browser, email), { email })
    const post = async (by: Browser, body = form) =>
      (await by.call('POST', path, body, { origin: 'https://idp.company.example' })).headers.get('location')
    const other = new Browser(site)
    const arrive = (await post(other)) ?? ''
    expect((await other.call('GET', arrive)).headers.get('location')).toBe(STRAY)
    expect(await post(other)).toBe(STRAY)
    expect((await browser.call('GET', arrive)).headers.get('location')).toMatch(/^\/w-/)
    expect((await browser.call('GET', arrive)).headers.get('location')).toBe(STRAY)
    // The same assertion for another request that waits: another request, and already used.
    const again = new Browser(site)
    const url = new URL(await begin(again, email))
    const replay = new URLSearchParams(form)
    replay.set('RelayState', url.searchParams.get('RelayState') ?? '')
    expect(await post(again, replay)).toBe(FAILED)
    expect(await post(again, new URLSearchParams({ SAMLResponse: 'x' }))).toBe(STRAY)
    const outside = await confirmed(site)
    const elsewhere = await workspaceOf(outside.browser)
    const stray = await browser.call('POST', path.replace(/[^/]+$/, elsewhere), form)
    expect(stray.headers.get('location')).toBe(STRAY)
    const { results } = await site.edge.deps.env.DB.prepare('select distinct detail from security_log').all()
    expect(results.map(({ detail }) => detail)).toEqual(
      expect.arrayContaining(['stray_sign_in', 'assertion_refused']),
    )
  })

  it('[SS10] holds the nonce and the verifier of OpenID Connect to the browser that began', async () => {
    const { company, site, domain } = await atCompany('oidc')
    const email = `ada@${domain}`
    const browser = new Browser(site)
    const url = await begin(browser, email, '/studio/home')
    const back = await company.openId.agree(url, { email, nonce: 'of another sign-in' })
    expect((await browser.call('GET', back)).headers.get('location')).toBe(FAILED)
    const fresh = new Browser(site)
    const once = await company.openId.agree(await begin(fresh, email, '/studio/home'), { email })
    expect((await new Browser(site).call('GET', once)).headers.get('location')).toBe(STRAY)
    expect((await fresh.call('GET', once)).headers.get('location')).toBe('/studio/home')
    expect((await fresh.call('GET', once)).headers.get('location')).toBe(STRAY)
    const unproven = await throughOpenId(company, new Browser(site), {
      email,
      sub: 's',
      email_verified: false,
    })
    expect(unproven).toBe('/login?problem=provider_address_unconfirmed')
  })
  it('[SS10] takes an answer for ten minutes, and lets nobody come for a kept one after that', async () => {
    for (const kind of ['oidc', 'saml'] as const) {
      const { company, site, domain } = await atCompany(kind)
      const email = `ada@${domain}`
      const wait = (seconds: number) => {
        site.clock.now = new Date(site.clock.now.getTime() + seconds * 1000)
      }
      /** How long until the provider answers, and until the browser that began comes back. */
      const landingAfter = async (answered: number, back = 0) => {
        const browser = new Browser(site)
        const url = await begin(browser, email)
        wait(answered)
        let arrive: string
        if (kind === 'oidc') arrive = await company.openId.agree(url, { email, sub: 'p-1' })
        else {
          const { path, form } = await company.assert(url, { email, now: site.clock.now })
          const posted = await browser.call('POST', path, form, { origin: 'https://idp.company.example' })
          arrive = posted.headers.get('location') ?? ''
          if (!arrive.startsWith('/api/')) return arrive
        }
        wait(back)
        return (await browser.call('GET', arrive)).headers.get('location')
      }
      expect([kind, await landingAfter(600)]).toEqual([kind, STRAY])
      expect([kind, await landingAfter(540, 60)]).toEqual([kind, STRAY])
      expect([kind, await landingAfter(540, 59)]).toEqual([kind, expect.stringMatching(/^\/w-/)])
    }
  })
})
