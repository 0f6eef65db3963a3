import type { JWTPayload } from 'jose'
import { describe, expect, it } from 'vitest'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import { CLIENT_ID, confused, ISSUER, Provider, providerSettings, unsigned } from './testing/provider.ts'
import { Browser, confirmed, ORIGIN, openSite, type Site, signedUp } from './testing/site.ts'

async function siteWithProvider() {
  const provider = await Provider.make()
  return { provider, site: openSite(providerSettings, {} as R2Bucket, provider.fetch) }
}

async function begin(browser: Browser, next?: string): Promise<string> {
  const answer = await browser.call('POST', '/api/auth/sign-in/google', next === undefined ? {} : { next })
  const { data } = await answer.json<{ data: { url: string } }>()
  return data.url
}

const landingOf = async (browser: Browser, path: string) =>
  (await browser.call('GET', path)).headers.get('location')
const isSignedIn = async (browser: Browser) => (await browser.call('GET', '/api/v1/me')).status === 200
const newAddress = () => `ada@${crypto.randomUUID()}.example`

/** Goes to the provider and back with a person it describes so. */
async function through(
  site: Site,
  provider: Provider,
  claims: JWTPayload,
  sign?: Parameters<Provider['agree']>[2],
) {
  const browser = new Browser(site)
  const landing = await landingOf(browser, await provider.agree(await begin(browser), claims, sign))
  return { browser, landing }
}

