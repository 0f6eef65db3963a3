import { SignJWT } from 'jose/jwt/sign'
import { describe, expect, it } from 'vitest'
import {
  ACCESS_TOKEN_SECONDS,
  PublicKeys,
  SIGNING_KEY_LEAD_MS,
  SIGNING_KEY_LIFE_MS,
  TokenPair,
  type TokenState,
} from '../../contracts/tokens.ts'
import { listMail } from '../auth/repository.ts'
import {
  Browser,
  codeOf,
  confirmed,
  countedDb,
  linkTo,
  ORIGIN,
  openSite,
  ownerAtHome,
  PASSWORD,
  principalIn,
  type Site,
  workspaceOf,
} from './testing/site.ts'

const later = (site: Site, ms: number) => {
  site.clock.now = new Date(site.clock.now.getTime() + ms)
}
let programs = 0

/** One call of a program: no cookie, no origin, an address of its own. */
function call(
  site: Site,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  programs += 1
  const all = new Headers({ 'cf-connecting-ip': `198.51.100.${programs % 250}`, ...headers })
  return site.edge.fetch(
    new Request(`${ORIGIN}${path}`, {
      method,
      headers: all,
      body: body === undefined ? null : JSON.stringify(body),
    }),
  )
}
const withToken = (
  site: Site,
  token: string,
  method = 'GET',
  path = '/api/v1/metrics',
  headers: Record<string, string> = {},
) =>
  call(site, method, path, method === 'GET' ? undefined : {}, {
    authorization: `Bearer ${token}`,
    ...headers,
  })

async function reasonOf(response: Response): Promise<unknown[]> {
  const { error } = await response.json<{ error?: { details?: { reason?: string } } }>()
  return [response.status, error?.details?.reason]
}
const pairIn = async (response: Response): Promise<TokenPair> =>
  TokenPair.strict().parse((await response.json<{ data: unknown }>()).data)

/** A program asks for a link: what it was given, and what stands in the mail. */
async function linkAsked(site: Site, email: string): Promise<{ asked: string; token: string; code: string }> {
  const answer = await call(site, 'POST', '/api/v1/auth/send-magic-link', { email })
  expect(answer.status).toBe(202)
  const { data } = await answer.json<{ data: { asked: string } }>()
  const token = (await linkTo(site, email)).searchParams.get('token') ?? ''
  const mail = (await listMail(site.edge.deps.db)).find(({ to }) => to === email)
  return { asked: data.asked, token, code: /code is (\d{6})/.exec(mail?.body ?? '')?.[1] ?? '' }
}

/** A person with a workspace, and a program they signed in to, for that workspace. */
async function program(site = openSite()): Promise<{
  site: Site
  browser: Browser
  email: string
  tenantId: string
  pair: TokenPair
}> {
  const { browser, email } = await confirmed(site)
  const tenantId = await workspaceOf(browser)
  const { asked, token } = await linkAsked(site, email)
  const response = await call(site, 'POST', '/api/v1/auth/verify-magic-link', { asked, token, tenantId })
  expect([response.status, response.headers.getSetCookie()]).toEqual([200, []])
  return { site, browser, email, tenantId, pair: await pairIn(response) }
}
const refresh = (site: Site, refreshToken: string, more: object = {}) =>
  call(site, 'POST', '/api/v1/auth/refresh', { refreshToken, ...more })

const partsOf = (token: string) =>
  token
    .split('.')
    .slice(0, 2)
    .map(
      (part) => JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/'))) as Record<string, unknown>,
    )

