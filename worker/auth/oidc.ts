import type { OAuth2Tokens, OAuthProvider } from '@better-auth/core/oauth2'
import { APIError } from 'better-auth/api'
import type { BetterAuthPlugin } from 'better-auth/types'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { z } from 'zod'
import { readCapped } from '../platform/capped.ts'
import type { Log } from '../platform/log.ts'
import { digestOf } from './secrets.ts'

export interface OidcSettings {
  /** Name of the provider in our addresses and in stored accounts. */
  id: string
  name: string
  /** As the provider writes it in its tokens, without a slash at the end. */
  issuer: string
  clientId: string
  clientSecret: string
  /** Where its parts may be; everywhere when it was not set by a workspace. */
  mayCall?: (url: string) => boolean
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

const CALL_TIMEOUT_MS = 10_000
const ANSWER_CHARS_MAX = 256 * 1024
const DISCOVERY_KEPT_MS = 60 * 60 * 1000
/** Other algorithms are refused, whatever a token or the discovery says. */
const ALGORITHMS = ['RS256']
const CLOCK_TOLERANCE_SECONDS = 60

const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
})
type Discovery = z.infer<typeof Discovery>

const Keys = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })
const TokenAnswer = z.object({ id_token: z.string() })
const Claims = z.object({
  sub: z.string().min(1).max(255),
  email: z.email(),
  /** Left out by providers of companies, which answer for all addresses of their own domain. */
  email_verified: z.boolean().optional(),
  name: z.string().default(''),
  nonce: z.string(),
  azp: z.string().optional(),
})
export type Claims = z.infer<typeof Claims>

/** Reads an OpenID provider. Its discovery is asked for when somebody signs in, so a provider that is away stops nobody else. */
export class OidcClient {
  private readonly settings: OidcSettings
  private readonly fetch: Fetch
  private kept: { discovery: Discovery; atMs: number } | null = null

  constructor(settings: OidcSettings, fetch: Fetch) {
    this.settings = settings
    this.fetch = fetch
  }

  async discovery(nowMs: number): Promise<Discovery> {
    if (this.kept && nowMs - this.kept.atMs < DISCOVERY_KEPT_MS) return this.kept.discovery
    const { issuer } = this.settings
    const discovery = Discovery.parse(await this.json(`${issuer}/.well-known/openid-configuration`))
    // Else one provider could speak for another (mix-up).
    if (discovery.issuer !== issuer) throw new Error(`${this.settings.id} calls itself ${discovery.issuer}`)
    this.kept = { discovery, atMs: nowMs }
    return discovery
  }

  /** Where the browser goes to sign in. */
  async authorization(asked: {
    state: string
    nonce: string
    codeVerifier: string
    redirectURI: string
    more: Readonly<Record<string, string>>
  }): Promise<URL> {
    const url = new URL((await this.discovery(Date.now())).authorization_endpoint)
    const query = {
      response_type: 'code',
      client_id: this.settings.clientId,
      redirect_uri: asked.redirectURI,
      scope: 'openid email profile',
      state: asked.state,
      nonce: asked.nonce,
      code_challenge: await digestOf(asked.codeVerifier),
      code_challenge_method: 'S256',
      ...asked.more,
    }
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url
  }

  async idToken(code: string, codeVerifier: string, redirectURI: string): Promise<string> {
    const { clientId, clientSecret } = this.settings
    const { token_endpoint } = await this.discovery(Date.now())
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      code_verifier: codeVerifier,
      redirect_uri: redirectURI,
      client_id: clientId,
      client_secret: clientSecret,
    })
    return TokenAnswer.parse(await this.json(token_endpoint, { method: 'POST', body })).id_token
  }

  /** Who the token is about. Throws unless it is signed by the provider, for us, for this very sign-in. */
  async claims(idToken: string, nonce: string): Promise<Claims> {
    const { jwks_uri } = await this.discovery(Date.now())
    // Asked for each time: a key that the provider withdrew must not go on counting.
    const keys = createLocalJWKSet(Keys.parse(await this.json(jwks_uri)))
    const { payload } = await jwtVerify(idToken, keys, {
      issuer: this.settings.issuer,
      audience: this.settings.clientId,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'iat', 'sub', 'nonce'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    })
    const claims = Claims.parse(payload)
    if (claims.nonce !== nonce) throw new Error('the token belongs to another sign-in')
    if (Array.isArray(payload.aud) && claims.azp !== this.settings.clientId)
      throw new Error('the token was given to somebody else')
    return claims
  }

  private async json(url: string, init: RequestInit = {}): Promise<unknown> {
    if (this.settings.mayCall?.(url) === false) throw new Error(`${this.settings.id} is not called there`)
    const response = await this.fetch(url, {
      ...init,
      // Followed nowhere: a redirect is no answer, and fails below.
      redirect: 'manual',
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    })
    if (response.ok) return JSON.parse(await readCapped(response, ANSWER_CHARS_MAX))
    await response.body?.cancel()
    throw new Error(`${this.settings.id} answered ${response.status} at ${new URL(url).pathname}`)
  }
}

function providerOf(settings: OidcSettings, fetch: Fetch, log: Log): OAuthProvider<Claims> {
  const client = new OidcClient(settings, fetch)
  return {
    id: settings.id,
    name: settings.name,
    accountSubject: ({ profile }) => profile.sub,
    issuer: settings.issuer,
    requiresIdTokenNonce: true,
    createAuthorizationURL: ({ state, codeVerifier, redirectURI, idTokenNonce = '' }) =>
      client.authorization({
        state,
        nonce: idTokenNonce,
        codeVerifier,
        redirectURI,
        more: { prompt: 'select_account' },
      }),
    async validateAuthorizationCode({ code, codeVerifier = '', redirectURI }): Promise<OAuth2Tokens> {
      return { idToken: await client.idToken(code, codeVerifier, redirectURI) }
    },
    async getUserInfo({ idToken = '', expectedIdTokenNonce = '' }) {
      const claims = await client.claims(idToken, expectedIdTokenNonce).catch((error: unknown) => {
        // The error of a token repeats what the token says of a person: only its name is kept.
        log.error('provider_token_refused', {
          provider: settings.id,
          reason: String(Reflect.get(Object(error), 'code') ?? Reflect.get(Object(error), 'name')),
        })
        return null
      })
      if (claims === null) return null
      // Whoever can write any address into an account there would else be that person here.
      if (!claims.email_verified)
        throw new APIError('FORBIDDEN', {
          code: 'PROVIDER_ADDRESS_UNCONFIRMED',
          message: 'Not confirmed there',
        })
      return {
        user: { email: claims.email, emailVerified: true, name: claims.name },
        data: claims,
      }
    },
    options: {},
  }
}

/** Signing in by OpenID providers: the library keeps state, code verifier and nonce, and decides about accounts. */
export function oidcSignIn(providers: OidcSettings[], fetch: Fetch, log: Log): BetterAuthPlugin {
  const made = providers.map((settings) => providerOf(settings, fetch, log))
  return { id: 'oidc-sign-in', init: () => ({ context: { socialProviders: made } }) }
}
