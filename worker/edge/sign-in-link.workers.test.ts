import { describe, expect, it } from 'vitest'
import { LINK_TRIES_MAX } from '../../contracts/session.ts'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import { listMail } from '../auth/repository.ts'
import { Browser, codeOf, confirmed, linkTo, openSite, type Site } from './testing/site.ts'

const MINUTE_MS = 60_000
const newAddress = () => `link@${crypto.randomUUID()}.example`

async function asked(site: Site, email = newAddress()) {
  const browser = new Browser(site)
  const answer = await browser.call('POST', '/api/auth/sign-in/magic-link', { email })
  const link = await linkTo(site, email)
  const mail = (await listMail(site.edge.deps.db)).find(({ to }) => to === email)
  return {
    browser,
    email,
    answer,
    link,
    token: link.searchParams.get('token') ?? '',
    code: /code is (\d{6})/.exec(mail?.body ?? '')?.[1] ?? '',
  }
}

const press = (browser: Browser, token: string, code?: string) =>
  browser.call('POST', '/auth/magic', new URLSearchParams(code ? { token, code } : { token }))
const type = (browser: Browser, code: string) => browser.call('POST', '/api/auth/sign-in/code', { code })
const isSignedIn = async (browser: Browser) => (await browser.call('GET', '/api/v1/me')).status === 200
const otherThan = (code: string) => (code === '111111' ? '222222' : '111111')

describe('a sign-in link', () => {
  it('[AC51] opens where it was asked for, and elsewhere with the code of the mail only', async () => {
    const site = openSite()
    const { browser, link, token, code } = await asked(site)
    const other = new Browser(site)
    const page = await other.call('GET', `${link.pathname}${link.search}`)
    expect(await page.text()).toContain('name="code"')
    const without = await press(other, token)
    expect(without.status).toBe(400)
    const wrong = await press(other, token, otherThan(code))
    expect([wrong.status, await isSignedIn(other)]).toEqual([403, false])
    expect(await (await browser.call('GET', `${link.pathname}${link.search}`)).text()).not.toContain(
      'name="code"',
    )
    expect((await press(other, token, code)).status).toBe(303)
    expect(await isSignedIn(other)).toBe(true)
    expect((await press(browser, token)).status).toBe(410)
    const again = await browser.call('GET', `${link.pathname}${link.search}`)
    expect(again.status).toBe(410)
  })

  it('[AC51] stores neither link nor code nor browser', async () => {
    const site = openSite()
    const { browser, token, code } = await asked(site)
    const secret = /orrery\.link=([^;]+)/.exec(browser.cookie)?.[1] ?? ''
    expect(secret).toHaveLength(43)
    const stored = await testEnv()
      .DB.prepare("select group_concat(identifier || ' ' || value, ' ') as kept from verification")
      .first<{ kept: string }>()
    for (const plain of [token, code, secret]) expect(stored?.kept).not.toContain(plain)
  })

  it('[AC51] takes its cookie from no other site and is asked for by our own pages only', async () => {
    const site = openSite()
    const { answer, browser, token } = await asked(site)
    const cookie = answer.headers.getSetCookie().find((each) => each.includes('.link=')) ?? ''
    for (const part of ['__Host-', 'HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/'])
      expect(cookie).toContain(part)
    const forged = { origin: 'https://evil.example' }
    const email = newAddress()
    expect((await browser.call('POST', '/api/auth/sign-in/magic-link', { email }, forged)).status).toBe(403)
    expect((await browser.call('POST', '/api/auth/sign-in/code', { code: '111111' }, forged)).status).toBe(
      403,
    )
    expect((await browser.call('POST', '/auth/magic', new URLSearchParams({ token }), forged)).status).toBe(
      403,
    )
  })

  it('[AC52] can be replaced by typing its code in the browser that asked', async () => {
    const site = openSite()
    const { browser, token, code, email } = await asked(site)
    expect(await codeOf(await type(new Browser(site), code))).toBe('link_used_up')
    expect(await codeOf(await type(browser, otherThan(code)))).toBe('wrong_link_code')
    expect((await type(browser, code)).status).toBe(200)
    expect((await browser.me()).person).toMatchObject({ email, emailVerified: true })
    expect((await press(new Browser(site), token, code)).status).toBe(410)
    expect(await codeOf(await type(browser, code))).toBe('link_used_up')
  })

  it('[AC53] is asked for five times in a quarter of an hour, and answered alike for every address', async () => {
    const site = openSite()
    const known = (await confirmed(site)).email
    const answers = await Promise.all(
      [known, newAddress()].map(async (email) => {
        const { answer } = await asked(site, email)
        return [answer.status, await answer.text()]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    const email = newAddress()
    const ask = (browser: Browser, to: string) =>
      browser.call('POST', '/api/auth/sign-in/magic-link', { email: to })
    const many = await Promise.all(
      Array.from({ length: LINK_TRIES_MAX + 2 }, () => ask(new Browser(site), email)),
    )
    expect(many.filter(({ status }) => status === 200)).toHaveLength(LINK_TRIES_MAX)
    const one = new Browser(site)
    for (let call = 0; call < LINK_TRIES_MAX; call += 1)
      expect((await ask(one, newAddress())).status).toBe(200)
    const over = await ask(one, newAddress())
    expect(over.status).toBe(429)
    const waitSeconds = Number(over.headers.get('retry-after'))
    expect(waitSeconds).toBeGreaterThan(14 * 60)
    // The window slides: a minute before it is over nothing is allowed, then all of it again.
    const begun = site.clock.now.getTime()
    site.clock.now = new Date(begun + 14 * MINUTE_MS)
    expect((await ask(one, newAddress())).status).toBe(429)
    site.clock.now = new Date(begun + 15 * MINUTE_MS + 1000)
    expect((await ask(one, newAddress())).status).toBe(200)
  })

  it('[AC53] takes five codes from all the world together', async () => {
    const site = openSite()
    const { token, code } = await asked(site)
    const tries = await Promise.all(
      Array.from({ length: LINK_TRIES_MAX + 3 }, () => press(new Browser(site), token, otherThan(code))),
    )
    expect(tries.filter(({ status }) => status === 403)).toHaveLength(LINK_TRIES_MAX)
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(3)
    expect((await press(new Browser(site), token, code)).status).toBe(429)
  })
})
