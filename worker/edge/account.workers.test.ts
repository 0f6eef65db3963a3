import { describe, expect, it } from 'vitest'
import type { SessionView } from '../../contracts/session.ts'
import { AUTH_CALLS_PER_MINUTE } from '../../contracts/session.ts'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import { listMail } from '../auth/repository.ts'
import {
  Browser,
  codeOf,
  confirmed,
  linkTo,
  openSite,
  PASSWORD,
  type Site,
  workspaceOf,
} from './testing/site.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

async function signIn(site: Site, email: string, password = PASSWORD) {
  const browser = new Browser(site)
  const { status } = await browser.call('POST', '/api/auth/sign-in/email', { email, password })
  return { browser, status }
}

const sessionsOf = async (browser: Browser): Promise<SessionView[]> =>
  (await (await browser.call('GET', '/api/v1/sessions')).json<{ data: SessionView[] }>()).data

const press = (browser: Browser, link: URL) =>
  browser.call('POST', link.pathname, new URLSearchParams({ token: link.searchParams.get('token') ?? '' }))

const mailsTo = async (site: Site, email: string) =>
  (await listMail(site.edge.deps.db)).filter(({ to }) => to === email).map(({ subject }) => subject)

/** Somebody who came by a sign-in link and has no password. */
async function withoutPassword(site: Site) {
  const email = `link@${crypto.randomUUID()}.example`
  const browser = new Browser(site)
  await browser.call('POST', '/api/auth/sign-in/magic-link', { email })
  await press(browser, await linkTo(site, email))
  return { browser, email }
}

describe('sessions of a person', () => {
  it('[AC40] last longer when they are used, and not beyond 90 days', async () => {
    const site = openSite()
    const { browser } = await confirmed(site)
    const begun = Date.parse((await browser.me()).session.expiresAt) - 7 * DAY_MS
    const endAfter = async (ms: number) => {
      site.clock.now = new Date(begun + ms)
      await browser.me()
      return Date.parse((await browser.me()).session.expiresAt) - begun
    }
    expect(await endAfter(MINUTE_MS)).toBe(7 * DAY_MS)
    expect(await endAfter(6 * DAY_MS)).toBe(13 * DAY_MS)
    expect(await endAfter(88 * DAY_MS)).toBe(90 * DAY_MS)
    await testEnv()
      .DB.prepare('update session set expires_at = ?')
      .bind(Date.now() - 1)
      .run()
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(401)
  })

  it('[AC41] are listed with device, place and time, and without a token', async () => {
    const site = openSite()
    const { browser, email } = await confirmed(site)
    const { browser: other } = await signIn(site, email)
    other.cf = { country: 'AU', city: 'Sydney' } as RequestInitCfProperties
    await other.call('GET', '/api/v1/me', undefined)
    const stored = await testEnv()
      .DB.prepare('select s.token from session s join user u on u.id = s.user_id where u.email = ?')
      .bind(email)
      .all<{ token: string }>()
    const text = await (await browser.call('GET', '/api/v1/sessions')).text()
    for (const { token } of stored.results) expect(text).not.toContain(token)
    const sessions = await sessionsOf(browser)
    expect(sessions.filter(({ current }) => current)).toHaveLength(1)
    expect(sessions.find(({ current }) => !current)?.place).toEqual({ country: 'AU', city: 'Sydney' })
    expect(sessions.find(({ current }) => current)?.place).toBeNull()
  })

  it('[AC42] end one by one or all but this one, and the workspaces hear of it', async () => {
    const site = openSite()
    const { browser, email } = await confirmed(site)
    const tenantId = await workspaceOf(browser)
    const others = await Promise.all([signIn(site, email), signIn(site, email), signIn(site, email)])
    const ids = await Promise.all(others.map(async (one) => (await one.browser.me()).session.id))
    for (const { browser: one } of others)
      expect((await one.in(tenantId, 'GET', '/api/v1/clients')).status).toBe(200)
    expect((await browser.call('DELETE', `/api/v1/sessions/${ids[0]}`)).status).toBe(200)
    expect((await others[0]?.browser.in(tenantId, 'GET', '/api/v1/clients'))?.status).toBe(401)
    expect((await others[1]?.browser.in(tenantId, 'GET', '/api/v1/clients'))?.status).toBe(200)
    expect((await browser.call('DELETE', '/api/v1/sessions')).status).toBe(200)
    expect((await others[1]?.browser.in(tenantId, 'GET', '/api/v1/clients'))?.status).toBe(401)
    expect((await others[2]?.browser.in(tenantId, 'GET', '/api/v1/clients'))?.status).toBe(401)
    expect(await sessionsOf(browser)).toHaveLength(1)
    expect(new Set(site.objects.revoked.map(({ subjectId }) => subjectId))).toEqual(new Set(ids))
    const stranger = await confirmed(site)
    const { session } = await browser.me()
    expect((await stranger.browser.call('DELETE', `/api/v1/sessions/${session.id}`)).status).toBe(404)
    const forged = { origin: 'https://evil.example' }
    expect((await browser.call('DELETE', '/api/v1/sessions', undefined, forged)).status).toBe(403)
  })
})