describe('signing a program in', () => {
  it('[AC81] gives an access token of fifteen minutes that names key, issuer, audience, workspace and session', async () => {
    const { site, tenantId, pair } = await program()
    const [header = {}, claims = {}] = partsOf(pair.accessToken)
    const keys = PublicKeys.parse(await (await call(site, 'GET', '/.well-known/jwks.json')).json())
    expect(header).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: keys.keys.at(-1)?.kid })
    expect(claims).toMatchObject({
      iss: ORIGIN,
      aud: `${ORIGIN}/api/v1`,
      sub: pair.person.id,
      sid: pair.sessionId,
      tenant: tenantId,
    })
    expect(Number(claims.exp) - Number(claims.iat)).toBe(ACCESS_TOKEN_SECONDS)
    expect((await withToken(site, pair.accessToken)).status).toBe(200)
    expect(principalIn(site.objects.requests.at(-1) as Request)).toMatchObject({
      kind: 'person',
      id: pair.person.id,
      credentialId: pair.sessionId,
      tenantId,
    })
    later(site, (ACCESS_TOKEN_SECONDS + 6) * 1000)
    expect(await reasonOf(await withToken(site, pair.accessToken))).toEqual([401, 'token_refused'])
  })

  it('[AC80] registers somebody, whose token then names the workspace at each call', async () => {
    const site = openSite()
    const input = { name: 'Ada', email: `ada@${crypto.randomUUID()}.example`, password: PASSWORD }
    const made = await call(site, 'POST', '/api/v1/auth/register', input)
    const pair = await pairIn(made)
    expect([made.status, pair.tenantId, made.headers.getSetCookie()]).toEqual([201, null, []])
    const none = await withToken(site, pair.accessToken)
    expect([none.status, await codeOf(none)]).toEqual([400, 'tenant_required'])
    const foreign = await withToken(site, pair.accessToken, 'GET', '/api/v1/metrics', {
      'x-tenant-id': (await ownerAtHome()).tenantId,
    })
    expect(foreign.status).toBe(404)
    const me = await withToken(site, pair.accessToken, 'GET', '/api/v1/auth/me')
    expect(await me.json()).toMatchObject({ data: { person: { email: input.email }, workspaces: [] } })
    const again = await call(site, 'POST', '/api/v1/auth/register', input)
    expect([again.status, await codeOf(again)]).toEqual([409, 'already_exists'])
  })

  it('[AC80] is no way for pages of other sites, nor a second way for browsers', async () => {
    const { site, pair } = await program()
    const foreign = await call(
      site,
      'POST',
      '/api/v1/auth/refresh',
      { refreshToken: pair.refreshToken },
      { origin: 'https://evil.example' },
    )
    expect([foreign.status, await codeOf(foreign)]).toEqual([403, 'origin_refused'])
    // The session opens nothing by a cookie, whatever of it one knows.
    const browser = new Browser(site)
    browser.cookie = `__Host-orrery.session_token=${pair.refreshToken}`
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(401)
  })

  it('[AC80] takes a link only with a second proof: having asked for it, or the code in the mail', async () => {
    const site = openSite()
    const { email } = await confirmed(site)
    const verify = async (body: object) => {
      const response = await call(site, 'POST', '/api/v1/auth/verify-magic-link', body)
      return [response.status, response.ok ? '' : await codeOf(response)]
    }
    const { asked, token, code } = await linkAsked(site, email)
    const other = code === '111111' ? '222222' : '111111'
    expect(await verify({ token })).toEqual([400, 'invalid_request'])
    expect(await verify({ token, asked: 'a'.repeat(43) })).toEqual([403, 'wrong_link_code'])
    expect(await verify({ token, code: other })).toEqual([403, 'wrong_link_code'])
    expect(await verify({ asked: 'a'.repeat(43), code })).toEqual([410, 'link_used_up'])
    expect(await verify({ asked, code })).toEqual([200, ''])
    expect(await verify({ asked, token })).toEqual([410, 'link_used_up'])
  })

  it('[AC80] holds a token to its workspace, and leaves people, keys and the workspace to people', async () => {
    const { site, browser, tenantId, pair } = await program()
    const other = await workspaceOf(browser)
    const elsewhere = await withToken(site, pair.accessToken, 'GET', '/api/v1/metrics', {
      'x-tenant-id': other,
    })
    expect(elsewhere.status).toBe(404)
    for (const [method, path] of [
      ['POST', '/api/v1/keys'],
      ['POST', '/api/v1/invitations'],
      ['DELETE', `/api/v1/workspaces/${tenantId}`],
    ] as const)
      expect([path, (await withToken(site, pair.accessToken, method, path)).status]).toEqual([path, 403])
  })
})

