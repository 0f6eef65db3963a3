import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GoogleSandbox, startGoogleSandbox } from './server.ts'

const REDIRECT = 'http://127.0.0.1:8787/api/auth/callback/google'
const VERIFIER = 'a-verifier-that-is-long-enough-for-everybody-0123456789'
let now = new Date('2026-11-26T10:00:00Z')
let google: GoogleSandbox
beforeAll(async () => {
  google = await startGoogleSandbox({
    port: 0,
    clientId: 'client',
    clientSecret: 'secret',
    redirectUris: [REDIRECT],
    now: () => now,
  })
})
afterAll(() => google.close())

const asked = (over: Record<string, string> = {}) =>
  new URLSearchParams({
    client_id: 'client',
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: 'openid email',
    state: 'the-state',
    nonce: 'the-nonce',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    ...over,
  })
const authorize = `/o/oauth2/v2/auth`
const choose = async (person: string) => {
  const body = asked({ person })
  const answer = await fetch(`${google.url}${authorize}`, { method: 'POST', body, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? '')
}
const exchange = (code: string, over: Record<string, string> = {}) =>
  fetch(`${google.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      code_verifier: VERIFIER,
      redirect_uri: REDIRECT,
      client_id: 'client',
      client_secret: 'secret',
      ...over,
    }),
  })
const part = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString())

describe('the provider', () => {
  it('[SG1] says where its parts are and asks which account to use', async () => {
    const discovery = await (await fetch(`${google.url}/.well-known/openid-configuration`)).json()
    expect(discovery).toMatchObject({ issuer: google.url, id_token_signing_alg_values_supported: ['RS256'] })
    const page = await fetch(`${google.url}${authorize}?${asked()}`)
    expect(await page.text()).toContain('Dana Finch')
    const back = await choose('')
    expect(Object.fromEntries(back.searchParams)).toEqual({ state: 'the-state', error: 'access_denied' })
  })

  it('[SG2] refuses, on its own page, whom it does not know and what is asked without PKCE', async () => {
    const wrong: Record<string, string>[] = [
      { client_id: 'another' },
      { redirect_uri: 'https://evil.example/' },
      { code_challenge_method: 'plain' },
      { scope: 'email' },
    ]
    for (const over of wrong) {
      const page = await fetch(`${google.url}${authorize}?${asked(over)}`, { redirect: 'manual' })
      expect([page.status, page.headers.get('location')]).toEqual([400, null])
    }
  })

  it('[SG3] exchanges a code once, within a minute, for a signed token about the person', async () => {
    const code = (await choose('110000000000000000003')).searchParams.get('code') ?? ''
    const answer = await exchange(code)
    const { id_token: token = '', access_token = '' } = (await answer.json()) as Record<string, string>
    expect(part(token, 1)).toMatchObject({
      iss: google.url,
      aud: 'client',
      nonce: 'the-nonce',
      email: 'sam@orrery.example',
      email_verified: false,
    })
    const { keys } = (await (await fetch(`${google.url}/oauth2/v3/certs`)).json()) as { keys: [JsonWebKey] }
    const [head, body, signature] = token.split('.')
    const key = createPublicKey({ key: keys[0], format: 'jwk' })
    expect(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(
      true,
    )
    const info = (bearer: string) =>
      fetch(`${google.url}/v1/userinfo`, { headers: { authorization: `Bearer ${bearer}` } })
    expect(await (await info(access_token)).json()).toMatchObject({ sub: '110000000000000000003' })
    expect((await info('made-up')).status).toBe(401)
    expect((await exchange(code)).status).toBe(400)
    const wrong: Record<string, string>[] = [
      { code_verifier: 'another' },
      { redirect_uri: 'https://evil.example/' },
      { client_secret: 'no' },
    ]
    for (const over of wrong) {
      const fresh = (await choose('110000000000000000001')).searchParams.get('code') ?? ''
      expect((await exchange(fresh, over)).ok).toBe(false)
    }
    const late = (await choose('110000000000000000001')).searchParams.get('code') ?? ''
    now = new Date(now.getTime() + 60_000)
    expect((await exchange(late)).status).toBe(400)
  })
})