describe('changes of an account', () => {
  it('[AC43] take the password, counted, or a recent sign-in where there is none', async () => {
    const site = openSite()
    const { browser } = await confirmed(site)
    const change = (by: Browser, password?: string) =>
      by.call('POST', '/api/v1/me/password', { password, newPassword: 'quite another sentence' })
    for (const wrong of [undefined, 'not this one']) {
      const answer = await change(browser, wrong)
      expect([answer.status, await codeOf(answer)]).toEqual([403, 'wrong_password'])
    }
    const more = await Promise.all(
      Array.from({ length: AUTH_CALLS_PER_MINUTE }, () => change(browser, 'not this one')),
    )
    expect(more.map(({ status }) => status)).toContain(429)
    const { browser: linked } = await withoutPassword(site)
    site.clock.now = new Date(Date.now() + 16 * MINUTE_MS)
    const late = await change(linked)
    expect([late.status, await codeOf(late)]).toEqual([403, 'recent_sign_in_required'])
    site.clock.now = new Date()
    expect((await change(linked)).status).toBe(200)
    expect((await change(linked)).status).toBe(403)
  })

  it('[AC44] end the other sessions and older links with a new password', async () => {
    const site = openSite()
    const { browser, email } = await confirmed(site)
    const { browser: other } = await signIn(site, email)
    await browser.call('POST', '/api/auth/request-password-reset', { email })
    const token = (await linkTo(site, email)).searchParams.get('token')
    const body = { password: PASSWORD, newPassword: 'quite another sentence' }
    expect((await browser.call('POST', '/api/v1/me/password', body)).status).toBe(200)
    expect((await other.call('GET', '/api/v1/me')).status).toBe(401)
    expect((await browser.me()).person.email).toBe(email)
    expect((await mailsTo(site, email))[0]).toContain('password for Orrery was changed')
    const reset = await new Browser(site).call('POST', '/api/auth/reset-password', {
      token,
      newPassword: 'one more of them',
    })
    expect(reset.status).toBe(410)
    expect((await signIn(site, email)).status).toBe(401)
    expect((await signIn(site, email, 'quite another sentence')).status).toBe(200)
  })

  it('[AC45] move to another address once its owner has pressed the button', async () => {
    const site = openSite()
    const { browser, email } = await confirmed(site)
    const wanted = `new@${crypto.randomUUID()}.example`
    const ask = (to: string) => browser.call('POST', '/api/v1/me/address', { email: to, password: PASSWORD })
    expect((await ask(wanted)).status).toBe(202)
    expect((await mailsTo(site, email))[0]).toContain('about to change')
    const link = await linkTo(site, wanted)
    const stored = await testEnv()
      .DB.prepare('select group_concat(identifier) as all_of_them from verification')
      .first<{ all_of_them: string }>()
    expect(stored?.all_of_them).not.toContain(link.searchParams.get('token'))
    expect((await browser.call('GET', `${link.pathname}${link.search}`)).status).toBe(200)
    expect((await browser.me()).person.email).toBe(email)
    const anybody = new Browser(site)
    expect((await press(anybody, link)).status).toBe(303)
    // Whoever opens the link is not signed in by it.
    expect(anybody.cookie).toBe('')
    expect((await browser.me()).person).toMatchObject({ email: wanted, emailVerified: true })
    expect((await mailsTo(site, email))[0]).toContain('was changed')
    expect((await press(anybody, link)).status).toBe(410)
  })

  it('[AC45] keep the address when the link is changed or an hour old, the password was, or somebody else has it', async () => {
    const site = openSite()
    const { browser, email } = await confirmed(site)
    const taken = await confirmed(site)
    const ask = (to: string, password = PASSWORD) =>
      browser.call('POST', '/api/v1/me/address', { email: to, password })
    const before = (await mailsTo(site, taken.email)).length
    expect((await ask(taken.email)).status).toBe(202)
    expect(await mailsTo(site, taken.email)).toHaveLength(before)
    const wanted = `new@${crypto.randomUUID()}.example`
    await ask(wanted)
    const link = await linkTo(site, wanted)
    const other = new URL(link)
    const [secret] = (link.searchParams.get('token') ?? '').split('.')
    other.searchParams.set('token', `${secret}.${btoa('evil@x.example').replaceAll('=', '')}`)
    expect((await press(new Browser(site), other)).status).toBe(410)
    const body = { password: PASSWORD, newPassword: 'quite another sentence' }
    await browser.call('POST', '/api/v1/me/password', body)
    expect((await press(new Browser(site), link)).status).toBe(410)
    const anew = () =>
      browser.call('POST', '/api/v1/me/address', { email: wanted, password: 'quite another sentence' })
    for (const [minutes, status] of [
      [60, 410],
      [59, 303],
    ] as const) {
      expect((await browser.me()).person.email).toBe(email)
      await anew()
      await testEnv()
        .DB.prepare('update verification set expires_at = expires_at - ?')
        .bind(minutes * MINUTE_MS)
        .run()
      expect((await press(new Browser(site), await linkTo(site, wanted))).status).toBe(status)
    }
  })

  it('[AC43] give a person another name, and only a proper one', async () => {
    const { browser } = await confirmed(openSite())
    expect((await browser.call('PATCH', '/api/v1/me', { name: '  ' })).status).toBe(400)
    expect((await browser.call('PATCH', '/api/v1/me', { name: 'Ada K.' })).status).toBe(200)
    expect((await browser.me()).person.name).toBe('Ada K.')
    const forged = { origin: 'https://evil.example' }
    expect((await browser.call('PATCH', '/api/v1/me', { name: 'Eve' }, forged)).status).toBe(403)
  })
})
