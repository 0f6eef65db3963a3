import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, NOON, openBench, REDIRECT_URI, SCOPES } from './testing/client.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
beforeEach(async () => {
  bench.clock.nowMs = NOON
  await bench.control('POST', '/sandbox/reset')
})
afterAll(() => bench.sandbox.close())

const page = (query: URLSearchParams): Promise<Response> =>
  fetch(`${bench.sandbox.url}/identity/connect/authorize?${query}`, { redirect: 'manual' })

async function aCode(): Promise<string> {
  const sentTo = await bench.decide(bench.authorizeQuery(), 'allow')
  return sentTo.searchParams.get('code') ?? ''
}

describe('the request for authorisation', () => {
  it('[SX1] asks on a page that names itself a sandbox, lists the organisations and needs no script', async () => {
    const answer = await page(bench.authorizeQuery())
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(html).toContain('Sandbox: stands in for Xero on this machine')
    for (const { tenantId } of bench.sandbox.organisations) expect(html).toContain(`value="${tenantId}"`)
    expect(html).not.toContain('<script')
    expect(answer.headers.get('content-security-policy')).toContain(
      "form-action 'self' http://127.0.0.1:8787",
    )
  })

  it('[SX1] sends back a code and the state, or access_denied and the state', async () => {
    const allowed = await bench.decide(bench.authorizeQuery(), 'allow')
    expect(allowed.origin + allowed.pathname).toBe(REDIRECT_URI)
    expect(allowed.searchParams.get('state')).toBe('state of the test')
    expect(allowed.searchParams.get('code')).toMatch(/^.{32}$/)
    const denied = await bench.decide(bench.authorizeQuery(), 'cancel')
    expect(Object.fromEntries(denied.searchParams)).toEqual({
      error: 'access_denied',
      state: 'state of the test',
    })
  })

  it.each([
    ['client_id', 'another'],
    ['redirect_uri', `${REDIRECT_URI}/`],
    ['redirect_uri', 'https://elsewhere.example/callback'],
  ])('[SX2] sends nobody anywhere when %s is "%s"', async (name, value) => {
    const answer = await page(bench.authorizeQuery({ [name]: value }))
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null])
  })

  it.each([
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ state: null }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ scope: 'offline_access accounting.transactions.read' }, 'invalid_scope'],
    [{ scope: '' }, 'invalid_scope'],
  ])('[SX2] sends %j back as %s', async (changes, error) => {
    const answer = await page(bench.authorizeQuery(changes))
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('error')).toBe(error)
  })

  it('[SX1] asks again when no organisation was chosen', async () => {
    const sentTo = await bench.decide(bench.authorizeQuery(), 'allow', [])
    expect(sentTo.href).toBe('about:blank')
  })
})

describe('the code', () => {
  it('[SX3] becomes a pair of tokens of 30 minutes', async () => {
    const { status, body } = await bench.exchange(await aCode())
    expect(status).toBe(200)
    expect(body).toMatchObject({ expires_in: 1800, token_type: 'Bearer', scope: SCOPES })
    expect(body.access_token.split('.')).toHaveLength(3)
    expect((await bench.get(body.access_token, '/connections')).status).toBe(200)
    bench.clock.nowMs += 30 * MINUTE_MS
    expect((await bench.get(body.access_token, '/connections')).status).toBe(401)
  })

  it('[SX3] counts once and for five minutes', async () => {
    const code = await aCode()
    await bench.exchange(code)
    expect(await bench.exchange(code)).toEqual({ status: 400, body: { error: 'invalid_grant' } })
    const late = await aCode()
    bench.clock.nowMs += 5 * MINUTE_MS
    expect((await bench.exchange(late)).body.error).toBe('invalid_grant')
  })

  it.each([
    ['code_verifier', 'another-verifier-that-is-long-enough-to-be-one-00'],
    ['redirect_uri', 'https://elsewhere.example/callback'],
  ])('[SX3] counts for nothing with another %s', async (name, value) => {
    expect((await bench.exchange(await aCode(), { [name]: value })).body.error).toBe('invalid_grant')
  })

  it('[SX3] gives no refresh token without offline_access', async () => {
    expect((await bench.connect('accounting.invoices.read')).refresh_token).toBeUndefined()
  })
})

describe('the client', () => {
  it('[SX4] may show its secret in the body, and nobody without it gets a token', async () => {
    const { refresh_token } = await bench.connect()
    const form = { grant_type: 'refresh_token', refresh_token }
    const inBody = { client_id: 'client-of-the-test', client_secret: 'secret of the test' }
    expect((await bench.token({ ...form, ...inBody }, {})).status).toBe(200)
    expect((await bench.token({ ...form, ...inBody, client_secret: 'wrong' }, {})).body.error).toBe(
      'invalid_client',
    )
    expect((await bench.token(form, { authorization: 'Basic %%%' })).body.error).toBe('invalid_client')
    expect((await bench.token({ grant_type: 'password' })).body.error).toBe('unsupported_grant_type')
    expect((await bench.token({ grant_type: 'client_credentials' })).body.error).toBe('unauthorized_client')
  })
})

