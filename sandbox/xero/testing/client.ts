import { createHash } from 'node:crypto'
import { startXeroSandbox, type XeroSandbox, type XeroSandboxOptions } from '../server.ts'

export const REDIRECT_URI = 'http://127.0.0.1:8787/api/v1/connections/xero/callback'
export const CLIENT = { id: 'client-of-the-test', secret: 'secret of the test' }
export const SCOPES = [
  'offline_access',
  'accounting.settings.read',
  'accounting.contacts.read',
  'accounting.invoices.read',
  'accounting.payments.read',
  'accounting.reports.profitandloss.read',
  'accounting.journals.read',
].join(' ')
/** A Wednesday afternoon in Sydney, a morning in London. */
export const NOON = Date.parse('2026-03-18T04:30:00Z')
const VERIFIER = 'a-verifier-that-is-long-enough-to-be-one-00000000'

export interface TokenBody {
  access_token: string
  refresh_token: string
  expires_in: number
  token_type: string
  scope: string
  error?: string
}

/** A sandbox with a clock that the test moves, and an app that talks to it. */
export interface Bench {
  sandbox: XeroSandbox
  clock: { nowMs: number }
  /** The address and challenge of a request for authorisation, with some parameters changed. */
  authorizeQuery(changes?: Record<string, string | null>): URLSearchParams
  /** Sends the consent form and gives where the browser is sent. */
  decide(
    query: URLSearchParams,
    decision: 'allow' | 'cancel',
    organisations?: readonly string[],
  ): Promise<URL>
  token(
    form: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: TokenBody }>
  exchange(code: string, changes?: Record<string, string>): Promise<{ status: number; body: TokenBody }>
  refresh(token: string): Promise<{ status: number; body: TokenBody }>
  /** Consent for all organisations, up to the tokens. */
  connect(scope?: string): Promise<TokenBody>
  get(token: string, path: string, headers?: Record<string, string>): Promise<Response>
  control(method: string, path: string, body?: object): Promise<Response>
}

export async function openBench(changes: Partial<XeroSandboxOptions> = {}): Promise<Bench> {
  const clock = { nowMs: NOON }
  const sandbox = await startXeroSandbox({
    port: 0,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    redirectUris: [REDIRECT_URI],
    seed: 'test',
    now: () => new Date(clock.nowMs),
    bookEveryMs: null,
    stateFile: null,
    ...changes,
  })
  const basic = `Basic ${btoa(`${CLIENT.id}:${encodeURIComponent(CLIENT.secret)}`)}`
  const bench: Bench = {
    sandbox,
    clock,
    authorizeQuery(asked = {}) {
      const query = new URLSearchParams({
        client_id: CLIENT.id,
        redirect_uri: REDIRECT_URI,
        response_type: 'code',
        scope: SCOPES,
        state: 'state of the test',
        code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
        code_challenge_method: 'S256',
      })
      for (const [name, value] of Object.entries(asked))
        if (value === null) query.delete(name)
        else query.set(name, value)
      return query
    },
    async decide(query, decision, organisations = sandbox.organisations.map(({ tenantId }) => tenantId)) {
      const form = new URLSearchParams([...query, ['decision', decision]])
      for (const id of organisations) form.append('organisation', id)
      const address = `${sandbox.url}/identity/connect/authorize`
      const answer = await fetch(address, { method: 'POST', body: form, redirect: 'manual' })
      return new URL(answer.headers.get('location') ?? 'about:blank')
    },
    async token(form, headers = { authorization: basic }) {
      const body = new URLSearchParams(form)
      const answer = await fetch(`${sandbox.url}/connect/token`, { method: 'POST', body, headers })
      return { status: answer.status, body: (await answer.json()) as TokenBody }
    },
    exchange: (code, asked = {}) =>
      bench.token({
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT_URI,
        code_verifier: VERIFIER,
        ...asked,
      }),
    refresh: (token) => bench.token({ grant_type: 'refresh_token', refresh_token: token }),
    async connect(scope = SCOPES) {
      const sentTo = await bench.decide(bench.authorizeQuery({ scope }), 'allow')
      const { body } = await bench.exchange(sentTo.searchParams.get('code') ?? '')
      return body
    },
    get: (token, path, headers = {}) =>
      fetch(`${sandbox.url}${path}`, {
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          'xero-tenant-id': sandbox.organisations[0]?.tenantId ?? '',
          ...headers,
        },
      }),
    control: (method, path, body) =>
      fetch(`${sandbox.url}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) }),
  }
  return bench
}