describe('a token that is not ours', () => {
  it('[F26] [AC83] is refused, whatever it says about itself', async () => {
    const { site, pair } = await program()
    const signer = await site.edge.deps.signing.current()
    const [header = {}, claims = {}] = partsOf(pair.accessToken)
    const now = Math.floor(site.clock.now.getTime() / 1000)
    const sign = (over: object, headerOver: object = {}) =>
      new SignJWT({ ...claims, ...over })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: signer.kid, ...headerOver })
        .sign(signer.key)
    const { keys } = PublicKeys.parse(await (await call(site, 'GET', '/.well-known/jwks.json')).json())
    const publicBytes = new TextEncoder().encode(JSON.stringify(keys[0]))
    const b64 = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '')
    const [head = '', body = '', signature = ''] = pair.accessToken.split('.')
    const bad: Record<string, string> = {
      'alg none': `${b64({ ...header, alg: 'none' })}.${body}.`,
      'alg none with a signature': `${b64({ ...header, alg: 'None' })}.${body}.${signature}`,
      'the public key as a shared secret': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: signer.kid })
        .sign(publicBytes),
      'no kid': await sign({}, { kid: undefined }),
      'an unknown kid': await sign({}, { kid: 'unknown' }),
      'a kid that is a path': await sign({}, { kid: '../../keys/1' }),
      'a kid that is SQL': await sign({}, { kid: "' or 1=1 --" }),
      'a key of its own in the header': await sign({}, { kid: 'x', jwk: keys[0] }),
      'a key address in the header': await sign({}, { kid: 'x', jku: 'https://evil.example/jwks.json' }),
      'another type': await sign({}, { typ: 'JWT' }),
      expired: await sign({ iat: now - 2000, nbf: now - 2000, exp: now - 1100 }),
      'not yet valid': await sign({ nbf: now + 60 }),
      'a life of its own choice': await sign({ iat: now - 3600, exp: now + 3600 }),
      'another audience': await sign({ aud: 'https://other.example/api/v1' }),
      'another issuer': await sign({ iss: 'https://other.example' }),
      'exp as text': await sign({ exp: String(now + 900) }),
      'no session': await sign({ sid: undefined }),
      'no end': await sign({ exp: undefined }),
      'another person': `${head}.${b64({ ...claims, sub: 'somebody' })}.${signature}`,
      'no parts': 'abc',
      'too long': `${head}.${body}${'a'.repeat(3000)}.${signature}`,
    }
    for (const [name, token] of Object.entries(bad))
      expect([name, (await withToken(site, token)).status]).toEqual([name, 401])
    expect((await withToken(site, await sign({}))).status).toBe(200)
    expect(site.logged.filter((line) => line.startsWith('unexpected'))).toEqual([])
  })

  it('[AC83] with made-up key ids does not reach the database each time', async () => {
    const { DB, count } = countedDb()
    const { site, pair } = await program(openSite({ DB }))
    const [, claims = {}] = partsOf(pair.accessToken)
    const { key } = await site.edge.deps.signing.current()
    later(site, 11_000)
    const tokens = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((kid) =>
        new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid }).sign(key),
      ),
    )
    count.asked = 0
    const from = { 'cf-connecting-ip': '198.51.100.251' }
    for (const token of tokens)
      expect((await withToken(site, token, 'GET', '/api/v1/metrics', from)).status).toBe(401)
    // The keys are looked up once, and the attempt is noted once.
    expect(count.asked).toBe(2)
  })
})

