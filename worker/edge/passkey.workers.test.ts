import { describe, expect, it } from 'vitest'
import type { SecurityView } from '../../contracts/session.ts'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import { listMail } from '../auth/repository.ts'
import { Authenticator } from './testing/authenticator.ts'
import {
  Browser,
  codeOf,
  confirmed,
  ORIGIN,
  openSite,
  PASSWORD,
  type Site,
  signedUp,
} from './testing/site.ts'

type Options = Parameters<Authenticator['create']>[0]
const optionsOf = async (response: Response): Promise<Options> =>
  (await response.json<{ data: Options }>()).data

const begin = (browser: Browser, password = PASSWORD) =>
  browser.call('POST', '/api/v1/me/passkeys/options', { password })
const add = (browser: Browser, response: object) =>
  browser.call('POST', '/api/v1/me/passkeys', { name: 'My phone', response })

async function withPasskey(site: Site) {
  const { browser, email } = await confirmed(site)
  const device = await Authenticator.make()
  const made = await device.create(await optionsOf(await begin(browser)), { origin: ORIGIN })
  const added = await add(browser, made)
  if (!added.ok) throw new Error(`adding answered ${added.status}: ${await added.text()}`)
  return { browser, email, device }
}

const challenge = async (browser: Browser) =>
  optionsOf(await browser.call('POST', '/api/auth/passkey/options', {}))
const signIn = (browser: Browser, response: object) => browser.call('POST', '/api/auth/passkey', { response })
const passkeysOf = async (browser: Browser) =>
  (await (await browser.call('GET', '/api/v1/me/security')).json<{ data: SecurityView }>()).data.passkeys

/** Lets the time of challenges pass; the library reads the clock of the platform. */
const pass = (minutes: number) =>
  testEnv()
    .DB.prepare('update verification set expires_at = expires_at - ?')
    .bind(minutes * 60_000)
    .run()

describe('passkeys', () => {
  it('[AC54] are added by somebody who shows to be it, named, removed, and never those of another', async () => {
    const site = openSite()
    expect(await codeOf(await begin((await signedUp(site)).browser))).toBe('address_unconfirmed')
    const { browser, email } = await withPasskey(site)
    expect(await codeOf(await begin(browser, 'not this one'))).toBe('wrong_password')
    const [key] = await passkeysOf(browser)
    expect(key?.name).toBe('My phone')
    const stranger = (await confirmed(site)).browser
    const path = `/api/v1/me/passkeys/${key?.id}`
    expect((await stranger.call('PATCH', path, { name: 'Mine' })).status).toBe(404)
    expect((await stranger.call('POST', `${path}/remove`, { password: PASSWORD })).status).toBe(404)
    expect((await browser.call('PATCH', path, { name: 'Old phone' })).status).toBe(200)
    expect((await passkeysOf(browser))[0]?.name).toBe('Old phone')
    expect(await codeOf(await browser.call('POST', `${path}/remove`, { password: 'no' }))).toBe(
      'wrong_password',
    )
    expect((await browser.call('POST', `${path}/remove`, { password: PASSWORD })).status).toBe(200)
    expect(await passkeysOf(browser)).toEqual([])
    const subjects = (await listMail(site.edge.deps.db))
      .filter(({ to }) => to === email)
      .map(({ subject }) => subject)
    expect(subjects.slice(0, 2)).toEqual([
      'A passkey for Orrery was removed',
      'A passkey for Orrery was added',
    ])
  })

  it('[AC55] sign in by themselves, when the device has asked for its person', async () => {
    const site = openSite()
    const { email, device } = await withPasskey(site)
    const browser = new Browser(site)
    const careless = await device.get(await challenge(browser), { origin: ORIGIN, isVerified: false })
    expect(await codeOf(await signIn(browser, careless))).toBe('passkey_refused')
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(401)
    const answer = await signIn(browser, await device.get(await challenge(browser), { origin: ORIGIN }))
    expect([answer.status, await answer.text()]).toEqual([200, '{"data":{"next":null}}'])
    expect((await browser.me()).person.email).toBe(email)
    const { browser: other } = await confirmed(site)
    const unverified = await (await Authenticator.make()).create(await optionsOf(await begin(other)), {
      origin: ORIGIN,
      isVerified: false,
    })
    expect(await codeOf(await add(other, unverified))).toBe('passkey_refused')
  })

  it('[AC56] answer a challenge once, in its browser, and for our own origin', async () => {
    const site = openSite()
    const { device } = await withPasskey(site)
    const browser = new Browser(site)
    const foreign = await device.get(await challenge(browser), { origin: 'https://evil.example' })
    expect(await codeOf(await signIn(browser, foreign))).toBe('passkey_refused')
    const good = await device.get(await challenge(browser), { origin: ORIGIN })
    expect(await codeOf(await signIn(new Browser(site), good))).toBe('passkey_refused')
    const cookie = browser.cookie
    expect((await signIn(browser, good)).status).toBe(200)
    browser.cookie = cookie
    expect(await codeOf(await signIn(browser, good))).toBe('passkey_refused')
    const unknown = await (await Authenticator.make()).get(await challenge(browser), { origin: ORIGIN })
    expect(await codeOf(await signIn(browser, unknown))).toBe('passkey_refused')
    const forged = { origin: 'https://evil.example' }
    expect((await browser.call('POST', '/api/auth/passkey/options', {}, forged)).status).toBe(403)
    expect((await browser.call('POST', '/api/auth/passkey', {}, forged)).status).toBe(403)
  })
  it('[AC56] answer a challenge within five minutes, to sign in and to be added', async () => {
    const site = openSite()
    const { device } = await withPasskey(site)
    const signedInAfter = async (minutes: number) => {
      const browser = new Browser(site)
      const response = await device.get(await challenge(browser), { origin: ORIGIN })
      await pass(minutes)
      return (await signIn(browser, response)).ok
    }
    const addedAfter = async (minutes: number) => {
      const { browser } = await confirmed(site)
      const options = await optionsOf(await begin(browser))
      const response = await (await Authenticator.make()).create(options, { origin: ORIGIN })
      await pass(minutes)
      return (await add(browser, response)).ok
    }
    expect([await signedInAfter(5), await addedAfter(5)]).toEqual([false, false])
    expect([await signedInAfter(4), await addedAfter(4)]).toEqual([true, true])
  })
})
