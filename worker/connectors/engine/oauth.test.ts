import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, CLIENT, openBench, REDIRECT_URI } from '../../../sandbox/xero/testing/client.ts'
import { noUsage } from '../../platform/outbound.ts'
import { connectorOf } from '../registry.ts'
import { engineBench, NOON } from '../testing/bench.ts'
import { listAccounts, releaseAccount } from './accounts.ts'
import { consentUrl, exchangeCode, refreshTokens, revokeTokens, type Tokens, verifierOf } from './oauth.ts'

const STATE = 'state-of-the-test'
const VERIFIER = verifierOf(new Uint8Array(32).fill(7))

let bench: Bench
beforeAll(async () => {
  bench = await openBench({ now: () => NOON })
})
afterAll(() => bench.sandbox.close())

function party(changes: { clientSecret?: string } = {}) {
  const connector = connectorOf('xero')
  if (connector?.auth.kind !== 'oauth2') throw new Error('the manifest has changed')
  const settings = {
    clientId: CLIENT.id,
    clientSecret: changes.clientSecret ?? CLIENT.secret,
    baseOverride: bench.sandbox.url,
    scopes: connector.auth.scopes,
  }
  return { connector, settings }
}
const { deps, logged } = engineBench()

async function consent(decision: 'allow' | 'cancel') {
  const url = new URL(
    await consentUrl(party(), { state: STATE, verifier: VERIFIER, redirectUri: REDIRECT_URI }),
  )
  const sentTo = await bench.decide(url.searchParams, decision)
  return { url, answer: { state: STATE, ...Object.fromEntries(sentTo.searchParams) } }
}
const exchange = (answer: { state: string }, changes: { state?: string; clientSecret?: string } = {}) =>
  exchangeCode(
    deps,
    party(changes),
    { answer, state: changes.state ?? STATE, verifier: VERIFIER, redirectUri: REDIRECT_URI },
    noUsage(),
  )
async function granted(): Promise<Tokens> {
  const tokens = await exchange((await consent('allow')).answer)
  if (!tokens.ok) throw new Error(tokens.error.detail)
  return tokens.value
}

describe('consent', () => {
  it('[CN26] is asked for with PKCE and exchanged for tokens', async () => {
    const { url, answer } = await consent('allow')
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
    expect(url.href).not.toContain(VERIFIER)
    const tokens = await exchange(answer)
    expect(tokens).toMatchObject({ ok: true, value: { expiresAt: '2026-03-18T05:00:00.000Z' } })
  })

  it('[CN26] that is denied, or given twice, ends in a refusal', async () => {
    const denied = await exchange((await consent('cancel')).answer)
    expect(denied).toMatchObject({ ok: false, error: { code: 'consent_denied' } })
    const { answer } = await consent('allow')
    await exchange(answer)
    expect(await exchange(answer)).toMatchObject({ ok: false, error: { code: 'consent_expired' } })
  })

  it('[CN26] is not exchanged under another state, and says when our credentials are not accepted', async () => {
    const { answer } = await consent('allow')
    const swapped = await exchange(answer, { state: 'another-state' })
    expect(swapped.ok).toBe(false)
    const wrong = await exchange(answer, { clientSecret: 'wrong' })
    expect(wrong).toMatchObject({ ok: false, error: { code: 'connector_unavailable' } })
  })
})

describe('tokens', () => {
  it('[CN26] are replaced by a refresh, until the grant is revoked', async () => {
    const tokens = await granted()
    const fresh = await refreshTokens(deps, party(), tokens, noUsage())
    if (!fresh.ok) throw new Error(fresh.error.detail)
    expect(fresh.value.refreshToken).not.toBe(tokens.refreshToken)
    expect(await revokeTokens(deps, party(), fresh.value, noUsage())).toMatchObject({ ok: true })
    const refused = await refreshTokens(deps, party(), fresh.value, noUsage())
    expect(refused).toMatchObject({ ok: false, error: { code: 'reauthorise' } })
    expect(logged.join()).not.toContain(tokens.accessToken)
  })

  it.each([
    [429, 'provider_throttled'],
    [503, 'provider_down'],
  ])('[CN26] stay as they are while the provider answers %i', async (status, code) => {
    const tokens = await granted()
    const answer = async () => new Response('{}', { status, headers: { 'retry-after': '5' } })
    const away = engineBench({ fetch: answer })
    const refused = await refreshTokens(away.deps, party(), tokens, noUsage())
    expect(refused).toMatchObject({ ok: false, error: { code } })
    expect((await refreshTokens(deps, party(), tokens, noUsage())).ok).toBe(true)
  })
})

it('[CN27] lists the organisations of a consent, and ends the grant of one', async () => {
  const { accessToken } = await granted()
  const asking = { ...party(), account: null, accessToken, tokenIsFresh: true }
  const listed = await listAccounts(deps, asking, noUsage())
  if (!listed.ok) throw new Error(listed.stop.detail)
  expect(listed.accounts.map(({ id }) => id).sort()).toEqual(
    bench.sandbox.organisations.map(({ tenantId }) => tenantId).sort(),
  )
  const grantId = listed.accounts[0]?.grantId ?? ''
  expect(await releaseAccount(deps, asking, grantId, noUsage())).toBeNull()
  const left = await listAccounts(deps, asking, noUsage())
  expect(left.ok && left.accounts).toHaveLength(listed.accounts.length - 1)
  expect(await releaseAccount(deps, asking, grantId, noUsage())).toBeNull()
})
