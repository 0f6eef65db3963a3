import { describe, expect, it } from 'vitest'
import type { SecurityLogEntry } from '../../contracts/security-log.ts'
import type { SecurityView, TwoFactorSetup } from '../../contracts/session.ts'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import { listMail } from '../auth/repository.ts'
import { appCode } from './testing/app-code.ts'
import {
  Browser,
  codeOf,
  confirmed,
  joinedBy,
  linkTo,
  openSite,
  ownerAtHome,
  PASSWORD,
  type Site,
  signedUp,
  workspaceOf,
} from './testing/site.ts'

const post = (browser: Browser, path: string, body: unknown) => browser.call('POST', path, body)

const setUp = async (browser: Browser, password: string | undefined = PASSWORD) =>
  post(browser, '/api/v1/me/two-factor', { password })

/** Somebody whose account asks for a second step, and what their app was given. */
async function protectedPerson(site: Site) {
  const { browser, email } = await confirmed(site)
  const { data } = await (await setUp(browser)).json<{ data: TwoFactorSetup }>()
  const confirm = await post(browser, '/api/v1/me/two-factor/confirm', { code: await appCode(data.uri, 0) })
  if (!confirm.ok) throw new Error(`confirming answered ${confirm.status}: ${await confirm.text()}`)
  return { browser, email, ...data }
}

async function firstStep(site: Site, email: string, password = PASSWORD, browser = new Browser(site)) {
  const answer = await post(browser, '/api/auth/sign-in/email', { email, password })
  return { browser, status: answer.status, text: await answer.text() }
}

const secondStep = (browser: Browser, code: string, trustDevice?: boolean) =>
  post(browser, '/api/auth/two-factor/verify-totp', { code, trustDevice })

/** Lets the time of second steps and trusted devices pass; the library reads the clock of the platform. */
const pass = (minutes: number) =>
  testEnv()
    .DB.prepare('update verification set expires_at = expires_at - ?')
    .bind(minutes * 60_000)
    .run()

const isSignedIn = async (browser: Browser) => (await browser.call('GET', '/api/v1/me')).status === 200

const security = async (browser: Browser) =>
  (await (await browser.call('GET', '/api/v1/me/security')).json<{ data: SecurityView }>()).data

