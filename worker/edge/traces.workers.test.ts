import { SignJWT } from 'jose/jwt/sign'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ControlFact } from '../../contracts/control-facts.ts'
import { keySecret } from '../../contracts/key-secret.ts'
import type { SecurityLogEntry } from '../../contracts/security-log.ts'
import { pushOutbox } from '../workspaces/outbox.ts'
import {
  Browser,
  codeOf,
  confirmed,
  joinedBy,
  ORIGIN,
  openSite,
  PASSWORD,
  type Site,
  workspaceOf,
} from './testing/site.ts'

let site: Site
let owner: { browser: Browser; email: string }
let tenantId: string
let ownerId: string
beforeAll(async () => {
  site = openSite()
  owner = await confirmed(site)
  tenantId = await workspaceOf(owner.browser)
  ownerId = (await owner.browser.me()).person.id
})

/** What the log of the workspace was told of a kind, once the minute is over. */
async function toldOf(type: string): Promise<ControlFact[]> {
  site.clock.now = new Date(site.clock.now.getTime() + 2 * 60_000)
  site.objects.facts.length = 0
  await pushOutbox(site.edge.deps, tenantId)
  return site.objects.facts.filter((fact) => fact.type === type)
}

/** What the person's own page says, newest first. */
async function pageOf(browser: Browser): Promise<SecurityLogEntry[]> {
  const answer = await browser.call('GET', '/api/v1/me/security/log')
  return (await answer.json<{ data: SecurityLogEntry[] }>()).data
}

const signIn = (browser: Browser, email: string, password: string) =>
  browser.call('POST', '/api/auth/sign-in/email', { email, password })

describe('sign-ins', () => {
  it('[AU43] are told to each workspace of the person once a minute, with how often', async () => {
    await toldOf('sign_in.noted')
    const again = new Browser(site)
    expect((await signIn(again, owner.email, PASSWORD)).status).toBe(200)
    expect((await signIn(again, owner.email, PASSWORD)).status).toBe(200)
    const facts = await toldOf('sign_in.noted')
    expect(facts).toMatchObject([
      {
        actor: `person:${ownerId}`,
        subject: `person:${ownerId}`,
        data: { personId: ownerId, outcome: 'done', way: 'password', times: 2 },
      },
    ])
    expect((await pageOf(owner.browser))[0]).toMatchObject({
      kind: 'signed_in',
      detail: 'password',
      times: 2,
    })
  })

  it('[AU43] that are refused are told as well, and the caller hears the same as for an unknown address', async () => {
    await toldOf('sign_in.noted')
    const stranger = new Browser(site)
    const wrong = await signIn(stranger, owner.email, 'not the password at all')
    const unknown = await signIn(stranger, `nobody@${crypto.randomUUID()}.example`, PASSWORD)
    expect([wrong.status, await codeOf(wrong)]).toEqual([unknown.status, await codeOf(unknown)])
    const facts = await toldOf('sign_in.noted')
    expect(facts).toMatchObject([
      { actor: 'system:front_door', data: { personId: ownerId, outcome: 'refused', way: 'password' } },
    ])
    // Nothing of who tried stands in the log of a workspace.
    expect(JSON.stringify(facts)).not.toContain('203.0.113')
    expect((await pageOf(owner.browser))[0]).toMatchObject({ kind: 'sign_in_refused', detail: 'password' })
  })

  it('[AU44] and changes of how one signs in are told by who made them', async () => {
    await toldOf('account.changed')
    const changed = await owner.browser.call('POST', '/api/v1/me/password', {
      password: PASSWORD,
      newPassword: `${PASSWORD} 2`,
    })
    expect(changed.status).toBe(200)
    expect(site.objects.facts.filter(({ type }) => type === 'account.changed')).toMatchObject([
      { actor: `person:${ownerId}`, data: { personId: ownerId, what: 'password_changed' } },
    ])
    expect((await pageOf(owner.browser))[0]).toMatchObject({
      kind: 'account_changed',
      detail: 'password_changed',
    })
  })
})

