import Argon2 from '@phi-ag/argon2'
import { describe, expect, it, vi } from 'vitest'
import { AUTH_CALLS_PER_MINUTE } from '../../contracts/session.ts'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import { listMail } from '../auth/repository.ts'
import {
  Browser,
  codeOf,
  confirmed,
  countedDb,
  linkTo,
  ORIGIN,
  openSite,
  PASSWORD,
  type Site,
  signedUp,
  workspaceOf,
} from './testing/site.ts'

/** What is in the mail to somebody who forgot the password. */
async function resetLink(site: Site, email: string) {
  await new Browser(site).call('POST', '/api/auth/request-password-reset', { email })
  const link = await linkTo(site, email)
  return { link, token: link.searchParams.get('token') ?? '' }
}

/** Lets the time of links that were mailed pass; the library reads the clock of the platform. */
const pass = (minutes: number) =>
  testEnv()
    .DB.prepare('update verification set expires_at = expires_at - ?')
    .bind(minutes * 60_000)
    .run()

describe('signing up and in', () => {
  it('[AC1] makes an account that is unconfirmed until its link was used, and stores no password', async () => {
    const site = openSite()
    const { browser, email } = await signedUp(site)
    expect((await browser.me()).person).toMatchObject({ email, emailVerified: false })
    const stored = await testEnv()
      .DB.prepare('select password from account a join user u on u.id = a.user_id where u.email = ?')
      .bind(email)
      .first<{ password: string }>()
    expect(stored?.password).not.toContain(PASSWORD)
    const link = await linkTo(site, email)
    const form = new URLSearchParams({ token: link.searchParams.get('token') ?? '' })
    expect((await browser.call('POST', link.pathname, form)).status).toBe(303)
    expect((await browser.me()).person.emailVerified).toBe(true)
  })

  it('[AC1] names the field that is wrong', async () => {
    const response = await new Browser(openSite()).call('POST', '/api/auth/sign-up/email', {
      name: 'A',
      email: 'a@b.example',
      password: 'short',
    })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('"field":"password"')
  })

  it('[AC2] gives a protected cookie and no token', async () => {
    const site = openSite()
    const { email } = await signedUp(site)
    const response = await new Browser(site).call('POST', '/api/auth/sign-in/email', {
      email,
      password: PASSWORD,
    })
    const cookie = response.headers.getSetCookie().find((each) => each.includes('session_token')) ?? ''
    expect(cookie).toMatch(/^__Host-orrery\.session_token=/)
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/'])
      expect(cookie).toContain(attribute)
    const token = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? ''
    expect(token.length).toBeGreaterThan(20)
    expect(await response.text()).not.toContain(token)
  })

  it('[AC3] answers a wrong password and an unknown address alike', async () => {
    const site = openSite()
    const { email } = await signedUp(site)
    const wrong = await new Browser(site).call('POST', '/api/auth/sign-in/email', {
      email,
      password: 'not this one',
    })
    const unknown = await new Browser(site).call('POST', '/api/auth/sign-in/email', {
      email: 'nobody@nowhere.example',
      password: 'not this one',
    })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    const said = await Promise.all(
      [wrong, unknown].map((answer) => answer.json<{ error: { code: string } }>()),
    )
    expect(said[0]?.error.code).toBe('invalid_credentials')
    expect(said[0]?.error).toEqual(said[1]?.error)
  })

  it('[F22] [AC173] does the same work for an address that nobody has, so that its time tells nothing', async () => {
    const { DB, count } = countedDb()
    const site = openSite({ DB })
    const { email } = await signedUp(site)
    const worked = [vi.spyOn(Argon2.prototype, 'hash'), vi.spyOn(Argon2.prototype, 'tryVerify')]
    const workOf = async (asked: string) => {
      for (const one of worked) one.mockClear()
      count.asked = 0
      const body = { email: asked, password: 'not this one' }
      const { status } = await new Browser(site).call('POST', '/api/auth/sign-in/email', body)
      return {
        status,
        hashed: worked.reduce((sum, { mock }) => sum + mock.calls.length, 0),
        asked: count.asked,
      }
    }
    const known = await workOf(email)
    expect([known.status, known.hashed]).toEqual([401, 1])
    expect(await workOf(`nobody@${crypto.randomUUID()}.example`)).toEqual(known)
    for (const one of worked) one.mockRestore()
  })

  it('[AC172] says how many calls the caller has left, and to nobody what an e-mail address has left', async () => {
    const site = openSite()
    site.clock.now = new Date('2030-01-01T10:00:20Z')
    const email = `somebody@${crypto.randomUUID()}.example`
    const ask = async (browser: Browser) => {
      const { status, headers } = await browser.call('POST', '/api/auth/request-password-reset', { email })
      return [status, ...['limit', 'remaining', 'reset'].map((name) => headers.get(`ratelimit-${name}`))]
    }
    const caller = new Browser(site)
    const limit = String(AUTH_CALLS_PER_MINUTE)
    expect(await ask(caller)).toEqual([200, limit, String(AUTH_CALLS_PER_MINUTE - 1), '40'])
    expect(await ask(caller)).toEqual([200, limit, String(AUTH_CALLS_PER_MINUTE - 2), '40'])
    // Somebody else tried the same address before: of that the answer says nothing.
    expect(await ask(new Browser(site))).toEqual([200, limit, String(AUTH_CALLS_PER_MINUTE - 1), '40'])
    const program = await site.edge.fetch(
      new Request(`${ORIGIN}/api/v1/auth/register`, {
        method: 'POST',
        headers: { 'cf-connecting-ip': '198.51.100.77' },
        body: JSON.stringify({ name: 'Ada', email, password: PASSWORD }),
      }),
    )
    expect([program.status, program.headers.get('ratelimit-remaining')]).toEqual([
      201,
      String(AUTH_CALLS_PER_MINUTE - 1),
    ])
    for (let call = 2; call < AUTH_CALLS_PER_MINUTE; call += 1)
      await caller.call('POST', '/api/auth/request-password-reset', { email: `x${call}@x.example` })
    const over = await caller.call('POST', '/api/auth/request-password-reset', { email: 'x@x.example' })
    const told = ['ratelimit-remaining', 'ratelimit-reset', 'retry-after'].map((name) =>
      over.headers.get(name),
    )
    expect([over.status, ...told]).toEqual([429, '0', '40', '40'])
  })

  it('[AC6] counts calls of one address and of one e-mail address', async () => {
    const site = openSite()
    const browser = new Browser(site)
    const statuses: number[] = []
    for (let call = 0; call <= AUTH_CALLS_PER_MINUTE; call += 1) {
      const body = { email: `guess${call}@x.example` }
      statuses.push((await browser.call('POST', '/api/auth/request-password-reset', body)).status)
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(AUTH_CALLS_PER_MINUTE)
    expect(statuses.at(-1)).toBe(429)
    // Another caller, but one e-mail address all the time.
    const email = `victim@${crypto.randomUUID()}.example`
    const many = await Promise.all(
      Array.from({ length: AUTH_CALLS_PER_MINUTE + 1 }, () =>
        new Browser(site).call('POST', '/api/auth/request-password-reset', { email }),
      ),
    )
    expect(many.filter((response) => response.status === 429)).toHaveLength(1)
  })

  it('[AC8] answers a known and an unknown address alike when a new password is asked for', async () => {
    const site = openSite()
    const { email } = await signedUp(site)
    const asked = [email, `nobody@${crypto.randomUUID()}.example`]
    const mails = async () =>
      (await listMail(site.edge.deps.db)).filter(({ to }) => asked.includes(to)).map(({ to }) => to)
    const before = await mails()
    const answers = await Promise.all(
      asked.map(async (asked) => {
        const answer = await new Browser(site).call('POST', '/api/auth/request-password-reset', {
          email: asked,
        })
        return [answer.status, await answer.text()]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.[0]).toBe(200)
    expect(await mails()).toEqual([email, ...before])
  })

  it('[AC8] sets a new password once, ends every session and tells the workspaces and the person', async () => {
    const site = openSite()
    const { browser, email } = await signedUp(site)
    await workspaceOf(browser)
    const { session } = await browser.me()
    const { token } = await resetLink(site, email)
    const stored = await testEnv()
      .DB.prepare('select group_concat(identifier) as all_of_them from verification')
      .first<{ all_of_them: string }>()
    expect(stored?.all_of_them).not.toContain(token)
    const change = (newPassword: string) =>
      new Browser(site).call('POST', '/api/auth/reset-password', { token, newPassword })
    expect((await change('short')).status).toBe(400)
    expect((await change('another long password')).status).toBe(200)
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(401)
    expect(site.objects.revoked).toMatchObject([{ kind: 'session', subjectId: session.id }])
    expect((await listMail(site.edge.deps.db)).find(({ to }) => to === email)?.subject).toContain('changed')
    const again = await change('a third long password')
    expect([again.status, await codeOf(again)]).toEqual([410, 'link_used_up'])
    const signIn = async (password: string) => {
      const fresh = new Browser(site)
      const { status } = await fresh.call('POST', '/api/auth/sign-in/email', { email, password })
      return { status, fresh }
    }
    expect((await signIn(PASSWORD)).status).toBe(401)
    const { status, fresh } = await signIn('another long password')
    expect(status).toBe(200)
    // Only the owner of the address could open the link.
    expect((await fresh.me()).person.emailVerified).toBe(true)
  })

  it('[AC8] refuses a link whose half hour is over, and none before', async () => {
    const site = openSite()
    const { email } = await signedUp(site)
    const resetAfter = async (minutes: number) => {
      const { token } = await resetLink(site, email)
      await pass(minutes)
      const body = { token, newPassword: 'another long password' }
      const answer = await new Browser(site).call('POST', '/api/auth/reset-password', body)
      return [answer.status, answer.ok ? '' : await codeOf(answer)]
    }
    expect(await resetAfter(30)).toEqual([410, 'link_used_up'])
    expect(await resetAfter(29)).toEqual([200, ''])
  })

  it('[AC7] keeps the other routes of the library shut', async () => {
    const { browser } = await signedUp(openSite())
    const paths = [
      '/api/auth/organization/create',
      '/api/auth/organization/update-member-role',
      '/api/auth/api-key/create',
      '/api/auth/update-user',
      '/api/auth/change-email',
      '/api/auth/two-factor/disable',
      '/api/auth/two-factor/get-totp-uri',
      '/api/auth/passkey/delete-passkey',
      '/api/auth/sign-in/social',
      '/api/auth/link-social',
      '/api/auth/delete-user',
    ]
    for (const path of paths) expect((await browser.call('POST', path, {})).status).toBe(404)
    expect((await browser.call('GET', '/api/auth/get-session')).status).toBe(404)
    expect((await browser.call('GET', '/api/auth/callback/github?code=a&state=b')).status).toBe(404)
    expect((await browser.call('GET', '/api/auth/magic-link/verify?token=abc')).status).toBe(404)
  })

  it('[AC14] signs out: the cookie is dead and the workspaces hear of it', async () => {
    const site = openSite()
    const { browser } = await signedUp(site)
    await workspaceOf(browser)
    const { session } = await browser.me()
    const cookie = browser.cookie
    expect((await browser.call('POST', '/api/auth/sign-out', {})).status).toBe(200)
    expect(browser.cookie).toBe('')
    browser.cookie = cookie
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(401)
    expect(site.objects.revoked).toMatchObject([{ kind: 'session', subjectId: session.id }])
  })
})

describe('sign-in links', () => {
  it('[AC4] is used up by the button only, once, and is stored as a hash', async () => {
    const site = openSite()
    const email = `link@${crypto.randomUUID()}.example`
    const browser = new Browser(site)
    expect((await browser.call('POST', '/api/auth/sign-in/magic-link', { email })).status).toBe(200)
    const link = await linkTo(site, email)
    const token = link.searchParams.get('token') ?? ''
    const stored = await testEnv()
      .DB.prepare('select count(*) as found from verification where identifier like ?')
      .bind(`%${token}%`)
      .first<{ found: number }>()
    expect(stored?.found).toBe(0)

    for (let look = 0; look < 3; look += 1) {
      const page = await browser.call('GET', `${link.pathname}${link.search}`)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('method="post"')
    }
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(401)

    const form = new URLSearchParams({ token })
    const foreign = await browser.call('POST', link.pathname, form, { origin: 'https://evil.example' })
    expect(foreign.status).toBe(403)
    const used = await browser.call('POST', link.pathname, form)
    expect([used.status, used.headers.get('location')]).toEqual([303, '/'])
    expect((await browser.me()).person).toMatchObject({ name: 'link', email, emailVerified: true })
    expect((await new Browser(site).call('POST', link.pathname, form)).status).toBe(410)
  })

  it('[AC4] works for ten minutes', async () => {
    const site = openSite()
    const pressedAfter = async (minutes: number) => {
      const email = `link@${crypto.randomUUID()}.example`
      const browser = new Browser(site)
      await browser.call('POST', '/api/auth/sign-in/magic-link', { email })
      const link = await linkTo(site, email)
      await pass(minutes)
      const form = new URLSearchParams({ token: link.searchParams.get('token') ?? '' })
      const { status } = await browser.call('POST', link.pathname, form)
      return [status, (await browser.call('GET', '/api/v1/me')).status]
    }
    expect(await pressedAfter(10)).toEqual([410, 401])
    expect(await pressedAfter(9)).toEqual([303, 200])
  })

  it('[AC5] throws out whoever signed up with the address before', async () => {
    const site = openSite()
    const squatter = await signedUp(site)
    await workspaceOf(squatter.browser)
    const { session } = await squatter.browser.me()
    const owner = new Browser(site)
    await owner.call('POST', '/api/auth/sign-in/magic-link', { email: squatter.email })
    const link = await linkTo(site, squatter.email)
    await owner.call(
      'POST',
      link.pathname,
      new URLSearchParams({ token: link.searchParams.get('token') ?? '' }),
    )
    expect((await owner.me()).person.email).toBe(squatter.email)
    expect((await squatter.browser.call('GET', '/api/v1/me')).status).toBe(401)
    expect(site.objects.revoked).toContainEqual(
      expect.objectContaining({ kind: 'session', subjectId: session.id }),
    )
    const again = await new Browser(site).call('POST', '/api/auth/sign-in/email', {
      email: squatter.email,
      password: PASSWORD,
    })
    expect(again.status).toBe(401)
  })

  it('[AC1] leaves the password of a confirmed account alone', async () => {
    const site = openSite()
    const person = await confirmed(site)
    await person.browser.call('POST', '/api/auth/sign-in/magic-link', { email: person.email })
    const link = await linkTo(site, person.email)
    await person.browser.call(
      'POST',
      link.pathname,
      new URLSearchParams({ token: link.searchParams.get('token') ?? '' }),
    )
    const signIn = await new Browser(site).call('POST', '/api/auth/sign-in/email', {
      email: person.email,
      password: PASSWORD,
    })
    expect(signIn.status).toBe(200)
  })
})