describe('refreshing', () => {
  it('[AC84] gives a successor once, and the session lasts as long as it', async () => {
    const { site, browser, tenantId, pair } = await program()
    later(site, 60_000)
    const next = await pairIn(await refresh(site, pair.refreshToken, { tenantId }))
    expect(next.refreshToken).not.toBe(pair.refreshToken)
    expect([next.sessionId, next.tenantId]).toEqual([pair.sessionId, tenantId])
    expect((await withToken(site, next.accessToken)).status).toBe(200)
    const sessions = await (await browser.call('GET', '/api/v1/sessions')).json<{
      data: { id: string; expiresAt: string }[]
    }>()
    expect(sessions.data.find(({ id }) => id === pair.sessionId)?.expiresAt).toBe(next.refreshExpiresAt)
    const foreign = await refresh(site, next.refreshToken, { tenantId: (await ownerAtHome()).tenantId })
    expect(foreign.status).toBe(404)
    later(site, 7 * 24 * 60 * 60 * 1000)
    expect((await refresh(site, next.refreshToken)).status).toBe(401)
  })

  it('[AC85] gives the same successor to whoever asks again within thirty seconds, also at once', async () => {
    const { site, pair } = await program()
    const both = await Promise.all([1, 2, 3].map(async () => pairIn(await refresh(site, pair.refreshToken))))
    later(site, 30_000)
    const third = await pairIn(await refresh(site, pair.refreshToken))
    expect(new Set([...both, third].map((each) => each.refreshToken)).size).toBe(1)
    expect((await refresh(site, third.refreshToken)).status).toBe(200)
  })

  it('[F27] [AC86] ends the session when a token comes again after that, and tells the person', async () => {
    const { site, email, tenantId, pair } = await program()
    const next = await pairIn(await refresh(site, pair.refreshToken, { tenantId }))
    expect((await withToken(site, next.accessToken)).status).toBe(200)
    later(site, 30_001)
    expect(await reasonOf(await refresh(site, pair.refreshToken))).toEqual([401, 'refresh_reused'])
    expect(site.objects.revoked).toMatchObject([{ kind: 'session', subjectId: pair.sessionId }])
    expect(await reasonOf(await withToken(site, next.accessToken))).toEqual([401, 'session_ended'])
    expect(await reasonOf(await refresh(site, next.refreshToken))).toEqual([401, 'refresh_unknown'])
    const [mail] = (await listMail(site.edge.deps.db)).filter(({ to }) => to === email)
    expect(mail?.subject).toContain('signed out')
    expect(JSON.stringify(mail)).not.toContain('orr_')
  })

  it('[AC84] stores no token', async () => {
    const { site, pair } = await program()
    const { results } = await site.edge.deps.env.DB.prepare('select * from refresh_tokens').all()
    const stored = JSON.stringify([
      results,
      (await site.edge.deps.env.DB.prepare('select * from session').all()).results,
      (await site.edge.deps.env.DB.prepare('select * from signing_keys').all()).results,
    ])
    expect(stored).toContain(pair.sessionId)
    expect(stored).not.toContain(pair.refreshToken)
    expect(stored).not.toContain('PRIVATE')
  })
})

describe('a session of a program that ended', () => {
  it('[AC87] is refused at once, by whichever way it ended, and workspaces hear of it', async () => {
    const ways: ((at: Awaited<ReturnType<typeof program>>) => Promise<Response>)[] = [
      ({ site, pair }) => call(site, 'POST', '/api/v1/auth/logout', { refreshToken: pair.refreshToken }),
      ({ browser, pair }) => browser.call('DELETE', `/api/v1/sessions/${pair.sessionId}`),
    ]
    for (const end of ways) {
      const at = await program()
      const { site, pair } = at
      expect((await withToken(site, pair.accessToken)).status).toBe(200)
      expect((await end(at)).status).toBe(200)
      expect(site.objects.revoked).toMatchObject([{ kind: 'session', subjectId: pair.sessionId }])
      expect(await reasonOf(await withToken(site, pair.accessToken))).toEqual([401, 'session_ended'])
      expect((await refresh(site, pair.refreshToken)).status).toBe(401)
    }
  })
})