describe('what somebody does with their account', () => {
  it('[AU32] is told to each of their workspaces and to themselves: devices signed out, another name, data taken out', async () => {
    const person = await confirmed(site)
    const home = await workspaceOf(person.browser)
    const { id } = (await person.browser.me()).person
    const elsewhereToo = async () => {
      const browser = new Browser(site)
      await signIn(browser, person.email, PASSWORD)
      return (await browser.me()).session.id
    }
    const calls: [string, string, object?][] = [
      ['PATCH', '/api/v1/me', { name: 'Ada Byron' }],
      ['PATCH', '/api/v1/me', { name: 'Ada Byron' }],
      ['DELETE', `/api/v1/sessions/${await elsewhereToo()}`],
      // Nothing is left to end: nothing is told.
      ['DELETE', '/api/v1/sessions'],
      ['GET', '/api/v1/me/export'],
    ]
    site.objects.facts.length = 0
    for (const [method, path, body] of calls) {
      const answer = await person.browser.call(method, path, body)
      expect([method, path, answer.status]).toEqual([method, path, 200])
      await answer.text()
    }
    await elsewhereToo()
    await person.browser.call('DELETE', '/api/v1/sessions')
    await pushOutbox(site.edge.deps, home)
    const told = site.objects.facts.filter(({ type }) => type === 'account.changed')
    const expected = ['name_changed', 'sessions_ended', 'data_exported', 'sessions_ended']
    expect(told.map(({ actor, data }) => [actor, data])).toEqual(
      expected.map((what) => [`person:${id}`, { personId: id, what }]),
    )
    // The name itself is personal, and stands in no entry.
    expect(JSON.stringify(told)).not.toContain('Byron')
    const page = await pageOf(person.browser)
    const shown = page.filter(({ kind }) => kind === 'account_changed').map(({ detail }) => detail)
    // What happens twice in a minute is one line there.
    expect(shown.toSorted()).toEqual([...new Set(expected)].toSorted())
  })
})

/** A token with our claims, signed as the caller wants. */
async function tokenBy(over: {
  aud?: string
  iss?: string
  nbf?: number
  exp?: number
  kid?: string
  sid?: unknown
}): Promise<string> {
  const { deps } = site.edge
  const signer = await deps.signing.current()
  const nowS = Math.floor(site.clock.now.getTime() / 1000)
  return new SignJWT({ sid: over.sid ?? 's1', tenant: tenantId })
    .setProtectedHeader({ alg: 'RS256', kid: over.kid ?? signer.kid, typ: 'at+jwt' })
    .setIssuer(over.iss ?? ORIGIN)
    .setAudience(over.aud ?? `${ORIGIN}/api/v1`)
    .setSubject(ownerId)
    .setJti(crypto.randomUUID())
    .setIssuedAt(over.nbf ?? nowS)
    .setNotBefore(over.nbf ?? nowS)
    .setExpirationTime(over.exp ?? nowS + 600)
    .sign(signer.key)
}

const base64url = (value: object) =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

async function hmacToken(): Promise<string> {
  return new SignJWT({ sid: 's1' })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: (await site.edge.deps.signing.current()).kid })
    .setSubject(ownerId)
    .sign(new TextEncoder().encode('the public key, as a secret'.repeat(4)))
}

const callWith = (token: string) =>
  site.edge.fetch(
    new Request(`${ORIGIN}/api/v1/clients`, {
      headers: { authorization: `Bearer ${token}`, 'x-tenant-id': tenantId },
    }),
  )

/** Rows of the front door's own log that name no person. */
async function nobodysRows(): Promise<string[]> {
  const { results } = await site.edge.deps.env.DB.prepare(
    'select detail from security_log where person_id is null',
  ).all<{ detail: string }>()
  return results.map(({ detail }) => detail)
}