describe('a second step of signing in', () => {
  it('[AC46] is asked for only once a first code was right, and takes password and confirmed address', async () => {
    const site = openSite()
    const { browser: stranger } = await signedUp(site)
    expect(await codeOf(await setUp(stranger))).toBe('address_unconfirmed')
    const { browser, email } = await confirmed(site)
    expect(await codeOf(await setUp(browser, 'not this one'))).toBe('wrong_password')
    const { data } = await (await setUp(browser)).json<{ data: TwoFactorSetup }>()
    expect(data.uri).toMatch(/^otpauth:\/\/totp\/Orrery/)
    expect((await security(browser)).twoFactor).toBeNull()
    expect((await firstStep(site, email)).text).toBe('{"data":{"next":null}}')
    expect(await codeOf(await post(browser, '/api/v1/me/two-factor/confirm', { code: '000000' }))).toBe(
      'wrong_code',
    )
    expect(
      (await post(browser, '/api/v1/me/two-factor/confirm', { code: await appCode(data.uri) })).status,
    ).toBe(200)
    expect((await security(browser)).twoFactor).toEqual({ recoveryCodesLeft: 10 })
    const mails = (await listMail(site.edge.deps.db)).filter(({ to }) => to === email)
    expect(mails[0]?.subject).toContain('is on')
    const stored = await testEnv()
      .DB.prepare(
        'select secret || backup_codes as kept from two_factor t join user u on u.id = t.user_id where u.email = ?',
      )
      .bind(email)
      .first<{ kept: string }>()
    for (const plain of data.recoveryCodes) expect(stored?.kept).not.toContain(plain)
  })

  it('[AC47] follows a password and a sign-in link alike, and a new password is no way around it', async () => {
    const site = openSite()
    const { email, uri } = await protectedPerson(site)
    const byPassword = await firstStep(site, email)
    expect([byPassword.status, byPassword.text]).toEqual([200, '{"data":{"next":"two_factor"}}'])
    expect(await isSignedIn(byPassword.browser)).toBe(false)

    const byLink = new Browser(site)
    await post(byLink, '/api/auth/sign-in/magic-link', { email })
    const link = await linkTo(site, email)
    const form = new URLSearchParams({ token: link.searchParams.get('token') ?? '' })
    const pressed = await byLink.call('POST', link.pathname, form)
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/login/two-factor'])
    expect(await isSignedIn(byLink)).toBe(false)
    expect((await secondStep(byLink, await appCode(uri))).status).toBe(200)
    expect(await isSignedIn(byLink)).toBe(true)

    await post(new Browser(site), '/api/auth/request-password-reset', { email })
    const token = (await linkTo(site, email)).searchParams.get('token')
    const newPassword = 'quite another sentence'
    expect((await post(new Browser(site), '/api/auth/reset-password', { token, newPassword })).status).toBe(
      200,
    )
    const again = await firstStep(site, email, newPassword)
    expect(again.text).toContain('two_factor')
    // Somebody else's browser cannot take the step.
    expect(await codeOf(await secondStep(new Browser(site), await appCode(uri)))).toBe('second_step_over')
  })

  it('[AC47] ends after five wrong codes, and after ten in a row no code is taken for a while', async () => {
    const site = openSite()
    const { email, uri } = await protectedPerson(site)
    const wrong = async (browser: Browser) =>
      codeOf(await secondStep(browser, String(100000 + Math.floor(Math.random() * 900000))))
    const first = await firstStep(site, email)
    const codes: string[] = []
    for (let attempt = 0; attempt < 6; attempt += 1) codes.push(await wrong(first.browser))
    expect(codes).toEqual([...Array(5).fill('wrong_code'), 'second_step_over'])
    const second = await firstStep(site, email)
    for (let attempt = 0; attempt < 5; attempt += 1) await wrong(second.browser)
    const third = await firstStep(site, email)
    const locked = await secondStep(third.browser, await appCode(uri))
    expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '900'])
  })

  it('[AC47] is waited for ten minutes', async () => {
    const site = openSite()
    const { email, uri } = await protectedPerson(site)
    const takenAfter = async (minutes: number) => {
      const { browser } = await firstStep(site, email)
      await pass(minutes)
      const answer = await secondStep(browser, await appCode(uri))
      return [answer.ok ? '' : await codeOf(answer), await isSignedIn(browser)]
    }
    expect(await takenAfter(10)).toEqual(['second_step_over', false])
    expect(await takenAfter(9)).toEqual(['', true])
  })

  it('[AC48] takes a code once', async () => {
    const site = openSite()
    const { email, uri } = await protectedPerson(site)
    const [one, other] = [await firstStep(site, email), await firstStep(site, email)]
    const code = await appCode(uri)
    const answers = await Promise.all([secondStep(one.browser, code), secondStep(other.browser, code)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
    const replayed = await firstStep(site, email)
    expect(await codeOf(await secondStep(replayed.browser, code))).toBe('wrong_code')
    expect(await isSignedIn(replayed.browser)).toBe(false)
  })

  it('[AC49] takes a recovery code once, and none that were replaced', async () => {
    const site = openSite()
    const { browser, email, recoveryCodes } = await protectedPerson(site)
    const byCode = async (code = '') => {
      const { browser: fresh } = await firstStep(site, email)
      return post(fresh, '/api/auth/two-factor/verify-backup-code', { code })
    }
    expect((await byCode(recoveryCodes[0])).status).toBe(200)
    expect(await codeOf(await byCode(recoveryCodes[0]))).toBe('wrong_code')
    expect((await security(browser)).twoFactor).toEqual({ recoveryCodesLeft: 9 })
    const anew = (password: string) => post(browser, '/api/v1/me/two-factor/recovery-codes', { password })
    expect(await codeOf(await anew('not this one'))).toBe('wrong_password')
    const { data } = await (await anew(PASSWORD)).json<{ data: { recoveryCodes: string[] } }>()
    site.clock.now = new Date(Date.now() + 61_000)
    expect(await codeOf(await byCode(recoveryCodes[1]))).toBe('wrong_code')
    expect((await byCode(data.recoveryCodes[0])).status).toBe(200)
    const off = (password: string) => post(browser, '/api/v1/me/two-factor/off', { password })
    expect(await codeOf(await off('not this one'))).toBe('wrong_password')
    expect((await off(PASSWORD)).status).toBe(200)
    expect((await firstStep(site, email)).text).toContain('null')
  })

  it('[AC50] is skipped on a trusted device until the password changes', async () => {
    const site = openSite()
    const { browser, email, uri } = await protectedPerson(site)
    const { browser: device } = await firstStep(site, email)
    expect((await secondStep(device, await appCode(uri), true)).status).toBe(200)
    await post(device, '/api/auth/sign-out', {})
    expect((await firstStep(site, email, PASSWORD, device)).text).toContain('null')
    expect(await isSignedIn(device)).toBe(true)
    const newPassword = 'quite another sentence'
    await post(browser, '/api/v1/me/password', { password: PASSWORD, newPassword })
    expect((await firstStep(site, email, newPassword, device)).text).toContain('two_factor')
  })
})