describe('asking the database', () => {
  it('[AC88] is not needed for a reading call whose credential was seen in the last minute', async () => {
    const { DB, count } = countedDb()
    const { site, browser, tenantId, pair } = await program(openSite({ DB }))
    const made = await browser.in(tenantId, 'POST', '/api/v1/keys', { name: 'k', scopes: ['metrics.read'] })
    const { data } = await made.json<{ data: { secret: string } }>()
    const calls: Record<string, () => Promise<Response>> = {
      cookie: () => browser.in(tenantId, 'GET', '/api/v1/metrics'),
      key: () => withToken(site, data.secret),
      token: () => withToken(site, pair.accessToken),
    }
    for (const [name, read] of Object.entries(calls)) {
      await read()
      count.asked = 0
      later(site, 10_000)
      expect([name, (await read()).status, count.asked]).toEqual([name, 200, 0])
    }
  })
})

describe('introspection', () => {
  it('[AC89] tells a person about their own tokens and a key about those for its workspace', async () => {
    const { site, browser, tenantId, pair } = await program()
    const made = await browser.in(tenantId, 'POST', '/api/v1/keys', { name: 'k', scopes: ['metrics.read'] })
    const { data: key } = await made.json<{ data: { secret: string } }>()
    const stranger = await program(site)
    const ask = async (bearer: string, token: string): Promise<TokenState> => {
      const response = await call(
        site,
        'POST',
        '/api/v1/auth/introspect',
        { token },
        { authorization: `Bearer ${bearer}` },
      )
      expect(response.status).toBe(200)
      return (await response.json<{ data: TokenState }>()).data
    }
    const known = { active: true, personId: pair.person.id, sessionId: pair.sessionId }
    expect(await ask(pair.accessToken, pair.accessToken)).toMatchObject({
      ...known,
      kind: 'access',
      tenantId,
    })
    expect(await ask(pair.accessToken, pair.refreshToken)).toMatchObject({ ...known, kind: 'refresh' })
    expect(await ask(key.secret, pair.accessToken)).toMatchObject(known)
    expect(await ask(key.secret, pair.refreshToken)).toEqual({ active: false })
    expect(await ask(stranger.pair.accessToken, pair.accessToken)).toEqual({ active: false })
    expect(await ask(pair.accessToken, 'nonsense')).toEqual({ active: false })
    expect((await call(site, 'POST', '/api/v1/auth/introspect', { token: pair.accessToken })).status).toBe(
      401,
    )
  })
})

describe('the keys that sign', () => {
  it('[AC82] change by themselves, are shown before they sign and as long as a token of theirs lives', async () => {
    const site = openSite()
    // Keys are shared by every site on the test database, so only what happens to this one's own signer counts.
    const { signing } = site.edge.deps
    const kidsShown = async () => (await signing.published()).keys.map(({ kid }) => kid)
    const first = (await signing.current()).kid
    later(site, SIGNING_KEY_LIFE_MS - SIGNING_KEY_LEAD_MS)
    await signing.rotate()
    expect((await signing.current()).kid).toBe(first)
    const next = (await kidsShown()).at(-1)
    expect(next).not.toBe(first)
    later(site, SIGNING_KEY_LEAD_MS)
    expect((await signing.current()).kid).toBe(next)
    expect(await kidsShown()).toContain(first)
    later(site, (ACCESS_TOKEN_SECONDS + 6) * 1000)
    await signing.rotate()
    expect(await kidsShown()).not.toContain(first)
  })
})