describe('refused tokens', () => {
  it('[AU45] that are none of ours stand in the log of the front door, each with its reason', async () => {
    const claims = { sub: ownerId, sid: 's1', tenant: tenantId }
    const unsigned = `${base64url({ alg: 'none', typ: 'at+jwt' })}.${base64url(claims)}.`
    for (const [token, reason] of [
      [unsigned, 'token_unsigned'],
      [await hmacToken(), 'token_unsigned'],
      [await tokenBy({ kid: '../../etc/passwd' }), 'token_unknown_key'],
      [`${(await tokenBy({})).slice(0, -8)}AAAAAAAA`, 'token_forged'],
      [await tokenBy({ sid: 7 }), 'token_malformed'],
      [keySecret((bytes) => crypto.getRandomValues(new Uint8Array(bytes))), 'key_unknown'],
    ] as const) {
      const answer = await callWith(token)
      expect([reason, answer.status, await codeOf(answer)]).toEqual([reason, 401, 'unauthenticated'])
      expect(await nobodysRows()).toContain(reason)
    }
    expect(await toldOf('call.refused')).toEqual([])
  })

  it('[AU45] that we had signed are told to their workspace and their person', async () => {
    const nowS = Math.floor(site.clock.now.getTime() / 1000)
    for (const [token, reason] of [
      [await tokenBy({ exp: nowS - 600, nbf: nowS - 1200 }), 'token_expired'],
      [await tokenBy({ nbf: nowS + 600, exp: nowS + 1000 }), 'token_too_early'],
      [await tokenBy({ aud: 'https://elsewhere.example' }), 'token_for_others'],
      [await tokenBy({ iss: 'https://elsewhere.example' }), 'token_for_others'],
    ] as const) {
      const answer = await callWith(token)
      expect([reason, answer.status, await codeOf(answer)]).toEqual([reason, 401, 'unauthenticated'])
    }
    expect((await toldOf('call.refused')).map(({ data }) => data)).toMatchObject([
      { personId: ownerId, reason: 'token_expired' },
      { personId: ownerId, reason: 'token_too_early' },
      { personId: ownerId, reason: 'token_for_others', times: 2 },
    ])
  })

  it('[AU45] are keys that were ended, too', async () => {
    const made = await owner.browser.in(tenantId, 'POST', '/api/v1/keys', {
      name: 'robot',
      scopes: ['metrics.read'],
    })
    const { data } = await made.json<{ data: { id: string; secret: string } }>()
    await owner.browser.in(tenantId, 'DELETE', `/api/v1/keys/${data.id}`)
    expect((await callWith(data.secret)).status).toBe(401)
    expect((await callWith(`${data.secret.slice(0, -1)}!`)).status).toBe(401)
    expect((await toldOf('call.refused')).map((fact) => fact.data)).toMatchObject([
      { keyId: data.id, reason: 'key_ended' },
    ])
  })
})