describe('signing in by a provider', () => {
  it('[AC57] makes an account with a confirmed address, finds it again, and keeps no token', async () => {
    const { site, provider } = await siteWithProvider()
    const email = newAddress()
    const sub = crypto.randomUUID()
    const browser = new Browser(site)
    const authorize = new URL(await begin(browser, '/studio/home'))
    expect(authorize.origin).toBe(ISSUER)
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(authorize.searchParams.get(name)).toMatch(/.{20,}/)
    expect(authorize.searchParams.get('code_challenge_method')).toBe('S256')
    expect(await landingOf(browser, await provider.agree(authorize.href, { email, sub }))).toBe(
      '/studio/home',
    )
    const { person } = await browser.me()
    expect(person).toMatchObject({ email, emailVerified: true, name: 'Ada' })
    const again = await through(site, provider, { email: newAddress(), sub })
    expect([again.landing, (await again.browser.me()).person.id]).toEqual(['/', person.id])
    const stored = await testEnv()
      .DB.prepare('select access_token, refresh_token, id_token from account where user_id = ?')
      .bind(person.id)
      .all()
    expect(stored.results).toEqual([{ access_token: null, refresh_token: null, id_token: null }])
  })

  it('[AC58] joins an account only when both sides have confirmed the address', async () => {
    const { site, provider } = await siteWithProvider()
    const { email, browser: owner } = await confirmed(site)
    const joined = await through(site, provider, { email, sub: crypto.randomUUID() })
    expect((await joined.browser.me()).person.id).toBe((await owner.me()).person.id)
    const squatter = await signedUp(site)
    const refused = await through(site, provider, { email: squatter.email, sub: crypto.randomUUID() })
    expect(refused.landing).toBe('/login?problem=account_not_connected')
    expect(await isSignedIn(refused.browser)).toBe(false)
    for (const email_verified of [false, undefined]) {
      const unproven = await through(site, provider, { email, sub: crypto.randomUUID(), email_verified })
      expect(unproven.landing).toBe('/login?problem=provider_address_unconfirmed')
      expect(await isSignedIn(unproven.browser)).toBe(false)
    }
  })

  it('[F28] [AC59] refuses a missing, foreign or replayed state', async () => {
    const { site, provider } = await siteWithProvider()
    const browser = new Browser(site)
    const path = await provider.agree(await begin(browser), { email: newAddress() })
    const stray = '/login?problem=stray_sign_in'
    const callback = '/api/auth/callback/google'
    expect(await landingOf(new Browser(site), path)).toBe(stray)
    expect(await landingOf(browser, `${callback}?code=abc`)).toBe(stray)
    expect(await landingOf(browser, `${callback}?code=abc&state=made-up`)).toBe(stray)
    expect(await isSignedIn(browser)).toBe(false)
    const fresh = new Browser(site)
    const once = await provider.agree(await begin(fresh), { email: newAddress() })
    const cookie = fresh.cookie
    expect(await landingOf(fresh, once)).toBe('/')
    fresh.cookie = cookie
    expect(await landingOf(fresh, once)).toBe(stray)
    expect(await isSignedIn(fresh)).toBe(false)
    const denied = new Browser(site)
    const state = new URL(await begin(denied)).searchParams.get('state')
    const said = await landingOf(denied, `${callback}?error=access_denied&state=${state}`)
    expect(said).toBe('/login?problem=provider_sign_in_failed')
  })

  it('[AC59] takes an answer for ten minutes', async () => {
    const { site, provider } = await siteWithProvider()
    const landingAfter = async (minutes: number) => {
      const browser = new Browser(site)
      const path = await provider.agree(await begin(browser), { email: newAddress() })
      // The library reads the clock of the platform, so the time that its states hold is moved instead.
      await testEnv()
        .DB.prepare(
          `update verification set value = json_set(value, '$.expiresAt', json_extract(value, '$.expiresAt') - ?)
            where json_valid(value) and json_extract(value, '$.expiresAt') is not null`,
        )
        .bind(minutes * 60_000)
        .run()
      return [await landingOf(browser, path), await isSignedIn(browser)]
    }
    expect(await landingAfter(10)).toEqual(['/login?problem=stray_sign_in', false])
    expect(await landingAfter(9)).toEqual(['/', true])
  })

  it('[AC59] [AU46] leaves a trace of a state that nobody waits for, also one of another door', async () => {
    const { site, provider } = await siteWithProvider()
    const traces = async () => {
      const found = await testEnv()
        .DB.prepare("select sum(times) as n from security_log where detail = 'stray_sign_in'")
        .first<{ n: number | null }>()
      return found?.n ?? 0
    }
    const browser = new Browser(site)
    const path = await provider.agree(await begin(browser), { email: newAddress() })
    const state = new URL(path, ORIGIN).searchParams.get('state') ?? ''
    const before = await traces()
    expect(await landingOf(new Browser(site), path)).toBe('/login?problem=stray_sign_in')
    expect(await traces()).toBe(before + 1)
    // Neither a link nor a consent is waiting for it, and it still opens its own door.
    const link = await browser.call('POST', '/api/v1/auth/verify-magic-link', {
      token: state,
      asked: 'a'.repeat(43),
    })
    expect([link.status, await isSignedIn(browser)]).toEqual([410, false])
    const consent = `/api/v1/connections/xero/callback?code=1&state=${encodeURIComponent(state)}`
    expect(await landingOf(browser, consent)).toBe('/login?problem=unauthenticated')
    expect(await landingOf(browser, path)).toBe('/')
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('[AC60] takes only a token that the provider signed for us and for this sign-in', async () => {
    const { site, provider } = await siteWithProvider()
    const email = newAddress()
    const past = Math.floor(Date.now() / 1000) - 3600
    const bad: [JWTPayload, Parameters<Provider['agree']>[2]?][] = [
      [{ email }, unsigned],
      [{ email }, confused],
      [{ email, aud: 'somebody-else' }],
      [{ email, aud: [CLIENT_ID, 'somebody-else'], azp: 'somebody-else' }],
      [{ email, iss: 'https://evil.example' }],
      [{ email, nonce: 'of another sign-in' }],
      [{ email, exp: past }],
      [{ email, nbf: past + 7200 }],
      [{ email, sub: '' }],
      [{ email: 'not an address' }],
    ]
    for (const [claims, sign] of bad) {
      const { browser, landing } = await through(site, provider, claims, sign)
      expect([landing, await isSignedIn(browser)]).toEqual(['/login?problem=provider_sign_in_failed', false])
    }
    const other = await Provider.make()
    const forger = await through(site, other, { email })
    expect(forger.landing).toBe('/login?problem=provider_sign_in_failed')
  })

  it('[AC61] lands on our own pages only, and is begun there', async () => {
    const { site } = await siteWithProvider()
    const browser = new Browser(site)
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      'x',
    ]) {
      expect((await browser.call('POST', '/api/auth/sign-in/google', { next })).status).toBe(400)
    }
    const begun = (headers: Record<string, string>) =>
      browser.call('POST', '/api/auth/sign-in/google', new URLSearchParams({ next: '/' }), headers)
    expect((await begun({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await begun({ origin: ORIGIN, 'content-type': 'text/plain' })).status).toBe(400)
    expect((await new Browser(openSite()).call('POST', '/api/auth/sign-in/google', {})).status).toBe(404)
  })
})
