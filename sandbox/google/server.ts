import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
} from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { KEEP_ALIVE_MS } from '../keep-alive.ts'
import { accountPage, refusalPage } from './pages.ts'

export interface GoogleSandbox {
  /** Scheme, host and port; also the issuer. */
  url: string
  close(): Promise<void>
}

export interface GoogleOptions {
  port: number
  clientId: string
  clientSecret: string
  redirectUris: readonly string[]
  now: () => Date
}

/** Somebody who has an account at the provider. */
export interface Person {
  sub: string
  name: string
  email: string
  isConfirmed: boolean
}

interface Grant {
  person: Person
  redirectUri: string
  nonce: string
  challenge: string
  expiresAtMs: number
}

const CODE_MS = 60_000
const TOKEN_SECONDS = 3600
const BODY_BYTES_MAX = 16 * 1024

const people: readonly Person[] = [
  { sub: '110000000000000000001', name: 'Dana Finch', email: 'demo@orrery.example', isConfirmed: true },
  { sub: '110000000000000000002', name: 'Noor Amari', email: 'noor@orrery.example', isConfirmed: true },
  { sub: '110000000000000000003', name: 'Sam Unproven', email: 'sam@orrery.example', isConfirmed: false },
]

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const isSame = (given: string, wanted: string) =>
  given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted))

/** What one running stand-in knows: its key, and the codes that were not exchanged yet. */
class Provider {
  private readonly options: GoogleOptions
  private readonly keys: { publicKey: KeyObject; privateKey: KeyObject }
  private readonly grants = new Map<string, Grant>()
  private readonly tokens = new Map<string, Person>()
  url = ''

  constructor(options: GoogleOptions) {
    this.options = options
    this.keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  }

  discovery(): object {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/o/oauth2/v2/auth`,
      token_endpoint: `${this.url}/token`,
      userinfo_endpoint: `${this.url}/v1/userinfo`,
      jwks_uri: `${this.url}/oauth2/v3/certs`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'email', 'profile'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      code_challenge_methods_supported: ['S256'],
    }
  }

  keySet(): object {
    return {
      keys: [{ ...this.keys.publicKey.export({ format: 'jwk' }), kid: 'sandbox', use: 'sig', alg: 'RS256' }],
    }
  }

  /** What is wrong with a request for consent, or null. Only then may the browser be sent back to the address it names. */
  problemOf(asked: URLSearchParams): string | null {
    if (asked.get('client_id') !== this.options.clientId) return 'invalid_client'
    if (!this.options.redirectUris.includes(asked.get('redirect_uri') ?? '')) return 'redirect_uri_mismatch'
    if (asked.get('response_type') !== 'code') return 'unsupported_response_type'
    if (!(asked.get('scope') ?? '').split(' ').includes('openid')) return 'invalid_scope'
    if (asked.get('code_challenge_method') !== 'S256' || !asked.get('code_challenge'))
      return 'invalid_request'
    return null
  }

  /** The address the browser goes back to, with a code for the chosen person, or that nobody was chosen. */
  decide(form: URLSearchParams): string {
    const back = new URL(form.get('redirect_uri') ?? '')
    back.searchParams.set('state', form.get('state') ?? '')
    const person = people.find(({ sub }) => sub === form.get('person'))
    if (person === undefined) {
      back.searchParams.set('error', 'access_denied')
      return back.href
    }
    const code = randomBytes(24).toString('base64url')
    this.grants.set(code, {
      person,
      redirectUri: form.get('redirect_uri') ?? '',
      nonce: form.get('nonce') ?? '',
      challenge: form.get('code_challenge') ?? '',
      expiresAtMs: this.options.now().getTime() + CODE_MS,
    })
    back.searchParams.set('code', code)
    return back.href
  }

  /** Exchanges a code, once. */
  exchange(form: URLSearchParams, authorization: string): { status: number; body: object } {
    const [id, secret] = clientOf(form, authorization)
    if (id !== this.options.clientId || !isSame(secret, this.options.clientSecret))
      return { status: 401, body: { error: 'invalid_client' } }
    const grant = this.grants.get(form.get('code') ?? '')
    this.grants.delete(form.get('code') ?? '')
    const nowMs = this.options.now().getTime()
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isGood =
      form.get('grant_type') === 'authorization_code' &&
      grant !== undefined &&
      grant.expiresAtMs > nowMs &&
      grant.redirectUri === form.get('redirect_uri') &&
      grant.challenge === challenge
    if (!isGood) return { status: 400, body: { error: 'invalid_grant' } }
    const accessToken = randomBytes(24).toString('base64url')
    this.tokens.set(accessToken, grant.person)
    const body = {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      scope: 'openid email profile',
      id_token: this.idToken(grant, Math.floor(nowMs / 1000)),
    }
    return { status: 200, body }
  }

  userInfo(authorization: string): object | null {
    const person = this.tokens.get(authorization.replace(/^Bearer /, ''))
    return person ? claimsOf(person) : null
  }

  private idToken({ person, nonce }: Grant, nowSeconds: number): string {
    const claims = {
      iss: this.url,
      aud: this.options.clientId,
      azp: this.options.clientId,
      iat: nowSeconds,
      exp: nowSeconds + TOKEN_SECONDS,
      nonce,
      ...claimsOf(person),
    }
    const text = `${base64url({ alg: 'RS256', kid: 'sandbox', typ: 'JWT' })}.${base64url(claims)}`
    return `${text}.${sign('sha256', Buffer.from(text), this.keys.privateKey).toString('base64url')}`
  }
}

const claimsOf = ({ sub, name, email, isConfirmed }: Person) => ({
  sub,
  name,
  email,
  email_verified: isConfirmed,
})

function clientOf(form: URLSearchParams, authorization: string): [id: string, secret: string] {
  const basic = /^Basic (.+)$/.exec(authorization)?.[1]
  if (basic === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? '']
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':')
  return [decodeURIComponent(id), decodeURIComponent(secret)]
}

/**
 * Starts a stand-in for signing in with Google: discovery, choice of an account, code, token and keys as OpenID Connect has them.
 * `port` 0 takes a free one. Rejects with the system's error on a taken port.
 */
export async function startGoogleSandbox(options: GoogleOptions): Promise<GoogleSandbox> {
  const provider = new Provider(options)
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    answer(provider, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  provider.url = `http://127.0.0.1:${address.port}`
  return {
    url: provider.url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox')
  const json = (status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(body))
  }
  const authorization = request.headers.authorization ?? ''
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /.well-known/openid-configuration':
      return json(200, provider.discovery())
    case 'GET /oauth2/v3/certs':
      return json(200, provider.keySet())
    case 'GET /o/oauth2/v2/auth':
    case 'POST /o/oauth2/v2/auth': {
      const isPost = request.method === 'POST'
      const asked = isPost ? await formOf(request) : url.searchParams
      const problem = provider.problemOf(asked)
      if (problem !== null) return refusalPage(response, problem)
      if (!isPost) return accountPage(response, people, asked)
      response.writeHead(303, { location: provider.decide(asked), 'cache-control': 'no-store' })
      response.end()
      return
    }
    case 'POST /token': {
      const { status, body } = provider.exchange(await formOf(request), authorization)
      return json(status, body)
    }
    case 'GET /v1/userinfo': {
      const claims = provider.userInfo(authorization)
      return claims === null ? json(401, { error: 'invalid_token' }) : json(200, claims)
    }
    default:
      return json(404, { error: 'not_found' })
  }
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request) {
    text += chunk
    if (text.length > BODY_BYTES_MAX) throw new Error('the body is too large')
  }
  return new URLSearchParams(text)
}