describe('calls from elsewhere', () => {
  const elsewhere = { origin: 'https://evil.example' }

  it('[AU46] with a cookie are told to the workspace they were for: forms, plain text and sockets', async () => {
    await toldOf('call.refused')
    for (const type of ['application/x-www-form-urlencoded', 'text/plain']) {
      const headers = { ...elsewhere, 'content-type': type }
      const body = new URLSearchParams({ name: 'x' })
      const answer = await owner.browser.in(tenantId, 'POST', '/api/v1/clients', body, headers)
      expect([answer.status, await codeOf(answer)]).toEqual([403, 'origin_refused'])
    }
    const strange = [
      elsewhere,
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const from of strange) {
      const headers = { ...from, upgrade: 'websocket' }
      const path = `/api/v1/live?tenant=${tenantId}`
      const socket = await owner.browser.call('GET', path, undefined, headers)
      expect([from, socket.status, await codeOf(socket)]).toEqual([from, 403, 'origin_refused'])
    }
    expect((await toldOf('call.refused')).map(({ data }) => data)).toMatchObject([
      { personId: ownerId, reason: 'foreign_page', times: 2 },
      { personId: ownerId, reason: 'foreign_socket', times: 4 },
    ])
    expect((await pageOf(owner.browser)).map(({ detail }) => detail)).toContain('foreign_socket')
  })

  it('[AU30] is also what a key asks the front door for and may not do', async () => {
    const made = await owner.browser.in(tenantId, 'POST', '/api/v1/keys', {
      ...{ name: 'reader', scopes: ['bookings.read'] },
    })
    const { data } = await made.json<{ data: { id: string; secret: string } }>()
    await toldOf('call.refused')
    const headers = { authorization: `Bearer ${data.secret}` }
    const asked = [
      ['GET', '/api/v1/keys'],
      ['POST', '/api/v1/metrics/query'],
    ] as const
    for (const [method, path] of asked) {
      const request = new Request(`http://127.0.0.1:8787${path}`, { method, headers })
      expect([path, (await site.edge.fetch(request)).status]).toEqual([path, 403])
    }
    expect((await toldOf('call.refused')).map((fact) => fact.data)).toMatchObject([
      { keyId: data.id, reason: 'not_permitted', times: 2 },
    ])
  })

  it('[AU46] are not told to a workspace that their person does not belong to', async () => {
    const stranger = await confirmed(site)
    await toldOf('call.refused')
    await stranger.browser.in(tenantId, 'POST', '/api/v1/clients', {}, elsewhere)
    expect(await toldOf('call.refused')).toEqual([])
    expect((await pageOf(stranger.browser))[0]).toMatchObject({
      kind: 'call_refused',
      detail: 'foreign_page',
    })
  })

  it('[AU46] that nobody is known by stand in the log of the front door', async () => {
    const stranger = new Browser(site)
    const sign = { email: owner.email, password: PASSWORD }
    expect((await stranger.call('POST', '/api/auth/sign-in/email', sign, elsewhere)).status).toBe(403)
    const landing = { email: owner.email, callbackURL: 'https://evil.example' }
    expect((await stranger.call('POST', '/api/auth/sign-in/magic-link', landing)).status).toBe(400)
    const stray = await stranger.call('GET', '/api/v1/connections/xero/callback?code=1&state=made-up')
    expect(stray.status).toBe(303)
    const flood = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`x-flood-${i}`, 'x']))
    expect((await stranger.call('GET', '/api/v1/me', undefined, flood)).status).toBe(431)
    expect(await nobodysRows()).toEqual(
      expect.arrayContaining(['foreign_page', 'foreign_landing', 'stray_consent', 'header_flood']),
    )
  })

  it('[AU47] are written together, and counted all the same', async () => {
    const flooded = openSite()
    const before = (await nobodysRows()).length
    const stranger = new Browser(flooded)
    const come = (times: number) =>
      Promise.all(
        Array.from({ length: times }, (_, i) =>
          stranger.call('POST', '/api/auth/sign-in/email', {}, { origin: `https://evil${i}.example` }),
        ),
      )
    await come(30)
    flooded.clock.now = new Date(Math.ceil(flooded.clock.now.getTime() / 60_000) * 60_000)
    flooded.clock.now = new Date(flooded.clock.now.getTime() + 20_000)
    await come(1)
    const { results } = await flooded.edge.deps.env.DB.prepare(
      "select times from security_log where detail = 'foreign_page' and person_id is null and times = 30",
    ).all<{ times: number }>()
    expect(results).toHaveLength(1)
    expect((await nobodysRows()).length).toBe(before + 2)
  })
})

describe('who sees it', () => {
  it('[AU48] is the person alone: another one sees their own', async () => {
    const guest = await confirmed(site)
    await joinedBy(site, owner.browser, tenantId, guest, 'viewer')
    const mine = await pageOf(guest.browser)
    expect(mine.every(({ kind }) => kind === 'signed_in')).toBe(true)
    const out = await new Browser(site).call('GET', '/api/v1/me/security/log')
    expect(out.status).toBe(401)
  })
})