it('[AC50] trusts a device for thirty days', async () => {
  const site = openSite()
  const { email, uri } = await protectedPerson(site)
  const dayMinutes = 24 * 60
  const nextAfter = async (days: number) => {
    const { browser: device } = await firstStep(site, email)
    const trusted = await secondStep(device, await appCode(uri), true)
    const [, seconds] =
      /trust_device=[^;]+;.*?max-age=(\d+)/i.exec(trusted.headers.getSetCookie().join('\n')) ?? []
    expect(Number(seconds)).toBe(30 * dayMinutes * 60)
    await pass(days * dayMinutes)
    return (await firstStep(site, email, PASSWORD, device)).text
  }
  expect(await nextAfter(30)).toContain('two_factor')
  expect(await nextAfter(29)).toContain('null')
})

describe('a second step that is lost', () => {
  /** A member with a second step, of a workspace whose owner is at hand. */
  async function lost(role = 'editor') {
    const { site, browser: owner, tenantId } = await ownerAtHome()
    const member = await protectedPerson(site)
    await joinedBy(site, owner, tenantId, member, role)
    const personId = (await member.browser.me()).person.id
    const reset = (as: Browser, password: string | undefined = PASSWORD, of = personId) =>
      as.in(tenantId, 'POST', `/api/v1/members/${of}/second-step/reset`, { password })
    return { site, owner, tenantId, member, personId, reset }
  }

  it('[AC166] is taken off by an owner, who shows who they are; the member signs in with the password, and everybody hears', async () => {
    const { site, owner, member, personId, reset } = await lost()
    expect(await codeOf(await reset(owner, 'not this one'))).toBe('wrong_password')
    expect((await firstStep(site, member.email)).text).toContain('two_factor')
    expect((await reset(owner)).status).toBe(200)
    expect(await isSignedIn(member.browser)).toBe(false)
    expect((await firstStep(site, member.email, 'not this one')).status).toBe(401)
    const again = await firstStep(site, member.email)
    expect([again.status, again.text]).toEqual([200, '{"data":{"next":null}}'])
    expect((await security(again.browser)).twoFactor).toBeNull()
    const [mail] = (await listMail(site.edge.deps.db)).filter(({ to }) => to === member.email)
    expect(mail?.subject).toContain('was taken off your account')
    const log = await again.browser.call('GET', '/api/v1/me/security/log')
    const { data } = await log.json<{ data: SecurityLogEntry[] }>()
    expect(data.map(({ detail }) => detail)).toContain('second_step_reset')
    const told = site.objects.facts.filter(({ type }) => type === 'account.changed')
    expect(told.at(-1)).toMatchObject({
      actor: `person:${(await owner.me()).person.id}`,
      subject: `person:${personId}`,
      data: { what: 'second_step_reset' },
    })
    // What was set up before opens nothing: a new second step has its own secret.
    expect(await codeOf(await reset(owner))).toBe('second_step_off')
  })

  it('[AC166] is nobody else’s to reset: no admin, no stranger, not one’s own', async () => {
    const { site, owner, tenantId, personId, reset } = await lost()
    const admin = await confirmed(site)
    await joinedBy(site, owner, tenantId, admin, 'admin')
    expect((await reset(admin.browser)).status).toBe(403)
    const stranger = await ownerAtHome()
    expect((await reset(stranger.browser)).status).toBe(404)
    expect((await reset(owner, PASSWORD, (await owner.me()).person.id)).status).toBe(404)
    expect((await reset(owner, PASSWORD, crypto.randomUUID())).status).toBe(404)
    const key = await owner.in(tenantId, 'POST', '/api/v1/keys', { name: 'k', scopes: ['members.read'] })
    const { data } = await key.json<{ data: { secret: string } }>()
    const byKey = await new Browser(site).call(
      'POST',
      `/api/v1/members/${personId}/second-step/reset`,
      { password: PASSWORD },
      { authorization: `Bearer ${data.secret}` },
    )
    expect(byKey.status).toBe(403)
  })

  it('[AC167] stays where the account also protects a workspace of somebody else', async () => {
    const { site, owner, member, reset } = await lost()
    await workspaceOf(member.browser)
    expect(await codeOf(await reset(owner))).toBe('second_step_elsewhere')
    expect((await firstStep(site, member.email)).text).toContain('two_factor')
  })
})