describe('the refresh token', () => {
  it('[SX5] is replaced at each refresh, and the old one works for 30 minutes more', async () => {
    const first = await bench.connect()
    const second = (await bench.refresh(first.refresh_token)).body
    expect(second.refresh_token).not.toBe(first.refresh_token)
    bench.clock.nowMs += 30 * MINUTE_MS - 1
    const again = (await bench.refresh(first.refresh_token)).body
    expect(new Set([first, second, again].map((pair) => pair.refresh_token)).size).toBe(3)
    bench.clock.nowMs += 1
    expect((await bench.refresh(first.refresh_token)).body.error).toBe('invalid_grant')
    expect((await bench.refresh(second.refresh_token)).status).toBe(200)
    expect((await bench.refresh(again.refresh_token)).status).toBe(200)
  })

  it('[SX5] ends after 60 days without use', async () => {
    const { refresh_token } = await bench.connect()
    bench.clock.nowMs += 60 * DAY_MS - 1
    expect((await bench.refresh(refresh_token)).status).toBe(200)
    const unused = await bench.connect()
    bench.clock.nowMs += 60 * DAY_MS
    expect((await bench.refresh(unused.refresh_token)).body.error).toBe('invalid_grant')
  })
})

describe('connections', () => {
  const list = async (token: string): Promise<Record<string, string>[]> =>
    (await bench.get(token, '/connections')).json() as Promise<Record<string, string>[]>

  it('[SX6] lists what was chosen, and a second consent keeps the id and moves the event', async () => {
    const [first] = bench.sandbox.organisations
    const query = bench.authorizeQuery()
    const chosen = [first?.tenantId ?? '']
    const code = (await bench.decide(query, 'allow', chosen)).searchParams.get('code') ?? ''
    const before = await list((await bench.exchange(code)).body.access_token)
    expect(before).toEqual([
      {
        id: expect.any(String),
        authEventId: expect.any(String),
        tenantId: first?.tenantId,
        tenantType: 'ORGANISATION',
        tenantName: 'Harbour & Finch',
        createdDateUtc: '2026-03-18T04:30:00.0000000',
        updatedDateUtc: '2026-03-18T04:30:00.0000000',
      },
    ])
    bench.clock.nowMs += MINUTE_MS
    const { access_token } = await bench.connect()
    const after = await list(access_token)
    expect(after.map((one) => one.tenantName)).toEqual([
      'Harbour & Finch',
      'Harbour & Finch UK',
      'Empty Holdings',
    ])
    expect(after[0]?.id).toBe(before[0]?.id)
    expect(after[0]?.authEventId).not.toBe(before[0]?.authEventId)
    expect(after[0]?.updatedDateUtc).toBe('2026-03-18T04:31:00.0000000')
  })

  it('[SX6] answers 403 for an organisation that was disconnected or never named', async () => {
    const { access_token } = await bench.connect()
    const [first] = await list(access_token)
    const gone = await fetch(`${bench.sandbox.url}/connections/${first?.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${access_token}` },
    })
    expect(gone.status).toBe(204)
    const refused = await bench.get(access_token, '/api.xro/2.0/Invoices')
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ Title: 'Forbidden', Detail: 'AuthenticationUnsuccessful' })
    const nobody = await bench.get(access_token, '/api.xro/2.0/Invoices', { 'xero-tenant-id': '' })
    expect(nobody.status).toBe(403)
  })

  it('[SX7] revoking ends the refresh token and the connections; an unknown token is no error', async () => {
    const { refresh_token } = await bench.connect()
    const revoke = (token: string, authorization: string): Promise<Response> =>
      fetch(`${bench.sandbox.url}/connect/revocation`, {
        method: 'POST',
        body: new URLSearchParams({ token }),
        headers: { authorization },
      })
    const basic = `Basic ${btoa('client-of-the-test:secret%20of%20the%20test')}`
    expect((await revoke(refresh_token, 'Basic none')).status).toBe(400)
    expect((await bench.refresh(refresh_token)).status).toBe(200)
    expect((await revoke(refresh_token, basic)).status).toBe(200)
    expect((await bench.refresh(refresh_token)).body.error).toBe('invalid_grant')
    expect((await revoke(refresh_token, basic)).status).toBe(200)
  })
})
